//! Rows about customers that are here already.

use super::*;

pub(super) const COLUMNS: [&str; 5] = ["no", "account", "parent", "branch", "rep"];
pub(super) const INTO: [&str; 5] = ["number", "name", "parent", "branch", "machine_rep"];

pub(super) fn customer(known: &mut Known, n: u128, number: Option<&str>, name: &str) -> CustomerId {
    let id = CustomerId(Uuid::from_u128(n));
    let form = crate::customer::CustomerForm {
        name: name.to_owned(),
        number: number.unwrap_or_default().to_owned(),
        ..crate::customer::CustomerForm::default()
    };
    let mut draft = form.parse().unwrap();
    draft.kind = crate::customer::Kind::Customer;
    let now = CustomerNow { id, version: 1, region: Some(east()), draft };
    let at = known.customers.add(name, id);
    if let Some(number) = number {
        known.customers.alias(at, number);
        known.customer_numbers.insert(number.to_owned(), id);
    }
    known.customers_now.insert(id, now);
    id
}

fn read(rows: &[[&str; 5]], known: &mut Known) -> Vec<Verdict> {
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
    for (n, row) in rows.iter().enumerate() {
        let id = CustomerId(Uuid::from_u128(500 + n as u128));
        let promised = InFile { id, name: row[1].into(), number: row[0].into() };
        known.in_file.entry(crate::shared::text::fold(row[1])).or_insert(promised);
    }
    judge_file(ImportNoun::Accounts, plan(&COLUMNS, &INTO), &COLUMNS, &rows, known, &admin())
}

pub(super) fn changed(verdict: &Verdict) -> &CustomerNow {
    match &verdict.act {
        Act::ChangeCustomer(then) => then,
        other => panic!("{other:?} in {verdict:?}"),
    }
}

#[test]
fn a_customer_found_by_its_number_takes_the_name_of_the_file() {
    let mut known = known();
    customer(&mut known, 40, Some("A-1"), "Old Name");
    customer(&mut known, 41, None, "Brazos Paving");
    let verdicts = read(&[["A-1", "New Name", "", "", ""], ["", "Brazos-Paving", "", "", ""]], &mut known);
    assert_eq!(verdicts[0].sentence, "Name Old Name \u{2192} New Name");
    assert_eq!(changed(&verdicts[0]).draft.name, "New Name");
    assert_eq!((verdicts[1].outcome, verdicts[1].detail.as_str()), (Outcome::Unchanged, "Taken for Brazos Paving."));
}

#[test]
fn another_number_is_another_customer_and_is_not_taken_for_the_first() {
    let mut known = known();
    customer(&mut known, 40, Some("A-1"), "Brazos Paving");
    let verdicts = read(&[["A-2", "Brazos-Paving", "", "", ""]], &mut known);
    assert_eq!((verdicts[0].outcome, verdicts[0].detail.as_str()), (Outcome::Create, ""));
}

#[test]
fn a_child_keeps_a_parent_whose_row_is_about_a_customer_that_is_here() {
    let mut known = known();
    let numbered = customer(&mut known, 40, Some("A-1"), "Old Name");
    let spelled = customer(&mut known, 41, None, "Brazos Paving");
    let rows = [
        ["", "First Child", "New Name", "", ""],
        ["", "Second Child", "Brazos-Paving", "", ""],
        ["A-1", "New Name", "", "", ""],
        ["", "Brazos-Paving", "", "", ""],
    ];
    let verdicts = read(&rows, &mut known);
    let parents: Vec<Option<CustomerId>> = verdicts[..2]
        .iter()
        .map(|verdict| match &verdict.act {
            Act::NewCustomer(new) => new.draft.parent,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(parents, [Some(numbered), Some(spelled)]);
}

#[test]
fn the_branch_says_where_a_customer_belongs_and_the_rep_does_not() {
    let west = RegionId(Uuid::from_u128(8));
    let yard = BranchNow { id: BranchId(Uuid::from_u128(30)), region: west };
    let mut known = known();
    known.branches.add("West Yard", yard);
    let id = customer(&mut known, 40, Some("A-1"), "Brazos Paving");
    let verdicts = read(
        &[["A-1", "Brazos Paving", "", "West Yard", "Moses Frase"], ["A-2", "New One", "", "West Yard", "Moses Frase"]],
        &mut known,
    );
    let then = changed(&verdicts[0]);
    assert_eq!(
        (then.id, then.draft.branch, then.region),
        (id, Some(yard.id), Some(west)),
        "the branch goes before the rep"
    );
    let Act::NewCustomer(new) = &verdicts[1].act else { panic!("{verdicts:?}") };
    assert_eq!((new.draft.branch, new.region), (Some(yard.id), Some(west)));
    known.customers_now.get_mut(&id).unwrap().draft.branch = Some(yard.id);
    known.customers_now.get_mut(&id).unwrap().region = Some(west);
    known.seen.clear();
    let verdicts = read(&[["A-1", "Brazos Paving", "", "", "Moses Frase"]], &mut known);
    assert_eq!(changed(&verdicts[0]).region, Some(west), "a rep of another region does not move it");
    let verdicts = read(&[["A-9", "Elsewhere", "", "No Such Yard", ""]], &mut known);
    assert_eq!(verdicts[0].sentence, "Branch \"No Such Yard\" is not known.");
}

#[test]
fn customers_and_products_that_are_here_can_be_left_as_they_are() {
    let mut known = known();
    customer(&mut known, 40, Some("A-1"), "Old Name");
    let rows = [vec!["A-1", "New Name", "", "", "Moses Frase"]];
    let skip = Plan { existing: Existing::Skip, ..plan(&COLUMNS, &INTO) };
    let verdicts = judge_file(ImportNoun::Accounts, skip, &COLUMNS, &rows, &mut known, &admin());
    assert_eq!((verdicts[0].outcome, verdicts[0].record.as_str()), (Outcome::Unchanged, "Old Name"));
    assert!(matches!(verdicts[0].act, Act::Nothing));
    let headers = ["product", "price"];
    let skip = Plan { existing: Existing::Skip, ..plan(&headers, &["name", "list_price"]) };
    let verdicts =
        judge_file(ImportNoun::Products, skip, &headers, &[vec!["GTX Pro", "4,821.00"]], &mut known, &admin());
    assert_eq!(verdicts[0].outcome, Outcome::Unchanged);
    assert!(matches!(verdicts[0].act, Act::Nothing));
}

#[test]
fn s32_the_mark_against_formulas_is_taken_off_again() {
    let headers = ["account", "phone", "tel"];
    let plan = plan(&headers, &["name", "phone", "notes"]);
    let rows = [vec!["'=Equal & Co", "'+1 512 555 0143", "'tis a note"]];
    let verdicts = judge_file(ImportNoun::Accounts, plan, &headers, &rows, &mut known(), &admin());
    let Act::NewCustomer(new) = &verdicts[0].act else { panic!("{verdicts:?}") };
    assert_eq!(new.draft.name, "=Equal & Co");
    assert_eq!(new.draft.phone.as_deref(), Some("+1 512 555 0143"));
    assert_eq!(new.draft.notes.as_deref(), Some("'tis a note"));
}

//! What a row must not do to a customer that is here, nor bring in twice.

use super::customers::{COLUMNS, INTO, changed, customer};
use super::*;
use crate::customer::{Kind, Status};
use crate::shared::text::fold;

const WORDS: [&str; 4] = ["no", "account", "kind", "state"];
const INTO_WORDS: [&str; 4] = ["number", "name", "kind", "status"];

/// Rows of number, name, kind and status, where `n/a` is left empty.
fn words(row: [&str; 4], known: &mut Known) -> Verdict {
    let mut plan = plan(&WORDS, &INTO_WORDS);
    for field in ["kind", "status"] {
        let nothing = ValueRule::Do { action: Unknown::Empty };
        plan.values.entry(field.into()).or_default().insert("n/a".into(), nothing);
    }
    judge_file(ImportNoun::Accounts, plan, &WORDS, &[row.to_vec()], known, &admin()).remove(0)
}

fn accounts(rows: &[[&str; 2]]) -> Vec<(Outcome, String)> {
    let rows: Vec<Vec<&str>> = rows.iter().map(|[number, name]| vec![*number, *name, "", "", ""]).collect();
    let verdicts = judge_file(ImportNoun::Accounts, plan(&COLUMNS, &INTO), &COLUMNS, &rows, &mut known(), &admin());
    verdicts.into_iter().map(|verdict| (verdict.outcome, verdict.sentence)).collect()
}

#[test]
fn no_prospect_gets_a_number_and_stays_one() {
    let mut known = known();
    let id = customer(&mut known, 40, None, "Delta");
    known.customers_now.get_mut(&id).unwrap().draft.kind = Kind::Prospect;
    let verdict = words(["A-1", "Delta", "", ""], &mut known);
    assert_eq!(changed(&verdict).draft.kind, Kind::Customer, "{verdict:?}");
    assert_eq!(verdict.sentence, "Number A-1, Customer or prospect Prospect \u{2192} Customer");
    let mut known = super::known();
    customer(&mut known, 40, Some("A-1"), "Delta");
    let verdict = words(["", "Delta", "prospect", ""], &mut known);
    assert_eq!((verdict.outcome, verdict.column.as_str()), (Outcome::Error, "kind"));
    assert_eq!(verdict.sentence, "Delta has the number A-1, and prospects have none.");
}

#[test]
fn a_word_that_the_plan_leaves_empty_changes_nothing() {
    for row in [["", "Delta", "n/a", "n/a"], ["", "Delta", "", ""]] {
        let mut known = known();
        let id = customer(&mut known, 40, None, "Delta");
        let draft = &mut known.customers_now.get_mut(&id).unwrap().draft;
        (draft.kind, draft.status) = (Kind::Prospect, Status::Inactive);
        let verdict = words(row, &mut known);
        assert_eq!(verdict.outcome, Outcome::Unchanged, "{verdict:?}");
    }
}

#[test]
fn a_new_customer_stands_in_a_file_once_with_its_number_or_without() {
    let twice = (Outcome::Error, "The customer is in row 2 already.".to_owned());
    let new = (Outcome::Create, "New".to_owned());
    for (rows, second) in [
        ([["C-5", "Beta"], ["", "Beta"]], &twice),
        ([["", "Beta"], ["C-5", "BETA"]], &twice),
        ([["C-5", "Beta"], ["C-6", "Beta"]], &new),
        ([["C-5", "Beta"], ["", "Gamma"]], &new),
    ] {
        let told = accounts(&rows);
        assert_eq!((&told[0], &told[1]), (&new, second), "{rows:?}");
    }
}

#[test]
fn one_name_nobody_knows_is_not_two_people() {
    let headers = ["account", "rep", "pssr"];
    let mut plan = plan(&headers, &["name", "machine_rep", "support_rep"]);
    for field in ["machine_rep", "support_rep"] {
        plan.unknown.insert(field.into(), Unknown::Create);
    }
    let mut known = known();
    let rows = [vec!["A", "Zed New", "Zed New"], vec!["B", "Zed New", "Pia New"]];
    let verdicts = judge_file(ImportNoun::Accounts, plan, &headers, &rows, &mut known, &admin());
    assert_eq!(verdicts[0].sentence, "Zed New is nobody here, and cannot come in for machines and for support.");
    assert_eq!(verdicts[1].outcome, Outcome::CreateNote);
    assert_eq!(known.fresh.people.len(), 2, "{:?}", known.fresh.people);
}

#[test]
fn a_refused_row_brings_nobody_in() {
    let headers = ["no", "account", "kind", "rep"];
    let mut plan = plan(&headers, &["number", "name", "kind", "machine_rep"]);
    plan.unknown.insert("machine_rep".into(), Unknown::Create);
    let mut known = known();
    customer(&mut known, 40, Some("A-1"), "Delta");
    let rows = [vec!["", "Delta", "prospect", "Zed New"]];
    let verdicts = judge_file(ImportNoun::Accounts, plan, &headers, &rows, &mut known, &admin());
    assert_eq!(verdicts[0].outcome, Outcome::Error);
    assert!(known.fresh.people.is_empty(), "{:?}", known.fresh.people);
}

#[test]
fn nobody_who_is_gone_is_given_a_new_customer() {
    let mut plan = pipeline_plan();
    plan.unknown.insert("customer".into(), Unknown::Create);
    let (id, name, email) = (UserId(Uuid::from_u128(20)), "Gone Person".to_owned(), "gone@demo.example".to_owned());
    let mut known = known();
    known.join_person(Person { id, name, email, role: Role::SalesRep, region: Some(east()), active: false });
    let mut now = again::here("won");
    now.owner = id;
    known.opportunities.insert("A1".into(), now);
    let verdict = pipeline(plan, &[won(&[(1, "Gone Person"), (3, "Unheard Of")])], &mut known).remove(0);
    assert_eq!(verdict.sentence, "Unheard Of is not known, and Gone Person cannot be given a new customer.");
    assert!(known.fresh.customers.is_empty());
}

#[test]
fn two_numbers_under_one_name_are_promised_apart() {
    let mut known = known();
    let promise = |n: u128, number: &str| InFile {
        id: CustomerId(Uuid::from_u128(n)),
        name: "Beta".into(),
        number: number.into(),
    };
    known.promise(promise(1, "C-5"));
    known.promise(promise(2, "C-6"));
    known.promise(promise(3, ""));
    let of = |number: &str| known.promised_row(number, "Beta").map(|promised| promised.id.0.as_u128());
    assert_eq!((of("C-5"), of("C-6"), of("")), (Some(1), Some(2), None), "the bare one has no promise of its own");
    assert_eq!(known.promised("C-6").map(|promised| promised.id.0.as_u128()), Some(2));
    known.parents_in_file = [("alpha".to_owned(), fold("C-5")), ("beta".to_owned(), "alpha".to_owned())].into();
    known.name_parents();
    assert_eq!(known.parents_in_file["alpha"], "beta", "a circle by number is found by names");
}

#[test]
fn a_competitor_comes_in_with_a_closing_of_what_is_here_as_well() {
    let mut plan = pipeline_plan();
    plan.unknown.insert("competitor".into(), Unknown::Create);
    let mut known = known();
    known.opportunities.insert("A1".into(), again::here("development"));
    let row = won(&[(4, "Lost"), (7, "0"), (8, "Price"), (9, "Rivalco")]);
    let verdict = pipeline(plan, &[row], &mut known).remove(0);
    let Act::ChangeOpportunity(change) = &verdict.act else { panic!("{verdict:?}") };
    let Some(Close::Lost { competitor, .. }) = &change.moved.as_ref().unwrap().close else { panic!("{verdict:?}") };
    assert_eq!(known.fresh.competitors, [(competitor.unwrap(), "Rivalco".to_owned())]);
    assert!(verdict.detail.contains("Competitor Rivalco is new."), "{verdict:?}");
}

#[test]
fn an_empty_role_says_nothing_of_somebody_who_is_here() {
    let headers = ["name", "role"];
    let mut known = known();
    let (id, name, email) = (UserId(Uuid::from_u128(20)), "Dana Moore".to_owned(), "dana@demo.example".to_owned());
    known.join_person(Person { id, name, email, role: Role::SalesManager, region: Some(east()), active: true });
    let rows = [vec!["Dana Moore", ""], vec!["Moses Frase", "Sales manager"]];
    let plan = plan(&headers, &["name", "role"]);
    let verdicts = judge_file(ImportNoun::Users, plan, &headers, &rows, &mut known, &admin());
    let outcomes: Vec<Outcome> = verdicts.iter().map(|verdict| verdict.outcome).collect();
    assert_eq!(outcomes, [Outcome::Unchanged, Outcome::Skipped], "{verdicts:?}");
}

#[test]
fn whoever_stands_there_beyond_ones_reach_may_stay_and_nobody_else_comes_from_there() {
    let west = RegionId(Uuid::from_u128(8));
    let (id, name, email) = (UserId(Uuid::from_u128(30)), "Wanda West".to_owned(), "wanda@demo.example".to_owned());
    let wanda = Person { id, name, email, role: Role::SalesRep, region: Some(west), active: true };
    let yard = BranchNow { id: BranchId(Uuid::from_u128(31)), region: west };
    let mut known = known();
    known.people_elsewhere.insert(wanda.id, wanda.clone());
    known.branches_elsewhere.insert(yard.id, ("West Yard".to_owned(), yard));
    let there = customer(&mut known, 40, Some("A-1"), "Delta");
    let now = known.customers_now.get_mut(&there).unwrap();
    (now.region, now.draft.machine_rep, now.draft.branch) = (Some(west), Some(wanda.id), Some(yard.id));
    customer(&mut known, 41, Some("A-2"), "Here");
    let rows = [vec!["A-1", "Delta", "", "West Yard", "Wanda West"], vec!["A-2", "Here", "", "", "Wanda West"]];
    let verdicts =
        judge_file(ImportNoun::Accounts, plan(&COLUMNS, &INTO), &COLUMNS, &rows, &mut known, &manager(east()));
    assert_eq!(verdicts[0].outcome, Outcome::Unchanged, "{verdicts:?}");
    assert_eq!(verdicts[1].sentence, "Machine rep \"Wanda West\" is nobody in your region.");
    let mut now = again::here("won");
    (now.owner, now.owner_name) = (wanda.id, wanda.name);
    known.opportunities.insert("A1".into(), now);
    let verdicts = judge_file(
        ImportNoun::Opportunities,
        pipeline_plan(),
        &HEADERS,
        &[won(&[(1, "Wanda West")])],
        &mut known,
        &manager(east()),
    );
    assert_eq!(verdicts[0].outcome, Outcome::Unchanged, "{verdicts:?}");
}

//! Rows that are no opportunities.

use super::*;

#[test]
fn customers_come_with_parents_wherever_those_stand() {
    let headers = ["account", "sector", "parent", "revenue", "founded"];
    let rows = [
        vec!["Cheers", "entertainment", "Massive Dynamic", "42.5", "1993"],
        vec!["Massive Dynamic", "technolgy", "", "", "1989"],
        vec!["Lost Child", "retail", "Nobody", "", ""],
        vec!["Self", "retail", "Self", "", ""],
        vec!["cheers", "retail", "", "", ""],
        vec!["", "retail", "", "", ""],
        vec!["Ring A", "retail", "Ring B", "", ""],
        vec!["Ring B", "retail", "Ring A", "", ""],
    ];
    let mut plan = plan(&headers, &["name", "customer_type", "parent", "notes", "notes"]);
    plan.values
        .entry("customer_type".into())
        .or_default()
        .insert("technolgy".into(), ValueRule::To("technology".into()));
    let bound = Bound::new(ImportNoun::Accounts, plan.clone(), &profile(&headers, &rows)).unwrap();
    let mut known = Known { stages: default_stages(), ..Known::default() };
    for (n, cells) in rows.iter().enumerate() {
        let (name, parent) = customer_key(&bound, &row(2, cells));
        let promised =
            InFile { id: CustomerId(Uuid::from_u128(500 + n as u128)), name: cells[0].into(), number: String::new() };
        known.in_file.entry(name.clone()).or_insert(promised);
        if !parent.is_empty() {
            known.parents_in_file.insert(name, parent);
        }
    }
    let verdicts = judge_file(ImportNoun::Accounts, plan, &headers, &rows, &mut known, &admin());
    let sentences: Vec<&str> = verdicts.iter().map(|verdict| verdict.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "New",
            "New",
            "Parent \"Nobody\" is not known.",
            "A customer cannot be its own parent.",
            "The customer is in row 2 already.",
            "Enter the name.",
            "Ring B belongs to Ring A in turn; one of the two must come first.",
            "Ring A belongs to Ring B in turn; one of the two must come first.",
        ]
    );
    let Act::NewCustomer(cheers) = &verdicts[0].act else { panic!() };
    let Act::NewCustomer(massive) = &verdicts[1].act else { panic!() };
    assert_eq!(cheers.draft.parent, Some(massive.id));
    assert_eq!(cheers.draft.notes.as_deref(), Some("revenue: 42.5\nfounded: 1993"));
    assert_eq!(massive.draft.customer_type.as_deref(), Some("technology"));
}

#[test]
fn people_come_with_regions_and_managers_and_cannot_be_changed_by_a_file() {
    let headers = ["agent", "manager", "office"];
    let rows = [
        vec!["Anna Snelling", "Dustin Brinkmann", "Central"],
        vec!["Cecily Lampkin", "Dustin Brinkmann", "Central"],
        vec!["Moses Frase", "Dustin Brinkmann", "Central"],
    ];
    let mut plan = plan(&headers, &["name", "manager", "region"]);
    plan.unknown.insert("manager".into(), Unknown::Create);
    plan.unknown.insert("region".into(), Unknown::Create);
    let mut known = known();
    let verdicts = judge_file(ImportNoun::Users, plan, &headers, &rows, &mut known, &admin());
    assert_eq!(verdicts[0].outcome, Outcome::CreateNote);
    assert!(
        verdicts[0].detail.contains("Comes with region Central and manager Dustin Brinkmann"),
        "{}",
        verdicts[0].detail
    );
    assert!(verdicts[1].detail.contains("cecily.lampkin@import.invalid"), "{}", verdicts[1].detail);
    assert_eq!((known.fresh.regions.len(), known.fresh.people.len()), (1, 1));
    assert_eq!(known.fresh.people[0].role, Role::SalesManager);
    assert_eq!(
        (verdicts[2].outcome, verdicts[2].sentence.as_str()),
        (Outcome::Skipped, "Moses Frase is here as sales rep in no region.")
    );
}

#[test]
fn a_file_cannot_make_administrators() {
    let headers = ["agent", "role"];
    let plan = plan(&headers, &["name", "role"]);
    let verdicts = judge_file(ImportNoun::Users, plan, &headers, &[vec!["Eve", "admin"]], &mut known(), &admin());
    assert_eq!(verdicts[0].sentence, "Role \"admin\" is none of Sales rep, Product support rep, Sales manager.");
}

#[test]
fn prices_are_created_and_updated() {
    let headers = ["product", "price"];
    let rows = [vec!["GTX Basic", "550"], vec!["GTX Pro", "4,821.00"], vec!["GTXPRO", "1"], vec!["Bad", "-1"]];
    let plan = plan(&headers, &["name", "list_price"]);
    let verdicts = judge_file(ImportNoun::Products, plan, &headers, &rows, &mut known(), &admin());
    let sentences: Vec<&str> = verdicts.iter().map(|verdict| verdict.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "New",
            "List price $0 \u{2192} $4,821",
            "The product is in row 3 already.",
            "A list price cannot be negative."
        ]
    );
}

//! By what rows find what is here, and what becomes of those that find nothing (I-4).

use super::customers::{COLUMNS, INTO, changed, customer};
use super::*;
use crate::import::MatchBy;

fn by(match_by: MatchBy) -> Plan {
    Plan { match_by, ..plan(&COLUMNS, &INTO) }
}

fn accounts(plan: Plan, rows: &[[&str; 2]], known: &mut Known) -> Vec<Verdict> {
    let rows: Vec<Vec<&str>> = rows.iter().map(|[number, name]| vec![*number, *name, "", "", ""]).collect();
    judge_file(ImportNoun::Accounts, plan, &COLUMNS, &rows, known, &admin())
}

#[test]
fn the_key_that_was_chosen_is_the_only_one() {
    let here = |known: &mut Known| {
        customer(known, 40, Some("A-1"), "Brazos Paving");
        customer(known, 41, None, "Delta Earthworks");
    };
    for (match_by, row, outcome, sentence) in [
        (MatchBy::Surest, ["A-1", "Renamed"], Outcome::Update, "Name Brazos Paving \u{2192} Renamed"),
        (MatchBy::Surest, ["A-2", "Delta Earthworks"], Outcome::Update, "Number A-2"),
        (MatchBy::Surest, ["A-2", "Brazos Paving"], Outcome::Create, "New"),
        (MatchBy::Number, ["A-1", "Renamed"], Outcome::Update, "Name Brazos Paving \u{2192} Renamed"),
        (MatchBy::Number, ["A-2", "Delta Earthworks"], Outcome::Create, "New"),
        (MatchBy::Number, ["", "Delta Earthworks"], Outcome::Error, "Number is empty, and rows are matched by it."),
        (MatchBy::Name, ["A-2", "Brazos Paving"], Outcome::Update, "Number A-1 \u{2192} A-2"),
        (MatchBy::Name, ["", "Brazos-Paving"], Outcome::Unchanged, "Already here"),
        (MatchBy::Name, ["A-1", "Delta Earthworks"], Outcome::Error, "Number A-1 is that of Brazos Paving."),
        (MatchBy::Name, ["A-1", "Somebody new"], Outcome::Error, "Number A-1 is that of Brazos Paving."),
    ] {
        let mut known = known();
        here(&mut known);
        let verdict = accounts(by(match_by), &[row], &mut known).remove(0);
        assert_eq!((verdict.outcome, verdict.sentence.as_str()), (outcome, sentence), "{match_by:?} {row:?}");
    }
}

#[test]
fn what_is_matched_by_name_is_there_once_by_name_and_by_number() {
    let mut known = known();
    customer(&mut known, 40, None, "Twin");
    customer(&mut known, 41, None, "Twin");
    let rows = [["A-1", "First"], ["A-2", "First"], ["A-1", "Second"], ["", "Twin"]];
    let verdicts = accounts(by(MatchBy::Name), &rows, &mut known);
    let told: Vec<&str> = verdicts.iter().map(|verdict| verdict.sentence.as_str()).collect();
    let already = "The customer is in row 2 already.";
    assert_eq!(told, ["New", already, already, "2 customers are called Twin. Match by number."]);
}

#[test]
fn a_file_that_only_updates_leaves_new_ones_out_and_brings_nothing_along() {
    let mut known = known();
    customer(&mut known, 40, Some("A-1"), "Old Name");
    let only = Plan { existing: Existing::Only, ..plan(&COLUMNS, &INTO) };
    let rows = [vec!["A-1", "New Name", "", "", ""], vec!["A-2", "Nobody", "", "No Such Yard", "Who Is This"]];
    let verdicts = judge_file(ImportNoun::Accounts, only.clone(), &COLUMNS, &rows, &mut known, &admin());
    assert_eq!(changed(&verdicts[0]).draft.name, "New Name");
    assert_eq!((verdicts[1].outcome, verdicts[1].sentence.as_str()), (Outcome::Skipped, LEFT_OUT));
    // A child that is here cannot belong to a parent that will not be.
    let promised = InFile { id: CustomerId(Uuid::from_u128(500)), name: "Parent".into(), number: String::new() };
    known.in_file.insert("parent".into(), promised);
    known.seen.clear();
    let rows = [vec!["A-1", "New Name", "Parent", "", ""]];
    let verdicts = judge_file(ImportNoun::Accounts, only, &COLUMNS, &rows, &mut known, &admin());
    assert_eq!(verdicts[0].sentence, "Parent is not here, and this file only updates what is here.");
}

const LEFT_OUT: &str = "Not here, and this file only updates what is here.";

#[test]
fn nobody_and_nothing_new_comes_with_such_a_file() {
    let only = |headers: &[&str], fields: &[&str]| Plan { existing: Existing::Only, ..plan(headers, fields) };
    let headers = ["product", "price"];
    let rows = [vec!["GTX Pro", "9.00"], vec!["Unheard Of", "1.00"]];
    let plan = only(&headers, &["name", "list_price"]);
    let verdicts = judge_file(ImportNoun::Products, plan, &headers, &rows, &mut known(), &admin());
    assert_eq!(verdicts.iter().map(|verdict| verdict.outcome).collect::<Vec<_>>(), [Outcome::Update, Outcome::Skipped]);

    let headers = ["name", "region", "manager"];
    let mut known_people = known();
    let mut plan = only(&headers, &["name", "region", "manager"]);
    plan.unknown.insert("region".into(), Unknown::Create);
    plan.unknown.insert("manager".into(), Unknown::Create);
    let rows = [vec!["Somebody New", "Far Away", "Also New"]];
    let verdicts = judge_file(ImportNoun::Users, plan, &headers, &rows, &mut known_people, &admin());
    assert_eq!((verdicts[0].outcome, verdicts[0].sentence.as_str()), (Outcome::Skipped, LEFT_OUT));
    assert_eq!(known_people.regions.names().count(), known().regions.names().count(), "no region comes along");

    let mut pipeline = Plan { existing: Existing::Only, ..pipeline_plan() };
    pipeline.unknown.insert("customer".into(), Unknown::Create);
    let row = vec!["N-1", "Moses Frase", "GTX Pro", "Unheard Of", "Engaging", "20-10-16", "", "", "", ""];
    let mut nothing = known();
    let verdicts = judge_file(ImportNoun::Opportunities, pipeline, &HEADERS, &[row], &mut nothing, &admin());
    assert_eq!((verdicts[0].outcome, verdicts[0].sentence.as_str()), (Outcome::Skipped, LEFT_OUT));
    assert_eq!(nothing.customers.names().count(), known().customers.names().count(), "no customer comes along");
}

#[test]
fn people_are_found_by_address_or_by_name_as_was_chosen() {
    let headers = ["name", "mail"];
    for (match_by, row, outcome, sentence) in [
        (MatchBy::Surest, ["M. Frase", "moses@demo.example"], Outcome::Unchanged, "Already here"),
        (MatchBy::Surest, ["Moses Frase", "other@demo.example"], Outcome::Create, "New"),
        (MatchBy::Email, ["M. Frase", "moses@demo.example"], Outcome::Unchanged, "Already here"),
        (MatchBy::Email, ["Moses Frase", ""], Outcome::Error, "E-mail address is empty, and rows are matched by it."),
        (MatchBy::Name, ["Moses Frase", "other@demo.example"], Outcome::Unchanged, "Already here"),
        (MatchBy::Name, ["M. Frase", "moses@demo.example"], Outcome::Error, "This address is that of Moses Frase."),
    ] {
        let plan = Plan { match_by, ..plan(&headers, &["name", "email"]) };
        let verdicts = judge_file(ImportNoun::Users, plan, &headers, &[row.to_vec()], &mut known(), &admin());
        let verdict = &verdicts[0];
        assert_eq!((verdict.outcome, verdict.sentence.as_str()), (outcome, sentence), "{match_by:?} {row:?}");
    }
}

mod again;
mod customers;
mod matching;
mod others;
mod people;
mod spared;

use super::*;
use crate::Money;
use crate::import::{
    BranchNow, ColumnRule, CustomerNow, Existing, InFile, OpportunityNow, Person, Plan, Profile, Profiler, Reading,
    Unknown, ValueRule,
};
use crate::opportunity::history::prove;
use crate::opportunity::{Close, OpportunityType, Phase, StageKey, default_stages};
use crate::shared::dates;
use crate::shared::ids::{BranchId, CustomerId, OpportunityId, ProductId, RegionId, UserId};
use crate::{Percent, Role};
use chrono::NaiveTime;
use proptest::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

const HEADERS: [&str; 10] =
    ["id", "agent", "product", "account", "stage", "engaged", "closed", "value", "reason", "rival"];
const FIELDS: [&str; 10] =
    ["number", "owner", "product", "customer", "stage", "opened_on", "closed_on", "amount", "reason", "competitor"];

fn day(text: &str) -> NaiveDate {
    dates::parse(text).unwrap()
}

fn noon(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::from_hms_opt(18, 0, 0).unwrap()).and_utc()
}

fn admin() -> Actor {
    Actor { id: UserId(Uuid::from_u128(99)), name: "Ada".into(), role: Role::Admin, region: None }
}

fn manager(region: RegionId) -> Actor {
    Actor { role: Role::SalesManager, region: Some(region), ..admin() }
}

fn profile(headers: &[&str], rows: &[Vec<&str>]) -> Profile {
    let mut profiler = Profiler::new(headers.iter().map(|header| (*header).to_owned()).collect());
    for (n, cells) in rows.iter().enumerate() {
        profiler.add(&row(n as u64 + 2, cells));
    }
    profiler.finish(Reading::default(), Vec::new())
}

fn row(number: u64, cells: &[&str]) -> Row {
    Row { number, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
}

fn plan(headers: &[&str], fields: &[&str]) -> Plan {
    let mut plan = Plan::default();
    for (header, field) in headers.iter().zip(fields) {
        plan.columns.insert((*header).to_owned(), ColumnRule::to(field));
    }
    plan
}

fn pipeline_plan() -> Plan {
    let mut plan = plan(&HEADERS, &FIELDS);
    plan.columns.get_mut("engaged").unwrap().format = "DD-MM-YY".into();
    plan.columns.get_mut("closed").unwrap().format = "DD-MM-YY".into();
    let stages = plan.values.entry("stage".into()).or_default();
    stages.insert("Prospecting".into(), ValueRule::To("qualification".into()));
    stages.insert("Engaging".into(), ValueRule::To("development".into()));
    plan.state.insert("opened_in".into(), "development".into());
    plan
}

fn east() -> RegionId {
    RegionId(Uuid::from_u128(7))
}

fn known() -> Known {
    let mut known = Known { stages: default_stages(), ..Known::default() };
    let (id, name, email) = (UserId(Uuid::from_u128(1)), "Moses Frase".to_owned(), "moses@demo.example".to_owned());
    known.join_person(Person { id, name, email, role: Role::SalesRep, region: Some(east()), active: true });
    known.new_product(ProductId(Uuid::from_u128(2)), "GTX Pro");
    known.new_product(ProductId(Uuid::from_u128(3)), "GTX Plus Pro");
    known.fresh = Default::default();
    known.customers.add("Cancity", CustomerId(Uuid::from_u128(4)));
    known
}

/// Judges rows of a file one after another.
fn judge_file(
    noun: ImportNoun,
    plan: Plan,
    headers: &[&str],
    rows: &[Vec<&str>],
    known: &mut Known,
    actor: &Actor,
) -> Vec<Verdict> {
    let bound = Bound::new(noun, plan, &profile(headers, rows)).unwrap();
    let next = AtomicU64::new(1_000);
    let id = || Uuid::from_u128(u128::from(next.fetch_add(1, Ordering::Relaxed)));
    let today = day("2026-11-23");
    let env = Env { bound: &bound, actor, today, now: noon(today), noon: &noon, id: &id };
    rows.iter().enumerate().map(|(n, cells)| judge(env, known, &row(n as u64 + 2, cells))).collect()
}

fn pipeline(plan: Plan, rows: &[Vec<&str>], known: &mut Known) -> Vec<Verdict> {
    judge_file(ImportNoun::Opportunities, plan, &HEADERS, rows, known, &admin())
}

const WON: [&str; 10] = ["A1", "Moses Frase", "GTX Pro", "Cancity", "Won", "20-10-16", "01-03-17", "1054", "Price", ""];

fn won(change: &[(usize, &'static str)]) -> Vec<&'static str> {
    let mut cells = WON.to_vec();
    for (at, text) in change {
        cells[*at] = text;
    }
    cells
}

fn new_opportunity(verdict: &Verdict) -> &crate::import::NewOpportunity {
    match &verdict.act {
        Act::NewOpportunity(new) => new,
        other => panic!("{other:?} in {verdict:?}"),
    }
}

#[test]
fn a_won_row_gets_its_whole_history_and_its_close() {
    let verdicts = pipeline(pipeline_plan(), &[won(&[])], &mut known());
    let new = new_opportunity(&verdicts[0]);
    assert_eq!(verdicts[0].outcome, Outcome::Create, "{verdicts:?}");
    let steps: Vec<(&str, DateTime<Utc>)> = new.steps.iter().map(|step| (step.to.0.as_str(), step.at)).collect();
    let (engaged, closed) = (noon(day("2016-10-20")), noon(day("2017-03-01")));
    let second = chrono::TimeDelta::seconds(1);
    assert_eq!(steps, [("qualification", engaged), ("development", engaged + second), ("won", closed)]);
    assert_eq!(prove(&new.steps, &StageKey("won".into())), Ok(()));
    assert!(
        matches!(new.close, Some(Close::Won { actual, on, .. }) if actual == Money::whole(1054) && on == day("2017-03-01"))
    );
    assert_eq!((new.draft.amount, new.probability, new.region), (Money::whole(1054), Percent(100), Some(east())));
    assert_eq!((new.draft.lines.len(), new.draft.name.as_str()), (1, "GTX Pro \u{b7} Cancity"));
    assert_eq!(verdicts[0].detail, "Won $1,054, 1 Mar 2017, reason price");
}

#[test]
fn open_rows_stand_where_the_plan_puts_their_stage() {
    let rows = [
        won(&[(0, "B1"), (4, "Prospecting"), (5, ""), (6, ""), (7, ""), (8, "")]),
        won(&[(0, "B2"), (4, "Engaging"), (6, ""), (7, ""), (8, ""), (3, "")]),
    ];
    let verdicts = pipeline(pipeline_plan(), &rows, &mut known());
    let (first, second) = (new_opportunity(&verdicts[0]), new_opportunity(&verdicts[1]));
    assert_eq!((first.steps.len(), first.phase, first.draft.amount), (1, Phase::Qualification, Money::ZERO));
    assert!(verdicts[0].detail.contains("begins with this import"), "{}", verdicts[0].detail);
    assert_eq!((second.steps.len(), second.phase, second.draft.customer), (2, Phase::Development, None));
    assert_eq!(second.draft.amount, Money::ZERO, "a list price is not an offer");
    assert!(verdicts[1].outcome == Outcome::CreateNote && verdicts[1].detail.contains("Customer left empty"));
}

#[test]
fn what_neither_file_nor_plan_says_is_a_note_and_what_the_plan_states_is_not() {
    let lost = won(&[(4, "Lost"), (7, "0"), (8, "")]);
    let verdicts = pipeline(pipeline_plan(), std::slice::from_ref(&lost), &mut known());
    assert_eq!(verdicts[0].outcome, Outcome::CreateNote);
    assert!(verdicts[0].detail.contains("No reason in the file: other."), "{}", verdicts[0].detail);
    assert!(verdicts[0].detail.contains("No competitor in the file: unknown."), "{}", verdicts[0].detail);
    let mut plan = pipeline_plan();
    plan.state.insert("lost_reason".into(), "other".into());
    plan.state.insert("competitor".into(), "unknown".into());
    let verdicts = pipeline(plan, &[lost], &mut known());
    assert_eq!(
        (verdicts[0].outcome, verdicts[0].detail.as_str()),
        (Outcome::Create, "Lost, 1 Mar 2017, reason other, competitor unknown")
    );
}

#[test]
fn another_spelling_of_a_product_is_noted_unless_it_is_mapped() {
    let rows = [won(&[(2, "GTXPro")])];
    let verdicts = pipeline(pipeline_plan(), &rows, &mut known());
    assert_eq!(verdicts[0].detail, "Won $1,054, 1 Mar 2017, reason price. Product \"GTXPro\" is taken for GTX Pro.");
    let mut plan = pipeline_plan();
    plan.values.entry("product".into()).or_default().insert("GTXPro".into(), ValueRule::To("GTX Pro".into()));
    assert_eq!(pipeline(plan, &rows, &mut known())[0].outcome, Outcome::Create);
}

#[test]
fn each_wrong_row_says_what_is_wrong_and_where() {
    for (change, column, sentence) in [
        (&[(0, "")][..], "id", "Number is empty."),
        (&[(1, "")], "agent", "Owner is empty."),
        (&[(1, "Nobody Known")], "agent", "Owner \"Nobody Known\" is not known."),
        (&[(1, "Moses Frasse")], "agent", "Owner \"Moses Frasse\" is not known. Closest: Moses Frase."),
        (&[(2, "GTX Pluss Pro")], "product", "Product \"GTX Pluss Pro\" is not known. Closest: GTX Plus Pro."),
        (&[(3, "Nowhere Inc")], "account", "Customer \"Nowhere Inc\" is not known."),
        (&[(4, "")], "stage", "Stage is empty."),
        (
            &[(4, "Parking")],
            "stage",
            "Stage \"Parking\" is not known. There are Qualification, Development, Proposal, Won, Lost, No deal.",
        ),
        (&[(5, "30-02-17")], "engaged", "Opened 30-02-17 is no date."),
        (&[(6, "")], "closed", "Won needs the day it was closed."),
        (&[(6, "01-03-16")], "closed", "It was closed on 1 Mar 2016 before it was opened on 20 Oct 2016."),
        (&[(5, ""), (6, "01-03-27")], "closed", "The closing date cannot lie in the future."),
        (&[(7, "12,x")], "value", "Amount 12,x is no amount."),
        (&[(7, "-5")], "value", "The amount cannot be negative."),
        (&[(7, "0")], "value", "Enter the amount that was agreed; it must be more than zero."),
        (
            &[(8, "mood")],
            "reason",
            "Reason \"mood\" is none of Price, Machine or spec, Delivery time, Service and parts, Financing, Relationship, Other.",
        ),
        (
            &[(4, "No deal"), (8, "")],
            "reason",
            "It needs a reason: Postponed, No budget, Project cancelled, Repaired instead, Duplicate.",
        ),
        (&[(4, "Proposal"), (6, "")], "stage", "Proposal needs an expected close."),
        (
            &[(2, "GTX\u{0}Pro")],
            "product",
            "A cell holds characters that cannot be read. Choose another encoding, or correct them.",
        ),
    ] {
        let verdicts = pipeline(pipeline_plan(), &[won(change)], &mut known());
        let verdict = &verdicts[0];
        assert_eq!(
            (verdict.outcome, verdict.sentence.as_str(), verdict.column.as_str()),
            (Outcome::Error, sentence, column),
            "{change:?}"
        );
        assert!(matches!(verdict.act, Act::Nothing));
    }
}

#[test]
fn rows_of_another_shape_are_errors_and_empty_ones_are_left_out() {
    let verdicts = pipeline(pipeline_plan(), &[vec!["A1", "Moses"], vec![""; 10], won(&[]), won(&[])], &mut known());
    let outcomes: Vec<Outcome> = verdicts.iter().map(|verdict| verdict.outcome).collect();
    assert_eq!(outcomes, [Outcome::Error, Outcome::Skipped, Outcome::Create, Outcome::Error]);
    assert!(verdicts[0].sentence.starts_with("The row has 2 cells, the header has 10."), "{}", verdicts[0].sentence);
    assert_eq!(verdicts[3].sentence, "Number A1 is in row 4 already.");
}

#[test]
fn values_can_be_created_left_empty_or_left_out() {
    let mut plan = pipeline_plan();
    let mut rule = |field: &str, value: &str, action| {
        plan.values.entry(field.into()).or_default().insert(value.into(), ValueRule::act(action));
    };
    rule("stage", "Test", Unknown::LeaveOut);
    rule("customer", "Old Co", Unknown::Empty);
    rule("owner", "New Rep", Unknown::Create);
    plan.unknown.insert("customer".into(), Unknown::Create);
    plan.unknown.insert("product".into(), Unknown::Create);
    let rows = [
        won(&[(0, "1"), (4, "Test"), (1, "whoever"), (7, "x")]),
        won(&[(0, "2"), (3, "Old Co")]),
        won(&[(0, "3"), (1, "New Rep"), (3, "Newco"), (2, "Crane")]),
        won(&[(0, "4"), (1, "New Rep"), (3, "Newco"), (2, "Crane")]),
        won(&[(0, "5"), (3, "Errorco"), (7, "x")]),
    ];
    let mut known = known();
    let verdicts = pipeline(plan, &rows, &mut known);
    let outcomes: Vec<Outcome> = verdicts.iter().map(|verdict| verdict.outcome).collect();
    assert_eq!(outcomes, [Outcome::Skipped, Outcome::Create, Outcome::CreateNote, Outcome::Create, Outcome::Error]);
    assert_eq!(verdicts[0].sentence, "Rows with stage \"Test\" are left out.");
    assert_eq!(new_opportunity(&verdicts[1]).draft.customer, None);
    assert_eq!(new_opportunity(&verdicts[2]).draft.customer, new_opportunity(&verdicts[3]).draft.customer);
    let fresh = &known.fresh;
    assert_eq!(
        (fresh.people.len(), fresh.customers.len(), fresh.products.len()),
        (1, 1, 1),
        "a row in error brings nothing"
    );
}

#[test]
fn s31_a_manager_gives_rows_only_to_people_of_his_region_and_creates_none() {
    let mut plan = pipeline_plan();
    plan.unknown.insert("owner".into(), Unknown::Create);
    let verdicts = judge_file(
        ImportNoun::Opportunities,
        plan,
        &HEADERS,
        &[won(&[(1, "Zane Levy")])],
        &mut known(),
        &manager(east()),
    );
    assert_eq!(
        verdicts[0].sentence,
        "Owner \"Zane Levy\" is not known, and only an administrator may bring in a new person."
    );
    let verdicts = judge_file(
        ImportNoun::Opportunities,
        pipeline_plan(),
        &HEADERS,
        &[won(&[(1, "Zane Levy")])],
        &mut known(),
        &manager(east()),
    );
    assert_eq!(verdicts[0].sentence, "Owner \"Zane Levy\" is nobody in your region.");
}

#[test]
fn numbers_out_of_sight_are_taken() {
    let mut known = known();
    known.taken.insert("A1".into());
    assert_eq!(pipeline(pipeline_plan(), &[won(&[])], &mut known)[0].sentence, "This number is taken.");
}

proptest! {
    /// Whatever stands in a row, it is answered; and what is created has a proven history.
    #[test]
    fn any_row_is_answered(cells in prop::collection::vec("\\PC{0,24}|[0-9]{2}-[0-9]{2}-[0-9]{2}|Won|Lost|Engaging|Moses Frase", 10)) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let verdicts = pipeline(pipeline_plan(), &[cells], &mut known());
        if let Act::NewOpportunity(new) = &verdicts[0].act {
            prop_assert_eq!(prove(&new.steps, &new.stage), Ok(()));
            prop_assert_eq!(new.close.is_some(), !new.phase.is_open());
        } else {
            prop_assert!(!verdicts[0].sentence.is_empty());
        }
    }
}

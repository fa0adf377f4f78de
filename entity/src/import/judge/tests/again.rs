//! Rows about opportunities that are here already.

use super::*;

fn here(stage: &str) -> OpportunityNow {
    let stage = default_stages().into_iter().find(|known| known.key.0 == stage).unwrap();
    OpportunityNow {
        id: OpportunityId(Uuid::from_u128(50)),
        version: 3,
        name: "GTX Pro \u{b7} Cancity".into(),
        customer: Some(CustomerId(Uuid::from_u128(4))),
        customer_name: "Cancity".into(),
        owner: UserId(Uuid::from_u128(1)),
        owner_name: "Moses Frase".into(),
        division: None,
        kind: OpportunityType::NewMachine,
        closed_on: (!stage.phase.is_open()).then(|| day("2017-03-01")),
        phase: stage.phase,
        stage_name: stage.name,
        stage: stage.key,
        amount: Money::whole(1054),
        expected_close: None,
        probability_override: None,
        source: None,
        notes: None,
        lines: 1,
        stage_since: noon(day("2016-10-20")),
    }
}

#[test]
fn what_is_here_is_left_alone_changed_or_closed_but_never_reopened() {
    for (stage, change, existing, outcome, sentence) in [
        ("won", &[][..], Existing::Update, Outcome::Unchanged, "Already here"),
        ("won", &[(7, "1100")], Existing::Update, Outcome::Update, "Amount $1,054 \u{2192} $1,100"),
        ("won", &[(7, "1100")], Existing::Skip, Outcome::Unchanged, "Already here"),
        ("development", &[], Existing::Update, Outcome::Update, "Stage Development \u{2192} Won"),
        ("won", &[(4, "Engaging")], Existing::Update, Outcome::Unchanged, "Already here"),
        ("proposal", &[(4, "Engaging"), (6, "")], Existing::Update, Outcome::Unchanged, "Already here"),
        ("development", &[(4, "Engaging"), (6, ""), (7, "")], Existing::Update, Outcome::Unchanged, "Already here"),
    ] {
        let mut known = known();
        known.opportunities.insert("A1".into(), here(stage));
        let plan = Plan { existing, ..pipeline_plan() };
        let verdicts = pipeline(plan, &[won(change)], &mut known);
        assert_eq!((verdicts[0].outcome, verdicts[0].sentence.as_str()), (outcome, sentence), "{stage} {change:?}");
    }
}

#[test]
fn a_file_that_closes_an_open_one_dates_it_by_the_file() {
    let mut known = known();
    known.opportunities.insert("A1".into(), here("development"));
    let verdicts = pipeline(pipeline_plan(), &[won(&[])], &mut known);
    let Act::ChangeOpportunity(change) = &verdicts[0].act else { panic!("{verdicts:?}") };
    let moved = change.moved.as_ref().unwrap();
    assert_eq!((moved.phase, moved.at, change.version), (Phase::Won, noon(day("2017-03-01")), 3));
}

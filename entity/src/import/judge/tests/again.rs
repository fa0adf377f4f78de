//! Rows about opportunities that are here already.

use super::*;

pub(super) fn here(stage: &str) -> OpportunityNow {
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
        probability: stage.probability,
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

#[test]
fn money_of_what_is_here_changes_only_as_its_stage_allows() {
    for (stage, change, outcome, sentence, detail) in [
        ("won", &[(4, "Engaging"), (7, "4000")][..], Outcome::Unchanged, "Already here", "Its amount stays $1,054"),
        ("won", &[(4, "Lost"), (7, "0")], Outcome::Unchanged, "Already here", "Its amount stays $1,054"),
        ("lost", &[(7, "4000")], Outcome::Unchanged, "Already here", "It is closed here as Lost"),
        ("won", &[(7, "0")], Outcome::Error, "Enter the amount that was agreed; it must be more than zero.", ""),
        ("lost", &[(4, "Lost"), (7, "0")], Outcome::Unchanged, "Already here", "the file says nothing was won"),
        ("proposal", &[(4, "Proposal"), (7, "0")], Outcome::Error, "Proposal needs an amount.", ""),
        ("proposal", &[(4, "Engaging"), (6, ""), (7, "0")], Outcome::Error, "Proposal needs an amount.", ""),
        (
            "development",
            &[(4, "Engaging"), (6, ""), (7, "0")],
            Outcome::Update,
            "Amount $1,054 \u{2192} $0",
            "Development, already here",
        ),
        ("won", &[(6, "02-03-17")], Outcome::Unchanged, "Already here", "It was closed on 1 Mar 2017 here"),
    ] {
        let mut known = known();
        let mut now = here(stage);
        now.expected_close = now.phase.is_open().then(|| day("2027-01-31"));
        known.opportunities.insert("A1".into(), now);
        let change: Vec<_> = change.iter().copied().chain((stage == "proposal").then_some((6, ""))).collect();
        let verdicts = pipeline(pipeline_plan(), &[won(&change)], &mut known);
        let verdict = &verdicts[0];
        assert_eq!(
            (verdict.outcome, verdict.sentence.as_str()),
            (outcome, sentence),
            "{stage} {change:?}: {verdict:?}"
        );
        assert!(verdict.detail.contains(detail), "{stage} {change:?}: {}", verdict.detail);
    }
}

#[test]
fn a_probability_that_holds_already_is_not_one_set_by_hand() {
    let (mut headers, mut fields) = (HEADERS.to_vec(), FIELDS.to_vec());
    headers.push("chance");
    fields.push("probability");
    let stage = default_stages().into_iter().find(|stage| stage.key.0 == "development").unwrap();
    for (percent, outcome) in [(stage.probability.0, Outcome::Unchanged), (77, Outcome::Update)] {
        let mut known = known();
        known.opportunities.insert("A1".into(), here("development"));
        let percent = percent.to_string();
        let mut cells = won(&[(4, "Development"), (6, ""), (7, "")]);
        cells.push(&percent);
        let plan = Plan { columns: plan(&headers, &fields).columns, ..pipeline_plan() };
        let verdicts =
            judge_file(ImportNoun::Opportunities, plan.clone(), &headers, &[cells.clone()], &mut known, &admin());
        assert_eq!(verdicts[0].outcome, outcome, "{percent}: {verdicts:?}");
        cells[0] = "A2";
        let verdicts = judge_file(ImportNoun::Opportunities, plan, &headers, &[cells], &mut known, &admin());
        let by_hand = new_opportunity(&verdicts[0]).draft.probability;
        assert_eq!(by_hand.is_some(), outcome == Outcome::Update, "{percent}");
    }
}

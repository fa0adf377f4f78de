use super::*;
use crate::opportunity::{LineDraft, LostReason, NoDealReason, WonReason, default_stages};
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn stage(phase: Phase) -> Stage {
    default_stages().into_iter().find(|stage| stage.phase == phase).unwrap()
}

fn bare(phase: Phase) -> Standing {
    Standing {
        stage: stage(phase).key,
        phase,
        has_customer: true,
        amount: Money::ZERO,
        expected_close: None,
        lines: 0,
        probability_override: None,
        entered_on: today(),
    }
}

fn full(phase: Phase) -> Standing {
    Standing { amount: Money::whole(100), expected_close: Some(today()), lines: 1, ..bare(phase) }
}

fn won(actual: i64, on: NaiveDate) -> Ask {
    Ask { close: Some(Close::Won { reason: WonReason::Price, actual: Money::whole(actual), on }), ..Ask::default() }
}

fn lost() -> Ask {
    let close = Close::Lost {
        reason: LostReason::Delivery,
        competitor: None,
        make: None,
        model: None,
        price: None,
        on: today(),
        learned: None,
    };
    Ask { close: Some(close), ..Ask::default() }
}

#[test]
fn open_stages_may_be_walked_in_any_direction() {
    for (from, to) in [
        (Phase::Qualification, Phase::Development),
        (Phase::Development, Phase::Qualification),
        (Phase::Qualification, Phase::Proposal),
        (Phase::Proposal, Phase::Qualification),
    ] {
        let moved = decide(&full(from), &stage(to), &Ask::default(), today()).unwrap();
        assert_eq!((moved.phase, moved.probability), (to, stage(to).probability));
    }
}

#[test]
fn proposal_names_everything_that_is_missing() {
    let refused = decide(&bare(Phase::Development), &stage(Phase::Proposal), &Ask::default(), today()).unwrap_err();
    assert_eq!(refused.to_string(), "Proposal needs an amount, an expected close and a product line.");
}

#[test]
fn what_the_sheet_brings_counts_as_present() {
    let line =
        LineDraft { description: "Hamm H 13i".into(), quantity: 2, price: Money::whole(5), ..LineDraft::default() };
    let ask = Ask { amount: Some(Money::whole(10)), expected_close: Some(today()), line: Some(line), ..Ask::default() };
    assert!(decide(&bare(Phase::Development), &stage(Phase::Proposal), &ask, today()).is_ok());
}

#[test]
fn closing_needs_the_facts_of_that_outcome() {
    let from = full(Phase::Proposal);
    for (to, ask, answer) in [
        (Phase::Won, Ask::default(), Err(Refused::NeedsFacts(Phase::Won))),
        (Phase::Won, lost(), Err(Refused::NeedsFacts(Phase::Won))),
        (Phase::Won, won(0, today()), Err(Refused::NoAmount)),
        (Phase::Won, won(5, today().succ_opt().unwrap()), Err(Refused::FutureClose)),
        (Phase::Won, won(5, today()), Ok(Phase::Won)),
        (Phase::Lost, lost(), Ok(Phase::Lost)),
        (Phase::NoDeal, lost(), Err(Refused::NeedsFacts(Phase::NoDeal))),
    ] {
        assert_eq!(decide(&from, &stage(to), &ask, today()).map(|moved| moved.phase), answer, "{to:?}");
    }
}

#[test]
fn a_closed_one_comes_back_only_with_a_reason_and_to_an_open_stage() {
    let closed = full(Phase::Lost);
    let reopen = Ask { reopen_reason: Some("They called again".into()), ..Ask::default() };
    assert_eq!(decide(&closed, &stage(Phase::Proposal), &Ask::default(), today()), Err(Refused::NeedsReopening));
    assert_eq!(decide(&closed, &stage(Phase::Won), &won(5, today()), today()), Err(Refused::NeedsReopening));
    let moved = decide(&closed, &stage(Phase::Development), &reopen, today()).unwrap();
    assert_eq!(moved.reopened.as_deref(), Some("They called again"));
}

#[test]
fn a_probability_set_by_hand_stays_while_open_and_ends_with_closing() {
    let by_hand = Standing { probability_override: Some(Percent(55)), ..full(Phase::Development) };
    let open = decide(&by_hand, &stage(Phase::Proposal), &Ask::default(), today()).unwrap();
    assert_eq!(open.probability, Percent(55));
    assert_eq!(decide(&by_hand, &stage(Phase::Won), &won(5, today()), today()).unwrap().probability, Percent(100));
}

#[test]
fn dropping_a_card_where_it_is_changes_nothing() {
    let refused = decide(&full(Phase::Proposal), &stage(Phase::Proposal), &Ask::default(), today());
    assert_eq!(refused, Err(Refused::AlreadyThere("Proposal".into())));
}

#[test]
fn a_card_is_idle_after_the_days_of_its_stage() {
    let proposal = stage(Phase::Proposal);
    let since = |days: u64| today().checked_sub_days(chrono::Days::new(days)).unwrap();
    assert_eq!(idle_days(since(14), today(), &proposal), None);
    assert_eq!(idle_days(since(15), today(), &proposal), Some(15));
    assert_eq!(idle_days(since(99), today(), &stage(Phase::Won)), None);
}

proptest! {
    /// Whatever is asked: an answer of yes leads to the stage asked for, and closes exactly when that stage is closed.
    #[test]
    fn a_move_ends_where_it_was_sent(
        from in 0usize..6, to in 0usize..6, amount in 0i64..3, lines in 0usize..2, close in 0usize..4, reopen: bool,
    ) {
        let stages = default_stages();
        let standing = Standing {
            amount: Money::whole(amount),
            lines,
            expected_close: (amount > 1).then(today),
            ..bare(stages[from].phase)
        };
        let no_deal = Close::NoDeal { reason: NoDealReason::Budget, on: today(), learned: None };
        let ask = Ask {
            close: [None, won(5, today()).close, lost().close, Some(no_deal)][close].clone(),
            reopen_reason: reopen.then(|| "again".to_owned()),
            ..Ask::default()
        };
        if let Ok(moved) = decide(&standing, &stages[to], &ask, today()) {
            prop_assert_eq!(&moved.to, &stages[to].key);
            prop_assert!(moved.from != moved.to);
            prop_assert_eq!(moved.close.is_some(), !moved.phase.is_open());
            prop_assert_eq!(moved.reopened.is_some(), !standing.phase.is_open());
            prop_assert!(moved.phase != Phase::Proposal || (amount > 0 && lines > 0));
        }
    }
}

use super::*;
use crate::opportunities::types::FilterChoices;
use entity::opportunity::board::Column;
use entity::opportunity::{Phase, Place, default_stages};
use entity::shared::percent::Weighted;
use entity::{Money, Percent};
use proptest::prelude::*;

fn day(n: i64) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() + chrono::TimeDelta::days(n)
}

fn card(n: u128, stage: &Stage, amount: i64, close: Option<i64>, since: i64) -> Card {
    Card {
        id: OpportunityId(Uuid::from_u128(n)),
        version: 1,
        number: format!("O-{n}"),
        name: format!("Deal {n}"),
        stage: stage.key.clone(),
        customer_name: String::new(),
        owner_name: "Maria Reyes".into(),
        amount: Money::whole(amount),
        probability: stage.probability,
        by_hand: false,
        summary: String::new(),
        expected_close: close.map(day),
        stage_since: day(-since),
        rank: format!("{n:04}"),
    }
}

fn board(cards: Vec<Card>) -> Board {
    let stages = default_stages();
    let column = |stage: &Stage| {
        let mut mine: Vec<Card> = cards.iter().filter(|card| card.stage == stage.key).cloned().collect();
        mine.sort_by_key(Card::close_order);
        let totals = mine.iter().fold(Totals::default(), |sum, card| sum.plus(card.amount, card.probability));
        Column { stage: stage.clone(), totals, cards: mine }
    };
    let closed =
        stages[3..].iter().map(|stage| (stage.clone(), Closed { phase: stage.phase, count: 0, amount: Money::ZERO }));
    Board {
        columns: stages[..3].iter().map(column).collect(),
        closed: closed.collect(),
        strip: Strip::default(),
        choices: FilterChoices::default(),
        today: day(0),
        seq: 0,
        may_work: true,
        may_reassign: true,
    }
}

/// Signals live in the arena of the current owner.
fn owner() -> Owner {
    let owner = Owner::new();
    owner.set();
    owner
}

fn snapshot(state: BoardState) -> (Vec<(Totals, Vec<Card>)>, Strip) {
    let columns = state.all().into_iter().map(|column| {
        (column.totals.get_untracked(), column.cards.get_untracked().iter().map(|card| (**card).clone()).collect())
    });
    (columns.collect(), state.strip.get_untracked())
}

#[test]
fn b20_a_drop_changes_both_columns_and_their_weighted_sums() {
    let _owner = owner();
    let stages = default_stages();
    let state = BoardState::new(&board(vec![card(1, &stages[1], 542_000, Some(24), 0)]), OpportunitySort::Close);
    let taken = state.take(OpportunityId(Uuid::from_u128(1))).unwrap();
    state.put(Arc::new(moved(&taken.card, &stages[2], day(0))));
    let totals: Vec<Totals> = state.all().iter().map(|column| column.totals.get_untracked()).collect();
    assert_eq!(totals[1], Totals::default());
    assert_eq!((totals[2].count, totals[2].amount), (1, Money::whole(542_000)));
    assert_eq!(totals[2].weighted, Weighted::of(Money::whole(542_000), Percent(70)));
}

#[test]
fn b25_a_stage_says_what_it_still_needs() {
    let _owner = owner();
    let stages = default_stages();
    let state = BoardState::new(&board(vec![card(1, &stages[0], 0, None, 0)]), OpportunitySort::Close);
    let card = state.card(OpportunityId(Uuid::from_u128(1))).unwrap();
    assert_eq!(state.missing(&card, &stages[2]), [Required::Amount, Required::ExpectedClose, Required::Line]);
    assert!(state.missing(&card, &stages[1]).is_empty());
}

#[test]
fn b25_a_card_waits_in_its_target_and_is_counted_where_it_came_from() {
    let _owner = owner();
    let (state, stages) = part_loaded();
    let id = OpportunityId(Uuid::from_u128(1));
    let before = snapshot(state);
    let card = state.card(id).unwrap();
    let columns = state.all();
    state.wait_in(&card, &stages[1]);
    assert_eq!(state.card(id).unwrap().stage, stages[1].key);
    assert_eq!((columns[0].unloaded(), columns[1].unloaded()), (3, 0), "nothing seems to be missing, or too much");
    let totals = |all: Vec<(Totals, Vec<Card>)>| all.into_iter().map(|(totals, _)| totals).collect::<Vec<_>>();
    assert_eq!(totals(snapshot(state).0), totals(before.0.clone()));
    state.come_back(id);
    assert_eq!(snapshot(state), before);

    // News about it ends the waiting, and a move begins where it came from.
    state.wait_in(&card, &stages[1]);
    state.replace(&card);
    assert_eq!(snapshot(state), before);
    state.wait_in(&card, &stages[2]);
    assert_eq!(state.take(id).unwrap().card.stage, stages[0].key);
    assert_eq!((columns[0].unloaded(), columns[2].unloaded()), (3, 0));
}

#[test]
fn marks_leave_nothing_behind() {
    let _owner = owner();
    let state = BoardState::new(&board(Vec::new()), OpportunitySort::Close);
    let id = OpportunityId(Uuid::from_u128(9));
    state.mark(id, |mark| mark.saving = true);
    assert!(state.marks.with_untracked(|marks| marks.contains_key(&id)));
    state.mark(id, |mark| mark.saving = false);
    assert!(state.marks.with_untracked(HashMap::is_empty));
}

proptest! {
    /// However a card is taken and put back, cards, totals and strip are exactly as before (B-23).
    #[test]
    fn b23_a_refused_move_leaves_no_trace(
        cards in prop::collection::vec((0usize..3, 0i64..1_000_000, prop::option::of(-40i64..60), 0i64..60), 1..12),
        which: prop::sample::Index, to in 0usize..3,
    ) {
        let _owner = owner();
        let stages = default_stages();
        let cards: Vec<Card> = cards.into_iter().zip(1u128..)
            .map(|((stage, amount, close, since), n)| card(n, &stages[stage], amount, close, since)).collect();
        let id = cards[which.index(cards.len())].id;
        let state = BoardState::new(&board(cards), OpportunitySort::Close);
        let before = snapshot(state);
        let taken = state.take(id).unwrap();
        state.put(Arc::new(moved(&taken.card, &stages[to], day(0))));
        state.take(id).unwrap();
        state.put_back(taken);
        prop_assert_eq!(snapshot(state), before);
    }

    /// A column stays in the order of the server.
    #[test]
    fn a_card_lands_in_order(closes in prop::collection::vec(prop::option::of(0i64..9), 1..20)) {
        let _owner = owner();
        let stages = default_stages();
        let state = BoardState::new(&board(Vec::new()), OpportunitySort::Close);
        for (close, n) in closes.into_iter().zip(1u128..) {
            state.put(Arc::new(card(n, &stages[0], 1, close, 0)));
        }
        let cards = state.all()[0].cards.get_untracked();
        prop_assert!(cards.windows(2).all(|pair| pair[0].close_order() < pair[1].close_order()));
        prop_assert_eq!(stages[0].phase, Phase::Qualification);
    }
}

/// A column of which the server sent two cards, and has three more.
fn part_loaded() -> (BoardState, Vec<Stage>) {
    let stages = default_stages();
    let mut board = board(vec![card(1, &stages[0], 1, Some(1), 0), card(2, &stages[0], 1, Some(2), 0)]);
    for _ in 0..3 {
        board.columns[0].totals = board.columns[0].totals.plus(Money::whole(1), stages[0].probability);
    }
    (BoardState::new(&board, OpportunitySort::Close), stages)
}

#[test]
fn b30_more_is_loaded_after_what_the_server_sent_and_not_after_what_was_dropped_behind_it() {
    let _owner = owner();
    let (state, stages) = part_loaded();
    let id = |n| OpportunityId(Uuid::from_u128(n));
    let column = state.all()[0];
    assert_eq!(column.loaded_to(), Some(id(2)));
    state.put(Arc::new(card(9, &stages[0], 1, Some(40), 0)));
    assert_eq!(column.loaded_to(), Some(id(2)), "the dropped card stands behind cards that are not loaded yet");
    state.take(id(2)).unwrap();
    assert_eq!(column.loaded_to(), Some(id(1)));
    let more = [3, 4, 5].map(|n| card(n, &stages[0], 1, Some(n as i64), 0));
    state.append(&stages[0].key, more.to_vec());
    let order: Vec<OpportunityId> = column.cards.get_untracked().iter().map(|card| card.id).collect();
    assert_eq!(order, [1, 3, 4, 5, 9].map(id));
    assert_eq!(column.unloaded(), 0);
}

#[test]
fn a_place_by_hand_has_the_rank_the_server_will_give() {
    let _owner = owner();
    let stages = default_stages();
    let cards = vec![card(1, &stages[0], 1, None, 0), card(2, &stages[0], 1, None, 0), card(3, &stages[0], 1, None, 0)];
    let state = BoardState::new(&board(cards), OpportunitySort::Manual);
    let id = |n| OpportunityId(Uuid::from_u128(n));
    let at = |place| state.rank_at(&stages[0].key, place, id(3)).unwrap();
    assert!(at(Place::First).as_str() < "0001");
    assert!(("0001".."0002").contains(&at(Place::Behind(id(1))).as_str()));
    assert!(at(Place::Ordered).as_str() > "0002");
    let places = [1, 2, 3].map(|n| state.place_of(&state.card(id(n)).unwrap()));
    assert_eq!(places, [Place::First, Place::Behind(id(1)), Place::Behind(id(2))]);
}

#[test]
fn a_card_without_a_customer_is_refused_where_one_is_asked_for() {
    let _owner = owner();
    let mut stages = default_stages();
    stages[1].requires.push(Required::Customer);
    let state = BoardState::new(&board(vec![card(1, &stages[0], 1, None, 0)]), OpportunitySort::Close);
    let card = state.card(OpportunityId(Uuid::from_u128(1))).unwrap();
    assert!(state.refuses(&card, &stages[1]) && !state.refuses(&card, &stages[0]));
}

use super::*;
use proptest::prelude::*;

fn id(n: usize) -> Uuid {
    Uuid::from_u128(u128::try_from(n).unwrap())
}

fn trace(made: Made, n: usize, changed: bool) -> Trace {
    Trace { made, id: id(n), changed }
}

fn hold(holder: usize, held: usize) -> Hold {
    Hold { holder: id(holder), held: id(held) }
}

#[test]
fn what_nobody_touched_goes_with_all_it_pointed_to() {
    let traces = [trace(Made::Customer, 1, false), trace(Made::Opportunity, 2, false), trace(Made::Person, 3, false)];
    let undo = undo(&traces, &[hold(2, 1), hold(2, 3), hold(1, 3)]);
    let order: Vec<Made> = undo.going.iter().map(|(made, _)| *made).collect();
    assert_eq!(order, [Made::Opportunity, Made::Customer, Made::Person], "who points goes first");
    assert!(undo.lines.iter().all(|line| (line.going, line.changed, line.needed) == (1, 0, 0)), "{undo:?}");
}

#[test]
fn what_was_changed_stays_and_keeps_what_it_needs() {
    let traces = [
        trace(Made::Opportunity, 1, true),
        trace(Made::Opportunity, 2, false),
        trace(Made::Customer, 3, false),
        trace(Made::Person, 4, false),
        trace(Made::Customer, 5, false),
    ];
    // The changed opportunity needs its customer, who needs his representative.
    let undo = undo(&traces, &[hold(1, 3), hold(3, 4), hold(2, 5)]);
    assert_eq!(undo.going, [(Made::Opportunity, vec![id(2)]), (Made::Customer, vec![id(5)]), (Made::Person, vec![])]);
    assert_eq!(undo.lines[0], UndoLine { made: Made::Opportunity, going: 1, changed: 1, needed: 0 });
    assert_eq!(undo.lines[1], UndoLine { made: Made::Customer, going: 1, changed: 0, needed: 1 });
}

#[test]
fn what_others_built_upon_stays() {
    // A contact that was added by hand holds the customer.
    let undo = undo(&[trace(Made::Customer, 1, false)], &[hold(77, 1)]);
    assert_eq!(undo.lines, [UndoLine { made: Made::Customer, going: 0, changed: 0, needed: 1 }]);
}

#[test]
fn only_a_young_import_that_is_in_can_be_undone() {
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let later = |hours: i64| at + TimeDelta::hours(hours);
    assert_eq!(undo_refused(ImportStatus::Done, Some(at), later(24)), None);
    for (status, finished, now) in [
        (ImportStatus::Done, Some(at), later(24) + TimeDelta::seconds(1)),
        (ImportStatus::Done, None, at),
        (ImportStatus::Undone, Some(at), at),
        (ImportStatus::Undoing, Some(at), at),
        (ImportStatus::Failed, Some(at), at),
        (ImportStatus::Checked, None, at),
    ] {
        assert!(undo_refused(status, finished, now).is_some(), "{status:?}");
    }
}

#[test]
fn numbers_are_said_in_words() {
    let words = |counts: &[(Made, u64)]| in_words(counts.iter().copied());
    assert_eq!(words(&[]), "");
    assert_eq!(words(&[(Made::Person, 1), (Made::Region, 0)]), "1 person");
    assert_eq!(
        words(&[(Made::Opportunity, 8_800), (Made::Customer, 1), (Made::Product, 7)]),
        "8,800 opportunities, 1 customer and 7 products"
    );
}

proptest! {
    /// Nothing that goes leaves a pointer behind, nothing that was changed goes, and nothing stays without a reason.
    #[test]
    fn what_goes_is_all_that_can(
        kinds in proptest::collection::vec((0..Made::ALL.len(), any::<bool>()), 0..24),
        // Ids beyond the file's are records of others.
        pointers in proptest::collection::vec((0usize..32, 0usize..24), 0..60),
    ) {
        let traces: Vec<Trace> =
            kinds.iter().enumerate().map(|(n, (made, changed))| trace(Made::ALL[*made], n, *changed)).collect();
        let holds: Vec<Hold> =
            pointers.into_iter().filter(|(_, held)| *held < traces.len()).map(|(a, b)| hold(a, b)).collect();
        let undo = undo(&traces, &holds);
        let going: HashSet<Uuid> = undo.going.iter().flat_map(|(_, ids)| ids).copied().collect();
        for Hold { holder, held } in &holds {
            prop_assert!(!going.contains(held) || going.contains(holder));
        }
        for trace in &traces {
            prop_assert!(!(trace.changed && going.contains(&trace.id)));
            if !trace.changed && !going.contains(&trace.id) {
                prop_assert!(holds.iter().any(|hold| hold.held == trace.id && !going.contains(&hold.holder)));
            }
        }
        let told: u64 = undo.lines.iter().map(|line| line.going + line.changed + line.needed).sum();
        prop_assert_eq!(usize::try_from(told).unwrap(), traces.len());
    }
}

//! Stage history: contiguous rows, each with where from, where to, when and who (I2).

use super::StageKey;
use chrono::{DateTime, TimeDelta, Utc};

/// One change of stage, as the laws see it. `from` is `None` for the creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub from: Option<StageKey>,
    pub to: StageKey,
    pub at: DateTime<Utc>,
}

/// When a step is taken, by a clock that may be behind the one the step before was taken by (another server's, or one that
/// was set back): a step comes after the one before it. Ids sort by milliseconds, so that is how far it is.
pub fn after(before: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    now.max(before + TimeDelta::milliseconds(1))
}

/// Why a history is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// No rows at all.
    #[error("it has no stage history")]
    Empty,
    /// Does not begin with the creation.
    #[error("its history does not begin with its creation")]
    NoBeginning,
    /// A row starts where the one before did not end.
    #[error("step {0} starts in {1}, the step before ended in {2}")]
    Gap(usize, StageKey, StageKey),
    /// Time runs backwards.
    #[error("step {0} lies before the step before it")]
    Backwards(usize),
    /// The last row does not end in the stage the opportunity is in.
    #[error("its history ends in {0}, but it stands in {1}")]
    WrongEnd(StageKey, StageKey),
}

/// Proves that a history is contiguous and ends in the current stage.
///
/// # Errors
/// The first break found.
pub fn prove(steps: &[Step], current: &StageKey) -> Result<(), Broken> {
    let (first, last) = (steps.first().ok_or(Broken::Empty)?, steps.last().ok_or(Broken::Empty)?);
    if first.from.is_some() {
        return Err(Broken::NoBeginning);
    }
    for (i, pair) in steps.windows(2).enumerate() {
        let (earlier, later) = (&pair[0], &pair[1]);
        match &later.from {
            Some(from) if *from == earlier.to => {}
            from => {
                let from = from.clone().unwrap_or(StageKey("nowhere".to_owned()));
                return Err(Broken::Gap(i + 2, from, earlier.to.clone()));
            }
        }
        if later.at < earlier.at {
            return Err(Broken::Backwards(i + 2));
        }
    }
    if last.to == *current { Ok(()) } else { Err(Broken::WrongEnd(last.to.clone(), current.clone())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: Option<&str>, to: &str, day: i64) -> Step {
        let at = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(day);
        Step { from: from.map(|key| StageKey(key.into())), to: StageKey(to.into()), at }
    }

    #[test]
    fn a_step_comes_after_the_one_before_it_whatever_the_clock_says() {
        let at = |millis: i64| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::milliseconds(millis);
        for (before, now, expected) in [(10, 20, 20), (10, 10, 11), (10, 3, 11)] {
            assert_eq!(after(at(before), at(now)), at(expected), "{before} {now}");
        }
    }

    #[test]
    fn i2_breaks_are_named() {
        let good = [step(None, "qualification", 1), step(Some("qualification"), "won", 2)];
        let won = StageKey("won".into());
        assert_eq!(prove(&good, &won), Ok(()));
        assert_eq!(prove(&[], &won), Err(Broken::Empty));
        assert_eq!(prove(&good[1..], &won), Err(Broken::NoBeginning));
        assert!(matches!(prove(&good, &StageKey("lost".into())), Err(Broken::WrongEnd(..))));
        let gap = [good[0].clone(), step(Some("proposal"), "won", 2)];
        assert!(matches!(prove(&gap, &won), Err(Broken::Gap(2, ..))));
        let back = [good[0].clone(), step(Some("qualification"), "won", 0)];
        assert_eq!(prove(&back, &won), Err(Broken::Backwards(2)));
    }
}

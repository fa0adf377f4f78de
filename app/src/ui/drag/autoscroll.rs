//! How fast a scroller runs while something is dragged near its edge (B-04), and when one that shows a page at a time
//! turns it (B-06).

/// Fastest, in px a second.
const FULL: f64 = 900.0;
/// Widest hot zone, in px.
const ZONE: f64 = 180.0;
/// Time from rest to full speed, in ms.
const RAMP: f64 = 400.0;

/// Speed in px a second along one axis; negative towards `start`.
///
/// `position` is the pointer's, `start` and `end` are the scroller's edges, `running` how many ms the pointer
/// has been in a hot zone. Zones reach inwards a quarter of the side, at most 180 px; half of that is full speed.
pub fn speed(position: f64, start: f64, end: f64, running: f64) -> f64 {
    let zone = ((end - start) / 4.0).min(ZONE);
    if zone <= 0.0 {
        return 0.0;
    }
    let depth = |inside: f64| ((zone - inside) / (zone / 2.0)).clamp(0.0, 1.0);
    let ramp = (running / RAMP).clamp(0.0, 1.0);
    (depth(end - position) - depth(position - start)) * FULL * ramp
}

/// How near the edge counts as resting at it, in px.
const EDGE: f64 = 32.0;
/// How long it takes to turn a page, in ms.
const DWELL: f64 = 500.0;

/// A pointer that rests at an edge turns one page, and another for as long again.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Dwell {
    /// -1 at the start, 1 at the end, 0 between.
    side: i8,
    since: f64,
}

impl Dwell {
    /// By how many pages to turn now; negative towards `start`.
    pub fn turn(&mut self, position: f64, start: f64, end: f64, now: f64) -> i8 {
        let side = i8::from(end - position < EDGE) - i8::from(position - start < EDGE);
        if side != self.side {
            *self = Self { side, since: now };
            return 0;
        }
        if side == 0 || now - self.since < DWELL {
            return 0;
        }
        self.since = now;
        side
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b06_resting_at_an_edge_turns_one_page_every_half_second() {
        let mut dwell = Dwell::default();
        let mut turn = |position, now| dwell.turn(position, 0.0, 390.0, now);
        assert_eq!([turn(200.0, 0.0), turn(200.0, 900.0)], [0, 0], "in the middle nothing turns");
        assert_eq!([turn(380.0, 1_000.0), turn(381.0, 1_499.0), turn(380.0, 1_500.0)], [0, 0, 1]);
        assert_eq!([turn(380.0, 1_600.0), turn(380.0, 2_000.0)], [0, 1]);
        assert_eq!([turn(5.0, 2_100.0), turn(5.0, 2_600.0)], [0, -1]);
        assert_eq!([turn(5.0, 2_700.0), turn(200.0, 2_800.0), turn(5.0, 3_200.0)], [0, 0, 0], "leaving starts anew");
    }

    #[test]
    fn b04_speed_grows_towards_the_edge_and_with_time() {
        let full = |position| speed(position, 0.0, 800.0, 400.0);
        assert_eq!(full(400.0), 0.0);
        assert_eq!(full(800.0), FULL);
        assert_eq!(full(0.0), -FULL);
        assert_eq!(full(800.0 - 90.0), FULL, "half the zone is full speed");
        assert!(full(800.0 - 135.0) > 0.0 && full(800.0 - 135.0) < FULL);
        assert_eq!(speed(800.0, 0.0, 800.0, 200.0), FULL / 2.0);
        assert_eq!(speed(5.0, 0.0, 0.0, 400.0), 0.0);
    }
}

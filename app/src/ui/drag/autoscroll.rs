//! How fast a scroller runs while something is dragged near its edge (B-04).

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

#[cfg(test)]
mod tests {
    use super::*;

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

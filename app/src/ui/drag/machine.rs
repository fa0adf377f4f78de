//! When a press becomes a drag, as a state machine over plain values.

/// What points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// Lifts after 5 px.
    Mouse,
    /// Lifts after 10 px or 200 ms.
    Pen,
    /// Lifts after a hold of 250 ms; earlier movement beyond 8 px is scrolling.
    Touch,
}

/// A point in client pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// Where a drag stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State {
    /// Nothing is pressed.
    Idle,
    /// Pressed, not yet lifted.
    Pressed { pointer: Pointer, id: i32, start: Point },
    /// Lifted and following the pointer.
    Lifted { id: i32, start: Point, at: Point },
}

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input {
    /// The primary button, pen or finger goes down on an item.
    Down { pointer: Pointer, id: i32, at: Point },
    /// It moves.
    Move { id: i32, at: Point },
    /// The hold timer of this press ran out.
    Held,
    /// It goes up.
    Up { id: i32, at: Point },
    /// Esc, a second finger, a lost window, a cancelled pointer.
    Cancel,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Act {
    /// Nothing.
    Nothing,
    /// Forget the press: it was a scroll, or a click that goes its own way.
    Release,
    /// Lift the item at this point.
    Lift(Point),
    /// Follow.
    Track(Point),
    /// Drop here; the click that follows is to be swallowed.
    Drop(Point),
    /// Put it back.
    Return,
}

/// Movement that lifts, in px.
const MOUSE_SLOP: f64 = 5.0;
const PEN_SLOP: f64 = 10.0;
/// Movement within which a finger still holds.
const TOUCH_SLOP: f64 = 8.0;

impl Pointer {
    /// Reads `pointerType`; what is unknown behaves like a mouse.
    pub fn of(kind: &str) -> Self {
        match kind {
            "touch" => Self::Touch,
            "pen" => Self::Pen,
            _ => Self::Mouse,
        }
    }

    /// After how many milliseconds without movement it lifts, if ever.
    pub const fn hold(self) -> Option<i32> {
        match self {
            Self::Mouse => None,
            Self::Pen => Some(200),
            Self::Touch => Some(250),
        }
    }
}

impl State {
    /// The next state and what is to be done. Consumes the state: there is no other way on.
    pub fn on(self, input: Input) -> (Self, Act) {
        match (self, input) {
            (Self::Idle, Input::Down { pointer, id, at }) => (Self::Pressed { pointer, id, start: at }, Act::Nothing),
            (Self::Idle, _) => (Self::Idle, Act::Nothing),

            // A second finger or button ends the press, and puts a lifted item back (B-02).
            (Self::Pressed { .. }, Input::Down { .. } | Input::Cancel) => (Self::Idle, Act::Release),
            (Self::Lifted { .. }, Input::Down { .. } | Input::Cancel) => (Self::Idle, Act::Return),

            (Self::Pressed { start, id, .. }, Input::Held) => (Self::Lifted { id, start, at: start }, Act::Lift(start)),
            (state @ Self::Pressed { pointer, id, start }, Input::Move { id: moved, at }) if moved == id => {
                let far = start.distance(at);
                match pointer {
                    Pointer::Mouse if far >= MOUSE_SLOP => (Self::Lifted { id, start, at }, Act::Lift(at)),
                    Pointer::Pen if far >= PEN_SLOP => (Self::Lifted { id, start, at }, Act::Lift(at)),
                    Pointer::Touch if far > TOUCH_SLOP => (Self::Idle, Act::Release),
                    _ => (state, Act::Nothing),
                }
            }
            (Self::Pressed { id, .. }, Input::Up { id: up, .. }) if up == id => (Self::Idle, Act::Release),

            (Self::Lifted { id, start, .. }, Input::Move { id: moved, at }) if moved == id => {
                (Self::Lifted { id, start, at }, Act::Track(at))
            }
            (Self::Lifted { id, .. }, Input::Up { id: up, at }) if up == id => (Self::Idle, Act::Drop(at)),
            (state, _) => (state, Act::Nothing),
        }
    }

    /// Whether an item is in the air.
    pub const fn is_lifted(&self) -> bool {
        matches!(self, Self::Lifted { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64) -> Point {
        Point { x, y: 0.0 }
    }

    fn run(pointer: Pointer, inputs: &[Input]) -> (State, Vec<Act>) {
        let mut state = State::Idle.on(Input::Down { pointer, id: 1, at: at(0.0) }).0;
        let mut acts = Vec::new();
        for input in inputs {
            let (next, act) = state.on(*input);
            state = next;
            acts.push(act);
        }
        (state, acts)
    }

    #[test]
    fn b01_a_mouse_lifts_after_five_pixels_and_a_press_without_movement_is_a_click() {
        let moved = |x| Input::Move { id: 1, at: at(x) };
        let up = |x| Input::Up { id: 1, at: at(x) };
        assert_eq!(run(Pointer::Mouse, &[moved(4.9)]).1, [Act::Nothing]);
        assert_eq!(
            run(Pointer::Mouse, &[moved(5.0), moved(9.0), up(9.0)]).1,
            [Act::Lift(at(5.0)), Act::Track(at(9.0)), Act::Drop(at(9.0))]
        );
        assert_eq!(run(Pointer::Mouse, &[moved(2.0), up(2.0)]), (State::Idle, vec![Act::Nothing, Act::Release]));
    }

    #[test]
    fn b02_touch_scrolls_when_it_moves_and_lifts_when_it_holds() {
        let moved = |x| Input::Move { id: 1, at: at(x) };
        assert_eq!(run(Pointer::Touch, &[moved(9.0), Input::Held]).1, [Act::Release, Act::Nothing]);
        assert_eq!(run(Pointer::Touch, &[moved(8.0), Input::Held]).1, [Act::Nothing, Act::Lift(at(0.0))]);
        let second_finger = Input::Down { pointer: Pointer::Touch, id: 2, at: at(1.0) };
        assert_eq!(
            run(Pointer::Touch, &[Input::Held, second_finger]),
            (State::Idle, vec![Act::Lift(at(0.0)), Act::Return])
        );
    }

    #[test]
    fn b05_cancelling_puts_a_lifted_item_back_and_only_a_lifted_one() {
        assert_eq!(run(Pointer::Pen, &[Input::Held, Input::Cancel]).1[1], Act::Return);
        assert_eq!(run(Pointer::Pen, &[Input::Cancel]).1, [Act::Release]);
    }

    #[test]
    fn another_pointer_moves_nothing() {
        let other = Input::Move { id: 7, at: at(99.0) };
        let (state, acts) = run(Pointer::Mouse, &[other, Input::Up { id: 7, at: at(99.0) }]);
        assert_eq!(acts, [Act::Nothing, Act::Nothing]);
        assert!(!state.is_lifted());
    }
}

//! What the owner of draggable things says about them, and hears.

use super::machine::Point;
use web_sys::HtmlElement;

/// Asked about a thing.
pub type MayLift = Box<dyn Fn(&HtmlElement) -> bool>;
/// Told of a thing that was lifted.
pub type Lifted = Box<dyn Fn(&HtmlElement) -> usize>;
/// Told of a thing.
pub type Told = Box<dyn Fn(&HtmlElement)>;
/// Told what it hovers over.
pub type Over = Box<dyn Fn(Option<&HtmlElement>, Point)>;
/// Told where the first was dropped: on the second.
pub type Dropped = Box<dyn Fn(&HtmlElement, &HtmlElement, Point) -> bool>;

/// What may be dragged where.
#[derive(Debug, Clone, Copy)]
pub struct Selectors {
    /// Things that can be lifted.
    pub item: &'static str,
    /// Parts of them that keep their own presses.
    pub not: &'static str,
    /// The part that lifts by any movement, without holding: a finger does not scroll there.
    pub handle: &'static str,
    /// Places they can be dropped on; the innermost one counts.
    pub target: &'static str,
    /// The scroller for left and right, and those for up and down.
    pub across: &'static str,
    pub down: &'static str,
    /// Class of the copy that follows the pointer.
    pub copy: &'static str,
}

/// What the owner of the items does about it.
pub struct Callbacks {
    /// May this be lifted? Called before anything changes.
    pub may_lift: MayLift,
    /// It was lifted. Answers how many things travel with it, itself among them.
    pub lifted: Lifted,
    /// It is over another target now, or over none; the point is for places within a target.
    pub over: Over,
    /// It was dropped on a target. `false`: the owner refuses, the copy goes back.
    pub dropped: Dropped,
    /// It went back.
    pub returned: Told,
}

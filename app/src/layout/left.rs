//! How pages were left: whoever goes back finds them so. A browser would scroll too early, before the page has its rows.

use crate::ui::{Scrolled, focus_still, focused_link, scroll_back, scrolled};
use leptos::ev;
use leptos::prelude::*;

/// Of how many pages a tab remembers it.
const MANY: usize = 50;

/// How a page stood when it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Left {
    /// Path and query.
    address: String,
    scrolled: Scrolled,
    /// Where the link led that had the focus.
    link: Option<String>,
}

/// The pages one was on, the latest last.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftPages {
    pages: StoredValue<Vec<Left>>,
    /// The path that the browser's own Back or Forward led to last. Steps within a page are told as well.
    by_history: StoredValue<Option<String>>,
}

impl LeftPages {
    /// For the frame, which follows every change of page.
    pub(super) fn new() -> Self {
        let by_history = StoredValue::new(None);
        let handle = window_event_listener(ev::popstate, move |_| by_history.set_value(location().pathname().ok()));
        on_cleanup(move || handle.remove());
        Self { pages: StoredValue::new(Vec::new()), by_history }
    }

    /// Before the page at `address` goes: keeps how it stands.
    pub(super) fn leave(self, address: String) {
        let left = Left { address, scrolled: scrolled(), link: focused_link() };
        self.pages.update_value(|pages| keep(pages, left));
    }

    /// Once the page at `address` stands: if one has come back to it, scrolls it to where it was, and puts the focus on the
    /// link one had followed, where `refocus` is wanted.
    pub(super) fn come_back(self, address: &str, refocus: bool) {
        let led_to = self.by_history.try_update_value(Option::take).flatten();
        let back = led_to.is_some_and(|path| address.split('?').next() == Some(&*path));
        let find = |pages: &Vec<Left>| pages.iter().find(|left| left.address == address).cloned();
        let Some(left) = back.then(|| self.pages.with_value(find)).flatten() else { return };
        scroll_back(&left.scrolled);
        if let Some(link) = left.link.filter(|_| refocus) {
            focus_still(&format!("#main a[href=\"{}\"]", link.replace('\\', "\\\\").replace('"', "\\\"")));
        }
    }
}

/// Of one address only the latest counts.
fn keep(pages: &mut Vec<Left>, left: Left) {
    pages.retain(|page| page.address != left.address);
    pages.push(left);
    if pages.len() > MANY {
        pages.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_the_latest_is_kept_and_of_many_the_last() {
        let left = |at: usize, y| Left { address: at.to_string(), scrolled: vec![(0, y)], link: None };
        let mut pages = Vec::new();
        (0..MANY + 2).for_each(|at| keep(&mut pages, left(at, 0)));
        keep(&mut pages, left(9, 7));
        assert_eq!(pages.len(), MANY);
        assert_eq!(pages.first(), Some(&left(2, 0)));
        assert_eq!(pages.iter().filter(|page| page.address == "9").collect::<Vec<_>>(), [&left(9, 7)]);
    }
}

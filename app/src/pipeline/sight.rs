//! Which cards of a column are rendered: those in view, and some above and below (B-30).

use std::ops::Range;

/// What is rendered changes in steps of this many rows, so that scrolling rarely changes the page.
const STEP: usize = 5;
/// So many rows above and below are there before they come into view.
const MARGIN: usize = 2 * STEP;
/// Taken to be in view until a browser has looked: windows of up to some 1,000 pixels.
const USUAL: usize = 2 * STEP;

/// What of a column is in view, in whole steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The first row.
    top: usize,
    /// How many rows.
    rows: usize,
}

impl Default for Sight {
    fn default() -> Self {
        Self::new(0, 0)
    }
}

impl Sight {
    /// Of a list whose first row in view is `top` and that has room for so many rows.
    pub fn new(top: usize, rows: usize) -> Self {
        Self { top: top / STEP * STEP, rows: rows.next_multiple_of(STEP).max(USUAL) }
    }

    /// The row after the last one in view.
    pub fn end(self) -> usize {
        self.top + self.rows
    }

    /// Which of so many cards are rendered: always as many, so that a column near its end is no shorter.
    pub fn window(self, cards: usize) -> Range<usize> {
        let size = self.rows + 2 * MARGIN;
        let start = self.top.saturating_sub(MARGIN).min(cards.saturating_sub(size));
        start..(start + size).min(cards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn b30_small_columns_are_whole_and_large_ones_windowed() {
        let window = |top, rows, cards| Sight::new(top, rows).window(cards);
        assert_eq!(window(0, 7, 30), 0..30);
        assert_eq!(window(0, 7, 10_000), 0..30);
        assert_eq!(window(0, 22, 10_000), 0..45);
        assert_eq!(window(503, 7, 10_000), 490..520);
        assert_eq!(window(9_990, 7, 10_000), 9_970..10_000);
        assert_eq!(window(30, 7, 12), 0..12);
    }

    proptest! {
        #[test]
        fn b30_whatever_is_in_view_is_rendered(top in 0usize..20_000, rows in 1usize..60, cards in 0usize..20_000) {
            let window = Sight::new(top, rows).window(cards);
            let end = (top + rows + 1).min(cards);
            let start = top.min(end);
            prop_assert!(start == end || (window.start <= start && end <= window.end), "{window:?}");
            prop_assert!(window.end <= cards && window.len() < rows + 30, "no more than needed");
        }
    }
}

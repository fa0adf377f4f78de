//! Parts of tables: headers that sort, and the way through pages of rows.

use super::Icon;
use crate::core::erase::Erase;
use leptos::prelude::*;

/// How a column stands in the order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The rows are ordered by another column.
    #[default]
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Order {
    /// Of a word of our URLs: `name`, or `-name` from the other end.
    pub fn of(word: &str) -> Self {
        if word.starts_with('-') { Self::Descending } else { Self::Ascending }
    }

    const fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
}

/// A column's head that orders the rows: a link, because the order is in the URL.
#[component]
pub fn SortHeader(
    #[prop(into)] text: String,
    /// The list in the order that a press asks for.
    #[prop(into)]
    href: String,
    order: Order,
    /// Numbers stand at the end of their cells.
    #[prop(optional)]
    number: bool,
) -> impl IntoView {
    view! {
        <th scope="col" data-num=number.then_some("") aria-sort=order.word()>
            <a href=href data-noscroll="">{text}<Icon name="arrow-up" /></a>
        </th>
    }
}

/// The way to the pages around this one; nothing where there are none.
#[component]
pub fn Pagination(
    /// Which rows these are: `51–100 of 1,240`.
    #[prop(optional, into)]
    note: String,
    /// The page before, when there is one.
    previous: Option<String>,
    /// The next one, when there is one.
    next: Option<String>,
) -> impl IntoView {
    let any = previous.is_some() || next.is_some();
    any.then(|| {
        let previous = step(previous, "prev", "Previous page", "chevron-left");
        let next = step(next, "next", "Next page", "chevron-right");
        view! { <nav class="pagination" aria-label="Pages"><span class="note">{note}</span>{previous}{next}</nav> }
    })
}

fn step(href: Option<String>, rel: &'static str, label: &'static str, icon: &'static str) -> AnyView {
    match href {
        Some(href) => view! { <a href=href rel=rel aria-label=label><Icon name=icon /></a> }.erased(),
        None => view! { <span aria-disabled="true"><Icon name=icon /></span> }.erased(),
    }
}

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

/// Keyset paging: back to the first rows, on to the next ones.
#[component]
pub fn Pagination(
    /// `1,240 opportunities`.
    #[prop(into)]
    note: String,
    /// The first page, when this is not it.
    first: Option<String>,
    /// The next one, when there is one.
    next: Option<String>,
) -> impl IntoView {
    let first = match first {
        Some(href) => view! { <a href=href aria-label="First page"><Icon name="chevron-left" /></a> }.erased(),
        None => view! { <span aria-disabled="true"><Icon name="chevron-left" /></span> }.erased(),
    };
    let next = match next {
        Some(href) => {
            view! { <a href=href rel="next" aria-label="Next page"><Icon name="chevron-right" /></a> }.erased()
        }
        None => view! { <span aria-disabled="true"><Icon name="chevron-right" /></span> }.erased(),
    };
    view! { <nav class="pagination" aria-label="Pages"><span class="note">{note}</span>{first}{next}</nav> }
}

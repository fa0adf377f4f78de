//! Where one was last: tabs of a phone lead back to it, and so do the links above a record, with their filters.

use super::erase::Erase;
use super::session::Session;
use crate::routes;
use crate::ui::{Icon, keep, kept, taken_over};
use entity::shared::ids::UserId;
use entity::shared::query::link;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

/// Under which name a tab of the browser keeps it: a reload does not lose it, another tab has its own.
const KEPT: &str = "ironbook-trail";
/// Ends of paths that nobody is led back to: what was typed there is gone.
const FORMS: &[&str] = &["/new", "/edit", "/move", "/close"];

/// Last addresses in one part of the product: everything below the first word of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    word: String,
    /// Of its first page, with the filter.
    list: Option<String>,
    /// Of any page.
    last: String,
}

/// What a tab keeps.
#[derive(Serialize, Deserialize)]
struct Kept {
    who: UserId,
    parts: Vec<Part>,
}

/// The way one has come, the part with the latest list last.
#[derive(Debug, Clone, Copy)]
pub struct Trail(RwSignal<Vec<Part>>);

impl Trail {
    /// For the frame, which follows every change of page.
    pub fn follow() -> Self {
        let trail = RwSignal::new(Vec::new());
        let location = use_location();
        let session = Session::expect();
        Effect::new(move || {
            let (path, query) = (location.pathname.get(), location.search.get());
            let Some(who) = session.info().map(|info| info.actor.id) else { return };
            // Another one's way is not shown to him, in whichever tab he signed in.
            let before: Option<Kept> = kept(KEPT).and_then(|text| serde_json::from_str(&text).ok());
            let mut parts = before.filter(|before| before.who == who).map(|before| before.parts).unwrap_or_default();
            walk(&mut parts, &path, &query);
            keep(KEPT, &serde_json::to_string(&Kept { who, parts: parts.clone() }).unwrap_or_default());
            trail.set(parts);
        });
        Self(trail)
    }

    /// From the context, where there is a frame.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The last address in the part that `href` begins. Tracked.
    pub fn last(self, href: &str) -> String {
        let word = first_word(href);
        let found = self.0.with(|trail| trail.iter().find(|part| part.word == word).map(|part| part.last.clone()));
        found.unwrap_or_else(|| href.to_owned())
    }

    /// The list one came from, of those at these paths, and its filter. Tracked.
    fn list(self, ways: &[(&'static str, &'static str)]) -> Option<(String, &'static str)> {
        let of = |part: &Part| {
            let (_, text) = ways.iter().find(|(href, _)| first_word(href) == part.word)?;
            Some((part.list.clone()?, *text))
        };
        self.0.with(|trail| trail.iter().rev().find_map(of))
    }
}

fn first_word(path: &str) -> &str {
    path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default()
}

/// One more step of the way.
fn walk(trail: &mut Vec<Part>, path: &str, query: &str) {
    if [routes::SIGN_IN, routes::FIRST_RUN].contains(&path) || FORMS.iter().any(|end| path.ends_with(end)) {
        return;
    }
    let word = first_word(path);
    let last = link(path, query);
    let known = trail.iter().position(|part| part.word == word);
    match (path.trim_matches('/') == word, known) {
        // A record leaves the order alone: it is what one came to from a list, whichever that was.
        (false, Some(at)) => trail[at].last = last,
        (false, None) => trail.insert(0, Part { word: word.to_owned(), list: None, last }),
        (true, known) => {
            known.map(|at| trail.remove(at));
            trail.push(Part { word: word.to_owned(), list: Some(last.clone()), last });
        }
    }
}

/// The link above a record: back to the list one came from, as it was.
#[component]
pub fn Back(
    /// Path and name of each list that leads here; the first is where it leads when one came from none.
    ways: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let (trail, ready) = (Trail::expect(), taken_over());
    let first = ways.first().copied().unwrap_or((routes::HOME, "Home"));
    let way = Memo::new(move |_| {
        let known = if ready.get() { trail.list(ways) } else { None };
        known.unwrap_or((first.0.to_owned(), first.1))
    });
    view! {
        <a class="back" href=move || way.get().0><Icon name="arrow-left" /><span>{move || way.get().1}</span></a>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(steps: &[(&str, &str)]) -> Vec<Part> {
        let mut trail = Vec::new();
        steps.iter().for_each(|(path, query)| walk(&mut trail, path, query));
        trail
    }

    #[test]
    fn a_list_is_kept_with_its_filter_and_the_last_page_beside_it() {
        let trail = walked(&[
            ("/customers", "q=acme"),
            ("/customers/55", "tab=contacts"),
            ("/customers/55/edit", ""),
            ("/pipeline", "owner=me"),
            ("/opportunities/7", ""),
            ("/customers/56", ""),
        ]);
        let told: Vec<_> =
            trail.iter().map(|part| (part.word.as_str(), part.list.as_deref(), part.last.as_str())).collect();
        assert_eq!(
            told,
            [
                ("opportunities", None, "/opportunities/7"),
                ("customers", Some("/customers?q=acme"), "/customers/56"),
                ("pipeline", Some("/pipeline?owner=me"), "/pipeline?owner=me"),
            ]
        );
    }

    #[test]
    fn what_leads_in_is_no_part() {
        assert_eq!(walked(&[("/login", "next=/"), ("/first-run", "token=secret")]), []);
    }

    #[test]
    fn home_is_a_part_too() {
        assert_eq!(walked(&[("/", "")])[0].list.as_deref(), Some("/"));
    }
}

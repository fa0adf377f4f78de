//! `/search?q=`: the palette as a page. A GET form and links, so it works without scripting.

use super::Marked;
use super::api::find;
use super::types::{Found, Group, HITS_MAX, Hit};
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::routes;
use crate::ui::{Icon, PageError, Region};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// The page of results.
pub struct SearchPage;

#[lazy_route]
impl LazyRoute for SearchPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let q = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
        let found = load(move || q.get(), |q| find(q, HITS_MAX));
        view! {
            <Title text="Search" />
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <header class="page-head"><h1>"Search"</h1></header>
                <form class="row" role="search" method="get" action=routes::SEARCH>
                    <div class="affix">
                        <span class="prefix"><Icon name="search" /></span>
                        <input
                            type="search"
                            name="q"
                            aria-label="Search"
                            placeholder="Name, number, phone"
                            enterkeyhint="search"
                            value=move || q.get()
                        />
                    </div>
                    <button class="button">"Search"</button>
                </form>
                <Region>
                    {move || Suspend::new(async move {
                        match found.await {
                            Ok(found) => view! { <Results found /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Region>
            </main>
        }
        .erased()
    }
}

#[component]
fn Results(found: Found) -> impl IntoView {
    if found.q.is_empty() {
        return view! { <p class="muted">"Type the beginning of a name, a number or a phone number."</p> }.erased();
    }
    let summary = format!("{} for \u{201c}{}\u{201d}", found.summary(), found.q);
    let empty = found.groups.is_empty();
    let q = found.q;
    let groups = found.groups.into_iter().map(|group| view! { <GroupOf group q=q.clone() /> }).collect_view();
    let results = if empty {
        view! {
            <div class="empty">
                <Icon name="search" />
                <h2>"Nothing found"</h2>
                <p>"Every word you type must begin a word of the record. Try fewer or shorter words."</p>
            </div>
        }
        .erased()
    } else {
        view! { <section class="panel palette-results" data-flush="" aria-label="Results">{groups}</section> }.erased()
    };
    view! { <p class="muted" role="status">{summary}</p>{results} }.erased()
}

#[component]
fn GroupOf(group: Group, q: String) -> impl IntoView {
    let title = format!("{} {}", group.title(), group.count());
    let hit = move |hit: Hit| {
        let (href, icon) = (hit.href(), hit.icon());
        view! {
            <li>
                <a class="result" href=href>
                    <Icon name=icon />
                    <span><Marked text=hit.title q=q.clone() /></span>
                    <small><Marked text=hit.detail q=q.clone() /></small>
                </a>
            </li>
        }
    };
    view! { <h2 class="palette-label">{title}</h2><ul>{group.hits.into_iter().map(hit).collect_view()}</ul> }
}

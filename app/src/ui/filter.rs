//! What narrows a list: chips that can be taken away, and a form behind a button. Links and a GET form: it works without
//! scripting.

use super::{Icon, announce, copy};
use crate::core::erase::Erase;
use entity::shared::query::link;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Id of the form of a page's filters; a page has one.
const FORM: &str = "filter-sheet";

/// One filter in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub icon: &'static str,
    /// What it says, for example `Division: Paving`.
    pub text: String,
    /// The page without this filter.
    pub without: String,
}

/// One filter in use, with the way to be rid of it.
#[component]
pub fn FilterChip(chip: Chip) -> impl IntoView {
    let Chip { icon, text, without } = chip;
    let remove = format!("Remove filter: {text}");
    view! {
        <span class="chip">
            <Icon name=icon />
            <span>{text}</span>
            <a class="chip-remove" href=without aria-label=remove><Icon name="x" /></a>
        </span>
    }
}

/// The row above a list: what narrows it, the way to the form, the order in words.
#[component]
pub fn Filters(
    chips: Vec<Chip>,
    /// How many filters of the address could not be applied (U-3): that is said, not guessed.
    ignored: usize,
    /// The order in words.
    order: String,
    /// Where the same rows can be had as a file.
    export: Option<String>,
    /// The same rows by fixed days, where a period of the filter moves on with the calendar (U-8).
    #[prop(optional_no_strip)]
    fixed: Option<String>,
) -> impl IntoView {
    let fixed = fixed.map(|href| {
        let path = href.clone();
        // Without scripting or a clipboard it leads there, and the browser's own way copies it.
        let pressed = move |event: ev::MouseEvent| {
            if copy(&path) {
                event.prevent_default();
                announce("The link with fixed dates is on the clipboard.");
            }
        };
        view! { <a class="filters-fixed" href=href on:click=pressed>"Copy fixed link"</a> }
    });
    let chips = chips.into_iter().map(|chip| view! { <FilterChip chip /> }).collect_view();
    let ignored = (ignored > 0).then(|| {
        let filters = if ignored == 1 { "filter" } else { "filters" };
        view! { <span class="badge" data-tone="warning" role="status">{format!("{ignored} {filters} could not be applied")}</span> }
    });
    let export = export.map(|href| {
        view! {
            <a class="button" data-variant="quiet" data-size="sm" href=href download="" rel="external">
                <Icon name="download" />
                "Export"
            </a>
        }
    });
    view! {
        <div class="filters">
            {chips}
            <button class="chip" data-add="" type="button" popovertarget=FORM><Icon name="plus" />"Filter"</button>
            {ignored}
            {fixed}
            <div class="filters-end"><span class="note">{order}</span>{export}</div>
        </div>
    }
    .erased()
}

/// On a phone: opens the form of filters and says how many are in use.
#[component]
pub fn FilterToggle(count: usize) -> impl IntoView {
    view! {
        <button
            class="button filter-toggle"
            data-variant="quiet"
            type="button"
            popovertarget=FORM
            aria-label=format!("Filters, {count} in use")
        >
            <Icon name="sliders-horizontal" />
            {(count > 0).then_some(count)}
        </button>
    }
}

/// The form of all filters, around its fields.
#[component]
pub fn FilterForm(
    /// What it is called, for example `Filter customers`.
    label: &'static str,
    /// The page it filters.
    action: &'static str,
    /// How many rows are shown now.
    shown: i64,
    children: Children,
) -> impl IntoView {
    let shown = entity::shared::money::grouped(shown.unsigned_abs());
    let navigate = use_navigate();
    let apply = move |event: ev::SubmitEvent| {
        // In place, so that what stands stays until the rows are there. Without scripting the browser asks for the page.
        if let Some(query) = filled_in(&event) {
            event.prevent_default();
            // Also where the address stays the same.
            close(&event);
            navigate(&link(action, &query), NavigateOptions::default());
        }
    };
    view! {
        <form class="sheet form" id=FORM popover="auto" method="get" action=action role="search" aria-label=label on:submit=apply>
            <div class="sheet-head"><h2>"Filter"</h2></div>
            <div class="fields">{children()}</div>
            <div class="form-actions">
                <span class="note">{format!("{shown} shown now")}</span>
                <a class="button" href=action>"Clear all"</a>
                <button class="button" data-variant="primary">"Apply"</button>
            </div>
        </form>
    }
    .erased()
}

/// Closes the form.
fn close(event: &ev::SubmitEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        if let Some(form) = event.target().and_then(|form| form.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = form.hide_popover();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}

/// What the form asks for, as a query string; fields that were left empty ask for nothing.
fn filled_in(event: &ev::SubmitEvent) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        let query = String::from(web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?.to_string());
        Some(query.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&"))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        None
    }
}

/// A field of the form that is typed into.
#[component]
pub fn FilterField(
    name: &'static str,
    label: &'static str,
    value: String,
    /// `search`, `date` or `text`.
    kind: &'static str,
    #[prop(optional)] placeholder: &'static str,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let placeholder = (!placeholder.is_empty()).then_some(placeholder);
    view! {
        <div class="field" data-span=if kind == "search" { "6" } else { "3" }>
            <label for=id.clone()>{label}</label>
            <input id=id type=kind name=name value=value placeholder=placeholder />
        </div>
    }
    .erased()
}

/// A field of the form that is chosen.
#[component]
pub fn FilterChoice(
    name: &'static str,
    label: &'static str,
    /// What no choice means; left out when there always is one.
    any: &'static str,
    value: String,
    /// Value and text of each.
    options: Vec<(String, String)>,
) -> impl IntoView {
    let options = options.into_iter().map(|(word, text)| {
        let selected = word == value;
        view! { <option value=word selected=selected>{text}</option> }
    });
    let id = format!("filter-{name}");
    view! {
        <div class="field" data-span="3">
            <label for=id.clone()>{label}</label>
            <span class="select">
                <select id=id name=name>
                    {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })}
                    {options.collect_view()}
                </select>
                <Icon name="chevrons-up-down" />
            </span>
        </div>
    }
    .erased()
}

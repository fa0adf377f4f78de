//! What is known of it, and whom it belongs to.

use super::contacts::dialling;
use crate::customers::types::{CustomerPage, CustomerRef, Facts};
use crate::routes;
use crate::ui::Icon;
use entity::shared::dates;
use leptos::prelude::*;

/// The facts.
#[component]
pub fn FactsPart(page: CustomerPage) -> impl IntoView {
    let edit = page.may_edit.then(|| view! { <a href=routes::customer_edit(page.facts.id)>"Edit"</a> });
    let Facts {
        number,
        phone,
        website,
        division,
        branch,
        machine_rep,
        support_rep,
        customer_type,
        size,
        tags,
        notes,
        created,
        ..
    } = page.facts.clone();
    let address = page.facts.address();
    let phone = phone.map(|phone| dialling(&phone));
    let website = website.map(|href| {
        let shown = href.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
        view! { <a href=href rel="external noreferrer">{shown}</a> }
    });
    let tags = tags.into_iter().map(|tag| view! { <span class="badge">{tag}</span>" " }).collect_view();
    let notes = notes.map(|notes| {
        view! { <section class="panel"><header class="panel-head"><h2>"Notes"</h2></header><p class="lines-kept">{notes}</p></section> }
    });
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"Facts"</h2>{edit}</header>
            <dl class="facts">
                <dt>"Number"</dt><dd>{number}</dd>
                <dt>"Address"</dt><dd>{address}</dd>
                <dt>"Phone"</dt><dd>{phone}</dd>
                <dt>"Website"</dt><dd>{website}</dd>
                <dt>"Industry"</dt><dd>{customer_type}</dd>
                <dt>"Size"</dt><dd>{size}</dd>
                <dt>"Machine rep"</dt><dd>{machine_rep}</dd>
                <dt>"Product support"</dt><dd>{support_rep}</dd>
                <dt>"Division"</dt><dd>{division}</dd>
                <dt>"Branch"</dt><dd>{branch}</dd>
                <dt>"Tags"</dt><dd>{tags}</dd>
                <dt>"Since"</dt><dd>{dates::full(created)}</dd>
            </dl>
        </section>
        {notes}
    }
}

/// Parent and children, when there are any.
#[component]
pub fn Family(page: CustomerPage) -> impl IntoView {
    let CustomerPage { parent, children, .. } = page;
    if parent.is_none() && children.is_empty() {
        return None;
    }
    let relative = |row: CustomerRef, what: &'static str| {
        let note = if row.note.is_empty() { what.to_owned() } else { format!("{what} \u{b7} {}", row.note) };
        view! {
            <li>
                <Icon name="building-2" />
                <div class="row-main"><a href=routes::customer(row.id)>{row.name}</a><small>{note}</small></div>
            </li>
        }
    };
    let parent = parent.map(|row| relative(row, "Parent"));
    let children = children.into_iter().map(|row| relative(row, "Belongs to it")).collect_view();
    Some(view! {
        <section class="panel">
            <header class="panel-head"><h2>"Together"</h2></header>
            <ul class="rows">{parent}{children}</ul>
        </section>
    })
}

//! What is being sold to a customer, and what was.

use crate::core::erase::Erase;
use crate::customers::types::{CustomerPage, OpenRow};
use crate::opportunities::types::OpportunityRow;
use crate::routes;
use crate::ui::{Avatar, Icon};
use chrono::NaiveDate;
use entity::shared::dates;
use entity::shared::ids::CustomerId;
use entity::shared::query::{link, write};
use leptos::prelude::*;

/// The list of opportunities of one customer.
fn all_of(id: CustomerId) -> String {
    link(routes::OPPORTUNITIES, &write([("customer", id.to_string())]))
}

/// Open opportunities with their sum, the next to close first.
#[component]
pub fn OpenPart(page: CustomerPage) -> impl IntoView {
    let CustomerPage { facts, open, work, today, may_edit, .. } = page;
    let id = facts.id;
    if open.is_empty() {
        let add = may_edit.then(|| view! { <a href=routes::opportunity_for(id)>"Add one"</a> });
        return view! {
            <section class="panel">
                <header class="panel-head"><h2>"Open work"</h2>{add}</header>
                <p class="muted">"No open opportunities."</p>
            </section>
        }
        .erased();
    }
    let word = if work.count == 1 { "opportunity" } else { "opportunities" };
    let sum = format!("{} {word}, {}", work.count, work.amount);
    let rows = open.into_iter().map(|row| view! { <Open row today /> }).collect_view();
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"Open work"</h2><a href=all_of(id)>{sum}</a></header>
            <ul class="open-work">{rows}</ul>
        </section>
    }
    .erased()
}

#[component]
fn Open(row: OpenRow, today: NaiveDate) -> impl IntoView {
    let OpenRow { id, name, stage_name, amount, expected_close } = row;
    let past = expected_close.is_some_and(|date| date < today);
    let closes = expected_close.map(|date| dates::day(date, today)).unwrap_or_default();
    view! {
        <li>
            <a href=routes::opportunity(id) title=name.clone()>{name.clone()}</a>
            <span>{stage_name}</span>
            <span class=if past { "danger" } else { "" }>{past.then_some("Past ")}{closes}</span>
            <span class="row-value">{amount.to_string()}</span>
        </li>
    }
}

/// Open and closed ones, on their tab.
#[component]
pub fn OpportunityTable(page: CustomerPage) -> impl IntoView {
    let CustomerPage { facts, opportunities, opportunities_count, today, .. } = page;
    let shown = opportunities.len();
    if shown == 0 {
        return view! {
            <div class="panel">
                <div class="empty">
                    <Icon name="circle-dollar-sign" />
                    <h2>"No opportunities yet"</h2>
                    <p>"What you hope to sell to them stands here, and what became of it."</p>
                </div>
            </div>
        }
        .erased();
    }
    let rows = opportunities.into_iter().map(|row| view! { <Line row today /> }).collect_view();
    let note = format!("The {shown} that changed last, of {opportunities_count}.");
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr-only">"Opportunities, last changed first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Stage"</th>
                        <th scope="col" data-num="">"Amount"</th>
                        <th scope="col">"Closes"</th>
                        <th scope="col">"Owner"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="table-note">{note}" "<a href=all_of(facts.id)>"Open as a list"</a></p>
    }
    .erased()
}

#[component]
fn Line(row: OpportunityRow, today: NaiveDate) -> impl IntoView {
    let closes = match (row.closed_on, row.expected_close) {
        (Some(date), _) => format!("closed {}", dates::day(date, today)),
        (None, Some(date)) => dates::day(date, today),
        (None, None) => String::new(),
    };
    view! {
        <tr>
            <th scope="row"><a class="truncate" href=routes::opportunity(row.id) title=row.name.clone()>{row.name.clone()}</a></th>
            <td data-cell="status"><span class="stage-mark" data-phase=row.phase.word()>{row.stage_name}</span></td>
            <td data-num="" data-cell="value">{row.amount.to_string()}</td>
            <td data-cell="fact" data-fit="">{closes}</td>
            <td data-cell="hide" data-fit=""><span class="row"><Avatar name=row.owner_name /></span></td>
        </tr>
    }
}

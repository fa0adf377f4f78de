//! The parts of an opportunity's page.

use super::types::{HistoryRow, LineRow, OpportunityPage, PersonRow};
use crate::core::erase::Erase;
use crate::routes;
use crate::ui::{Avatar, Icon, MenuButton};
use chrono::NaiveDate;
use entity::opportunity::{Phase, Stage};
use entity::shared::dates;
use entity::shared::text::dial;
use leptos::prelude::*;

/// Where it stands and where it can go. Each stage is a link to the move page, so it works without scripting.
#[component]
pub fn Stepper(page: OpportunityPage) -> impl IntoView {
    let OpportunityPage { card, stages, history, may_work, phase, today, .. } = page;
    let open = phase.is_open();
    let (walked, ended): (Vec<Stage>, Vec<Stage>) = stages.into_iter().partition(|stage| stage.phase.is_open());
    let now = walked.iter().position(|stage| stage.key == card.stage);
    let steps = walked.into_iter().enumerate().map(|(i, stage)| {
        let last = history.iter().rev().find(|step| step.to == stage.key).cloned();
        let done = now.is_some_and(|now| i < now) || (!open && last.is_some());
        let href = routes::opportunity_move(card.id, &stage.key.0);
        view! { <li><Step stage=stage.name.clone() here=now == Some(i) done last href=may_work.then_some(href) today /></li> }
    });
    let steps = steps.collect_view();
    let id = card.id;
    let ends = (open && may_work).then(|| {
        let (won, others): (Vec<Stage>, Vec<Stage>) = ended.into_iter().partition(|stage| stage.phase == Phase::Won);
        let won = won.into_iter().map(|stage| {
            let href = routes::opportunity_close(id, &stage.key.0);
            view! { <a class="button" data-variant="primary" href=href><Icon name="check" />{stage.name}</a> }
        });
        let text = capital(&others.iter().map(|stage| stage.name.to_lowercase()).collect::<Vec<_>>().join(" or "));
        let others = others.into_iter().map(|stage| {
            let icon = if stage.phase == Phase::Lost { "x" } else { "minus" };
            let href = routes::opportunity_close(id, &stage.key.0);
            view! { <li><a class="menu-item" href=href><Icon name=icon />{stage.name}</a></li> }
        });
        let others = others.collect_view();
        view! { {won.collect_view()}<MenuButton id="ends" text=text end=true>{others}</MenuButton> }
    });
    let reopen = (!open && may_work).then(|| {
        view! { <a class="button" href=routes::opportunity_move(id, "")><Icon name="undo-2" />"Reopen"</a> }
    });
    view! { <div class="stage-bar"><ol class="stages" aria-label="Stage">{steps}</ol>{ends}{reopen}</div> }
}

/// With a capital first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[component]
fn Step(
    stage: String,
    here: bool,
    done: bool,
    last: Option<HistoryRow>,
    href: Option<String>,
    today: NaiveDate,
) -> impl IntoView {
    let note = last.map(|step| format!("{} \u{b7} {}\u{a0}d", dates::day(step.on, today), step.days));
    let inner = view! { {done.then(|| view! { <Icon name="check" /> })}<span>{stage}</span><small>{note}</small> };
    match href.filter(|_| !here) {
        Some(href) => view! { <a class="stage" data-done=done.then_some("") href=href>{inner}</a> }.erased(),
        None => {
            view! { <span class="stage" data-done=done.then_some("") aria-current=here.then_some("step")>{inner}</span> }.erased()
        }
    }
}

/// The facts on the left.
#[component]
pub fn Facts(page: OpportunityPage) -> impl IntoView {
    let card = page.card;
    let edit = page.may_work.then(|| view! { <a href=routes::opportunity_edit(card.id)>"Edit"</a> });
    let competitor = page.competitor_name.map(|name| view! { <dt>"Competitor"</dt><dd>{name}</dd> });
    let probability = format!("{} ({})", card.probability, if card.by_hand { "by hand" } else { "stage" });
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"Facts"</h2>{edit}</header>
            <dl class="facts">
                <dt>"Owner"</dt><dd>{card.owner_name}</dd>
                <dt>"Division"</dt><dd>{page.division_name}</dd>
                <dt>"Type"</dt><dd>{page.kind.label()}</dd>
                <dt>"Probability"</dt><dd>{probability}</dd>
                <dt>"Source"</dt><dd>{page.source.unwrap_or_default()}</dd>
                {competitor}
                <dt>"Number"</dt><dd>{card.number}</dd>
            </dl>
        </section>
    }
}

/// The customer's contacts, with a way to reach each.
#[component]
pub fn People(page: OpportunityPage) -> impl IntoView {
    let OpportunityPage { customer, people, may_work, .. } = page;
    let add = customer.filter(|_| may_work).map(|id| view! { <a href=routes::contact_new(id)>"Add"</a> });
    let none = people.is_empty().then(|| view! { <p class="muted">"No contacts yet."</p> });
    let person = |person: PersonRow| {
        let call = person.phone.as_deref().and_then(dial).map(|href| {
            let label = format!("Call {}", person.name);
            view! { <a class="icon-link" href=href aria-label=label><Icon name="phone" /></a> }
        });
        let mail = person.email.map(|email| {
            let label = format!("E-mail {}", person.name);
            view! { <a class="icon-link" href=format!("mailto:{email}") aria-label=label><Icon name="mail" /></a> }
        });
        view! {
            <li>
                <Avatar name=person.name.clone() />
                <div class="row-main">{person.name.clone()}<small>{person.role}</small></div>
                <span class="row-actions">{call}{mail}</span>
            </li>
        }
    };
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"People"</h2>{add}</header>
            <ul class="rows" data-plain="">{people.into_iter().map(person).collect_view()}</ul>
            {none}
        </section>
    }
}

/// What is sold; the last row is the amount.
#[component]
pub fn Lines(page: OpportunityPage) -> impl IntoView {
    let OpportunityPage { card, lines, may_work, .. } = page;
    let edit = may_work.then(|| view! { <a href=routes::opportunity_edit(card.id)>"Edit"</a> });
    let line = |line: LineRow| {
        let sum = line.price.times(i64::from(line.quantity));
        let note = (line.quantity != 1)
            .then(|| view! { <small>{format!("{} units at {}", line.quantity, line.price)}</small> });
        view! { <li><div class="row-main">{line.description}{note}</div><span class="row-value">{sum.to_string()}</span></li> }
    };
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"Lines"</h2>{edit}</header>
            <ul class="rows lines">
                {lines.into_iter().map(line).collect_view()}
                <li class="row-total"><div class="row-main">"Amount"</div><span class="row-value">{card.amount.to_string()}</span></li>
            </ul>
        </section>
    }
}

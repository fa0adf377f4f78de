//! `/opportunities/:id/move` and `/close`: the sheet of the board as pages of their own, for those who cannot drag.

use super::api::{MoveOpportunity, opportunity_move_page};
use super::fields::{CloseFieldsOf, MissingFields, close_title};
use super::show::path_id;
use super::types::{MoveDone, MovePage};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{Goes, Hidden, PostForm, TextField};
use crate::ui::{Icon, PageError};
use entity::opportunity::transition::{Standing, missing};
use entity::opportunity::{Ask, MoveForm, Stage};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

impl Goes for MoveDone {
    fn goto(&self) -> &str {
        &self.goto
    }
}

/// The page that moves, closes or reopens one opportunity.
pub struct MovingPage;

#[lazy_route]
impl LazyRoute for MovingPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = path_id();
        let query = use_query_map();
        let to = Memo::new(move |_| query.with(|query| query.get("to")));
        let page = form_resource(
            move || id.get(),
            |id| async move { opportunity_move_page(id.ok_or(AppError::NotFound)?).await },
        );
        view! {
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <Suspense>
                    {move || Suspend::new(async move {
                        let to = to.get();
                        match page.await {
                            Ok((page, flash)) => view! { <Moving page flash to /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

#[component]
fn Moving(page: MovePage, flash: Flash, to: Option<String>) -> impl IntoView {
    let card = page.card.clone();
    let typed = flash.form::<MoveForm>().unwrap_or_default();
    let to = page.stages.iter().find(|stage| Some(&stage.key.0) == to.as_ref()).cloned();
    let title = match &to {
        Some(stage) if !stage.phase.is_open() => close_title(stage),
        Some(stage) if !page.phase.is_open() => format!("Reopen in {}", stage.name),
        Some(stage) => format!("Move to {}", stage.name),
        None if page.phase.is_open() => "Move".to_owned(),
        None => "Reopen".to_owned(),
    };
    let facts = [card.name.clone(), card.customer_name.clone(), card.amount.to_string()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    view! {
        <Title text=title.clone() />
        <a class="back" href=routes::opportunity(card.id)><Icon name="arrow-left" /><span>{card.name.clone()}</span></a>
        <header class="page-head"><div class="page-title"><h1>{title}</h1><p>{facts.join(" \u{b7} ")}</p></div></header>
        <section class="panel">
            {match to {
                Some(to) => view! { <Fields page typed to error=flash.error /> }.erased(),
                None => view! { <ChooseStage page /> }.erased(),
            }}
        </section>
    }
}

/// First step without scripting: which stage. Each is a link that asks only for what that stage needs.
#[component]
fn ChooseStage(page: MovePage) -> impl IntoView {
    let MovePage { card, phase, stages, .. } = page;
    let open = phase.is_open();
    let choices = stages.into_iter().filter(|stage| open || stage.phase.is_open());
    let row = move |stage: Stage| {
        let here = stage.key == card.stage;
        let mark = view! { <span class="stage-mark" data-phase=stage.phase.word()>{stage.name.clone()}</span> };
        if here {
            return view! { <li><span class="move-to" aria-current="step">{mark}<span class="note">"now here"</span></span></li> }.erased();
        }
        let href = routes::opportunity_move(card.id, &stage.key.0);
        let note = stage.probability.to_string();
        view! { <li><a class="move-to" href=href>{mark}<span class="note">{note}</span></a></li> }.erased()
    };
    view! { <ul class="move-list">{choices.map(row).collect_view()}</ul> }
}

#[component]
fn Fields(page: MovePage, typed: MoveForm, to: Stage, error: Option<AppError>) -> impl IntoView {
    let MovePage { card, phase, has_lines, competitors, key, today, .. } = page;
    let action = ServerAction::<MoveOpportunity>::new();
    let closing = !to.phase.is_open();
    let reopening = !phase.is_open();
    let standing = Standing {
        stage: card.stage.clone(),
        phase,
        has_customer: card.has_customer(),
        amount: card.amount,
        expected_close: card.expected_close,
        lines: usize::from(has_lines),
        probability_override: None,
        entered_on: card.stage_since,
    };
    let needed = missing(&standing, &to, &Ask::default());
    let law = to.clone();
    let check = move |input: &MoveOpportunity| input.form.answer(&standing, &law, today).map(|_| ());
    let hidden = [
        ("id", card.id.to_string()),
        ("version", card.version.to_string()),
        ("key", key.to_string()),
        ("to", to.key.to_string()),
    ];
    let hidden = hidden.map(|(name, value)| view! { <Hidden name=format!("form[{name}]") value /> }).collect_view();
    let submit = match (closing, reopening) {
        (true, _) => close_title(&to),
        (false, true) => format!("Reopen in {}", to.name),
        (false, false) => format!("Move to {}", to.name),
    };
    let lost = to.phase == entity::opportunity::Phase::Lost;
    let why = typed.reopen_reason.clone();
    let facts = card.clone();
    // Made inside the form, where they learn what was refused.
    let reason = move || {
        reopening.then(|| {
            view! {
                <div class="form"><div class="fields">
                    <TextField name="reopen_reason" label="Why is it opened again?" value=why maxlength=200 />
                </div></div>
            }
        })
    };
    let fields = move || {
        if closing {
            view! { <CloseFieldsOf phase=to.phase card=facts form=typed today competitors /> }.erased()
        } else {
            view! { <MissingFields missing=needed form=typed /> }.erased()
        }
    };
    view! {
        <PostForm action check error=error class="stack">
            {hidden}
            {reason()}
            {fields()}
            <div class="dialog-foot">
                <a class="button" href=routes::opportunity(card.id)>{if closing { "Keep open" } else { "Cancel" }}</a>
                <button class="button" data-variant=if lost { "danger" } else { "primary" }>{submit}</button>
            </div>
        </PostForm>
    }
}

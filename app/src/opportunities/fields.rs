//! The fields of moving and closing. They stand in the board's sheet and on the move and close pages alike.

use super::api::opportunity_move_page;
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::core::ways::Way;
use crate::routes;
use crate::ui::form::{DateField, MoneyField, RadioGroup, SelectField, TextArea, TextField};
use chrono::NaiveDate;
use entity::Money;
use entity::dealer::CompetitorRef;
use entity::opportunity::board::Card;
use entity::opportunity::{LostReason, MoveForm, NoDealReason, Phase, Required, Stage, WonReason};
use entity::shared::ids::OpportunityId;
use leptos::prelude::*;

/// `Close as lost`.
pub fn close_title(to: &Stage) -> String {
    format!("Close as {}", to.name.to_lowercase())
}

/// What a closing asks for. Loads the competitors when it is shown on the board.
#[component]
pub fn CloseFields(
    to: Stage,
    card: Card,
    /// What was typed before.
    form: MoveForm,
    /// Several are closed at once: nothing is asked that differs from one to the other.
    many: bool,
    today: NaiveDate,
) -> impl IntoView {
    if to.phase != Phase::Lost {
        let fields = match many && to.phase == Phase::Won {
            true => won_many(form, today).erased(),
            false => view! { <CloseFieldsOf phase=to.phase card form today competitors=Vec::new() /> }.erased(),
        };
        return fields;
    }
    let id = card.id;
    let competitors =
        load(|| (), move |()| async move { opportunity_move_page(id).await.map(|page| page.competitors) });
    view! {
        <Suspense fallback=|| ()>
            {move || {
                let (card, form) = (card.clone(), form.clone());
                Suspend::new(async move {
                    let competitors = competitors.await;
                    let without = competitors.as_ref().err().map(|error| {
                        view! { <p class="error" role="alert">{format!("Competitors could not be loaded: {error} Unknown can be chosen.")}</p> }
                    });
                    let competitors = competitors.unwrap_or_default();
                    view! { {without}<CloseFieldsOf phase=Phase::Lost card form today competitors /> }
                })
            }}
        </Suspense>
    }
    .erased()
}

/// Won together: each for its own amount.
fn won_many(form: MoveForm, today: NaiveDate) -> impl IntoView {
    let on = if form.on.is_empty() { today.to_string() } else { form.on };
    view! {
        <RadioGroup name="reason" label="Why did we win them?" value=form.reason options=words(WonReason::ALL, WonReason::word, WonReason::label) />
        <div class="form"><div class="fields"><DateField name="on" label="Closed on" value=on span=3 /></div></div>
    }
}

/// The same with everything at hand; `form` is what was typed before.
#[component]
pub fn CloseFieldsOf(
    phase: Phase,
    card: Card,
    form: MoveForm,
    today: NaiveDate,
    competitors: Vec<CompetitorRef>,
) -> impl IntoView {
    let on = if form.on.is_empty() { today.to_string() } else { form.on.clone() };
    match phase {
        Phase::Won => won(card, form, on).erased(),
        Phase::Lost => lost(form, on, competitors).erased(),
        _ => no_deal(form, on).erased(),
    }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|item| (word(*item).to_owned(), label(*item).to_owned())).collect()
}

fn won(card: Card, form: MoveForm, on: String) -> impl IntoView {
    // Nothing is won for nothing: where no amount is known none is offered.
    let offered = || if card.amount > Money::ZERO { card.amount.field_text() } else { String::new() };
    let actual = if form.actual.is_empty() { offered() } else { form.actual };
    view! {
        <RadioGroup name="reason" label="Why did we win it?" value=form.reason options=words(WonReason::ALL, WonReason::word, WonReason::label) />
        <div class="form"><div class="fields">
            <MoneyField name="actual" label="Amount agreed" value=actual span=3 />
            <DateField name="on" label="Closed on" value=on span=3 />
        </div></div>
    }
}

fn lost(form: MoveForm, on: String, competitors: Vec<CompetitorRef>) -> impl IntoView {
    let options = std::iter::once((String::new(), "Choose".to_owned()))
        .chain(competitors.into_iter().map(|competitor| (competitor.id.to_string(), competitor.name)))
        .chain(std::iter::once(("unknown".to_owned(), "Unknown".to_owned())));
    view! {
        <RadioGroup name="reason" label="Why did we lose it?" value=form.reason options=words(LostReason::ALL, LostReason::word, LostReason::label) />
        <div class="form"><div class="fields">
            <SelectField name="competitor" label="Competitor" value=form.competitor options=options.collect() hint="Not known? Choose Unknown." span=4 />
            <DateField name="on" label="Closed on" value=on span=2 />
            <TextField name="make" label="Their make" value=form.make optional=true span=2 maxlength=60 />
            <TextField name="model" label="Model" value=form.model optional=true span=2 maxlength=60 />
            <MoneyField name="price" label="Price" value=form.price optional=true span=2 />
            <TextArea name="learned" label="What did we learn?" value=form.learned optional=true rows=2 />
        </div></div>
    }
}

fn no_deal(form: MoveForm, on: String) -> impl IntoView {
    view! {
        <RadioGroup name="reason" label="Why did nobody get the sale?" value=form.reason options=words(NoDealReason::ALL, NoDealReason::word, NoDealReason::label) />
        <div class="form"><div class="fields">
            <DateField name="on" label="Closed on" value=on span=3 />
            <TextArea name="learned" label="What did we learn?" value=form.learned optional=true rows=2 />
        </div></div>
    }
}

/// Only what a stage still needs (B-25).
#[component]
pub fn MissingFields(missing: Vec<Required>, #[prop(optional)] form: MoveForm) -> impl IntoView {
    let needs = |field| missing.contains(&field);
    view! {
        <div class="form"><div class="fields">
            {needs(Required::Amount).then(|| view! { <MoneyField name="amount" label="Amount" value=form.amount.clone() span=3 /> })}
            {needs(Required::ExpectedClose).then(|| view! {
                <DateField name="expected_close" label="Expected close" value=form.expected_close.clone() span=3 />
            })}
            {needs(Required::Line).then(|| view! {
                <TextField name="line" label="What is sold" value=form.line.clone() span=4 maxlength=120 placeholder="Make and model, or a few words" />
                <TextField name="quantity" label="Quantity" value=form.quantity.clone() span=2 inputmode="numeric" placeholder="1" />
            })}
            {needs(Required::Customer).then(|| view! {
                <p class="hint">"It needs a customer. Open it and choose one."</p>
            })}
        </div></div>
    }
}

/// The way of an opportunity to a stage, by its page.
pub fn way_to(id: OpportunityId, name: &str, stage: &Stage) -> Way {
    let (text, href) = match stage.phase.is_open() {
        true => (format!("Move to {}", stage.name), routes::opportunity_move(id, &stage.key.0)),
        false => (close_title(stage), routes::opportunity_close(id, &stage.key.0)),
    };
    Way { icon: outcome_icon(stage.phase), text, note: name.to_owned(), href, ..Way::default() }
}

/// The sign of an outcome, beside its word.
pub fn outcome_icon(phase: Phase) -> &'static str {
    match phase {
        Phase::Won => "check",
        Phase::Lost => "x",
        Phase::NoDeal => "minus",
        Phase::Qualification | Phase::Development | Phase::Proposal => "arrow-right",
    }
}

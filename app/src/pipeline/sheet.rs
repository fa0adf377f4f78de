//! The small sheet that asks for what a stage needs, on the board itself. The same fields stand on the move and close pages.

use super::focus;
use super::moves::{Mover, Question};
use super::state::CardRef;
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::opportunities::fields::{CloseFields, MissingFields, close_title};
use crate::ui::form::{FormState, LocalForm};
use crate::ui::{DISCARD, Dialog, Icon, confirmed};
use entity::Money;
use entity::opportunity::{MoveForm, Phase};
use entity::shared::percent::Weighted;
use leptos::lazy;
use leptos::prelude::*;

/// Opens whenever the mover has a question.
#[lazy]
pub fn question_sheet(mover: Mover) -> AnyView {
    view! { <QuestionSheet mover /> }.erased()
}

#[component]
fn QuestionSheet(mover: Mover) -> impl IntoView {
    let open = RwSignal::new(false);
    let dirty = RwSignal::new(false);
    Effect::new(move || {
        open.set(mover.question.with(Option::is_some));
        dirty.set(false);
    });
    let cancel = move || {
        mover.cancel_question();
        focus::settle(mover.state);
    };
    // By a button of its own: what was typed is not thrown away unasked.
    let leave = Callback::new(move |()| {
        if !dirty.get_untracked() || confirmed(DISCARD) {
            cancel();
        }
    });
    view! {
        <Dialog open on_close=cancel dirty kind="dialog" asks=true label="What the stage asks for">
            <div class="dialog-ask" on:input=move |_| dirty.set(true)>
                {move || mover.question.get().map(|question| view! { <Ask question mover cancel=leave /> })}
            </div>
        </Dialog>
    }
}

#[component]
fn Ask(question: Question, mover: Mover, cancel: Callback<()>) -> impl IntoView {
    let Question { card, others, to, missing, before } = question;
    let today = mover.state.today;
    let many = !others.is_empty();
    let (typed, refusal) = before.unzip();
    let form = FormState::new();
    if let Some(refusal) = refusal {
        form.refuse(AppError::Invalid(refusal.fields()));
    }
    let check = {
        let (to, standing) = (to.clone(), mover.state.standing(&card));
        // Of many each is won for its own amount, and one without is refused by its name.
        let worth = if card.amount > Money::ZERO { card.amount } else { Money::whole(1) };
        let actual = (many && to.phase == Phase::Won).then(|| worth.field_text());
        move |form: &MoveForm| {
            let form = MoveForm { actual: actual.clone().unwrap_or_else(|| form.actual.clone()), ..form.clone() };
            form.answer(&standing, &to, today).map(|_| ())
        }
    };
    let closing = !to.phase.is_open();
    let title = if closing { close_title(&to) } else { format!("{} needs a little more", to.name) };
    let facts = match many {
        true => vec![format!("{} cards", others.len() + 1), "each for its own amount".to_owned()],
        false => vec![card.name.clone(), card.customer_name.clone(), card.amount.to_string()],
    };
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let falls = consequence(std::iter::once(&card).chain(&others));
    let submit = if closing { close_title(&to) } else { format!("Move to {}", to.name) };
    let tone = match to.phase {
        Phase::Lost => "danger",
        _ => "primary",
    };
    let fields = if closing {
        view! { <CloseFields to=to.clone() card=(*card).clone() form=typed.unwrap_or_default() many today /> }.erased()
    } else {
        view! { <MissingFields missing form=typed.unwrap_or_default() /> }.erased()
    };
    view! {
        <LocalForm state=form check on_answer=Callback::new(move |form: MoveForm| mover.answer_question(form))>
            <header class="dialog-head">
                <h2>{title}</h2>
                <p>{facts.join(" \u{b7} ")}</p>
                <button class="button" data-variant="quiet" data-icon-only="" type="button" aria-label="Close" on:click=move |_| cancel.run(())>
                    <Icon name="x" />
                </button>
            </header>
            {fields}
            <footer class="dialog-foot">
                <p class="note">{closing.then_some(falls)}</p>
                <button class="button" type="button" on:click=move |_| cancel.run(())>
                    {if closing { "Keep open" } else { "Cancel" }}
                </button>
                <button class="button" data-variant=tone>{submit}</button>
            </footer>
        </LocalForm>
    }
}

/// What closing does to the numbers, said before it is done.
fn consequence<'a>(cards: impl Iterator<Item = &'a CardRef>) -> String {
    let sum = cards.fold(Weighted::default(), |sum, card| sum + Weighted::of(card.amount, card.probability));
    format!("Weighted pipeline falls by {}.", sum.rounded())
}

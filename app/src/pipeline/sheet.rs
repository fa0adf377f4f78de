//! The small sheet that asks for what a stage needs, on the board itself. The same fields stand on the move and close pages.

use super::moves::{Mover, Question};
use crate::core::erase::Erase;
use crate::opportunities::fields::{CloseFields, MissingFields, close_title};
use crate::ui::form::{FormState, LocalForm};
use crate::ui::{Dialog, Icon};
use entity::opportunity::MoveForm;
use entity::opportunity::board::Card;
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
    Effect::new(move || open.set(mover.question.with(Option::is_some)));
    view! {
        <Dialog open on_close=move || mover.cancel_question() kind="dialog" label="Move">
            {move || mover.question.get().map(|question| view! { <Ask question mover /> })}
        </Dialog>
    }
}

#[component]
fn Ask(question: Question, mover: Mover) -> impl IntoView {
    let Question { card, to, missing } = question;
    let today = mover.state.today;
    let check = {
        let (to, standing) = (to.clone(), mover.state.standing(&card));
        move |form: &MoveForm| form.answer(&standing, &to, today).map(|_| ())
    };
    let closing = !to.phase.is_open();
    let title = if closing { close_title(&to) } else { format!("{} needs a little more", to.name) };
    let facts = [card.name.clone(), card.customer_name.clone(), card.amount.to_string()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let submit = if closing { close_title(&to) } else { format!("Move to {}", to.name) };
    let tone = match to.phase {
        entity::opportunity::Phase::Lost => "danger",
        _ => "primary",
    };
    let fields = if closing {
        view! { <CloseFields to=to.clone() card=(*card).clone() today /> }.erased()
    } else {
        view! { <MissingFields missing /> }.erased()
    };
    view! {
        <LocalForm state=FormState::new() check on_answer=Callback::new(move |form: MoveForm| mover.answer_question(form))>
            <header class="dialog-head">
                <h2>{title}</h2>
                <p>{facts.join(" \u{b7} ")}</p>
                <button class="button" data-variant="quiet" data-icon-only="" type="button" aria-label="Close" on:click=move |_| mover.cancel_question()>
                    <Icon name="x" />
                </button>
            </header>
            {fields}
            <footer class="dialog-foot">
                <p class="note">{closing.then(|| consequence(&card))}</p>
                <button class="button" type="button" on:click=move |_| mover.cancel_question()>
                    {if closing { "Keep open" } else { "Cancel" }}
                </button>
                <button class="button" data-variant=tone>{submit}</button>
            </footer>
        </LocalForm>
    }
}

/// What closing does to the numbers, said before it is done.
fn consequence(card: &Card) -> String {
    format!("Weighted pipeline falls by {}.", Weighted::of(card.amount, card.probability).rounded())
}

//! Adding an opportunity right in its column: its name, and what the stage asks for.

use super::live::Live;
use super::state::BoardState;
use crate::core::erase::Erase;
use crate::core::late::Late;
use crate::core::live::Heard;
use crate::opportunities::api::save_opportunity;
use crate::routes;
use crate::ui::form::{DateField, FormState, LocalForm, MoneyField, TextField};
use crate::ui::{Toast, Toasts, Tone, announce, fresh_key};
use entity::opportunity::{OpportunityForm, Required, Stage, StageKey};
use leptos::lazy;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Context of the board: the column something is being added to.
#[derive(Debug, Clone, Copy)]
pub struct Quick(pub RwSignal<Option<StageKey>>);

/// The form of one column, when it is wanted there.
#[component]
pub fn QuickAdd(stage: Stage, state: BoardState) -> impl IntoView {
    let quick = expect_context::<Quick>();
    let live = expect_context::<Live>();
    let key = stage.key.clone();
    let wanted = Memo::new(move |_| quick.0.with(|column| column.as_ref() == Some(&key)));
    let form = move || quick_form(stage.clone(), state, live, quick, wanted);
    state.may_work.then(|| view! { <Late wanted view=form /> })
}

#[lazy]
fn quick_form(stage: Stage, state: BoardState, live: Live, quick: Quick, wanted: Memo<bool>) -> AnyView {
    view! {
        <Show when=move || wanted.get()>
            <QuickForm stage=stage.clone() state live quick />
        </Show>
    }
    .erased()
}

#[component]
fn QuickForm(stage: Stage, state: BoardState, live: Live, quick: Quick) -> impl IntoView {
    let form = FormState::new();
    let toasts = Toasts::expect();
    // One key for one intention: pressing twice adds once.
    let key = fresh_key();
    let asks = stage.asks_for();
    let needs = move |what| asks.contains(&what);
    let full = format!("{}?stage={}", routes::OPPORTUNITY_NEW, stage.key);
    let close = move || {
        // Whoever went on to another field meanwhile stays there.
        let here = crate::ui::has_focus(".quick-add") || crate::ui::has_lost_focus();
        if let Some(column) = quick.0.try_update(Option::take).flatten().filter(|_| here) {
            crate::ui::focus_on(&format!("[data-quick=\"{column}\"]"));
        }
    };
    let to = stage.clone();
    let add = move |typed: OpportunityForm| {
        if form.busy.get_untracked() {
            return;
        }
        form.busy.set(true);
        // The event of it is one's own, should it come before the answer.
        state.mine.update_value(|mine| {
            mine.insert(key);
        });
        let (name, stage) = (typed.name.clone(), to.clone());
        spawn_local(async move {
            let answer = save_opportunity(typed, None, 0, key, stage.key.clone()).await;
            // It may be closed by now, and another one open.
            let open = !form.busy.is_disposed();
            if answer.is_err() && state.is_shown() {
                // Should it have been heard after all, it is news.
                state.mine.update_value(|mine| {
                    mine.remove(&key);
                });
                live.hear(Heard::Anew);
            }
            match answer {
                Ok(saved) => {
                    if open {
                        close();
                    }
                    announce(format!("Added {name} to {}.", stage.name));
                    let toast = Toast::new(format!("{name} added to {}.", stage.name)).silent();
                    toasts.show(toast.link("Open", routes::opportunity(saved.id)));
                    if state.is_shown() {
                        live.ask_about([saved.id]);
                    }
                }
                Err(error) if open => {
                    form.busy.set(false);
                    form.refuse(error);
                }
                Err(error) => {
                    let toast = Toast::new(format!("{name} was not added to {}.", stage.name)).tone(Tone::Danger);
                    toasts.show(toast.detail(error.in_full()));
                }
            }
        });
    };
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if node.get().is_some() {
            crate::ui::on_frame(|| crate::ui::focus_on(".quick-add input"));
        }
    });
    let check = |typed: &OpportunityForm| typed.parse().map(|_| ());
    view! {
        <div class="quick-add" node_ref=node on:keydown=escape>
            <LocalForm state=form check on_answer=Callback::new(add)>
                <div class="form"><div class="fields">
                    <TextField name="name" label="Name" maxlength=120 />
                    <MoneyField name="amount" label="Amount" optional={!needs(Required::Amount)} />
                    {needs(Required::Line).then(|| view! {
                        <TextField name="lines.0.description" label="What is sold" maxlength=120 placeholder="Make and model, or a few words" />
                    })}
                    {needs(Required::ExpectedClose).then(|| view! { <DateField name="expected_close" label="Expected close" /> })}
                </div></div>
                <footer class="quick-foot">
                    <button class="button" data-variant="primary" data-size="sm" aria-busy=move || form.busy.get().then_some("true")>
                        {format!("Add to {}", stage.name)}
                    </button>
                    <button class="button" type="button" data-size="sm" on:click=move |_| close()>"Cancel"</button>
                    <a href=full>"All fields"</a>
                </footer>
            </LocalForm>
        </div>
    }
}

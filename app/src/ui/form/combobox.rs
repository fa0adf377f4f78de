//! A choice among many, found by typing. Before scripting is there it is a plain choice of what is at hand.

use super::combobox_state::{ComboState, Note};
use super::frame::{Frame, Tie};
use super::suggest::{Add, Search, Suggestion};
use super::{FormState, input_name};
use crate::core::erase::Erase;
use crate::ui::{Icon, nearest, on_frame, set_unsaved};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// A field whose value is picked from entries.
#[component]
pub fn ComboBox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What is chosen now; its text is shown.
    #[prop(optional)]
    value: Suggestion,
    /// What is at hand: offered before anything is typed, and everything there is without scripting.
    options: Vec<Suggestion>,
    /// Finds more; without it typing filters what is at hand.
    #[prop(default = None)]
    search: Option<Search>,
    /// Adds what nobody knows yet.
    #[prop(default = None)]
    add: Option<Add>,
    #[prop(into, optional)] hint: String,
    #[prop(default = "Type to search")] placeholder: &'static str,
    #[prop(optional)] optional: bool,
    #[prop(default = 6)] span: u8,
) -> impl IntoView {
    let tie = Tie::new(&name, &hint);
    let input_name = input_name(&name);
    let plain = NodeRef::<html::Select>::new();
    let state = ComboState::new(value.clone(), options.clone(), search, add);
    let live = RwSignal::new(false);
    let known = options.clone();
    Effect::new(move || {
        // What was chosen before scripting was there is kept.
        if let Some(select) = plain.get_untracked() {
            let value = select.value();
            let chosen = known.iter().find(|option| option.value == value).cloned();
            if chosen.is_some() || value.is_empty() {
                state.pick(chosen.unwrap_or_default());
            }
        }
        live.set(true);
    });
    let select_tie = tie.clone();
    let content = move || {
        let (tie, name) = (select_tie.clone(), input_name.clone());
        if live.get() {
            return view! { <Live tie name state placeholder /> }.erased();
        }
        let mut all = options.clone();
        if !value.value.is_empty() && !all.iter().any(|option| option.value == value.value) {
            all.insert(0, value.clone());
        }
        let chosen = value.value.clone();
        let entries = all.into_iter().map(|Suggestion { value, text, note }| {
            let text = if note.is_empty() { text } else { format!("{text} ({note})") };
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        });
        view! {
            <span class="select">
                <select
                    id=tie.id.clone()
                    name=name
                    node_ref=plain
                    aria-invalid=tie.invalid()
                    aria-describedby=tie.described_by()
                >
                    <option value="">"None"</option>
                    {entries.collect_view()}
                </select>
                <Icon name="chevrons-up-down" />
            </span>
        }
        .erased()
    };
    view! { <Frame tie label hint optional span>{content}</Frame> }
}

/// The field once scripting is there.
#[component]
fn Live(tie: Tie, name: String, state: ComboState, placeholder: &'static str) -> impl IntoView {
    let list = format!("{}-list", tie.id);
    let option_id = {
        let list = list.clone();
        move |at: usize| format!("{list}-{at}")
    };
    let highlighted = option_id.clone();
    // A choice is as good as something typed; no input tells of it.
    let keeps = use_context::<FormState>().is_some_and(|form| form.keeps);
    let changed = move || {
        if keeps {
            set_unsaved(true);
        }
    };
    let pick = move |item: Suggestion| {
        changed();
        state.pick(item);
    };
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        state.text.set(text.clone());
        state.look(text);
    };
    let pressed = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            state.step(event.key() == "ArrowDown");
            if let Some(at) = state.active.get_untracked() {
                let option = highlighted(at);
                on_frame(move || nearest(&option));
            }
        }
        "Enter" => {
            let active = state.active.get_untracked().filter(|_| state.open.get_untracked());
            if let Some(item) = active.and_then(|at| state.items.with_untracked(|items| items.get(at).cloned())) {
                event.prevent_default();
                pick(item);
            } else if state.is_undecided() {
                // What would be sent is not what stands here.
                event.prevent_default();
                state.look(state.text.get_untracked());
            } else {
                state.leave();
            }
        }
        "Escape" => {
            if !state.open.get_untracked() && !state.text.with_untracked(String::is_empty) {
                changed();
            }
            escape(&event, state);
        }
        _ => {}
    };
    let active_id = {
        let option_id = option_id.clone();
        move || state.active.get().filter(|_| state.open.get()).map(&option_id)
    };
    let (invalid, is_told) = (tie.invalid(), tie.invalid());
    view! {
        <div class="combobox">
            <input type="hidden" name=name value=move || state.sent() />
            <input
                id=tie.id.clone()
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-autocomplete="list"
                aria-controls=list.clone()
                aria-expanded=move || if state.open.get() { "true" } else { "false" }
                aria-activedescendant=active_id
                aria-invalid=move || invalid().or(state.is_unknown.get().then_some("true"))
                aria-describedby=tie.described_by()
                prop:value=move || state.text.get()
                on:input=typed
                on:keydown=pressed
                on:click=move |_| {
                    if !state.open.get_untracked() {
                        state.look(String::new());
                    }
                }
                on:blur=move |_| queue_microtask(move || state.leave())
            />
            <ul class="listbox" id=list role="listbox" aria-label="Suggestions" hidden=move || !state.open.get()>
                <For
                    each=move || state.items.get().into_iter().enumerate()
                    key=|(at, item)| (*at, item.value.clone(), item.text.clone())
                    let((at, item))
                >
                    <Entry id=option_id(at) at item state pick />
                </For>
                <NoteLine state />
            </ul>
        </div>
        {move || {
            let unknown = state.is_unknown.get() && is_told().is_none();
            unknown.then(|| view! { <p class="error" role="status"><Icon name="circle-alert" />"Choose one of the list, or empty the field."</p> })
        }}
    }
}

/// Esc closes the list; on a closed list it clears the field, and then only is it the dialog's.
fn escape(event: &ev::KeyboardEvent, state: ComboState) {
    if state.open.get_untracked() {
        event.prevent_default();
        event.stop_propagation();
        state.close();
    } else if !state.text.with_untracked(String::is_empty) {
        event.prevent_default();
        event.stop_propagation();
        state.text.set(String::new());
        state.leave();
    }
}

#[component]
fn Entry(
    id: String,
    at: usize,
    item: Suggestion,
    state: ComboState,
    pick: impl Fn(Suggestion) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (text, note) = (item.text.clone(), item.note.clone());
    let selected = move || if state.active.get() == Some(at) { "true" } else { "false" };
    // On press, before the field loses the focus.
    let pressed = move |event: ev::MouseEvent| {
        event.prevent_default();
        pick(item.clone());
    };
    view! {
        <li id=id role="option" aria-selected=selected on:mousedown=pressed>
            <span>{text}</span>
            {(!note.is_empty()).then(|| view! { <small>{note}</small> })}
        </li>
    }
}

#[component]
fn NoteLine(state: ComboState) -> impl IntoView {
    let again = move |event: ev::MouseEvent| {
        event.prevent_default();
        state.look(state.text.get_untracked());
    };
    move || match state.note.get() {
        Note::Nothing => None,
        Note::Searching => Some(view! { <li class="note" role="presentation">"Searching"</li> }.erased()),
        Note::Found(0) => Some(view! { <li class="note" role="presentation">"No match"</li> }.erased()),
        Note::Found(1) => Some(view! { <li class="note" role="presentation">"1 result"</li> }.erased()),
        Note::Found(n) => Some(view! { <li class="note" role="presentation">{format!("{n} results")}</li> }.erased()),
        Note::Failed(why) => Some(
            view! {
                <li class="note" role="presentation">
                    {why}
                    " "
                    <button class="link-button" type="button" on:mousedown=again>"Try again"</button>
                </li>
            }
            .erased(),
        ),
    }
}

//! Ctrl K: go anywhere, add anything, find any record, by typing. `/search` is the same as a page.

mod entries;
mod state;

use crate::core::erase::Erase;
use crate::core::ways::Ways;
use crate::search::Marked;
use crate::ui::{Dialog, Icon, Kbd, may_leave, nearest};
use entity::Actor;
use entries::{Entry, Group};
use leptos::ev;
use leptos::html;
use leptos::lazy;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use state::PaletteState;

const LIST: &str = "palette-list";

/// The palette; `open` belongs to the frame.
#[lazy]
pub fn palette(open: RwSignal<bool>, actor: Actor, ways: Ways) -> AnyView {
    view! { <Palette open actor ways /> }.erased()
}

#[component]
fn Palette(open: RwSignal<bool>, actor: Actor, ways: Ways) -> impl IntoView {
    let state = PaletteState::new(open, actor, ways);
    Effect::new(move || {
        if open.get() {
            state.reset();
        }
    });
    view! {
        <Dialog open on_close=move || open.set(false) class="palette" label="Search and commands">
            <Field state />
            <Results state />
            <footer class="palette-foot">
                <span><Kbd key="\u{2191}" />" "<Kbd key="\u{2193}" />" choose"</span>
                <span><Kbd key="Ctrl" />" "<Kbd key="Enter" />" new tab"</span>
                <span><Kbd key=">" />" commands only"</span>
                <span class="palette-count">{move || counted(state.entries().len())}</span>
            </footer>
        </Dialog>
    }
}

#[component]
fn Field(state: PaletteState) -> impl IntoView {
    let navigate = use_navigate();
    let pressed = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            state.step(event.key() == "ArrowDown");
        }
        "Enter" => {
            event.prevent_default();
            let Some(entry) = state.chosen() else { return };
            if event.ctrl_key() || event.meta_key() {
                let _blocked = window().open_with_url_and_target(&entry.href, "_blank");
            } else {
                state.open.set(false);
                match entry.act {
                    Some(act) => act.run(),
                    None if !may_leave() => {}
                    None => navigate(&entry.href, NavigateOptions::default()),
                }
            }
        }
        _ => {}
    };
    let node = NodeRef::<html::Input>::new();
    let active = move || state.active.get().map(|href| option_id(&href));
    Effect::new(move || {
        if let (Some(node), true) = (node.get(), state.open.get()) {
            crate::ui::on_frame(move || {
                let _ = node.focus();
            });
        }
    });
    view! {
        <div class="palette-search">
            <Icon name="search" />
            <input
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="go"
                aria-label="Search or command"
                placeholder="Search, or type a command"
                aria-expanded="true"
                aria-controls=LIST
                aria-autocomplete="list"
                aria-activedescendant=active
                node_ref=node
                prop:value=move || state.typed.get()
                on:input=move |event| state.type_in(event_target_value(&event))
                on:keydown=pressed
            />
            <button type="button" aria-label="Close" on:click=move |_| state.open.set(false)><Kbd key="Esc" /></button>
        </div>
    }
}

#[component]
fn Results(state: PaletteState) -> impl IntoView {
    let groups = move || {
        let entries = state.entries();
        let filled = Group::ALL.into_iter().filter_map(move |group| {
            let entries: Vec<Entry> = entries.iter().filter(|entry| entry.group == group).cloned().collect();
            (!entries.is_empty()).then(|| view! { <GroupOf group entries state /> })
        });
        filled.collect_view()
    };
    view! { <div class="palette-results" role="listbox" id=LIST aria-label="Results">{groups}</div> }
}

#[component]
fn GroupOf(group: Group, entries: Vec<Entry>, state: PaletteState) -> impl IntoView {
    view! {
        <div role="group" aria-label=group.title()>
            <p role="presentation">{group.title()}</p>
            {entries.into_iter().map(|entry| view! { <Line entry state /> }).collect_view()}
        </div>
    }
}

#[component]
fn Line(entry: Entry, state: PaletteState) -> impl IntoView {
    let navigate = use_navigate();
    let Entry { group, icon, text, note, href, keys, act } = entry;
    let record = group == Group::Records;
    let q = untrack(|| state.typed.get());
    let text = if record { view! { <Marked text q=q.clone() /> }.erased() } else { text.erased() };
    let note = if record { view! { <Marked text=note q /> }.erased() } else { note.erased() };
    let (here, id) = (href.clone(), option_id(&href));
    let selected = Memo::new(move |_| state.active.with(|active| active.as_deref() == Some(here.as_str())));
    let line = id.clone();
    Effect::new(move || {
        if selected.get() {
            nearest(&line);
        }
    });
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        state.open.set(false);
        match &act {
            Some(act) => act.run(),
            None if !may_leave() => {}
            None => navigate(&href, NavigateOptions::default()),
        }
    };
    view! {
        <div
            role="option"
            id=id
            aria-selected=move || if selected.get() { "true" } else { "false" }
            on:click=go
        >
            <Icon name=icon />
            <span>{text}</span>
            <small>{note}</small>
            {(!keys.is_empty()).then(|| view! { <kbd>{keys}</kbd> })}
        </div>
    }
}

/// How much the list holds.
fn counted(entries: usize) -> String {
    match entries {
        1 => "1 result".to_owned(),
        n => format!("{n} results"),
    }
}

/// An id made of an address.
fn option_id(href: &str) -> String {
    let plain: String = href.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("go{plain}")
}

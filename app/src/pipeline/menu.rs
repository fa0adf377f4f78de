//! The way to move a card that needs no dragging (B-07): a menu beside it, on a phone a sheet from below.

use super::focus;
use super::moves::Mover;
use super::state::{BoardState, CardRef};
use crate::core::erase::Erase;
use crate::core::ways::{Act, Way};
use crate::opportunities::fields::{outcome_icon, way_to};
use crate::routes;
use crate::ui::{Dialog, Icon, Menu, announce, copy, matches_media};
use entity::opportunity::{Place, Required, Stage};
use entity::shared::ids::OpportunityId;
use leptos::lazy;
use leptos::prelude::*;

/// Context of the board: the card whose menu is open.
#[derive(Debug, Clone, Copy)]
pub struct CardMenu(pub RwSignal<Option<CardRef>>);

impl CardMenu {
    /// Opens the menu of a card.
    pub fn open(self, card: CardRef) {
        self.0.set(Some(card));
    }

    /// Closes it.
    pub fn close(self) {
        self.0.set(None);
    }
}

/// The menu, as a sheet below 768 px.
#[lazy]
pub fn move_menu(state: BoardState, mover: Mover, menu: CardMenu) -> AnyView {
    view! { <MoveMenu state mover menu /> }.erased()
}

#[component]
fn MoveMenu(state: BoardState, mover: Mover, menu: CardMenu) -> impl IntoView {
    let sheet = RwSignal::new(false);
    let popup = RwSignal::new(false);
    Effect::new(move || {
        let open = menu.0.with(Option::is_some);
        let narrow = matches_media("(width < 48rem)");
        sheet.set(open && narrow);
        popup.set(open && !narrow);
    });
    view! {
        <Dialog open=sheet on_close=move || menu.close() kind="sheet" label="Move">
            {move || menu.0.get().filter(|_| sheet.get()).map(|card| view! { <Sheet card state mover menu /> })}
        </Dialog>
        <Menu open=popup on_close=move || menu.close() label="Actions for this card">
            {move || menu.0.get().filter(|_| popup.get()).map(|card| view! { <Items card state mover menu /> })}
        </Menu>
    }
}

/// Open stages, then outcomes.
fn stages(state: BoardState) -> (Vec<Stage>, Vec<Stage>) {
    let open = state.all().into_iter().map(|column| column.stage.get_value()).collect();
    let ended = state.closed.get_untracked().into_iter().map(|(stage, _)| stage).collect();
    (open, ended)
}

/// What may be done with a card, for the palette.
pub fn ways(mover: Mover, card: &CardRef) -> Vec<Way> {
    if !mover.state.may_lift(card.id) {
        return Vec::new();
    }
    let (open, ended) = stages(mover.state);
    let moves = open.into_iter().chain(ended).filter(|stage| stage.key != card.stage).map(|stage| {
        let (way, here) = (way_to(card.id, &card.name, &stage), CardRef::clone(card));
        let act = Act::new(move || {
            focus::remember(here.id, &here.stage);
            mover.send(CardRef::clone(&here), &stage.key, Place::Ordered);
        });
        Way { act: Some(act), ..way }
    });
    moves.collect()
}

/// What a stage says about itself in the list.
fn note(state: BoardState, card: &CardRef, stage: &Stage) -> String {
    if stage.key == card.stage {
        return "now here".to_owned();
    }
    let missing = state.missing(card, stage);
    if missing.is_empty() {
        return stage.probability.to_string();
    }
    let asks: Vec<String> = missing.iter().map(|field: &Required| field.label().to_lowercase()).collect();
    format!("{}, asks for {}", stage.probability, asks.join(", "))
}

#[component]
fn Items(card: CardRef, state: BoardState, mover: Mover, menu: CardMenu) -> impl IntoView {
    let (open, ended) = stages(state);
    let go = {
        let card = card.clone();
        move |stage: &Stage| {
            menu.close();
            super::focus::remember(card.id, &card.stage);
            mover.send_chosen(card.clone(), &stage.key);
            mover.settle();
        }
    };
    let opens = open.into_iter().filter(|stage| stage.key != card.stage).map(|stage| {
        let (go, note) = (go.clone(), note(state, &card, &stage));
        let (phase, name) = (stage.phase.word(), stage.name.clone());
        view! {
            <button class="menu-item" type="button" role="menuitem" on:click=move |_| go(&stage)>
                <span class="stage-mark" data-phase=phase>{name}</span>
                <span class="note">{note}</span>
            </button>
        }
    });
    let opens = opens.collect_view();
    let ends = ended.into_iter().map(|stage| {
        let go = go.clone();
        let (icon, name) = (outcome_icon(stage.phase), stage.name.clone());
        view! {
            <button class="menu-item" type="button" role="menuitem" on:click=move |_| go(&stage)><Icon name=icon />{name}</button>
        }
    });
    let ends = ends.collect_view();
    let id = card.id;
    let select = move |_| {
        menu.close();
        state.choose(id);
    };
    let link = move |_| copy_link(menu, id);
    let reassign = state.may_reassign;
    let going = state.going_with(&card).len();
    view! {
        <p class="menu-label">{match going { 1 => "Move to".to_owned(), n => format!("Move {n} cards to") }}</p>
        {opens}
        {ends}
        <hr />
        <button class="menu-item" type="button" role="menuitem" on:click=select><Icon name="check" />"Select"<kbd>"x"</kbd></button>
        <button class="menu-item" type="button" role="menuitem" on:click=link><Icon name="copy" />"Copy link"</button>
        {reassign.then(|| view! { <a class="menu-item" role="menuitem" href=routes::opportunity_owner(id)><Icon name="user" />"Reassign"</a> })}
        <a class="menu-item" role="menuitem" href=routes::opportunity(card.id)><Icon name="external-link" />"Open"</a>
        <a class="menu-item" role="menuitem" href=routes::opportunity_edit(card.id)><Icon name="pencil" />"Edit"</a>
    }
}

fn copy_link(menu: CardMenu, id: OpportunityId) {
    menu.close();
    announce(match copy(&routes::opportunity(id)) {
        true => "The link is on the clipboard.",
        false => "This browser gives no clipboard to pages without TLS.",
    });
}

#[component]
fn Sheet(card: CardRef, state: BoardState, mover: Mover, menu: CardMenu) -> impl IntoView {
    let (open, ended) = stages(state);
    let here = state.stage(&card.stage).map_or_else(String::new, |stage| stage.name);
    let go = {
        let card = card.clone();
        move |stage: &Stage| {
            menu.close();
            // On a phone the board stays at the column one works in.
            mover.send_chosen(card.clone(), &stage.key);
        }
    };
    let id = card.id;
    let select = move |_| {
        menu.close();
        state.choose(id);
    };
    let (title, facts) = match state.going_with(&card).len() {
        1 => (
            format!("Move {}", card.name),
            [card.customer_name.clone(), card.amount.to_string(), format!("now in {here}")],
        ),
        n => (format!("Move {n} cards"), [card.name.clone(), format!("and {} more", n - 1), String::new()]),
    };
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let opens = open.into_iter().map(|stage| {
        let (go, note) = (go.clone(), note(state, &card, &stage));
        let (phase, name, now) = (stage.phase.word(), stage.name.clone(), stage.key == card.stage);
        view! {
            <li>
                <button class="move-to" type="button" disabled=now aria-current=now.then_some("step") on:click=move |_| go(&stage)>
                    <span class="stage-mark" data-phase=phase>{name}</span>
                    <span class="note">{note}</span>
                </button>
            </li>
        }
    });
    let opens = opens.collect_view();
    let ends = ended.into_iter().map(|stage| {
        let go = go.clone();
        let (icon, name, phase) = (outcome_icon(stage.phase), stage.name.clone(), stage.phase.word());
        view! {
            <button class="button" type="button" data-phase=phase on:click=move |_| go(&stage)><Icon name=icon />{name}</button>
        }
    });
    let ends = ends.collect_view();
    view! {
        <div class="dialog-body">
            <header class="sheet-head">
                <h2>{title}</h2>
                <p>{facts.join(" \u{b7} ")}</p>
            </header>
            <ul class="move-list">{opens}</ul>
            <div class="move-ends">{ends}</div>
            <footer class="move-foot">
                <a class="button" data-variant="quiet" href=routes::opportunity(id)>"Open"</a>
                <a class="button" data-variant="quiet" href=routes::opportunity_edit(id)>"Edit"</a>
                {state.may_reassign.then(|| view! { <a class="button" data-variant="quiet" href=routes::opportunity_owner(id)>"Reassign"</a> })}
                <button class="button" data-variant="quiet" type="button" on:click=select>"Select"</button>
                <button class="button" data-variant="quiet" type="button" on:click=move |_| copy_link(menu, id)>"Copy link"</button>
            </footer>
        </div>
    }
}

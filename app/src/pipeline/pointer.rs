//! The board under a pointer: the drag layer, and what its drops mean here.

#[cfg(feature = "hydrate")]
pub use bound::bind;

#[cfg(feature = "hydrate")]
mod bound {
    use crate::pipeline::keys::Keys;
    use crate::pipeline::lift::By;
    use crate::ui::drag::dom::Drag;
    use crate::ui::drag::machine::Point;
    use crate::ui::drag::owner::{Callbacks, Selectors};
    use crate::ui::{announce, matches_media};
    use entity::opportunity::{OpportunitySort, Place, StageKey};
    use entity::shared::ids::OpportunityId;
    use leptos::prelude::*;
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement};

    const SELECTORS: Selectors = Selectors {
        item: "article[data-opp]",
        not: "button:not(.card-handle), .card-menu, input, select, textarea",
        handle: ".card-handle",
        target: "[data-column]:not(.closure), [data-target]",
        across: ".columns",
        down: ".cards",
        copy: "card-copy",
    };

    /// Movement that is none, in px.
    const STAYS: f64 = 8.0;
    /// Between two rows, in px.
    const GAP: f64 = 8.0;

    /// Listens on the board for as long as the returned layer lives.
    pub fn bind(root: HtmlElement, keys: Keys) -> Option<Drag> {
        let (state, lift, mover) = (keys.state, keys.lift, keys.mover);
        // Where it was lifted, and whether it has been anywhere else since.
        let start = Rc::new(Cell::new(None::<Point>));
        let went = Rc::new(Cell::new(false));
        let (begins, goes, stayed) = ((Rc::clone(&start), Rc::clone(&went)), (start, Rc::clone(&went)), went);
        let callbacks = Callbacks {
            may_lift: Box::new(move |item| id_of(item).is_some_and(|id| state.may_lift(id)) && !lift.is_up()),
            lifted: Box::new(move |item| {
                begins.0.set(None);
                begins.1.set(false);
                let Some(card) = id_of(item).and_then(|id| state.card(id)) else { return 0 };
                buzz();
                lift.take(state, card, By::Pointer);
                lift.0.with_untracked(|air| air.as_ref().map_or(0, |air| air.cards().count()))
            }),
            over: Box::new(move |target, at| {
                let first = goes.0.get().unwrap_or(at);
                goes.0.set(Some(first));
                if (at.x - first.x).hypot(at.y - first.y) > STAYS {
                    goes.1.set(true);
                }
                let over = target.and_then(stage_of);
                let manual = state.sort == OpportunitySort::Manual;
                let place = target.filter(|_| manual).and_then(|target| place_at(target, at));
                let same =
                    lift.0.with_untracked(|air| air.as_ref().is_none_or(|air| air.over == over && air.place == place));
                if !same {
                    lift.0.update(|air| {
                        if let Some(air) = air {
                            (air.over, air.place) = (over, place);
                        }
                    });
                }
            }),
            dropped: Box::new(move |_, target, _| {
                let (Some(over), Some(air)) = (stage_of(target), lift.land(state)) else { return false };
                if !stayed.get() && matches_media("(pointer: coarse)") {
                    // A finger that held a card and went nowhere chooses it (B-31).
                    state.choose(air.card.id);
                    return true;
                }
                if !air.others.is_empty() {
                    mover.send_many(air.cards().cloned().collect(), &over);
                    return true;
                }
                let place = air.place.map_or(Place::Ordered, |place| keys.gap(&air.card, &over, place));
                let stays = over == air.card.stage && (place == Place::Ordered || place == state.place_of(&air.card));
                mover.send(air.card, &over, place);
                !stays
            }),
            returned: Box::new(move |_| {
                if let Some(air) = lift.land(state) {
                    let stage = state.stage_name(&air.card.stage);
                    announce(format!("Move cancelled, {} stays in {stage}.", air.card.name));
                }
            }),
        };
        Drag::on(root, SELECTORS, callbacks)
    }

    fn id_of(item: &Element) -> Option<OpportunityId> {
        item.get_attribute("data-opp")?.parse().ok()
    }

    fn stage_of(target: &HtmlElement) -> Option<StageKey> {
        target.get_attribute("data-column").or_else(|| target.get_attribute("data-target"))?.parse().ok()
    }

    /// How many cards of a column stand above the pointer, without the lifted one. Rows have one height, so the first row
    /// tells where all are.
    fn place_at(target: &HtmlElement, at: Point) -> Option<usize> {
        let list: HtmlElement = target.query_selector(".cards").ok()??.dyn_into().ok()?;
        let rows = list.query_selector_all("li > article[data-opp]").ok()?;
        let row = |i: u32| rows.item(i)?.dyn_into::<HtmlElement>().ok();
        let Some(first) = row(0) else { return Some(0) };
        let rect = first.get_bounding_client_rect();
        let height = rect.height() + GAP;
        let above = ((at.y - rect.top()) / height + 0.5).floor().max(0.0) as u32;
        let above = above.min(rows.length());
        let lifted = (0..above).filter_map(row).filter(|card| card.has_attribute("data-dragging")).count();
        let before: usize =
            list.style().get_property_value("--before").ok().and_then(|rows| rows.parse().ok()).unwrap_or(0);
        Some(before + above as usize - lifted)
    }

    /// A short tick where the machine can (B-02).
    fn buzz() {
        if let Some(window) = web_sys::window() {
            let navigator = window.navigator();
            if js_sys::Reflect::has(&navigator, &"vibrate".into()).unwrap_or(false) {
                let _ = navigator.vibrate_with_duration(10);
            }
        }
    }
}

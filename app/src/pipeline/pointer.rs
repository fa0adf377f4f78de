//! The board under a pointer: the drag layer, and what its drops mean here.

#[cfg(feature = "hydrate")]
pub use bound::bind;

#[cfg(feature = "hydrate")]
mod bound {
    use crate::pipeline::keys::Keys;
    use crate::pipeline::lift::{Air, By};
    use crate::ui::announce;
    use crate::ui::drag::dom::Drag;
    use crate::ui::drag::machine::Point;
    use crate::ui::drag::owner::{Callbacks, Selectors};
    use entity::opportunity::{OpportunitySort, StageKey};
    use entity::shared::ids::OpportunityId;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement};

    const SELECTORS: Selectors = Selectors {
        item: "article[data-opp]",
        not: "button, .card-menu, input, select, textarea",
        target: "[data-column]:not(.closure), [data-target]",
        across: ".columns",
        down: ".cards",
        copy: "card-copy",
    };

    /// Listens on the board for as long as the returned layer lives.
    pub fn bind(root: HtmlElement, keys: Keys) -> Option<Drag> {
        let (state, lift, mover) = (keys.state, keys.lift, keys.mover);
        let callbacks = Callbacks {
            may_lift: Box::new(move |item| {
                id_of(item).is_some_and(|id| state.may_work && !state.marked(id).saving && !state.marked(id).pending)
            }),
            lifted: Box::new(move |item| {
                let Some(card) = id_of(item).and_then(|id| state.card(id)) else { return };
                buzz();
                state.mark(card.id, |mark| mark.dragging = true);
                lift.0.set(Some(Air { card, by: By::Pointer, over: None, place: None }));
            }),
            over: Box::new(move |target, at| {
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
            dropped: Box::new(move |item, target, _| {
                let air = lift.0.get_untracked();
                let (Some(id), Some(over), Some(air)) = (id_of(item), stage_of(target), air) else { return false };
                let behind = air.place.and_then(|place| keys.behind(&air.card, &over, place));
                lift.0.set(None);
                state.mark(id, |mark| mark.dragging = false);
                if over == air.card.stage && behind.is_none() {
                    announce(format!("Move cancelled, {} stays where it was.", air.card.name));
                    return false;
                }
                mover.send(air.card, &over, behind);
                true
            }),
            returned: Box::new(move |item| {
                let Some(id) = id_of(item) else { return };
                if let Some(air) = lift.0.get_untracked() {
                    announce(format!("Move cancelled, {} stays where it was.", air.card.name));
                    lift.0.set(None);
                }
                state.mark(id, |mark| mark.dragging = false);
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

    /// How many cards of a column stand above the pointer, without the lifted one.
    fn place_at(target: &HtmlElement, at: Point) -> Option<usize> {
        let cards = target.query_selector_all("article[data-opp]:not([data-dragging])").ok()?;
        let above = (0..cards.length()).filter_map(|i| cards.item(i)?.dyn_into::<Element>().ok()).filter(|card| {
            let rect = card.get_bounding_client_rect();
            rect.top() + rect.height() / 2.0 < at.y
        });
        Some(above.count() + rows_before(target))
    }

    /// Rows above the rendered window.
    fn rows_before(target: &HtmlElement) -> usize {
        let list = target.query_selector(".cards").ok().flatten().and_then(|list| list.dyn_into::<HtmlElement>().ok());
        list.and_then(|list| list.style().get_property_value("--before").ok()?.parse().ok()).unwrap_or(0)
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

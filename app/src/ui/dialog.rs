//! Dialogs and menus on native elements.

use super::browser::{after, on_frame};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Asked before something typed is lost.
pub const DISCARD: &str = "Discard what you typed?";

/// A modal `<dialog>`: Esc and a click beside it close it, the focus goes back where it came from.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// It was closed by the user.
    on_close: impl Fn() + Clone + Send + Sync + 'static,
    /// `dialog`, `sheet` for one that rises from below, or `drawer` for one at the side.
    #[prop(default = "dialog")]
    kind: &'static str,
    /// Its look: `dialog`, or a class of its own.
    #[prop(default = "dialog")]
    class: &'static str,
    /// `sm` or `lg`; otherwise as wide as a form likes.
    #[prop(optional)]
    size: Option<&'static str>,
    /// True while something typed would be lost by closing; then it asks first.
    #[prop(optional, into)]
    dirty: Option<Signal<bool>>,
    /// It asks something: the focus begins at its first field.
    #[prop(optional)]
    asks: bool,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: String,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let open = open.get();
        if let Some(dialog) = node.get() {
            // After its content is rendered, so that the first field can take the focus.
            on_frame(move || {
                if open && !dialog.open() {
                    let _ = dialog.show_modal();
                    if asks {
                        begin_at_field(&dialog);
                        // Some of its fields may have to be loaded first.
                        let later = dialog.clone();
                        after(150, move || begin_at_field(&later));
                    }
                } else if !open && dialog.open() {
                    dialog.close();
                }
            });
        }
    });
    let keep = move || dirty.is_some_and(|dirty| dirty.get_untracked()) && !confirmed(DISCARD);
    let cancel = on_close.clone();
    let cancelled = move |event: ev::Event| {
        event.prevent_default();
        if !keep() {
            cancel();
        }
    };
    // A second Esc closes it whatever a page says.
    let gone = on_close.clone();
    let closed = move |_: ev::Event| {
        if open.get_untracked() {
            gone();
        }
    };
    let pressed = move |event: ev::MouseEvent| {
        // The backdrop belongs to the dialog element itself, and so do its scrollbar and its margins.
        if event.target().as_ref() == event.current_target().as_ref() && is_beside(&event) && !keep() {
            on_close();
        }
    };
    let (sheet, drawer) = ((kind == "sheet").then_some(""), (kind == "drawer").then_some(""));
    view! {
        <dialog
            class=class
            data-sheet=sheet
            data-drawer=drawer
            data-size=size
            aria-label=label
            node_ref=node
            on:cancel=cancelled
            on:close=closed
            on:mousedown=pressed
        >
            {move || open.get().then(|| children())}
        </dialog>
    }
}

/// Whether a press lies outside of the box it fell to.
fn is_beside(event: &ev::MouseEvent) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let Some(dialog) = event.current_target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) else {
            return false;
        };
        let (around, x, y) =
            (dialog.get_bounding_client_rect(), f64::from(event.client_x()), f64::from(event.client_y()));
        !(around.left()..=around.right()).contains(&x) || !(around.top()..=around.bottom()).contains(&y)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}

/// The browser would put the focus on whatever stands first, and that is often the button that closes it. Who is elsewhere in
/// it by now, or is told why he was refused, is left there.
fn begin_at_field(dialog: &leptos::web_sys::HtmlDialogElement) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let found = |what: &str| dialog.query_selector(what).ok().flatten();
        if found("[role=alert], :is(input, select, textarea):focus").is_some() {
            return;
        }
        let chosen = || found("input:checked");
        let field = || found(":is(input, select, textarea):not([type=hidden], :disabled)");
        if let Some(field) = chosen().or_else(field)
            && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = field.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = dialog;
}

/// Asks a plain question that stops everything else.
pub fn confirmed(question: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return web_sys::window().is_some_and(|window| window.confirm_with_message(question).unwrap_or(true));
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = question;
        true
    }
}

/// A menu beside the control that has the focus; arrows, Home, End, first letters, Esc and Tab as expected.
#[component]
pub fn Menu(
    #[prop(into)] open: Signal<bool>,
    on_close: impl Fn() + Clone + Send + Sync + 'static,
    #[prop(into)] label: String,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::menu_dom::bind(open, node, on_close);
    #[cfg(not(feature = "hydrate"))]
    let _ = on_close;
    view! {
        <div class="menu" popover="manual" role="menu" aria-label=label data-placed="" node_ref=node>
            {move || open.get().then(|| children())}
        </div>
    }
}

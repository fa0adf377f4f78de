//! Dialogs and menus on native elements.

use super::browser::on_frame;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// A modal `<dialog>`: Esc and a click beside it close it, the focus goes back where it came from.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// It was closed by the user.
    on_close: impl Fn() + Clone + Send + Sync + 'static,
    /// `dialog`, or `sheet` for one that rises from below.
    #[prop(default = "dialog")]
    kind: &'static str,
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
                } else if !open && dialog.open() {
                    dialog.close();
                }
            });
        }
    });
    let closed = on_close.clone();
    let cancelled = move |event: ev::Event| {
        event.prevent_default();
        closed();
    };
    let pressed = move |event: ev::MouseEvent| {
        // The backdrop belongs to the dialog element itself.
        if event.target().as_ref() == event.current_target().as_ref() {
            on_close();
        }
    };
    let sheet = (kind == "sheet").then_some("");
    view! {
        <dialog class="dialog" data-sheet=sheet aria-label=label node_ref=node on:cancel=cancelled on:mousedown=pressed>
            {move || open.get().then(|| children())}
        </dialog>
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

//! What one presses, and what opens then.

use super::Part;
use crate::ui::{Button, Dialog, Icon, Kbd, LinkButton, Menu, MenuButton, Toast, Toasts, Tone, Variant, announce};
use leptos::prelude::*;

#[component]
pub fn Buttons() -> impl IntoView {
    let pressed = RwSignal::new(true);
    view! {
        <Part title="Button">
            <div class="button-group">
                <Button variant=Variant::Primary>"Primary"</Button>
                <Button>"Secondary"</Button>
                <Button variant=Variant::Quiet>"Quiet"</Button>
                <Button variant=Variant::Danger>"Danger"</Button>
                <Button icon="plus">"With icon"</Button>
                <Button icon="ellipsis" label="More" />
                <Button size="sm">"Small"</Button>
                <LinkButton href="#main" icon="arrow-right">"A link"</LinkButton>
            </div>
            <div class="button-group">
                <Button variant=Variant::Primary busy=true>"Busy"</Button>
                <Button busy=true>"Busy"</Button>
                <Button variant=Variant::Primary disabled=true>"Disabled"</Button>
                <Button pressed on_press=move |()| pressed.update(|on| *on = !*on)>"Switches"</Button>
            </div>
        </Part>
    }
}

#[component]
pub fn Menus() -> impl IntoView {
    let open = RwSignal::new(false);
    let close = move || open.set(false);
    view! {
        <Part title="Menu">
            <div class="button-group">
                <MenuButton id="gallery-places" text="Links">
                    <li><a class="menu-item" href="#main" aria-current="true"><Icon name="house" />"Here"</a></li>
                    <li><a class="menu-item" href="#main"><Icon name="list" />"There"</a></li>
                    <li><hr /></li>
                    <li><button class="menu-item" type="button" data-tone="danger"><Icon name="trash-2" />"Delete"</button></li>
                </MenuButton>
                <Button on_press=move |()| open.set(true)>"Actions with arrow keys"</Button>
            </div>
            <Menu open on_close=close label="Actions">
                <button class="menu-item" type="button" role="menuitem" on:click=move |_| close()><Icon name="pencil" />"Edit"<Kbd key="e" /></button>
                <button class="menu-item" type="button" role="menuitem" on:click=move |_| close()><Icon name="copy" />"Copy link"</button>
                <button class="menu-item" type="button" role="menuitem" on:click=move |_| close()><Icon name="external-link" />"Open"</button>
            </Menu>
        </Part>
    }
}

#[component]
pub fn Dialogs() -> impl IntoView {
    let shown = RwSignal::new("");
    let button = move |kind: &'static str, text: &'static str| {
        view! { <Button on_press=move |()| shown.set(kind)>{text}</Button> }
    };
    let is = move |kind| Signal::derive(move || shown.get() == kind);
    let close = move || shown.set("");
    view! {
        <Part title="Dialog, sheet, drawer">
            <div class="button-group">{button("dialog", "Dialog")}{button("sheet", "Sheet")}{button("drawer", "Drawer")}</div>
            <Dialog open=is("dialog") on_close=close label="A dialog" size="sm"><Body title="A dialog" close /></Dialog>
            <Dialog open=is("sheet") on_close=close kind="sheet" label="A sheet"><Body title="A sheet" close /></Dialog>
            <Dialog open=is("drawer") on_close=close kind="drawer" label="A drawer"><Body title="A drawer" close /></Dialog>
        </Part>
    }
}

#[component]
fn Body(title: &'static str, close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let close = move |()| close();
    view! {
        <div class="dialog-body">
            <header class="dialog-head">
                <h2>{title}</h2>
                <p>"The focus stays inside and goes back where it came from."</p>
                <Button variant=Variant::Quiet icon="x" label="Close" on_press=close />
            </header>
            <p>"Esc and a press beside it close it too."</p>
            <div class="dialog-foot">
                <Button on_press=close>"Cancel"</Button>
                <Button variant=Variant::Primary on_press=close>"Do it"</Button>
            </div>
        </div>
    }
}

#[component]
pub fn Messages() -> impl IntoView {
    let toasts = Toasts::expect();
    let plain = move |()| toasts.show(Toast::new("Saved."));
    let undo = move |()| {
        let undone = move || toasts.show(Toast::new("Undone."));
        toasts.show(Toast::new("Moved to Proposal.").action("Undo", undone));
    };
    let failed = move |()| {
        toasts.show(Toast::new("Not moved").detail("It needs a line and a close date.").tone(Tone::Danger));
    };
    view! {
        <Part title="Toast">
            <div class="button-group">
                <Button on_press=plain>"Plain"</Button>
                <Button on_press=undo>"With an action"</Button>
                <Button on_press=failed>"Error"</Button>
                <Button on_press=|()| announce("Only screen readers hear this.")>"For screen readers alone"</Button>
            </div>
        </Part>
    }
}

//! The dialog that signs in again over a page.

use super::api::SignIn;
use super::sign_in::SignInFields;
use super::types::Went;
use crate::core::again::SignInAgain;
use crate::core::erase::Erase;
use crate::core::session::read_session;
use crate::ui::form::{PostForm, Submit};
use crate::ui::{Dialog, load};
use entity::shared::ids::UserId;
use entity::user::SignInForm;
use leptos::lazy;
use leptos::prelude::*;

/// Opens when something was refused because the session of `who` has ended.
#[lazy]
pub fn sign_in_again(again: SignInAgain, who: UserId) -> AnyView {
    view! { <AgainDialog again who /> }.erased()
}

#[component]
fn AgainDialog(again: SignInAgain, who: UserId) -> impl IntoView {
    view! {
        <Dialog open=again.0 on_close=move || again.end(false) label="Sign in again" size="sm">
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>"Sign in again"</h2>
                    <p>"Your session has ended. What you did is still here, and goes on its way when you are back."</p>
                </header>
                <AgainForm again who />
            </div>
        </Dialog>
    }
}

#[component]
fn AgainForm(again: SignInAgain, who: UserId) -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let on_done = move |_: Went| {
        leptos::task::spawn_local(async move {
            match read_session().await {
                Ok(Some(now)) if now.actor.id == who => again.end(true),
                // Somebody else: nothing on this page is his.
                _ => load(""),
            }
        });
    };
    view! {
        <PostForm action check=|input: &SignIn| input.form.parse().map(|_| ()) class="stack" ids="again" on_done=on_done>
            <SignInFields typed=SignInForm::default() />
            <footer class="dialog-foot">
                <button class="button" type="button" on:click=move |_| again.end(false)>"Not now"</button>
                <Submit>"Sign in"</Submit>
            </footer>
        </PostForm>
    }
}

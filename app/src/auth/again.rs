//! The dialog that signs in again over a page.

use super::api::SignIn;
use super::sign_in::SignInFields;
use super::types::Went;
use crate::core::again::SignInAgain;
use crate::core::erase::Erase;
use crate::core::session::read_session;
use crate::ui::form::{PostForm, Submit};
use crate::ui::{Dialog, Icon, load, set_unsaved};
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
    // Of the dialog, not of the form in it: both live until it is known who has signed in.
    let action = ServerAction::<SignIn>::new();
    let unsure = RwSignal::new(None);
    let give_up = Callback::new(move |()| {
        if !action.pending().get_untracked() {
            again.end(false);
        }
    });
    view! {
        <Dialog open=again.0 on_close=move || give_up.run(()) label="Sign in again" size="sm">
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>"Sign in again"</h2>
                    <p>"Your session has ended. What you did is still here, and goes on its way when you are back."</p>
                </header>
                <AgainForm action again who unsure give_up />
            </div>
        </Dialog>
    }
}

#[component]
fn AgainForm(
    action: ServerAction<SignIn>,
    again: SignInAgain,
    who: UserId,
    /// Why it is not known who has signed in.
    unsure: RwSignal<Option<String>>,
    give_up: Callback<()>,
) -> impl IntoView {
    let on_done = move |_: Went| {
        leptos::task::spawn_local(async move {
            match read_session().await {
                Ok(Some(now)) if now.actor.id == who => again.end(true),
                // Somebody else: nothing on this page is his, and nobody is asked.
                Ok(_) => {
                    set_unsaved(false);
                    load("");
                }
                Err(error) => unsure.set(Some(error.to_string())),
            }
        });
    };
    let check = move |input: &SignIn| {
        unsure.set(None);
        input.form.parse().map(|_| ())
    };
    view! {
        <PostForm action check class="stack" ids="again" on_done=on_done>
            <SignInFields typed=SignInForm::default() />
            {move || unsure.get().map(|why| view! { <p class="error" role="alert"><Icon name="circle-alert" />{why}</p> })}
            <footer class="dialog-foot">
                <button class="button" type="button" on:click=move |_| give_up.run(())>"Not now"</button>
                <Submit>"Sign in"</Submit>
            </footer>
        </PostForm>
    }
}

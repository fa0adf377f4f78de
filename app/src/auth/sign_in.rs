//! `/login`.

use super::api::SignIn;
use crate::core::erase::Erase;
use crate::core::flash::{Flash, flash_id, flash_of};
use crate::core::load::load;
use crate::ui::Icon;
use crate::ui::form::{Checkbox, Hidden, PasswordField, PostForm, TextField};
use entity::user::SignInForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// Sign in.
pub struct SignInPage;

#[lazy_route]
impl LazyRoute for SignInPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = flash_id();
        let query = use_query_map();
        let next = Memo::new(move |_| query.with(|query| query.get("next")).unwrap_or_default());
        let flash = load(move || id.get(), flash_of);
        view! {
            <Title text="Sign in" />
            <main class="auth" id="main" tabindex="-1">
                <a class="brand" href="/"><span>"Ironbook"</span></a>
                <section class="panel stack">
                    <h1>"Sign in"</h1>
                    <Suspense>
                        {move || Suspend::new(async move {
                            view! { <Fields flash=flash.await next=next.get_untracked() /> }
                        })}
                    </Suspense>
                </section>
            </main>
        }
        .erased()
    }
}

/// What one signs in with.
#[component]
pub(super) fn SignInFields(typed: SignInForm) -> impl IntoView {
    view! {
        <TextField name="email" label="E-mail" kind="email" value=typed.email autocomplete="username" maxlength=254 />
        <PasswordField name="password" label="Password" />
        <Checkbox name="keep" label="Keep me signed in" checked=typed.keep == "on" />
    }
}

#[component]
fn Fields(flash: Flash, next: String) -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let typed = flash.form::<SignInForm>().unwrap_or_default();
    let next = if next.is_empty() { typed.next.clone() } else { next };
    view! {
        <PostForm action check=|input: &SignIn| input.form.parse().map(|_| ()) error=flash.error class="stack" full_load=true>
            <Hidden name="form[next]" value=next />
            <SignInFields typed />
            <button class="button" data-variant="primary">"Sign in"<Icon name="arrow-right" /></button>
        </PostForm>
    }
}

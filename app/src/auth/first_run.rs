//! `/first-run`: the first administrator of a fresh installation.

use super::api::FirstAdmin;
use super::types::FirstAdminForm;
use crate::core::erase::Erase;
use crate::core::flash::{Flash, flash_id, flash_of};
use crate::core::load::load;
use crate::ui::form::{PasswordField, PostForm, TextField};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// Create the administrator.
pub struct FirstRunPage;

#[lazy_route]
impl LazyRoute for FirstRunPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = flash_id();
        let query = use_query_map();
        let token = Memo::new(move |_| query.with(|query| query.get("token")).unwrap_or_default());
        let flash = load(move || id.get(), flash_of);
        view! {
            <Title text="Welcome" />
            <main class="auth" id="main" tabindex="-1">
                <a class="brand" href="/"><span>"Ironbook"</span></a>
                <section class="panel stack">
                    <h1>"Create the administrator"</h1>
                    <p class="muted">"Nobody can sign in yet. The word was printed where Ironbook was started."</p>
                    <Suspense>
                        {move || Suspend::new(async move {
                            view! { <Fields flash=flash.await token=token.get_untracked() /> }
                        })}
                    </Suspense>
                </section>
            </main>
        }
        .erased()
    }
}

#[component]
fn Fields(flash: Flash, token: String) -> impl IntoView {
    let action = ServerAction::<FirstAdmin>::new();
    let typed = flash.form::<FirstAdminForm>().unwrap_or_default();
    let token = if token.is_empty() { typed.token.clone() } else { token };
    view! {
        <PostForm action check=|input: &FirstAdmin| input.form.parse().map(|_| ()) error=flash.error class="stack" full_load=true>
            <TextField name="token" label="Word from the terminal" value=token maxlength=80 />
            <TextField name="dealer" label="Name of the dealer" value=typed.dealer maxlength=80 autocomplete="organization" />
            <TextField name="name" label="Your name" value=typed.name maxlength=120 autocomplete="name" />
            <TextField name="email" label="E-mail" kind="email" value=typed.email maxlength=254 autocomplete="username" />
            <PasswordField name="password" label="Password" hint="At least 12 characters; four random words are a good password." autocomplete="new-password" />
            <button class="button" data-variant="primary">"Create administrator"</button>
        </PostForm>
    }
}

//! `/settings`: one's own theme, password and sessions.

use super::api::{ChangePassword, EndSession, SetTheme, SignOutEverywhere, read_settings};
use super::types::{SessionRow, SettingsData, Went};
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{PasswordField, PostForm};
use crate::ui::{Icon, PageError, Region, Toast, Toasts, catch_focus};
use entity::shared::dates;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

/// Said of a password that was changed.
pub(super) const CHANGED: &str = "Your password is changed. Your other sessions have ended.";

/// One's own settings.
pub struct SettingsPage;

#[lazy_route]
impl LazyRoute for SettingsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let data = form_resource(|| (), |()| read_settings());
        let navigate = use_navigate();
        let again = Callback::new(move |()| {
            // Without what an earlier try left behind.
            navigate(routes::SETTINGS, NavigateOptions { replace: true, ..NavigateOptions::default() });
            data.refetch();
            catch_focus();
        });
        view! {
            <Title text="Settings" />
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <header class="page-head"><h1>"Settings"</h1></header>
                <Region>
                    {move || Suspend::new(async move {
                        match data.await {
                            Ok((data, flash)) => view! { <Settings data flash again /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Region>
            </main>
        }
        .erased()
    }
}

#[component]
fn Settings(
    data: SettingsData,
    flash: Flash,
    /// Shows everything as it is now.
    again: Callback<()>,
) -> impl IntoView {
    let SettingsData { name, role, email, theme, time_zone, sessions, today } = data;
    let action = ServerAction::<ChangePassword>::new();
    let toasts = Toasts::expect();
    let changed = Callback::new(move |_: Went| {
        toasts.show(Toast::new(CHANGED));
        again.run(());
    });
    let told = (!flash.message.is_empty()).then(|| {
        view! { <p class="banner" data-tone="success" role="status"><Icon name="circle-check" />{flash.message.clone()}</p> }
    });
    let themes = [("auto", "Automatic"), ("light", "Light"), ("dark", "Dark")].map(|(word, label)| {
        let pressed = if theme == word { "true" } else { "false" };
        view! { <button class="button" name="theme" value=word aria-pressed=pressed>{label}</button> }
    });
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"You"</h2></header>
            <dl class="facts">
                <dt>"Name"</dt><dd>{name}</dd>
                <dt>"Role"</dt><dd>{role.label()}</dd>
                <dt>"E-mail"</dt><dd>{email}</dd>
                <dt>"Time zone"</dt><dd>{time_zone}</dd>
            </dl>
        </section>
        <section class="panel">
            <header class="panel-head"><h2>"Theme"</h2></header>
            <form method="post" action=SetTheme::url() class="button-group">{themes.collect_view()}</form>
        </section>
        <section class="panel">
            <header class="panel-head"><h2>"Password"</h2></header>
            {told}
            <PostForm action check=|input: &ChangePassword| input.form.parse() error=flash.error on_done=changed class="stack">
                <PasswordField name="current" label="Present password" />
                <PasswordField name="password" label="New password" autocomplete="new-password" hint="At least 12 characters. Your other sessions end." />
                <div class="form-actions"><button class="button">"Change password"</button></div>
            </PostForm>
        </section>
        <section class="panel">
            <header class="panel-head"><h2>"Signed in"</h2></header>
            <ul class="rows">{sessions.into_iter().map(|row| view! { <SessionLine row today /> }).collect_view()}</ul>
            <form method="post" action=SignOutEverywhere::url() class="form-actions">
                <button class="button" data-variant="danger">"Sign out everywhere"</button>
            </form>
        </section>
    }
}

#[component]
fn SessionLine(row: SessionRow, today: chrono::NaiveDate) -> impl IntoView {
    let SessionRow { id, browser, ip, last_seen, here } = row;
    let seen = dates::moment(last_seen, today);
    view! {
        <li>
            <Icon name="monitor" />
            <div class="row-main">{browser}<small>{format!("{ip} \u{b7} {seen}")}</small></div>
            {if here {
                view! { <span class="badge" data-tone="success">"This one"</span> }.erased()
            } else {
                view! {
                    <form method="post" action=EndSession::url()>
                        <input type="hidden" name="session" value=id />
                        <button class="button" data-size="small">"End"</button>
                    </form>
                }
                    .erased()
            }}
        </li>
    }
}

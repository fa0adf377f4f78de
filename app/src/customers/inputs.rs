//! `/customers/new` and `/customers/:id/edit`.

use super::api::{SaveCustomer, load_customer_form};
use super::fields::Fields;
use super::show::path_id;
use super::theirs::Theirs;
use super::types::{CustomerFormPage, SavedCustomer};
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::core::{AppError, Conflict};
use crate::routes;
use crate::ui::form::{Goes, Hidden, PostForm, Submit};
use crate::ui::{Anew, Icon, PageError};
use entity::customer::CustomerForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

impl Goes for SavedCustomer {
    fn goto(&self) -> &str {
        &self.goto
    }
}

/// The form's page.
pub struct InputsPage;

#[lazy_route]
impl LazyRoute for InputsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let id = path_id();
        let page = form_resource(move || id.get(), load_customer_form);
        view! {
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <Suspense>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => view! { <Inputs page flash /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

/// Somebody saved first: the conflict, what is stored now, what was typed.
#[derive(Clone)]
struct Clash {
    conflict: Conflict,
    now: CustomerFormPage,
    mine: CustomerForm,
}

#[component]
fn Inputs(page: CustomerFormPage, flash: Flash) -> impl IntoView {
    let action = ServerAction::<SaveCustomer>::new();
    let typed = flash.form::<CustomerForm>();
    let shown = RwSignal::new(typed.clone().unwrap_or_else(|| page.form.clone()));
    let version = RwSignal::new(page.version);
    let clash = RwSignal::new(clash_of(flash.error.clone(), &page, typed));
    let last = StoredValue::new(CustomerForm::default());
    let id = page.id;
    Effect::new(move || {
        let Some(Err(AppError::Conflict(conflict))) = action.value().get() else { return };
        spawn_local(async move {
            if let Ok(now) = load_customer_form(id).await {
                version.set(now.version);
                clash.set(Some(Clash { conflict: *conflict, now, mine: last.get_value() }));
            }
        });
    });
    let check = move |input: &SaveCustomer| {
        last.set_value(input.form.clone());
        input.form.parse().map(|_| ())
    };
    let title = if id.is_some() { "Edit customer" } else { "New customer" };
    let back = id.map_or_else(|| routes::CUSTOMERS.to_owned(), routes::customer);
    let back_text = if id.is_some() { page.form.name.clone() } else { "Customers".to_owned() };
    let theirs = move || clash.get().map(|known| view! { <Clashing known shown clash action /> });
    let fields = {
        let page = page.clone();
        move |form| view! { <Fields page=page.clone() form /> }
    };
    view! {
        <Title text=title />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>{back_text}</span></a>
        <header class="page-head"><h1>{title}</h1></header>
        {theirs}
        <PostForm action check key=page.key error=flash.error class="form panel">
            {id.map(|id| view! { <Hidden name="id" value=id.to_string() /> })}
            <input type="hidden" name="version" value=move || version.get().to_string() />
            <Anew of=shown view=fields />
            <div class="form-actions">
                <Submit>{if id.is_some() { "Save" } else { "Add customer" }}</Submit>
                <a class="button" href=back>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// The clash that a refused post without scripting left behind. The page it came back to holds what is stored now.
fn clash_of(error: Option<AppError>, now: &CustomerFormPage, typed: Option<CustomerForm>) -> Option<Clash> {
    match (error, typed) {
        (Some(AppError::Conflict(conflict)), Some(mine)) => Some(Clash { conflict: *conflict, now: now.clone(), mine }),
        _ => None,
    }
}

#[component]
fn Clashing(
    known: Clash,
    shown: RwSignal<CustomerForm>,
    clash: RwSignal<Option<Clash>>,
    action: ServerAction<SaveCustomer>,
) -> impl IntoView {
    let Clash { conflict, now, mine } = known;
    let differences = now.readable(&now.form).differences(&now.readable(&mine));
    let href = now.id.map(routes::customer_edit).unwrap_or_default();
    let stored = now.form;
    let on_take = Callback::new(move |()| {
        shown.set(stored.clone());
        clash.set(None);
        action.clear();
    });
    view! { <Theirs conflict differences href on_take /> }
}

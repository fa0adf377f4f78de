//! `/customers/new` and `/customers/:id/edit`.

use super::api::{SaveCustomer, load_customer_form};
use super::fields::Fields;
use super::types::{CustomerFormPage, SavedCustomer};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{Clashes, Goes, Hidden, PostForm, Submit, Theirs, tell_unmet};
use crate::ui::{Anew, Icon, PageError, Toasts};
use entity::customer::CustomerForm;
use entity::event::FieldChange;
use entity::shared::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
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
        let params = use_params_map();
        let id = Memo::new(move |_| params.with(|params| params.get("id")));
        let load = |id: Option<String>| async move {
            let id = id.map(|id| id.parse::<CustomerId>().map_err(|_| AppError::NotFound)).transpose()?;
            load_customer_form(id).await
        };
        let page = form_resource(move || id.get(), load);
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

#[component]
fn Inputs(page: CustomerFormPage, flash: Flash) -> impl IntoView {
    let action = ServerAction::<SaveCustomer>::new();
    let (id, may_assign) = (page.id, page.may_assign);
    let typed = flash.form::<CustomerForm>().map(|typed| with_reps(typed, may_assign, Some(&page.form)));
    // What the fields show: the page with the form that was typed.
    let form = typed.clone().unwrap_or_else(|| page.form.clone());
    let shown = RwSignal::new(CustomerFormPage { form, ..page.clone() });
    let clashes = Clashes::new((&page.form, page.version), (&flash, typed), differences(&page));
    let toasts = Toasts::expect();
    Effect::new(move || {
        let Some(Err(AppError::Conflict(conflict))) = action.value().get() else { return };
        spawn_local(async move {
            let now = match load_customer_form(id).await {
                Ok(now) => now,
                Err(error) => return tell_unmet(toasts, &conflict, &error),
            };
            let stored = (now.form.clone(), now.version);
            let joined = clashes.meet(*conflict, stored, differences(&now));
            // The choices of now, for whatever is taken; the fields only where something joins them.
            let _ = match joined {
                Some(form) => shown.try_set(CustomerFormPage { form, ..now }).is_none(),
                None => shown
                    .try_update_untracked(|page| *page = CustomerFormPage { form: page.form.clone(), ..now })
                    .is_some(),
            };
        });
    });
    let check = move |input: &SaveCustomer| {
        clashes.send(with_reps(input.form.clone(), may_assign, clashes.base().as_ref()));
        input.form.parse().map(|_| ())
    };
    let title = if id.is_some() { "Edit customer" } else { "New customer" };
    let back = id.map_or_else(|| routes::CUSTOMERS.to_owned(), routes::customer);
    let back_text = if id.is_some() { page.form.name.clone() } else { "Customers".to_owned() };
    let on_take = Callback::new(move |form: CustomerForm| {
        shown.update(|page| page.form = form);
        clashes.now.set(None);
        action.clear();
    });
    let href = id.map(routes::customer_edit).unwrap_or_default();
    let theirs = move || clashes.now.get().map(|clash| view! { <Theirs clash href=href.clone() on_take /> });
    view! {
        <Title text=title />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>{back_text}</span></a>
        <header class="page-head"><h1>{title}</h1></header>
        {theirs}
        <PostForm action check key=page.key error=flash.error keeps=true class="form panel">
            {id.map(|id| view! { <Hidden name="id" value=id.to_string() /> })}
            <input type="hidden" name="version" value=move || clashes.version.get().to_string() />
            <Anew of=shown view=|page| view! { <Fields page /> } />
            <div class="form-actions">
                <Submit>{if id.is_some() { "Save" } else { "Add customer" }}</Submit>
                <a class="button" href=back>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// Who may not choose the reps has no fields for them, and changes nothing there.
fn with_reps(form: CustomerForm, may_assign: bool, base: Option<&CustomerForm>) -> CustomerForm {
    match base.filter(|_| !may_assign) {
        Some(CustomerForm { machine_rep, support_rep, .. }) => {
            CustomerForm { machine_rep: machine_rep.clone(), support_rep: support_rep.clone(), ..form }
        }
        None => form,
    }
}

/// Tells two forms of this page apart, in words.
fn differences(page: &CustomerFormPage) -> impl Fn(&CustomerForm, &CustomerForm) -> Vec<FieldChange> {
    |theirs, mine| page.readable(theirs).differences(&page.readable(mine))
}

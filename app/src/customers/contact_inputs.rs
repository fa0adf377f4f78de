//! `/customers/:id/contacts/new` and `/customers/:id/contacts/:contact/edit`.

use super::api::{SaveContact, load_contact_form};
use super::show::path_id;
use super::types::{ContactFormPage, SavedContact};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{
    Checkbox, Clashes, Goes, Hidden, PostForm, SelectField, Submit, TextArea, TextField, Theirs, tell_unmet,
};
use crate::ui::{Anew, Icon, PageError, Toasts};
use entity::contact::{ContactForm, Influence};
use entity::event::FieldChange;
use entity::shared::ids::{ContactId, CustomerId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

impl Goes for SavedContact {
    fn goto(&self) -> &str {
        &self.goto
    }
}

/// The form's page.
pub struct ContactInputsPage;

/// The contact a path names: none for a new one, an error for what is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    New,
    Known(ContactId),
    Nonsense,
}

#[lazy_route]
impl LazyRoute for ContactInputsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (customer, params) = (path_id(), use_params_map());
        let contact = Memo::new(move |_| match params.with(|params| params.get("contact")) {
            None => Named::New,
            Some(id) => id.parse().map_or(Named::Nonsense, Named::Known),
        });
        let load = |(customer, contact): (Option<CustomerId>, Named)| async move {
            let customer = customer.ok_or(AppError::NotFound)?;
            match contact {
                Named::New => load_contact_form(customer, None).await,
                Named::Known(id) => load_contact_form(customer, Some(id)).await,
                Named::Nonsense => Err(AppError::NotFound),
            }
        };
        let page = form_resource(move || (customer.get(), contact.get()), load);
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
fn Inputs(page: ContactFormPage, flash: Flash) -> impl IntoView {
    let ContactFormPage { form, customer, customer_name, id, version, key } = page;
    let action = ServerAction::<SaveContact>::new();
    let typed = flash.form::<ContactForm>();
    let shown = RwSignal::new(typed.clone().unwrap_or_else(|| form.clone()));
    let clashes = Clashes::new((&form, version), (&flash, typed), differences);
    let toasts = Toasts::expect();
    Effect::new(move || {
        let Some(Err(AppError::Conflict(conflict))) = action.value().get() else { return };
        spawn_local(async move {
            let now = match load_contact_form(customer, id).await {
                Ok(now) => now,
                Err(error) => return tell_unmet(toasts, &conflict, &error),
            };
            if let Some(form) = clashes.meet(*conflict, (now.form, now.version), differences) {
                let _ = shown.try_set(form);
            }
        });
    });
    let check = move |input: &SaveContact| {
        clashes.send(input.form.clone());
        input.form.parse().map(|_| ())
    };
    let href = id.map(|id| routes::contact_edit(customer, id)).unwrap_or_default();
    let on_take = Callback::new(move |form: ContactForm| {
        shown.set(form);
        clashes.now.set(None);
        action.clear();
    });
    let theirs = move || clashes.now.get().map(|clash| view! { <Theirs clash href=href.clone() on_take /> });
    let title = if id.is_some() { "Edit contact" } else { "New contact" };
    let back = routes::customer(customer);
    view! {
        <Title text=title />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>{customer_name.clone()}</span></a>
        <header class="page-head"><div class="page-title"><h1>{title}</h1><p>{format!("at {customer_name}")}</p></div></header>
        {theirs}
        <PostForm action check key=key error=flash.error keeps=true class="form panel">
            <Hidden name="customer" value=customer.to_string() />
            {id.map(|id| view! { <Hidden name="id" value=id.to_string() /> })}
            <input type="hidden" name="version" value=move || clashes.version.get().to_string() />
            <Anew of=shown view=|form| view! { <Fields form /> } />
            <div class="form-actions">
                <Submit>{if id.is_some() { "Save" } else { "Add contact" }}</Submit>
                <a class="button" href=back>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// Tells two forms apart, in words.
fn differences(theirs: &ContactForm, mine: &ContactForm) -> Vec<FieldChange> {
    readable(theirs.clone()).differences(&readable(mine.clone()))
}

/// The form as people read it.
fn readable(form: ContactForm) -> ContactForm {
    let influence = form.influence.parse().map(|known: Influence| known.label().to_owned());
    let quiet = if form.do_not_contact == "on" { "yes" } else { "no" };
    ContactForm {
        influence: influence.unwrap_or_else(|()| form.influence.clone()),
        do_not_contact: quiet.to_owned(),
        ..form
    }
}

#[component]
fn Fields(form: ContactForm) -> impl IntoView {
    let influences = Influence::ALL.iter().map(|known| (known.word().to_owned(), known.label().to_owned()));
    let influences = std::iter::once((String::new(), "Not known".to_owned())).chain(influences).collect();
    let quiet = form.do_not_contact == "on";
    view! {
        <div class="fields">
            <TextField name="name" label="Name" value=form.name maxlength=120 />
            <TextField name="role" label="Role" value=form.role span=3 optional=true maxlength=80 placeholder="Fleet manager" />
            <SelectField name="influence" label="Influence" value=form.influence options=influences optional=true />
            <TextField name="phone" label="Phone" value=form.phone kind="tel" inputmode="tel" span=3 optional=true maxlength=40 />
            <TextField name="email" label="E-mail" value=form.email kind="email" inputmode="email" span=3 optional=true maxlength=254 />
            <div class="field" data-span="6">
                <Checkbox name="do_not_contact" label="Do not contact" checked=quiet
                    hint="They asked not to be called or written to. Phone and e-mail are kept and not shown." />
            </div>
            <TextArea name="notes" label="Notes" value=form.notes optional=true />
        </div>
    }
}

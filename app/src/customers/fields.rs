//! The fields of a customer.

use super::choose::CustomerBox;
use super::duplicates::{Asked, Duplicates};
use super::types::CustomerFormPage;
use crate::ui::form::{RadioGroup, SelectField, TextArea, TextField};
use entity::customer::{CustomerForm, Kind, Status};
use leptos::ev;
use leptos::prelude::*;

/// All of them, in four groups, filled with the page's form.
#[component]
pub fn Fields(page: CustomerFormPage) -> impl IntoView {
    let form = page.form.clone();
    view! {
        <Who page=page.clone() form=form.clone() />
        <Place form=form.clone() />
        <Ours page form=form.clone() />
        <section class="form-section">
            <h2>"Words"</h2>
            <div class="fields">
                <TextField name="tags" label="Tags" value=form.tags optional=true hint="Words between commas." maxlength=700 />
                <TextArea name="notes" label="Notes" value=form.notes optional=true />
            </div>
        </section>
    }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|item| (word(*item).to_owned(), label(*item).to_owned())).collect()
}

fn or_none(all: impl IntoIterator<Item = (String, String)>, none: &str) -> Vec<(String, String)> {
    std::iter::once((String::new(), none.to_owned())).chain(all).collect()
}

#[component]
fn Who(page: CustomerFormPage, form: CustomerForm) -> impl IntoView {
    let asked = Asked::new(page.id);
    // Every field's typing comes by here; the name's is looked at.
    let typed = move |event: ev::Event| {
        if event_target_name(&event) == "form[name]" {
            asked.ask(event_target_value(&event));
        }
    };
    view! {
        <section class="form-section" on:input=typed>
            <h2>"Who"</h2>
            <RadioGroup name="kind" label="Kind" value=form.kind options=words(Kind::ALL, Kind::word, Kind::label) />
            <div class="fields">
                <TextField name="name" label="Name" value=form.name span=4 maxlength=120 />
                <TextField name="number" label="Number" value=form.number span=2 optional=true maxlength=40 hint="Prospects have none." />
            </div>
            <Duplicates asked />
            <div class="fields">
                <TextField name="customer_type" label="Industry" value=form.customer_type span=3 optional=true maxlength=60 />
                <TextField name="size" label="Size" value=form.size span=3 optional=true maxlength=40 placeholder="120 people" />
                <SelectField name="status" label="Status" value=form.status options=words(Status::ALL, Status::word, Status::label) />
            </div>
        </section>
    }
}

#[component]
fn Place(form: CustomerForm) -> impl IntoView {
    view! {
        <section class="form-section">
            <h2>"Where"</h2>
            <div class="fields">
                <TextField name="street" label="Street" value=form.street optional=true maxlength=120 autocomplete="street-address" />
                <TextField name="city" label="City" value=form.city span=3 optional=true maxlength=80 autocomplete="address-level2" />
                <TextField name="county" label="County" value=form.county span=3 optional=true maxlength=80 />
                <TextField name="state" label="State" value=form.state span=2 optional=true maxlength=40 autocomplete="address-level1" />
                <TextField name="postal_code" label="Postal code" value=form.postal_code span=2 optional=true maxlength=16 autocomplete="postal-code" />
                <TextField name="country" label="Country" value=form.country span=2 optional=true maxlength=60 autocomplete="country-name" />
                <TextField name="phone" label="Phone" value=form.phone kind="tel" inputmode="tel" span=3 optional=true maxlength=40 autocomplete="tel" />
                <TextField name="website" label="Website" value=form.website inputmode="url" span=3 optional=true maxlength=200 autocomplete="url" />
            </div>
        </section>
    }
}

#[component]
fn Ours(page: CustomerFormPage, form: CustomerForm) -> impl IntoView {
    let divisions = page.divisions.into_iter().map(|row| (row.id.to_string(), row.name));
    let branches = page.branches.into_iter().map(|(id, name)| (id.to_string(), name));
    let reps = page.may_assign.then(|| {
        let machine = page.machine_reps.into_iter().map(|(id, name)| (id.to_string(), name));
        let support = page.support_reps.into_iter().map(|(id, name)| (id.to_string(), name));
        view! {
            <SelectField name="machine_rep" label="Machine rep" value=form.machine_rep options=or_none(machine, "Nobody") optional=true />
            <SelectField name="support_rep" label="Product support rep" value=form.support_rep options=or_none(support, "Nobody") optional=true />
        }
    });
    view! {
        <section class="form-section">
            <h2>"With us"</h2>
            <div class="fields">
                <SelectField name="division" label="Division" value=form.division options=or_none(divisions, "None") optional=true />
                <SelectField name="branch" label="Branch" value=form.branch options=or_none(branches, "None") optional=true />
                {reps}
                <CustomerBox name="parent" label="Parent" value=form.parent now=page.parent at_hand=page.parents
                    hint="The company it belongs to." />
            </div>
        </section>
    }
}

/// The `name` of the input an event came from.
fn event_target_name(event: &ev::Event) -> String {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        input.map(|input| input.name()).unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        String::new()
    }
}

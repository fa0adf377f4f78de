//! The fields of an opportunity.

use super::types::FormPage;
use crate::customers::api::pick_customer;
use crate::customers::types::CustomerRef;
use crate::ui::Icon;
use crate::ui::form::{ComboBox, DateField, MoneyField, Search, SelectField, Suggestion, TextArea, TextField};
use entity::opportunity::{LineForm, OpportunityForm, OpportunityType};
use leptos::prelude::*;

/// Empty lines offered beside those that are filled.
const SPARE_LINES: usize = 2;

/// All of them, filled with the page's form.
#[component]
pub fn Fields(page: FormPage) -> impl IntoView {
    let form = page.form.clone();
    view! {
        <What page=page.clone() form=form.clone() />
        <Value page=page.clone() form=form.clone() />
        <LinesPart page lines=form.lines.clone() />
        <section class="form-section">
            <h2>"Words"</h2>
            <div class="fields">
                <TextArea name="trade_in" label="Trade-in" value=form.trade_in optional=true rows=2 />
                <TextArea name="notes" label="Notes" value=form.notes optional=true />
            </div>
        </section>
    }
}

fn none(text: &str) -> (String, String) {
    (String::new(), text.to_owned())
}

#[component]
fn What(page: FormPage, form: OpportunityForm) -> impl IntoView {
    // What was typed stays, under a name that tells nothing if it must.
    let chosen = page.customer.iter().chain(&page.customers).find(|row| row.id.to_string() == form.customer);
    let chosen = match chosen.cloned().map(suggestion) {
        Some(chosen) => chosen,
        None if form.customer.is_empty() => Suggestion::default(),
        None => Suggestion { value: form.customer, text: "The customer that is set".to_owned(), note: String::new() },
    };
    let search =
        Search::new(|q| async move { pick_customer(q).await.map(|rows| rows.into_iter().map(suggestion).collect()) });
    let at_hand = page.customers.into_iter().map(suggestion).collect();
    let divisions =
        std::iter::once(none("None")).chain(page.divisions.into_iter().map(|row| (row.id.to_string(), row.name)));
    let kinds = OpportunityType::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    view! {
        <section class="form-section">
            <h2>"What and for whom"</h2>
            <div class="fields">
                <TextField name="name" label="Name" value=form.name maxlength=120 />
                <ComboBox name="customer" label="Customer" value=chosen options=at_hand search=search optional=true />
                <SelectField name="division" label="Division" value=form.division options=divisions.collect() optional=true />
                <SelectField name="kind" label="Type" value=form.kind options=kinds.collect() />
            </div>
        </section>
    }
}

fn suggestion(row: CustomerRef) -> Suggestion {
    Suggestion { value: row.id.to_string(), text: row.name, note: row.note }
}

#[component]
fn Value(page: FormPage, form: OpportunityForm) -> impl IntoView {
    let owners = page.owners.into_iter().map(|user| (user.id.to_string(), user.name));
    let amount_hint = match form.worth_of_lines() {
        Some(worth) => format!("Empty: the sum of the lines ({worth} as they were saved)."),
        None => "Empty: the sum of the lines.".to_owned(),
    };
    view! {
        <section class="form-section">
            <h2>"Value and time"</h2>
            <div class="fields">
                <MoneyField name="amount" label="Amount" value=form.amount optional=true hint=amount_hint />
                <MoneyField name="margin" label="Margin" value=form.margin optional=true />
                <TextField name="probability" label="Probability" value=form.probability optional=true span=2
                    inputmode="numeric" suffix="%" hint="Empty: from the stage." />
                <DateField name="expected_close" label="Expected close" value=form.expected_close optional=true />
                <SelectField name="owner" label="Owner" value=form.owner options=owners.collect() span=2 />
                <TextField name="source" label="Source" value=form.source optional=true span=2 maxlength=60 />
            </div>
        </section>
    }
}

/// Lines, with room for more. Without scripting the spare ones are there already.
#[component]
fn LinesPart(page: FormPage, lines: Vec<LineForm>) -> impl IntoView {
    let products: Vec<(String, String)> = std::iter::once(none("Free text"))
        .chain(
            page.products
                .into_iter()
                .map(|product| (product.id.to_string(), format!("{}, {}", product.name, product.list_price))),
        )
        .collect();
    let filled = lines.len();
    let shown = RwSignal::new(filled + SPARE_LINES);
    let lines = StoredValue::new(lines);
    let products = StoredValue::new(products);
    let line = move |i: usize| {
        let LineForm { product, description, quantity, price } =
            lines.with_value(|lines| lines.get(i).cloned()).unwrap_or_default();
        view! {
            <div class="fields line-fields" role="group" aria-label=format!("Line {}", i + 1)>
                <SelectField name=format!("lines.{i}.product") label="Product" value=product options=products.get_value() span=2 />
                <TextField name=format!("lines.{i}.description") label="Description" value=description span=2 maxlength=120 />
                <TextField name=format!("lines.{i}.quantity") label="Quantity" value=quantity span=1 inputmode="numeric" placeholder="1" />
                <MoneyField name=format!("lines.{i}.price") label="Unit price" value=price span=1 />
            </div>
        }
    };
    view! {
        <section class="form-section">
            <h2>"Lines"</h2>
            <For each=move || 0..shown.get() key=|i| *i let(i)>{line(i)}</For>
            <p><button class="button hydrated-only" data-size="sm" type="button" on:click=move |_| shown.update(|n| *n += 1)>
                <Icon name="plus" />"Another line"
            </button></p>
        </section>
    }
}

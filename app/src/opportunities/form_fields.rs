//! The fields of an opportunity.

use super::types::FormPage;
use crate::customers::CustomerBox;
use crate::ui::Icon;
use crate::ui::fill_beside;
use crate::ui::form::{DateField, MoneyField, SelectField, TextArea, TextField};
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
    let divisions =
        std::iter::once(none("None")).chain(page.divisions.into_iter().map(|row| (row.id.to_string(), row.name)));
    let kinds = OpportunityType::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    view! {
        <section class="form-section">
            <h2>"What and for whom"</h2>
            <div class="fields">
                <TextField name="name" label="Name" value=form.name maxlength=120 />
                <CustomerBox name="customer" label="Customer" value=form.customer now=page.customer at_hand=page.customers adds=true />
                <SelectField name="division" label="Division" value=form.division options=divisions.collect() optional=true />
                <SelectField name="kind" label="Type" value=form.kind options=kinds.collect() />
            </div>
        </section>
    }
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
    let prices = page.products.iter().map(|product| (product.id.to_string(), product.list_price.field_text()));
    let prices = StoredValue::new(prices.collect::<Vec<_>>());
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
    // A product that is picked brings the price of the list, where no other is agreed yet.
    let picked = move |event: leptos::ev::Event| {
        let product = event_target_value(&event);
        if let Some((_, price)) = prices.with_value(|prices| prices.iter().find(|(id, _)| *id == product).cloned()) {
            let listed = prices.with_value(|prices| prices.iter().map(|(_, price)| price.clone()).collect::<Vec<_>>());
            fill_beside(&event, ("[name$=\"[product]\"]", "[name$=\"[price]\"]"), &price, &listed);
        }
    };
    let line = move |i: usize| {
        let LineForm { product, description, quantity, price } =
            lines.with_value(|lines| lines.get(i).cloned()).unwrap_or_default();
        view! {
            <div class="fields line-fields" role="group" aria-label=format!("Line {}", i + 1) on:change=picked>
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

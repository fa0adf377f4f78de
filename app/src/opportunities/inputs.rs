//! `/opportunities/new` and `/opportunities/:id/edit`.

use super::api::{SaveOpportunity, opportunity_form_page};
use super::show::path_id;
use super::types::{FormPage, Saved};
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{DateField, Goes, Hidden, MoneyField, PostForm, SelectField, TextArea, TextField};
use crate::ui::{Icon, PageError};
use entity::opportunity::{LineForm, OpportunityForm, OpportunityType};
use entity::shared::ids::{CustomerId, OpportunityId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// Empty lines offered beside those that are filled.
const SPARE_LINES: usize = 2;

impl Goes for Saved {
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
        let query = use_query_map();
        let customer =
            Memo::new(move |_| query.with(|query| query.get("customer")).and_then(|id| id.parse::<CustomerId>().ok()));
        let stage = Memo::new(move |_| query.with(|query| query.get("stage")).unwrap_or_default());
        let page = form_resource(
            move || (id.get(), customer.get()),
            |(id, customer): (Option<OpportunityId>, Option<CustomerId>)| opportunity_form_page(id, customer),
        );
        view! {
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <Suspense>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => view! { <Inputs page flash stage=stage.get_untracked() /> }.erased(),
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
fn Inputs(page: FormPage, flash: Flash, stage: String) -> impl IntoView {
    let action = ServerAction::<SaveOpportunity>::new();
    let form: OpportunityForm = flash.form().unwrap_or_else(|| page.form.clone());
    let title = if page.id.is_some() { "Edit opportunity" } else { "New opportunity" };
    let back = page.id.map_or_else(|| routes::PIPELINE.to_owned(), routes::opportunity);
    let back_text = if page.id.is_some() { page.form.name.clone() } else { "Board".to_owned() };
    let check = |input: &SaveOpportunity| input.form.parse().map(|_| ());
    let open = page.stages.iter().filter(|stage| stage.phase.is_open());
    let stage = open
        .clone()
        .find(|known| known.key.0 == stage)
        .or_else(|| open.clone().next())
        .map(|stage| stage.key.to_string());
    let new = page.id.is_none();
    let id = page.id.map(|id| view! { <Hidden name="id" value=id.to_string() /> });
    view! {
        <Title text=title />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>{back_text}</span></a>
        <header class="page-head"><h1>{title}</h1></header>
        <PostForm action check error=flash.error class="form panel">
            {id}
            <Hidden name="version" value=page.version.to_string() />
            <Hidden name="key" value=page.key.to_string() />
            <Hidden name="stage" value=stage.unwrap_or_default() />
            <What page=page.clone() form=form.clone() />
            <Value page=page.clone() form=form.clone() />
            <LinesPart page=page.clone() lines=form.lines.clone() />
            <section class="form-section">
                <h2>"Words"</h2>
                <div class="fields">
                    <TextArea name="trade_in" label="Trade-in" value=form.trade_in.clone() optional=true rows=2 />
                    <TextArea name="notes" label="Notes" value=form.notes.clone() optional=true />
                </div>
            </section>
            <div class="form-actions">
                <button class="button" data-variant="primary">{if new { "Add opportunity" } else { "Save" }}</button>
                <a class="button" href=back>"Cancel"</a>
            </div>
        </PostForm>
    }
}

fn none(text: &str) -> (String, String) {
    (String::new(), text.to_owned())
}

#[component]
fn What(page: FormPage, form: OpportunityForm) -> impl IntoView {
    let customers =
        std::iter::once(none("None yet")).chain(page.customers.into_iter().map(|(id, name)| (id.to_string(), name)));
    let divisions =
        std::iter::once(none("None")).chain(page.divisions.into_iter().map(|row| (row.id.to_string(), row.name)));
    let kinds = OpportunityType::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    view! {
        <section class="form-section">
            <h2>"What and for whom"</h2>
            <div class="fields">
                <TextField name="name" label="Name" value=form.name maxlength=120 />
                <SelectField name="customer" label="Customer" value=form.customer options=customers.collect() optional=true span=6 />
                <SelectField name="division" label="Division" value=form.division options=divisions.collect() optional=true />
                <SelectField name="kind" label="Type" value=form.kind options=kinds.collect() />
            </div>
        </section>
    }
}

#[component]
fn Value(page: FormPage, form: OpportunityForm) -> impl IntoView {
    let owners = page.owners.into_iter().map(|user| (user.id.to_string(), user.name));
    view! {
        <section class="form-section">
            <h2>"Value and time"</h2>
            <div class="fields">
                <MoneyField name="amount" label="Amount" value=form.amount optional=true hint="Empty: the sum of the lines." />
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
            <div class="fields" role="group" aria-label=format!("Line {}", i + 1)>
                <SelectField name=format!("lines.{i}.product") label="Product" value=product options=products.get_value() span=2 />
                <TextField name=format!("lines.{i}.description") label="Description" value=description span=2 maxlength=120 />
                <TextField name=format!("lines.{i}.quantity") label="Quantity" value=quantity span=1 inputmode="numeric" placeholder="1" />
                <TextField name=format!("lines.{i}.price") label="Unit price" value=price span=1 inputmode="decimal" />
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

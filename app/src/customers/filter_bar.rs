//! What the list shows, as chips, and the form that changes it. Links and a GET form: it works without scripting.

use super::types::FilterChoices;
use crate::routes;
use crate::ui::{Chip, FilterChoice, FilterField, FilterForm, Filters};
use entity::customer::{CustomerFilter, CustomerSort, Kind, OwnerFilter, Status};
use entity::shared::page::SIZES;
use entity::shared::query::link;
use leptos::prelude::*;

/// Chips of what narrows the rows, with the form of all filters behind "Filter".
#[component]
pub fn FilterBar(
    filter: CustomerFilter,
    choices: FilterChoices,
    /// How many rows it shows now.
    shown: i64,
) -> impl IntoView {
    let order = format!("Sorted by {}", filter.sort.label().to_lowercase());
    let export = link(routes::CUSTOMERS_FILE, &filter.from_the_start().write());
    view! {
        <Filters chips=chips(&filter, &choices) ignored=filter.ignored.len() order export=Some(export) />
        <Form filter choices shown />
    }
}

/// How many filters are in use.
pub fn in_use(filter: &CustomerFilter) -> usize {
    chips(filter, &FilterChoices::default()).len()
}

/// What narrows the rows.
fn chips(filter: &CustomerFilter, choices: &FilterChoices) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |icon, text: Option<String>, change: fn(&mut CustomerFilter)| {
        if let Some(text) = text {
            let mut without = filter.from_the_start();
            change(&mut without);
            chips.push(Chip { icon, text, without: link(routes::CUSTOMERS, &without.write()) });
        }
    };
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let division = |id| choices.divisions.iter().find(|division| division.id == id).map_or("One", |d| d.name.as_str());
    chip("search", said(&filter.q).map(|q| format!("\u{201c}{q}\u{201d}")), |f| f.q.clear());
    chip("building-2", filter.kind.map(|kind| kind.label().to_owned()), |f| f.kind = None);
    chip("circle-alert", filter.status.map(|status| status.label().to_owned()), |f| f.status = None);
    chip("user", filter.owner.map(|owner| choices.owner_name(owner)), |f| f.owner = None);
    chip("layers", filter.division.map(|id| format!("Division: {}", division(id))), |f| f.division = None);
    chip("tag", said(&filter.customer_type), |f| f.customer_type.clear());
    chip("tag", said(&filter.tag).map(|tag| format!("Tag: {tag}")), |f| f.tag.clear());
    chips
}

/// All filters as one form.
#[component]
fn Form(filter: CustomerFilter, choices: FilterChoices, shown: i64) -> impl IntoView {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let kind = filter.kind.map(|kind| kind.word().to_owned()).unwrap_or_default();
    let statuses = Status::ALL.iter().map(|status| (status.word().to_owned(), status.label().to_owned()));
    let status = filter.status.map(|status| status.word().to_owned()).unwrap_or_default();
    let owner = filter.owner.map(OwnerFilter::text).unwrap_or_default();
    let owners = std::iter::once(("me".to_owned(), "Mine".to_owned()))
        .chain(choices.owners.into_iter().map(|user| (user.id.to_string(), user.name)));
    let divisions = choices.divisions.into_iter().map(|division| (division.id.to_string(), division.name));
    let division = filter.division.map(|id| id.to_string()).unwrap_or_default();
    let industries = choices.industries.into_iter().map(|industry| (industry.clone(), industry));
    let industry = filter.customer_type.clone();
    let sorts = CustomerSort::ALL.iter().map(|sort| (sort.word().to_owned(), sort.label().to_owned()));
    view! {
        <FilterForm label="Filter customers" action=routes::CUSTOMERS shown>
            {(filter.per != SIZES[0]).then(|| view! { <input type="hidden" name="per" value=filter.per.to_string() /> })}
            <FilterField name="q" label="Words" kind="search" value=filter.q.clone() placeholder="Name, number, address, phone" />
                <FilterChoice name="kind" label="Kind" any="Customers and prospects" value=kind options=kinds.collect() />
                <FilterChoice name="status" label="Status" any="All" value=status options=statuses.collect() />
                <FilterChoice name="owner" label="Rep" any="All reps" value=owner options=owners.collect() />
                <FilterChoice name="division" label="Division" any="All divisions" value=division options=divisions.collect() />
                <FilterChoice name="ctype" label="Industry" any="All industries" value=industry options=industries.collect() />
                <FilterField name="tag" label="Tag" kind="text" value=filter.tag.clone() />
                <FilterChoice name="sort" label="Order" any="" value=filter.sort.word().to_owned() options=sorts.collect() />
        </FilterForm>
    }
}

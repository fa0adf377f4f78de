//! What a board or list of opportunities shows, as chips, and the form that changes it.
//! Everything is a link or a GET form: it works without scripting.

use super::types::FilterChoices;
use crate::ui::{Chip, FilterChoice, FilterField, FilterForm, Filters};
use entity::opportunity::{OpportunityFilter, OpportunitySort};
use entity::shared::query::link;
use leptos::prelude::*;

/// Chips of what narrows the rows, with the form of all filters behind "Filter".
#[component]
pub fn FilterBar(
    filter: OpportunityFilter,
    choices: FilterChoices,
    /// How many rows it shows now.
    shown: i64,
    /// The page it filters.
    action: &'static str,
    /// Where the same rows can be had as a file.
    export: Option<String>,
) -> impl IntoView {
    let order = match filter.sort {
        OpportunitySort::Manual => "Order by hand".to_owned(),
        sort => format!("Sorted by {}", sort.label().to_lowercase()),
    };
    view! {
        <Filters chips=chips(&filter, &choices, action) ignored=filter.ignored.len() order export />
        <Form filter choices shown action />
    }
}

/// How many filters are in use.
pub fn in_use(filter: &OpportunityFilter) -> usize {
    chips(filter, &FilterChoices::default(), "").len()
}

/// What narrows the rows of the page `action`.
fn chips(filter: &OpportunityFilter, choices: &FilterChoices, action: &str) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |icon, text: Option<String>, change: fn(&mut OpportunityFilter)| {
        if let Some(text) = text {
            let mut without = filter.clone();
            change(&mut without);
            chips.push(Chip { icon, text, without: link(action, &without.write()) });
        }
    };
    let division = |id| choices.divisions.iter().find(|division| division.id == id).map_or("One", |d| d.name.as_str());
    chip("search", (!filter.q.is_empty()).then(|| format!("\u{201c}{}\u{201d}", filter.q)), |f| f.q.clear());
    chip("user", filter.owner.map(|owner| choices.owner_name(owner)), |f| f.owner = None);
    chip("layers", filter.division.map(|id| format!("Division: {}", division(id))), |f| f.division = None);
    chip("tag", filter.kind.map(|kind| kind.label().to_owned()), |f| f.kind = None);
    let customer = filter.customer.map(|_| choices.customer_name.clone().unwrap_or_else(|| "One customer".to_owned()));
    chip("building-2", customer, |f| f.customer = None);
    let period = match (filter.from, filter.to) {
        (None, None) => None,
        (from, to) => Some(format!("Closing {} to {}", date(from), date(to))),
    };
    chip("calendar", period, |f| (f.from, f.to) = (None, None));
    chip("circle-dollar-sign", filter.min.map(|min| format!("From {min}")), |f| f.min = None);
    chip("circle-dollar-sign", filter.max.map(|max| format!("Up to {max}")), |f| f.max = None);
    chip("circle-alert", filter.next.map(|next| next.label().to_owned()), |f| f.next = None);
    chips
}

fn date(date: Option<chrono::NaiveDate>) -> String {
    date.map_or_else(|| "any day".to_owned(), entity::shared::dates::full)
}

/// All filters as one form.
#[component]
fn Form(filter: OpportunityFilter, choices: FilterChoices, shown: i64, action: &'static str) -> impl IntoView {
    let owner = filter.owner.map(entity::customer::OwnerFilter::text).unwrap_or_default();
    let owners = std::iter::once(("me".to_owned(), "Mine".to_owned()))
        .chain(choices.owners.into_iter().map(|user| (user.id.to_string(), user.name)));
    let divisions = choices.divisions.into_iter().map(|division| (division.id.to_string(), division.name));
    let division = filter.division.map(|id| id.to_string()).unwrap_or_default();
    let kinds =
        entity::opportunity::OpportunityType::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let kind = filter.kind.map(|kind| kind.word().to_owned()).unwrap_or_default();
    let nexts = entity::opportunity::Next::ALL.iter().map(|next| (next.word().to_owned(), next.label().to_owned()));
    let next = filter.next.map(|next| next.word().to_owned()).unwrap_or_default();
    let sorts = OpportunitySort::ALL.iter().map(|sort| (sort.word().to_owned(), sort.label().to_owned()));
    let text = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    view! {
        <FilterForm label="Filter opportunities" action shown>
            <FilterField name="q" label="Words" kind="search" value=filter.q.clone() placeholder="Name, number or customer" />
                <FilterChoice name="owner" label="Owner" any="All owners" value=owner options=owners.collect() />
                <FilterChoice name="division" label="Division" any="All divisions" value=division options=divisions.collect() />
                <FilterChoice name="type" label="Type" any="All types" value=kind options=kinds.collect() />
                <FilterChoice name="next" label="Attention" any="All" value=next options=nexts.collect() />
                <FilterField name="from" label="Closes from" kind="date" value=text(filter.from) />
                <FilterField name="to" label="Closes up to" kind="date" value=text(filter.to) />
                <FilterChoice name="sort" label="Order" any="" value=filter.sort.word().to_owned() options=sorts.collect() />
        </FilterForm>
    }
}

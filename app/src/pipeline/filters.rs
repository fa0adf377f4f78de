//! What the board shows, as chips, and the form that changes it. A plain GET form: it works without scripting.

use crate::opportunities::types::FilterChoices;
use crate::routes;
use crate::ui::Icon;
use entity::opportunity::{OpportunityFilter, OpportunitySort};
use entity::shared::query::link;
use leptos::prelude::*;

/// Chips of what narrows the board, with the popover of all filters behind "Filter".
#[component]
pub fn Filters(filter: OpportunityFilter, choices: FilterChoices, shown: i64) -> impl IntoView {
    let chips = chips(&filter, &choices);
    let order = match filter.sort {
        OpportunitySort::Manual => "Order by hand".to_owned(),
        sort => format!("Sorted by {}", sort.label().to_lowercase()),
    };
    view! {
        <div class="filters-bar">
            {chips.into_iter().map(|(icon, text, without)| view! {
                <span class="chip">
                    <Icon name=icon />
                    <span>{text.clone()}</span>
                    <a class="chip-remove" href=link(routes::PIPELINE, &without) aria-label=format!("Remove filter: {text}")>
                        <Icon name="x" />
                    </a>
                </span>
            }).collect_view()}
            <button class="chip" data-add="" type="button" popovertarget="board-filters"><Icon name="plus" />"Filter"</button>
            {ignored(&filter)}
            <span class="note">{order}</span>
        </div>
        <FilterForm filter choices shown />
    }
}

/// On a phone: opens the filters, and says how many are in use.
#[component]
pub fn FilterToggle(filter: OpportunityFilter) -> impl IntoView {
    let count = in_use(&filter);
    view! {
        <button
            class="button filter-toggle"
            data-variant="quiet"
            type="button"
            popovertarget="board-filters"
            aria-label=format!("Filters, {count} in use")
        >
            <Icon name="sliders-horizontal" />
            {count}
        </button>
    }
}

fn in_use(filter: &OpportunityFilter) -> usize {
    chips(filter, &FilterChoices::default()).len()
}

/// Icon, words, and the query without this filter.
fn chips(filter: &OpportunityFilter, choices: &FilterChoices) -> Vec<(&'static str, String, String)> {
    let mut chips = Vec::new();
    let mut chip = |icon, text: Option<String>, change: fn(&mut OpportunityFilter)| {
        if let Some(text) = text {
            let mut without = filter.clone();
            change(&mut without);
            chips.push((icon, text, without.write()));
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

/// U-3: what could not be applied is said, not guessed.
fn ignored(filter: &OpportunityFilter) -> Option<impl IntoView + use<>> {
    let count = filter.ignored.len();
    (count > 0).then(|| {
        let filters = if count == 1 { "filter" } else { "filters" };
        view! { <span class="badge" data-tone="orange" role="status">{format!("{count} {filters} could not be applied")}</span> }
    })
}

/// All filters of the board as one form.
#[component]
fn FilterForm(filter: OpportunityFilter, choices: FilterChoices, shown: i64) -> impl IntoView {
    let owner = filter.owner.map(entity::customer::OwnerFilter::text).unwrap_or_default();
    let owners = std::iter::once(("me".to_owned(), "Mine".to_owned()))
        .chain(choices.owners.iter().map(|user| (user.id.to_string(), user.name.clone())));
    let divisions = choices.divisions.iter().map(|division| (division.id.to_string(), division.name.clone()));
    let kinds =
        entity::opportunity::OpportunityType::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let nexts = entity::opportunity::Next::ALL.iter().map(|next| (next.word().to_owned(), next.label().to_owned()));
    let sorts = OpportunitySort::ALL.iter().map(|sort| (sort.word().to_owned(), sort.label().to_owned()));
    let text = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    view! {
        <form class="filters" id="board-filters" popover="auto" method="get" action=routes::PIPELINE role="search" aria-label="Filter opportunities">
            <div class="sheet-head"><h2>"Filter"</h2></div>
            <label class="field">
                <span class="field-label">"Words"</span>
                <input class="input" type="search" name="q" value=filter.q.clone() placeholder="Name, number or customer" />
            </label>
            <Choice name="owner" label="Owner" any="All owners" value=owner options=owners.collect() />
            <Choice name="division" label="Division" any="All divisions" value=filter.division.map(|id| id.to_string()).unwrap_or_default() options=divisions.collect() />
            <Choice name="type" label="Type" any="All types" value=filter.kind.map(|kind| kind.word().to_owned()).unwrap_or_default() options=kinds.collect() />
            <Choice name="next" label="Attention" any="All" value=filter.next.map(|next| next.word().to_owned()).unwrap_or_default() options=nexts.collect() />
            <label class="field">
                <span class="field-label">"Closes from"</span>
                <input class="input" type="date" name="from" value=text(filter.from) />
            </label>
            <label class="field">
                <span class="field-label">"Closes up to"</span>
                <input class="input" type="date" name="to" value=text(filter.to) />
            </label>
            <Choice name="sort" label="Order" any="" value=filter.sort.word().to_owned() options=sorts.collect() />
            <div class="sheet-foot">
                <a class="button" href=routes::PIPELINE>"Clear all"</a>
                <button class="button" data-variant="primary">{format!("Apply, now {shown}")}</button>
            </div>
        </form>
    }
}

/// One choice of the form; `any` is the empty one, left out when there is none.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    value: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let options = options.into_iter().map(|(word, text)| {
        let selected = word == value;
        view! { <option value=word selected=selected>{text}</option> }
    });
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <select class="select" name=name>
                {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })}
                {options.collect_view()}
            </select>
        </label>
    }
}

//! What a board or list of opportunities shows, as chips, and the form that changes it.
//! Everything is a link or a GET form: it works without scripting.

use super::types::FilterChoices;
use crate::ui::Icon;
use entity::opportunity::{OpportunityFilter, OpportunitySort};
use entity::shared::query::link;
use leptos::prelude::*;

/// The popover that holds the form.
const SHEET: &str = "filter-sheet";

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
    #[prop(optional)]
    export: Option<String>,
) -> impl IntoView {
    let order = match filter.sort {
        OpportunitySort::Manual => "Order by hand".to_owned(),
        sort => format!("Sorted by {}", sort.label().to_lowercase()),
    };
    let chips = chips(&filter, &choices).into_iter().map(|(icon, text, without)| {
        let label = format!("Remove filter: {text}");
        view! {
            <span class="chip">
                <Icon name=icon />
                <span>{text}</span>
                <a class="chip-remove" href=link(action, &without) aria-label=label><Icon name="x" /></a>
            </span>
        }
    });
    let export = export.map(|href| {
        view! { <a class="button" data-variant="quiet" data-size="sm" href=href download="" rel="external"><Icon name="download" />"Export"</a> }
    });
    view! {
        <div class="filters">
            {chips.collect_view()}
            <button class="chip" data-add="" type="button" popovertarget=SHEET><Icon name="plus" />"Filter"</button>
            {ignored(&filter)}
            <div class="filters-end"><span class="note">{order}</span>{export}</div>
        </div>
        <FilterForm filter choices shown action />
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
            popovertarget=SHEET
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
        view! { <span class="badge" data-tone="warning" role="status">{format!("{count} {filters} could not be applied")}</span> }
    })
}

/// All filters as one form.
#[component]
fn FilterForm(filter: OpportunityFilter, choices: FilterChoices, shown: i64, action: &'static str) -> impl IntoView {
    let owner = filter.owner.map(entity::customer::OwnerFilter::text).unwrap_or_default();
    let owners = std::iter::once(("me".to_owned(), "Mine".to_owned()))
        .chain(choices.owners.iter().map(|user| (user.id.to_string(), user.name.clone())));
    let divisions = choices.divisions.iter().map(|division| (division.id.to_string(), division.name.clone()));
    let division = filter.division.map(|id| id.to_string()).unwrap_or_default();
    let kinds =
        entity::opportunity::OpportunityType::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let kind = filter.kind.map(|kind| kind.word().to_owned()).unwrap_or_default();
    let nexts = entity::opportunity::Next::ALL.iter().map(|next| (next.word().to_owned(), next.label().to_owned()));
    let next = filter.next.map(|next| next.word().to_owned()).unwrap_or_default();
    let sorts = OpportunitySort::ALL.iter().map(|sort| (sort.word().to_owned(), sort.label().to_owned()));
    let text = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    view! {
        <form class="sheet form" id=SHEET popover="auto" method="get" action=action role="search" aria-label="Filter opportunities">
            <div class="sheet-head"><h2>"Filter"</h2></div>
            <div class="fields">
                <div class="field" data-span="6">
                    <label for="filter-q">"Words"</label>
                    <input id="filter-q" type="search" name="q" value=filter.q.clone() placeholder="Name, number or customer" />
                </div>
                <Choice name="owner" label="Owner" any="All owners" value=owner options=owners.collect() />
                <Choice name="division" label="Division" any="All divisions" value=division options=divisions.collect() />
                <Choice name="type" label="Type" any="All types" value=kind options=kinds.collect() />
                <Choice name="next" label="Attention" any="All" value=next options=nexts.collect() />
                <div class="field" data-span="3">
                    <label for="filter-from">"Closes from"</label>
                    <input id="filter-from" type="date" name="from" value=text(filter.from) />
                </div>
                <div class="field" data-span="3">
                    <label for="filter-to">"Closes up to"</label>
                    <input id="filter-to" type="date" name="to" value=text(filter.to) />
                </div>
                <Choice name="sort" label="Order" any="" value=filter.sort.word().to_owned() options=sorts.collect() />
            </div>
            <div class="form-actions">
                <span class="note">{format!("{shown} shown now")}</span>
                <a class="button" href=action>"Clear all"</a>
                <button class="button" data-variant="primary">"Apply"</button>
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
    let id = format!("filter-{name}");
    view! {
        <div class="field" data-span="3">
            <label for=id.clone()>{label}</label>
            <span class="select">
                <select id=id name=name>
                    {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })}
                    {options.collect_view()}
                </select>
                <Icon name="chevrons-up-down" />
            </span>
        </div>
    }
}

//! What the list shows, as chips, and the form that changes it. Links and a GET form: it works without scripting.

use super::types::FilterChoices;
use crate::routes;
use crate::ui::Icon;
use entity::customer::{CustomerFilter, CustomerSort, Kind, OwnerFilter, Status};
use entity::shared::query::link;
use leptos::prelude::*;

/// The popover that holds the form.
const SHEET: &str = "filter-sheet";

/// Chips of what narrows the rows, with the form of all filters behind "Filter".
#[component]
pub fn FilterBar(
    filter: CustomerFilter,
    choices: FilterChoices,
    /// How many rows it shows now.
    shown: i64,
) -> impl IntoView {
    let order = format!("Sorted by: {}", filter.sort.label().to_lowercase());
    let chips = chips(&filter, &choices).into_iter().map(|(icon, text, without)| {
        let label = format!("Remove filter: {text}");
        let href = link(routes::CUSTOMERS, &without);
        view! {
            <span class="chip">
                <Icon name=icon />
                <span>{text}</span>
                <a class="chip-remove" href=href aria-label=label><Icon name="x" /></a>
            </span>
        }
    });
    let export = link(routes::CUSTOMERS_FILE, &filter.from_the_start().write());
    view! {
        <div class="filters">
            {chips.collect_view()}
            <button class="chip" data-add="" type="button" popovertarget=SHEET><Icon name="plus" />"Filter"</button>
            {ignored(&filter)}
            <div class="filters-end">
                <span class="note">{order}</span>
                <a class="button" data-variant="quiet" data-size="sm" href=export download="" rel="external">
                    <Icon name="download" />
                    "Export"
                </a>
            </div>
        </div>
        <FilterForm filter choices shown />
    }
}

/// On a phone: opens the filters, and says how many are in use.
#[component]
pub fn FilterToggle(filter: CustomerFilter) -> impl IntoView {
    let count = chips(&filter, &FilterChoices::default()).len();
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

/// Icon, words, and the query without this filter.
fn chips(filter: &CustomerFilter, choices: &FilterChoices) -> Vec<(&'static str, String, String)> {
    let mut chips = Vec::new();
    let mut chip = |icon, text: Option<String>, change: fn(&mut CustomerFilter)| {
        if let Some(text) = text {
            let mut without = filter.from_the_start();
            change(&mut without);
            chips.push((icon, text, without.write()));
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

/// U-3: what could not be applied is said, not guessed.
fn ignored(filter: &CustomerFilter) -> Option<impl IntoView + use<>> {
    let count = filter.ignored.len();
    (count > 0).then(|| {
        let filters = if count == 1 { "filter" } else { "filters" };
        view! { <span class="badge" data-tone="warning" role="status">{format!("{count} {filters} could not be applied")}</span> }
    })
}

/// All filters as one form.
#[component]
fn FilterForm(filter: CustomerFilter, choices: FilterChoices, shown: i64) -> impl IntoView {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let kind = filter.kind.map(|kind| kind.word().to_owned()).unwrap_or_default();
    let statuses = Status::ALL.iter().map(|status| (status.word().to_owned(), status.label().to_owned()));
    let status = filter.status.map(|status| status.word().to_owned()).unwrap_or_default();
    let owner = filter.owner.map(OwnerFilter::text).unwrap_or_default();
    let owners = std::iter::once(("me".to_owned(), "Mine".to_owned()))
        .chain(choices.owners.iter().map(|user| (user.id.to_string(), user.name.clone())));
    let divisions = choices.divisions.iter().map(|division| (division.id.to_string(), division.name.clone()));
    let division = filter.division.map(|id| id.to_string()).unwrap_or_default();
    let industries = choices.industries.iter().map(|industry| (industry.clone(), industry.clone()));
    let industry = filter.customer_type.clone();
    let sorts = CustomerSort::ALL.iter().map(|sort| (sort.word().to_owned(), sort.label().to_owned()));
    let now = entity::shared::money::grouped(shown.unsigned_abs());
    view! {
        <form
            class="sheet form"
            id=SHEET
            popover="auto"
            method="get"
            action=routes::CUSTOMERS
            role="search"
            aria-label="Filter customers"
        >
            <div class="sheet-head"><h2>"Filter"</h2></div>
            <div class="fields">
                <div class="field" data-span="6">
                    <label for="filter-q">"Words"</label>
                    <input id="filter-q" type="search" name="q" value=filter.q.clone() placeholder="Name, number, address, phone" />
                </div>
                <Choice name="kind" label="Kind" any="Customers and prospects" value=kind options=kinds.collect() />
                <Choice name="status" label="Status" any="All" value=status options=statuses.collect() />
                <Choice name="owner" label="Rep" any="All reps" value=owner options=owners.collect() />
                <Choice name="division" label="Division" any="All divisions" value=division options=divisions.collect() />
                <Choice name="ctype" label="Industry" any="All industries" value=industry options=industries.collect() />
                <div class="field" data-span="3">
                    <label for="filter-tag">"Tag"</label>
                    <input id="filter-tag" type="text" name="tag" value=filter.tag.clone() maxlength="30" />
                </div>
                <Choice name="sort" label="Order" any="" value=filter.sort.word().to_owned() options=sorts.collect() />
            </div>
            <div class="form-actions">
                <span class="note">{format!("{now} shown now")}</span>
                <a class="button" href=routes::CUSTOMERS>"Clear all"</a>
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

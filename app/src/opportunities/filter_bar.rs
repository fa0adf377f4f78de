//! What a board or list of opportunities shows, as chips, and the form that changes it.
//! Everything is a link or a GET form: it works without scripting.

use super::types::FilterChoices;
use crate::routes;
use crate::ui::{Chip, FilterChoice, FilterField, FilterForm, Filters};
use entity::opportunity::{OpportunityFilter, OpportunitySort, Phase, Stage, StageKey};
use entity::shared::page::SIZES;
use entity::shared::period::Period;
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
    let fixed = filter.fixed(choices.today).map(|fixed| link(action, &fixed.write()));
    view! {
        <Filters chips=chips(&filter, &choices, action) ignored=filter.ignored.len() order export fixed />
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
            let mut without = filter.from_the_start();
            change(&mut without);
            chips.push(Chip { icon, text, without: link(action, &without.write()) });
        }
    };
    let division = |id| choices.divisions.iter().find(|division| division.id == id).map_or("One", |d| d.name.as_str());
    chip("search", (!filter.q.is_empty()).then(|| format!("\u{201c}{}\u{201d}", filter.q)), |f| f.q.clear());
    chip("user", filter.owner.map(|owner| choices.owner_name(owner)), |f| f.owner = None);
    chip("layers", filter.division.map(|id| format!("Division: {}", division(id))), |f| f.division = None);
    chip("tag", filter.kind.map(|kind| kind.label().to_owned()), |f| f.kind = None);
    let stage = (!filter.stage.is_empty()).then(|| stages_text(&filter.stage, &choices.stages));
    chip("kanban", stage, |f| f.stage.clear());
    chip("flag", filter.outcome.map(|phase| format!("Outcome: {}", phase.label())), |f| f.outcome = None);
    let customer = filter.customer.map(|_| choices.customer_name.clone().unwrap_or_else(|| "One customer".to_owned()));
    chip("building-2", customer, |f| f.customer = None);
    let closing = match (filter.period, filter.from, filter.to) {
        (Some(period), ..) => Some(format!("Closing {}", period.label().to_lowercase())),
        (None, None, None) => None,
        (None, from, to) => Some(format!("Closing {} to {}", date(from), date(to))),
    };
    chip("calendar", closing, |f| (f.period, f.from, f.to) = (None, None, None));
    chip("circle-dollar-sign", filter.min.map(|min| format!("From {min}")), |f| f.min = None);
    chip("circle-dollar-sign", filter.max.map(|max| format!("Up to {max}")), |f| f.max = None);
    chip("circle-alert", filter.next.map(|next| next.label().to_owned()), |f| f.next = None);
    chips
}

/// `Stage: Proposal`, or all of them that are open in one word.
fn stages_text(keys: &[StageKey], stages: &[Stage]) -> String {
    let mut open = stages.iter().filter(|stage| stage.phase.is_open());
    let all_open = open.all(|stage| keys.contains(&stage.key)) && keys.iter().all(|key| is_open(key, stages));
    if all_open && keys.len() > 1 {
        return "Open".to_owned();
    }
    let name = |key: &StageKey| stages.iter().find(|stage| stage.key == *key).map_or(key.0.clone(), |s| s.name.clone());
    let word = if keys.len() == 1 { "Stage" } else { "Stages" };
    format!("{word}: {}", keys.iter().map(name).collect::<Vec<_>>().join(", "))
}

fn is_open(key: &StageKey, stages: &[Stage]) -> bool {
    stages.iter().any(|stage| stage.key == *key && stage.phase.is_open())
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
    let board = action == routes::PIPELINE;
    let sorts = OpportunitySort::ALL.iter().filter(move |sort| board || **sort != OpportunitySort::Manual);
    let sorts = sorts.map(|sort| (sort.word().to_owned(), sort.label().to_owned()));
    let periods = Period::ALL.iter().map(|period| (period.word().to_owned(), period.label().to_owned()));
    let period = filter.period.map(|period| period.word().to_owned()).unwrap_or_default();
    let stage = filter.stage.iter().map(|key| key.0.as_str()).collect::<Vec<_>>().join(",");
    let offered = choices.stages.iter().filter(|stage| !board || stage.phase.is_open());
    let mut stages: Vec<_> = offered.map(|stage| (stage.key.to_string(), stage.name.clone())).collect();
    if !stage.is_empty() && stages.iter().all(|(key, _)| *key != stage) {
        // Several at once, as a link brought them: one choice, so that applying another filter keeps them.
        stages.insert(0, (stage.clone(), stages_text(&filter.stage, &choices.stages)));
    }
    let outcome = filter.outcome.map(|phase| phase.word().to_owned()).unwrap_or_default();
    let outcomes = Phase::ALL.iter().filter(|phase| !phase.is_open());
    let outcomes: Vec<_> = outcomes.map(|phase| (phase.word().to_owned(), phase.label().to_owned())).collect();
    let money = |money: Option<entity::Money>| money.map(entity::Money::field_text).unwrap_or_default();
    let text = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    // What has no field goes along, so that nothing is lost by applying another filter.
    let along = [
        ("customer", filter.customer.map(|id| id.to_string())),
        ("outcome", filter.outcome.filter(|_| board).map(|phase| phase.word().to_owned())),
        ("per", (filter.per != SIZES[0]).then(|| filter.per.to_string())),
        ("limit", filter.limit.map(|limit| limit.to_string())),
    ];
    let along = along
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| view! { <input type="hidden" name=name value=value /> }));
    let along = along.collect_view();
    view! {
        <FilterForm label="Filter opportunities" action shown>
            {along}
            <FilterField name="q" label="Words" kind="search" value=filter.q.clone() placeholder="Name, number or customer" />
            <FilterChoice name="owner" label="Owner" any="All owners" value=owner options=owners.collect() />
            <FilterChoice name="division" label="Division" any="All divisions" value=division options=divisions.collect() />
            <FilterChoice name="type" label="Type" any="All types" value=kind options=kinds.collect() />
            <FilterChoice name="stage" label="Stage" any="All stages" value=stage options=stages />
            {(!board).then(|| view! {
                <FilterChoice name="outcome" label="Outcome" any="All outcomes" value=outcome options=outcomes />
            })}
            <FilterChoice name="next" label="Attention" any="All" value=next options=nexts.collect() />
            <FilterChoice name="period" label="Closes" any="Any time, or the days below" value=period options=periods.collect() />
            <FilterField name="from" label="Closes from" kind="date" value=text(filter.from) />
            <FilterField name="to" label="Closes up to" kind="date" value=text(filter.to) />
            <FilterField name="min" label="Amount from" kind="text" value=money(filter.min) />
            <FilterField name="max" label="Amount up to" kind="text" value=money(filter.max) />
            <FilterChoice name="sort" label="Order" any="" value=filter.sort.word().to_owned() options=sorts.collect() />
        </FilterForm>
    }
}

//! `/opportunities`: the table. Its last row adds up the whole filter, not the page.

use super::add::AddOpportunity;
use super::api::list_opportunities;
use super::filter_bar::{FilterBar, in_use};
use super::types::{OpportunityList, OpportunityRow};
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::core::session::Session;
use crate::routes;
use crate::ui::{Avatar, FilterToggle, Icon, Order, PageError, Pagination, Region, SortHeader, Tabs, Teller};
use entity::opportunity::{OpportunityFilter, OpportunitySort};
use entity::shared::actor::Action;
use entity::shared::dates;
use entity::shared::money::grouped;
use entity::shared::percent::Weighted;
use entity::shared::query::link;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// The table's page.
pub struct ListPage;

#[lazy_route]
impl LazyRoute for ListPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let search = use_location().search;
        let filter = Memo::new(move |_| OpportunityFilter::read(&search.get()));
        let query = Memo::new(move |_| filter.with(OpportunityFilter::write));
        // Also when only what cannot be read changes: the page says so.
        let asked = move || (query.get(), filter.with(|filter| filter.ignored.clone()));
        let list = load(asked, |(query, _)| list_opportunities(query));
        let teller = Teller::new();
        // A board shows the open stages anyway, and how something ended is nothing it shows.
        let on_board = |filter: &OpportunityFilter| {
            let stage = if filter.stage.len() > 1 { Vec::new() } else { filter.stage.clone() };
            OpportunityFilter { outcome: None, stage, ..filter.from_the_start() }.write()
        };
        let board = move || link(routes::PIPELINE, &filter.with(on_board));
        view! {
            <Title text="Opportunities" />
            <main class="page" id="main" tabindex="-1">
                <header class="page-head">
                    <h1>"Opportunities"</h1>
                    {move || view! {
                        <Tabs inline=true label="View" tabs=vec![
                            ("Board".to_owned(), board(), false),
                            ("Table".to_owned(), String::new(), true),
                        ] />
                    }}
                    <div class="page-actions">
                        {move || view! { <FilterToggle count=filter.with(in_use) /> }}
                        <AddOpportunity />
                    </div>
                </header>
                <Region>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(list) => view! { <Rows list filter=filter.get_untracked() teller /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Region>
            </main>
        }
        .erased()
    }
}

/// A link to the same page under another filter.
fn to(filter: &OpportunityFilter) -> String {
    link(routes::OPPORTUNITIES, &filter.write())
}

#[component]
fn Rows(list: OpportunityList, filter: OpportunityFilter, teller: Teller) -> impl IntoView {
    let OpportunityList { page, ahead, totals, choices, today } = list;
    let export = link("/opportunities.csv", &filter.from_the_start().write());
    let at = |seek| to(&OpportunityFilter { seek, ..filter.clone() });
    let note = page.span(ahead, totals.count.unsigned_abs());
    teller.tell(format!("{note} opportunities, sorted by {}", filter.sort.label().to_lowercase()));
    let (previous, next) = (page.previous.map(at), page.next.map(at));
    let empty = page.rows.is_empty();
    let head = [
        ("Name", false, Some((OpportunitySort::Name, OpportunitySort::NameDown))),
        ("Customer", false, None),
        ("Stage", false, None),
        ("Amount", true, Some((OpportunitySort::AmountDown, OpportunitySort::Amount))),
        ("Prob.", true, None),
        ("Weighted", true, None),
        ("Closes", false, Some((OpportunitySort::Close, OpportunitySort::CloseDown))),
        ("In stage", true, None),
        ("Owner", false, None),
        ("What is sold", false, None),
    ];
    let head = head.into_iter().map(|(text, number, sorts)| view! { <Head text number sorts filter=filter.clone() /> });
    let head = head.collect_view();
    let sorted = format!("Opportunities, sorted by {}", filter.sort.label().to_lowercase());
    let rows = page.rows.into_iter().map(|row| view! { <Row row today /> }).collect_view();
    let narrowed = filter.narrows();
    let table = if empty {
        view! { <Nothing narrowed /> }.erased()
    } else {
        view! {
            <div class="table-wrap">
                <table class="table">
                    <caption class="sr-only">{sorted}</caption>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{format!("{} in all", grouped(totals.count.unsigned_abs()))}</th>
                            <td data-cell="hide"></td>
                            <td data-cell="hide"></td>
                            <td data-num="" data-cell="value">{totals.amount.to_string()}</td>
                            <td data-cell="hide"></td>
                            <td data-num="" data-cell="hide">{totals.weighted.rounded().to_string()}</td>
                            <td data-cell="hide"></td>
                            <td data-cell="hide"></td>
                            <td data-cell="hide"></td>
                            <td data-cell="hide"></td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        }
        .erased()
    };
    view! {
        <FilterBar filter=filter.clone() choices shown=totals.count action=routes::OPPORTUNITIES export=Some(export) />
        {table}
        <Pagination note previous next />
    }
}

#[component]
fn Head(
    text: &'static str,
    number: bool,
    /// The two orders its heading switches between.
    sorts: Option<(OpportunitySort, OpportunitySort)>,
    filter: OpportunityFilter,
) -> impl IntoView {
    let Some((first, second)) = sorts else {
        return view! { <th scope="col" data-num=number.then_some("")>{text}</th> }.erased();
    };
    let now = filter.sort;
    let sort = if now == first { second } else { first };
    let order = if now == first || now == second { Order::of(now.word()) } else { Order::None };
    let href = to(&OpportunityFilter { sort, ..filter.from_the_start() });
    view! { <SortHeader text href order number /> }.erased()
}

#[component]
fn Row(row: OpportunityRow, today: chrono::NaiveDate) -> impl IntoView {
    let open = row.phase.is_open();
    let past = open && row.expected_close.is_some_and(|date| date < today);
    let closes = match (row.closed_on, row.expected_close) {
        (Some(date), _) => format!("closed {}", dates::day(date, today)),
        (None, Some(date)) if past => format!("Past {}", dates::day(date, today)),
        (None, Some(date)) => dates::day(date, today),
        (None, None) => String::new(),
    };
    let weighted = Weighted::of(row.amount, row.probability).rounded();
    let days = open.then(|| format!("{}\u{a0}d", (today - row.stage_since).num_days().max(0)));
    let idle = row
        .idle_days
        .map(|days| view! { " "<span class="badge" data-tone="warning">{format!("Idle {days}\u{a0}d")}</span> });
    view! {
        <tr>
            <th scope="row"><a class="truncate" href=routes::opportunity(row.id) title=row.name.clone()>{row.name.clone()}</a></th>
            <td data-cell="fact">{customer(&row)}</td>
            <td data-cell="status"><span class="stage-mark" data-phase=row.phase.word()>{row.stage_name}</span>{idle}</td>
            <td data-num="" data-cell="value">{row.amount.to_string()}</td>
            <td data-num="" data-cell="hide">{row.probability.to_string()}</td>
            <td data-num="" data-cell="hide">{weighted.to_string()}</td>
            <td data-cell="fact" data-fit=""><span class=if past { "danger strong" } else { "" }>{closes}</span></td>
            <td data-num="" data-cell="hide" data-fit="">{days}</td>
            <td data-cell="hide" data-fit=""><span class="row"><Avatar name=row.owner_name /></span></td>
            <td data-cell="hide"><span class="truncate" title=row.summary.clone()>{row.summary.clone()}</span></td>
        </tr>
    }
}

fn customer(row: &OpportunityRow) -> impl IntoView + use<> {
    let name = row.customer_name.clone();
    row.customer.map(|id| view! { <a class="truncate" href=routes::customer(id) title=name.clone()>{name.clone()}</a> })
}

/// Two kinds of nothing: none yet, or none under this filter.
#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    let session = Session::expect();
    let import =
        move || session.may(Action::Import).then(|| view! { <a class="button" href=routes::IMPORT_NEW>"Import"</a> });
    if narrowed {
        view! {
            <div class="empty">
                <Icon name="filter" />
                <h2>"Nothing under this filter"</h2>
                <p>"Take a filter away, or clear all of them."</p>
                <a class="button" href=routes::OPPORTUNITIES>"Clear all"</a>
            </div>
        }
        .erased()
    } else {
        view! {
            <div class="empty">
                <Icon name="circle-dollar-sign" />
                <h2>"No opportunities yet"</h2>
                <p>"Everything you hope to sell stands here, from the first talk to the signature."</p>
                <div class="button-group"><AddOpportunity /><Suspense>{import}</Suspense></div>
            </div>
        }
        .erased()
    }
}

//! `/customers`: the table. Its last row adds up the whole filter, not the page.

use super::api::list_customers;
use super::filter_bar::{FilterBar, in_use};
use super::types::{CustomerList, CustomerRow};
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::core::session::Session;
use crate::routes;
use crate::ui::{Avatars, FilterToggle, Icon, Order, PageError, Pagination, Region, SortHeader, Teller};
use chrono::NaiveDate;
use entity::customer::{CustomerFilter, CustomerSort, Kind, Status};
use entity::shared::actor::Action;
use entity::shared::dates;
use entity::shared::money::grouped;
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
        let query = Memo::new(move |_| search.get());
        let list = load(move || query.get(), list_customers);
        let teller = Teller::new();
        let filter = Memo::new(move |_| CustomerFilter::read(&query.get()));
        view! {
            <Title text="Customers" />
            <main class="page" id="main" tabindex="-1">
                <header class="page-head">
                    <h1>"Customers"</h1>
                    <div class="page-actions">
                        {move || view! { <FilterToggle count=filter.with(in_use) /> }}
                        <Additions />
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

/// What one may add, by role.
#[component]
fn Additions() -> impl IntoView {
    let session = Session::expect();
    let import = move || {
        session.may(Action::Import).then(|| {
            view! { <a class="button desktop-only" href=routes::IMPORT_NEW><Icon name="upload" />"Import"</a> }
        })
    };
    let add = move || {
        session.may(Action::EditCustomers).then(|| {
            view! { <a class="button" data-variant="primary" href=routes::CUSTOMER_NEW><Icon name="plus" />"Add customer"</a> }
        })
    };
    view! { <Suspense>{import}{add}</Suspense> }
}

/// A link to the same page under another filter.
fn to(filter: &CustomerFilter) -> String {
    link(routes::CUSTOMERS, &filter.write())
}

#[component]
fn Rows(list: CustomerList, filter: CustomerFilter, teller: Teller) -> impl IntoView {
    let CustomerList { page, ahead, count, work, choices, today } = list;
    let at = |seek| to(&CustomerFilter { seek, ..filter.clone() });
    let note = page.span(ahead, count.unsigned_abs());
    teller.tell(format!("{note} customers, sorted by {}", filter.sort.label().to_lowercase()));
    let (previous, next) = (page.previous.map(at), page.next.map(at));
    let narrowed = filter.narrows();
    let table = if page.rows.is_empty() {
        view! { <Nothing narrowed /> }.erased()
    } else {
        let rows = page.rows.into_iter().map(|row| view! { <Row row today /> }).collect_view();
        let sorted = format!("Customers, sorted by: {}", filter.sort.label().to_lowercase());
        let total = format!("{} in all", grouped(count.unsigned_abs()));
        view! {
            <div class="table-wrap">
                <table class="table">
                    <caption class="sr-only">{sorted}</caption>
                    <thead>
                        <tr>
                            <Head text="Name" sorts=(CustomerSort::Name, CustomerSort::NameDown) filter=filter.clone() />
                            <th scope="col">"Number"</th>
                            <th scope="col">"Place"</th>
                            <th scope="col">"Industry"</th>
                            <th scope="col" data-num="">"Open"</th>
                            <th scope="col" data-num="">"Pipeline"</th>
                            <Head text="Changed" sorts=(CustomerSort::Recent, CustomerSort::Oldest) filter=filter.clone() />
                            <th scope="col">"Reps"</th>
                            <th scope="col">"Status"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{total}</th>
                            <td data-cell="hide"></td>
                            <td data-cell="hide"></td>
                            <td data-cell="hide"></td>
                            <td data-num="" data-cell="hide">{grouped(work.count.unsigned_abs())}</td>
                            <td data-num="" data-cell="value">{work.amount.to_string()}</td>
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
        <FilterBar filter=filter.clone() choices shown=count />
        {table}
        <Pagination note previous next />
    }
}

/// A heading that switches between two orders.
#[component]
fn Head(text: &'static str, sorts: (CustomerSort, CustomerSort), filter: CustomerFilter) -> impl IntoView {
    let (first, second) = sorts;
    let now = filter.sort;
    let sort = if now == first { second } else { first };
    let order = if now == first || now == second { Order::of(now.word()) } else { Order::None };
    let href = to(&CustomerFilter { sort, ..filter.from_the_start() });
    view! { <SortHeader text href order /> }
}

#[component]
fn Row(row: CustomerRow, today: NaiveDate) -> impl IntoView {
    let CustomerRow { id, kind, number, name, status, customer_type, place, machine_rep, support_rep, work, updated } =
        row;
    let standing = match (kind, status) {
        (_, Status::Inactive) => Some(("", Status::Inactive.label())),
        (Kind::Prospect, Status::Active) => Some(("info", Kind::Prospect.label())),
        (Kind::Customer, Status::Active) => None,
    };
    let standing = standing.map(|(tone, text)| view! { <span class="badge" data-tone=tone>{text}</span> });
    let reps = [machine_rep, support_rep].into_iter().flatten().collect::<Vec<_>>();
    let amount = (work.count > 0).then(|| work.amount.to_string());
    let count = (work.count > 0).then(|| grouped(work.count.unsigned_abs()));
    view! {
        <tr>
            <th scope="row"><a class="truncate" href=routes::customer(id) title=name.clone()>{name.clone()}</a></th>
            <td data-cell="hide" data-fit="">{number}</td>
            <td data-cell="fact">{place}</td>
            <td data-cell="hide">{customer_type}</td>
            <td data-num="" data-cell="hide">{count}</td>
            <td data-num="" data-cell="value">{amount}</td>
            <td data-cell="fact" data-fit="">{dates::moment(updated, today)}</td>
            <td data-cell="hide" data-fit=""><Avatars names=reps /></td>
            <td data-cell="status" data-fit="">{standing}</td>
        </tr>
    }
}

/// Two kinds of nothing: none yet, or none under this filter.
#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    let session = Session::expect();
    if narrowed {
        return view! {
            <div class="empty">
                <Icon name="filter" />
                <h2>"Nobody under this filter"</h2>
                <p>"Every word must begin a word of name, number, address or phone. Take a filter away, or clear all of them."</p>
                <a class="button" href=routes::CUSTOMERS>"Clear all"</a>
            </div>
        }
        .erased();
    }
    let import = move || {
        session.may(Action::Import).then(|| {
            view! { <a class="button" data-variant="primary" href=routes::IMPORT_NEW><Icon name="upload" />"Import customers"</a> }
        })
    };
    let add = move || {
        session.may(Action::EditCustomers).then(|| view! { <a class="button" href=routes::CUSTOMER_NEW>"Add one"</a> })
    };
    view! {
        <div class="panel">
            <div class="empty">
                <Icon name="building-2" />
                <h2>"No customers yet"</h2>
                <p>"Customers are the companies you sell machines, parts and service to. Bring your list, or add the first by hand."</p>
                <div class="button-group"><Suspense>{import}{add}</Suspense></div>
            </div>
        </div>
    }
    .erased()
}

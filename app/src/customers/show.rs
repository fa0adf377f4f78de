//! `/customers/:id`: everything about one customer, in tabs that are links.

use super::api::show_customer;
use super::parts::{ContactList, FactsPart, Family, OpenPart, OpportunityTable, People};
use super::timeline::TimelinePart;
use super::types::{CustomerPage, Facts, Tab};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::core::timeline::older_than;
use crate::core::trail::Back;
use crate::core::ways::{Way, offer};
use crate::routes;
use crate::ui::{Icon, PageError, Region, Tabs};
use entity::customer::{Kind, Status};
use entity::shared::ids::CustomerId;
use entity::shared::query::{link, write};
use entity::shared::text::dial;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// The page of one customer.
pub struct ShowPage;

/// The id in the path.
pub(super) fn path_id() -> Memo<Option<CustomerId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}

#[lazy_route]
impl LazyRoute for ShowPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (id, query, older_than) = (path_id(), use_query_map(), older_than());
        let asked = Memo::new(move |_| {
            let tab = Tab::read(&query.with(|query| query.get("tab")).unwrap_or_default());
            (id.get(), tab, older_than.get())
        });
        let page = load(
            move || asked.get(),
            |(id, tab, before): (Option<CustomerId>, Tab, Option<i64>)| async move {
                show_customer(id.ok_or(AppError::NotFound)?, tab, before).await
            },
        );
        view! {
            <main class="page" id="main" tabindex="-1">
                <Back ways=&[(routes::CUSTOMERS, "Customers")] />
                <Region>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok(page) => view! { <Show page older_than=older_than.get_untracked() /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Region>
            </main>
        }
        .erased()
    }
}

#[component]
fn Show(page: CustomerPage, older_than: Option<i64>) -> impl IntoView {
    let id = page.facts.id;
    let tab = page.tab;
    let tabs = [
        (Tab::Overview, "Overview".to_owned(), routes::customer(id)),
        (Tab::Timeline, "Timeline".to_owned(), routes::customer_tab(id, "timeline")),
        (Tab::Contacts, counted("Contacts", page.contacts.len()), routes::customer_tab(id, "contacts")),
        (
            Tab::Opportunities,
            counted("Opportunities", page.opportunities_count),
            routes::customer_tab(id, "opportunities"),
        ),
    ];
    let tabs = tabs.into_iter().map(|(its, text, href)| (text, href, its == tab)).collect();
    let older = page.older.map(|before| routes::older(&routes::customer_tab(id, "timeline"), before));
    let newest = older_than.map(|_| routes::customer_tab(id, "timeline"));
    let content = match tab {
        Tab::Overview => view! { <Overview page=page.clone() /> }.erased(),
        Tab::Timeline => {
            view! { <TimelinePart entries=page.timeline.clone() today=page.today newest older /> }.erased()
        }
        Tab::Contacts => view! { <ContactList page=page.clone() /> }.erased(),
        Tab::Opportunities => view! { <OpportunityTable page=page.clone() /> }.erased(),
    };
    if page.may_edit {
        let (id, name) = (page.facts.id, page.facts.name.clone());
        offer(move || ways(id, &name));
    }
    view! {
        <Title text=page.facts.name.clone() />
        <Head page=page.clone() />
        <Tabs label="Customer" tabs />
        {content}
    }
}

/// What one may do here, for the palette and the + menu.
fn ways(id: CustomerId, name: &str) -> Vec<Way> {
    let way =
        |icon, text: &str, href| Way { icon, text: text.to_owned(), note: name.to_owned(), href, ..Way::default() };
    vec![
        Way { adds: true, ..way("circle-dollar-sign", "Opportunity for this customer", routes::opportunity_for(id)) },
        Way { adds: true, ..way("user", "Contact of this customer", routes::contact_new(id)) },
        way("pencil", "Edit this customer", routes::customer_edit(id)),
    ]
}

fn counted(text: &str, count: impl std::fmt::Display) -> String {
    format!("{text} {count}")
}

#[component]
fn Overview(page: CustomerPage) -> impl IntoView {
    let more = Some(routes::customer_tab(page.facts.id, "timeline"));
    view! {
        <div class="columns-3 customer">
            <div>
                <OpenPart page=page.clone() />
                <TimelinePart entries=page.timeline.clone() today=page.today more />
            </div>
            <div><FactsPart page=page.clone() /></div>
            <div>
                <People page=page.clone() />
                <Family page=page.clone() />
            </div>
        </div>
    }
}

#[component]
fn Head(page: CustomerPage) -> impl IntoView {
    let CustomerPage { facts, yours, may_edit, .. } = page;
    let id = facts.id;
    let about = about(&facts);
    let call = facts.phone.as_deref().and_then(dial);
    let call = call.map(|href| view! { <a class="button" href=href><Icon name="phone" />"Call"</a> });
    let directions = (!facts.address().is_empty()).then(|| {
        let href = link("https://www.openstreetmap.org/search", &write([("query", facts.address())]));
        view! { <a class="button" href=href rel="external noreferrer"><Icon name="navigation" />"Directions"</a> }
    });
    let edit =
        may_edit.then(|| view! { <a class="button" href=routes::customer_edit(id)><Icon name="pencil" />"Edit"</a> });
    let sell = may_edit.then(|| {
        let href = routes::opportunity_for(id);
        view! { <a class="button" data-variant="primary" href=href><Icon name="plus" />"Add opportunity"</a> }
    });
    view! {
        <header class="page-head">
            <div class="page-title">
                <div class="title-line">
                    <h1>{facts.name.clone()}</h1>
                    {facts.number.clone().map(|number| view! { <span class="badge">{number}</span> })}
                    <Standing facts=facts.clone() />
                </div>
                <p>{about}{yours.then(|| view! { " \u{b7} "<b>"Yours"</b> })}</p>
            </div>
            <div class="page-actions">{call}{directions}{edit}{sell}</div>
        </header>
    }
}

/// Prospect, active or inactive.
#[component]
fn Standing(facts: Facts) -> impl IntoView {
    let prospect = (facts.kind == Kind::Prospect)
        .then(|| view! { <span class="badge" data-tone="info">{Kind::Prospect.label()}</span> });
    let tone = match facts.status {
        Status::Active => "success",
        Status::Inactive => "",
    };
    view! { {prospect}<span class="badge" data-tone=tone>{facts.status.label()}</span> }
}

fn about(facts: &Facts) -> String {
    let parts = [Some(facts.place()), facts.customer_type.clone(), facts.size.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        format!("Since {}", entity::shared::dates::full(facts.created))
    } else {
        parts.join(" \u{b7} ")
    }
}

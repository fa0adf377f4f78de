//! `/opportunities/:id`: everything about one opportunity.

use super::api::show_opportunity;
use super::fields::way_to;
use super::history::StageHistory;
use super::parts::{Facts, Lines, People, Stepper};
use super::revert::Reverting;
use super::timeline::TimelinePart;
use super::types::OpportunityPage;
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::load::form_resource;
use crate::core::timeline::older_than;
use crate::core::trail::Back;
use crate::core::ways::{Way, offer};
use crate::routes;
use crate::ui::{PageError, Region};
use entity::opportunity::Phase;
use entity::shared::dates;
use entity::shared::ids::OpportunityId;
use entity::shared::percent::Weighted;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// The page of one opportunity.
pub struct ShowPage;

/// The id in the path.
pub(super) fn path_id() -> Memo<Option<OpportunityId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}

#[lazy_route]
impl LazyRoute for ShowPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (id, older_than) = (path_id(), older_than());
        let page = form_resource(
            move || (id.get(), older_than.get()),
            |(id, before)| async move { show_opportunity(id.ok_or(AppError::NotFound)?, before).await },
        );
        let reload = Callback::new(move |()| page.refetch());
        view! {
            <main class="page" id="main" tabindex="-1">
                <Back ways=&[(routes::PIPELINE, "Board"), (routes::OPPORTUNITIES, "Opportunities"), (routes::CUSTOMERS, "Customers")] />
                <Region>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => {
                                let reverting = Reverting { reload, refused: flash.error };
                                view! { <Show page reverting older_than=older_than.get_untracked() /> }.erased()
                            }
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
fn Show(page: OpportunityPage, reverting: Reverting, older_than: Option<i64>) -> impl IntoView {
    let card = page.card.clone();
    let weighted = Weighted::of(card.amount, card.probability).rounded();
    let below = [
        page.phase.is_open().then(|| format!("weighted {weighted}")),
        page.margin.map(|margin| format!("margin est. {margin}")),
    ];
    let below: Vec<String> = below.into_iter().flatten().collect();
    let amount = if card.amount == entity::Money::ZERO { "No amount yet".to_owned() } else { card.amount.to_string() };
    let customer =
        page.customer.map(|id| view! { <a href=routes::customer(id)>{card.customer_name.clone()}</a>" \u{b7} " });
    let summary = (!card.summary.is_empty()).then(|| format!("{} \u{b7} ", card.summary));
    if page.may_work {
        let page = page.clone();
        offer(move || ways(&page));
    }
    view! {
        <Title text=card.name.clone() />
        <header class="page-head">
            <div class="page-title">
                <h1>{card.name.clone()}</h1>
                <p>{customer}{summary}{card.number.clone()}{closes(&page)}</p>
            </div>
            <p class="amount-head"><strong>{amount}</strong><small>{below.join(" \u{b7} ")}</small></p>
        </header>
        <Stepper page=page.clone() />
        <div class="columns-3">
            <div>
                <Closing page=page.clone() />
                <TimelinePart
                    entries=page.timeline.clone()
                    revert=page.revert.clone()
                    reverting
                    today=page.today
                    newest=older_than.map(|_| routes::opportunity(card.id))
                    older=page.older.map(|before| routes::older(&routes::opportunity(card.id), before))
                />
            </div>
            <div>
                <Facts page=page.clone() />
                <People page=page.clone() />
                <StageHistory page=page.clone() />
            </div>
            <div>
                <Lines page=page.clone() />
                {page.trade_in.clone().map(|text| view! { <Text title="Trade-in" text /> })}
                {page.notes.clone().map(|text| view! { <Text title="Notes" text /> })}
            </div>
        </div>
    }
}

/// What one may do here, for the palette.
fn ways(page: &OpportunityPage) -> Vec<Way> {
    let id = page.card.id;
    let moves = page.stages.iter().filter(|stage| stage.key != page.card.stage).filter_map(|stage| {
        // What is closed is reopened before it is closed otherwise.
        let may = stage.phase.is_open() || page.phase.is_open();
        may.then(|| Way { key: letter(stage.phase), ..way_to(id, &page.card.name, stage) })
    });
    let way = |icon, text: &str, key, href| Way {
        icon,
        text: text.to_owned(),
        note: page.card.name.clone(),
        key,
        href,
        ..Way::default()
    };
    let other = way("arrow-right", "Move to another stage", "m", routes::opportunity_move(id, ""));
    let edit = way("pencil", "Edit this opportunity", "e", routes::opportunity_edit(id));
    moves.chain([other, edit]).collect()
}

/// The letter that closes it so.
const fn letter(phase: Phase) -> &'static str {
    match phase {
        Phase::Won => "w",
        Phase::Lost => "L",
        Phase::Qualification | Phase::Development | Phase::Proposal | Phase::NoDeal => "",
    }
}

/// When it closes, or closed; in words where that says more.
fn closes(page: &OpportunityPage) -> impl IntoView + use<> {
    let text = match (&page.close, page.card.expected_close) {
        (Some(close), _) => Some(("closed ", dates::day(close.on(), page.today), false)),
        (None, Some(date)) => {
            let day = dates::day(date, page.today);
            match (date - page.today).num_days() {
                0 => Some(("closes ", format!("today, {day}"), false)),
                1 => Some(("closes ", format!("tomorrow, {day}"), false)),
                days if days < 0 => Some(("was to close ", day, true)),
                _ => Some(("closes ", day, false)),
            }
        }
        (None, None) => None,
    };
    let idle = page
        .idle_days
        .map(|days| view! { " "<span class="badge" data-tone="warning">{format!("Idle {days}\u{a0}d")}</span> });
    view! {
        {text.map(|(word, day, past)| view! { " \u{b7} "{word}<b class=if past { "danger" } else { "" }>{day}</b> })}
        {idle}
    }
}

/// How it ended, while it is closed.
#[component]
fn Closing(page: OpportunityPage) -> impl IntoView {
    use entity::opportunity::Close;
    let OpportunityPage { close, competitor_name, today, .. } = page;
    close.map(|close| {
        let title = format!("{}: {}", close.phase().label(), close.reason_label().to_lowercase());
        let day = dates::day(close.on(), today);
        let facts = match &close {
            Close::Won { actual, .. } => vec![format!("Agreed {actual}")],
            Close::Lost { make, model, price, learned, .. } => {
                let to = format!("To {}", competitor_name.unwrap_or_else(|| "an unknown competitor".to_owned()));
                let theirs = [make.clone(), model.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let theirs = (!theirs.is_empty()).then(|| format!("with {theirs}"));
                let price = price.map(|price| format!("at {price}"));
                let sold = [Some(to), theirs, price].into_iter().flatten().collect::<Vec<_>>().join(" ");
                [Some(sold), learned.clone()].into_iter().flatten().collect()
            }
            Close::NoDeal { learned, .. } => learned.iter().cloned().collect(),
        };
        view! {
            <section class="panel" data-accent="">
                <b>{title}</b>
                <p class="muted">{format!("{day}. ")}{facts.join(". ")}</p>
            </section>
        }
    })
}

#[component]
fn Text(title: &'static str, text: String) -> impl IntoView {
    view! { <section class="panel"><header class="panel-head"><h2>{title}</h2></header><p class="lines-kept">{text}</p></section> }
}

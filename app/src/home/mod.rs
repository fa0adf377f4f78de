//! Today.

use crate::core::erase::Erase;
use crate::core::load::load;
use crate::core::session::Session;
use crate::pipeline::api::read_numbers;
use crate::pipeline::types::Numbers;
use crate::routes;
use crate::ui::{Icon, PageError};
use entity::opportunity::board::Totals;
use entity::opportunity::{Next, OpportunityFilter, counted};
use entity::shared::dates;
use entity::shared::money::grouped;
use entity::shared::period::Period;
use entity::shared::query::link;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// Home: what stands open and what calls for somebody. Each number is a link to its rows.
pub struct HomePage;

#[lazy_route]
impl LazyRoute for HomePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let numbers = load(|| (), |()| read_numbers(String::new()));
        let session = Session::expect();
        view! {
            <Title text="Home" />
            <main class="page" id="main" tabindex="-1">
                <Suspense>
                    {move || Suspend::new(async move {
                        let info = session.0.await.ok().flatten();
                        match (numbers.await, info) {
                            (Ok(numbers), Some(info)) => view! { <Today numbers name=info.actor.name today=info.today /> }.erased(),
                            (Err(error), _) => view! { <PageError error /> }.erased(),
                            (_, None) => ().erased(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

#[component]
fn Today(numbers: Numbers, name: String, today: chrono::NaiveDate) -> impl IntoView {
    let first = name.split_whitespace().next().unwrap_or_default().to_owned();
    let open = numbers.columns.iter().fold(Totals::default(), |sum, (_, totals)| sum.and(*totals));
    let stages = numbers.columns.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let list = |change: &dyn Fn(&mut OpportunityFilter)| {
        let mut filter = OpportunityFilter { stage: stages.clone(), ..OpportunityFilter::default() };
        change(&mut filter);
        link(routes::OPPORTUNITIES, &filter.write())
    };
    let strip = numbers.strip;
    let counts = [
        ("Open", open.amount.short(), counted(open.count), list(&|_| ())),
        (
            "Closing this month",
            strip.closing.amount.short(),
            counted(strip.closing.count),
            list(&|f| f.period = Some(Period::ThisMonth)),
        ),
        (
            "Past their date",
            grouped(strip.past.unsigned_abs()),
            "still open".to_owned(),
            list(&|f| f.next = Some(Next::Past)),
        ),
        (
            "Idle",
            grouped(strip.idle.unsigned_abs()),
            "too long in their stage".to_owned(),
            list(&|f| f.next = Some(Next::Idle)),
        ),
    ];
    let counts = counts.map(|(label, number, note, href)| {
        view! { <li><a class="figure" href=href><span>{label}</span><strong>{number}</strong><small>{note}</small></a></li> }
    });
    view! {
        <header class="page-head">
            <h1>{format!("Hello, {first}")}</h1>
            <p class="muted">{dates::long(today)}</p>
        </header>
        <ul class="figures" data-roomy="">{counts.collect_view()}</ul>
        <div class="button-group">
            <a class="button" data-variant="primary" href=routes::PIPELINE><Icon name="kanban" />"Open the board"</a>
            <a class="button" href=routes::CUSTOMERS><Icon name="building-2" />"Customers"</a>
        </div>
    }
}

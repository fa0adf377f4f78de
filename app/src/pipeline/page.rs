//! `/pipeline`.

use super::api::read_board;
use super::board::BoardView;
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::opportunities::{FilterBar, in_use};
use crate::routes;
use crate::ui::{FilterToggle, Icon, PageError, Tabs};
use entity::opportunity::OpportunityFilter;
use entity::shared::query::link;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// The board's page.
pub struct BoardPage;

#[lazy_route]
impl LazyRoute for BoardPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_location().search;
        let query = Memo::new(move |_| OpportunityFilter::read(&query.get()).write());
        let board = load(move || query.get(), read_board);
        view! {
            <Title text="Pipeline" />
            <main class="page" id="main" tabindex="-1" data-fill="">
                <header class="page-head">
                    <h1>"Pipeline"</h1>
                    {move || view! {
                        <Tabs inline=true label="View" tabs=vec![
                            ("Board".to_owned(), link(routes::PIPELINE, &query.get()), true),
                            ("Table".to_owned(), link(routes::OPPORTUNITIES, &table_query(&query.get())), false),
                        ] />
                    }}
                    <div class="page-actions">
                        <a class="button" data-variant="primary" href=routes::OPPORTUNITY_NEW><Icon name="plus" />"Add opportunity"</a>
                    </div>
                </header>
                <Transition>
                    {move || Suspend::new(async move {
                        match board.await {
                            Ok(board) => {
                                let query = query.get_untracked();
                                let choices = board.choices.clone();
                                let filter = OpportunityFilter::read(&query);
                                let shown = board.columns.iter().map(|column| column.totals.count).sum();
                                view! {
                                    <FilterBar filter=filter.clone() choices shown action=routes::PIPELINE export=None />
                                    <BoardView board query><FilterToggle count=in_use(&filter) /></BoardView>
                                }.erased()
                            }
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Transition>
            </main>
        }
        .erased()
    }
}

/// The same filter for the table: open stages only, no board limits.
fn table_query(query: &str) -> String {
    let mut filter = OpportunityFilter::read(query);
    filter.limit = None;
    filter.write()
}

//! `/pipeline`.

use super::api::read_board;
use super::board::BoardView;
use super::types::Board;
use crate::core::erase::Erase;
use crate::core::load::load;
use crate::opportunities::{AddOpportunity, FilterBar, in_use};
use crate::routes;
use crate::ui::{FilterToggle, PageError, Region, Tabs};
use entity::opportunity::{OpportunityFilter, StageKey};
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
        let search = use_location().search;
        let filter = Memo::new(move |_| OpportunityFilter::read(&search.get()));
        let query = Memo::new(move |_| filter.with(OpportunityFilter::write));
        // Also when only what cannot be read changes: the page says so.
        let asked = move || (query.get(), filter.with(|filter| filter.ignored.clone()));
        let board = load(asked, |(query, _)| read_board(query));
        view! {
            <Title text="Pipeline" />
            <main class="page" id="main" tabindex="-1" data-fill="">
                <header class="page-head">
                    <h1>"Pipeline"</h1>
                    <Region>
                        {move || Suspend::new(async move {
                            let open = board.await.map(|board| open_stages(&board)).unwrap_or_default();
                            view! {
                                <Tabs inline=true label="View" tabs=vec![
                                    ("Board".to_owned(), link(routes::PIPELINE, &query.get()), true),
                                    ("Table".to_owned(), link(routes::OPPORTUNITIES, &filter.with(|filter| table_query(filter, open))), false),
                                ] />
                            }
                        })}
                    </Region>
                    <div class="page-actions">
                        <AddOpportunity />
                    </div>
                </header>
                <Region>
                    {move || Suspend::new(async move {
                        match board.await {
                            Ok(board) => {
                                let (query, filter) = (query.get_untracked(), filter.get_untracked());
                                let choices = board.choices.clone();
                                let shown = board.columns.iter().map(|column| column.totals.count).sum();
                                view! {
                                    <FilterBar filter=filter.clone() choices shown action=routes::PIPELINE export=None />
                                    <BoardView board query><FilterToggle count=in_use(&filter) /></BoardView>
                                }.erased()
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

fn open_stages(board: &Board) -> Vec<StageKey> {
    board.columns.iter().map(|column| column.stage.key.clone()).collect()
}

/// The same rows for the table: those in the open stages, no board limits.
fn table_query(filter: &OpportunityFilter, open: Vec<StageKey>) -> String {
    let stage = if filter.stage.is_empty() { open } else { filter.stage.clone() };
    OpportunityFilter { limit: None, stage, ..filter.clone() }.write()
}

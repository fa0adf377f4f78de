//! Rows, pairs and steps.

use super::Part;
use crate::core::erase::Erase;
use crate::ui::{
    Badge, Chip, Facts, FilterChoice, FilterField, FilterForm, Filters, Hue, Icon, Order, Pagination, Panel,
    SortHeader, Step, Steps, Tabs, Timeline, TimelineItem,
};
use chrono::{NaiveDate, NaiveDateTime};
use leptos::prelude::*;

fn here() -> String {
    "#main".to_owned()
}

/// An afternoon in November.
fn at(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day).and_then(|day| day.and_hms_opt(16, 2, 0)).unwrap_or_default()
}

#[component]
pub fn StepsAndPages() -> impl IntoView {
    let step = |text: &str, note: &str| Step { text: text.to_owned(), note: note.to_owned(), href: Some(here()) };
    let steps = vec![
        step("Upload", "790 kB"),
        step("Columns", "8 of 8 mapped"),
        step("Check", "nothing is written yet"),
        step("Run", "about 4 s"),
    ];
    let chip = |icon, text: &str| Chip { icon, text: text.to_owned(), without: here() };
    view! {
        <Part title="Steps, tabs, pages, filters">
            <Steps steps at=2 />
            <Tabs label="Views" tabs=vec![
                ("Overview".to_owned(), here(), true),
                ("Timeline 118".to_owned(), here(), false),
                ("Files 6".to_owned(), here(), false),
            ] />
            <Pagination note="51\u{2013}100 of 1,240" previous=Some(here()) next=Some(here()) />
            <Pagination note="1\u{2013}50 of 1,240" previous=None next=Some(here()) />
            <Filters
                chips=vec![chip("user", "Owner: me"), chip("calendar", "Closing this month")]
                ignored=1
                order="Sorted by name".to_owned()
                export=Some(here())
                fixed=Some(here())
            />
            <FilterForm label="Filter nothing" action="/gallery" shown=1_240>
                <FilterField name="q" label="Words" kind="search" value=String::new() placeholder="Name, number" />
                <FilterChoice name="sort" label="Order" any="As it comes" value=String::new() options=vec![("name".to_owned(), "Name".to_owned())] />
            </FilterForm>
        </Part>
    }
}

#[component]
pub fn TableOfRows() -> impl IntoView {
    let rows = [
        ("Wheel loaders for crushing plant", "Pecos Drilling", "$542,000", "17 Dec"),
        (
            "Replacement of the complete quarry loading fleet, phase two",
            "Gulf Coast Aggregates",
            "$12,345,678.90",
            "30 Nov",
        ),
        ("8FGU25 lift trucks", "Rio Grande Utilities", "$0", "11 Dec"),
    ]
    .map(|(name, place, amount, date)| {
        view! {
            <tr>
                <td data-check=""><input type="checkbox" aria-label=format!("Select {name}") /></td>
                <th scope="row"><a class="truncate" href="#main" title=name>{name}</a></th>
                <td data-cell="fact">{place}</td>
                <td data-num="" data-cell="value">{amount}</td>
                <td data-cell="fact" data-fit="">{date}</td>
                <td data-cell="status"><Badge hue=Hue::Info text="Open" /></td>
            </tr>
        }
    });
    view! {
        <Part title="Table">
            <div class="table-wrap">
                <table class="table">
                    <caption class="sr-only">"Example"</caption>
                    <thead>
                        <tr>
                            <th data-check=""><input type="checkbox" aria-label="Select all on this page" /></th>
                            <SortHeader text="Name" href=here() order=Order::None />
                            <SortHeader text="Place" href=here() order=Order::Ascending />
                            <SortHeader text="Amount" href=here() order=Order::Descending number=true />
                            <SortHeader text="Closes" href=here() order=Order::None />
                            <th scope="col">"State"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
                <p class="table-note"><b>"3"</b>"rows in all, "<b>"$12,887,678.90"</b></p>
            </div>
        </Part>
    }
}

#[component]
pub fn FactsAndRows() -> impl IntoView {
    view! {
        <Part title="Panel, facts, rows">
            <Panel title="Facts" aside=|| view! { <a href="#main">"Edit"</a> }>
                <Facts facts=vec![("Owner", "Maria Reyes".to_owned()), ("Phone", String::new()), ("Place", "Lockhart, TX".to_owned())] />
            </Panel>
            <Panel title="Rows" flush=true>
                <ul class="rows">
                    <li><Icon name="file" /><div class="row-main"><a href="#main">"offer.pdf"</a><small>"790 kB"</small></div><span class="row-value">"$214,500"</span></li>
                    <li><Icon name="file" /><div class="row-main"><a href="#main">"order.pdf"</a><small>"1.2 MB"</small></div></li>
                </ul>
            </Panel>
        </Part>
    }
}

#[component]
pub fn Happened() -> impl IntoView {
    view! {
        <Part title="Timeline">
            <Timeline empty=false older=Some("#timeline".to_owned())>
                <TimelineItem icon="phone" subject="Tom Becker" what="called".erased() at=at(23) today=at(23).date() text="Wants the offer by Friday." />
                <TimelineItem icon="arrow-right" subject="Stage" what="Development to Proposal".erased() at=at(20) today=at(23).date() by="Maria Reyes" text="Amount: $398,500 to $412,000" />
            </Timeline>
        </Part>
    }
}

//! Rows, pairs and steps.

use super::Part;
use crate::ui::{
    Badge, Chip, Facts, FilterChip, Hue, Icon, Order, Pagination, Panel, SortHeader, Step, Steps, Tabs, Timeline,
    TimelineItem,
};
use leptos::prelude::*;

fn here() -> String {
    "#main".to_owned()
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
    view! {
        <Part title="Steps, tabs, pages, filters">
            <Steps steps at=2 />
            <Tabs label="Views" tabs=vec![
                ("Overview".to_owned(), here(), true),
                ("Timeline 118".to_owned(), here(), false),
                ("Files 6".to_owned(), here(), false),
            ] />
            <Pagination note="51\u{2013}100 of 1,240" first=Some(here()) next=Some(here()) />
            <Pagination note="1\u{2013}12 of 12" first=None next=None />
            <div class="row">
                <FilterChip chip=Chip { icon: "user", text: "Owner: me".into(), without: "#main".into() } />
                <FilterChip chip=Chip { icon: "calendar", text: "This month".into(), without: "#main".into() } />
            </div>
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
            <Timeline>
                <TimelineItem icon="phone" who="Tom Becker" what="called" when="Today 8:40" datetime="2026-11-23T08:40" text="Wants the offer by Friday." />
                <TimelineItem icon="pencil" who="Maria Reyes" what="changed the amount" when="Fri 20 Nov" datetime="2026-11-20T16:02" text="Amount: $398,500 to $412,000" />
            </Timeline>
        </Part>
    }
}

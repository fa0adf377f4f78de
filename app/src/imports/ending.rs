//! How an import ended: the line below the title, and the banner above the report.

use super::parts::{Failure, rows};
use super::types::ReportPage;
use crate::core::erase::Erase;
use crate::ui::Icon;
use entity::import::undo::{UndoLine, in_words};
use entity::import::{Counts, ImportStatus};
use entity::shared::dates;
use entity::shared::money::grouped;
use leptos::prelude::*;

/// Below the title: what the file is, or once it is in when and how fast that was.
pub(super) fn about(page: &ReportPage) -> String {
    let Some(at) = page.finished else { return String::new() };
    let when = dates::moment(at, page.today).replace("Today", "today");
    let noun = page.head.noun.label();
    match page.head.status {
        ImportStatus::Done if page.took > 0 => {
            format!("{noun} \u{b7} done {when}, took {}.{} s", page.took / 1_000, page.took % 1_000 / 100)
        }
        ImportStatus::Done => format!("{noun} \u{b7} done {when}"),
        ImportStatus::Undone => format!("{noun} \u{b7} undone {when}"),
        _ => String::new(),
    }
}

/// What was done, or why nothing was.
#[component]
pub(super) fn Ending(page: ReportPage) -> impl IntoView {
    let counts = page.counts;
    match page.head.status {
        ImportStatus::Done => {
            let undo = (!page.head.failure.is_empty()).then(|| {
                view! {
                    <section class="banner" data-tone="danger" role="alert">
                        <Icon name="circle-alert" />
                        <div><h2>"The import was not undone"</h2><p>{page.head.failure}</p></div>
                    </section>
                }
            });
            view! {
                {undo}
                <section class="banner" data-tone="success" role="status">
                    <Icon name="circle-check" />
                    <div><h2>{what_is_in(&counts)}</h2><p>{kept(&counts)}</p></div>
                </section>
            }
            .erased()
        }
        ImportStatus::Undone => view! {
            <section class="banner" role="status">
                <Icon name="undo-2" />
                <div><h2>{what_went(&counts.undone)}</h2><p>{what_stayed(&counts)}</p></div>
            </section>
        }
        .erased(),
        ImportStatus::Failed | ImportStatus::Cancelled => view! { <Failure text=page.head.failure /> }.erased(),
        _ => ().erased(),
    }
}

fn what_is_in(counts: &Counts) -> String {
    match counts.good() {
        0 => "Everything was here already".to_owned(),
        1 => "1 row is in".to_owned(),
        n => format!("{} rows are in", grouped(n)),
    }
}

fn kept(counts: &Counts) -> String {
    let skipped = counts.skipped();
    if skipped == 0 {
        "All rows of the file.".to_owned()
    } else {
        format!("{} wrote nothing; the report says why.", rows(skipped))
    }
}

fn what_went(lines: &[UndoLine]) -> String {
    let went = in_words(lines.iter().map(|line| (line.made, line.going)));
    if went.is_empty() { "Nothing could be taken out".to_owned() } else { format!("Taken out: {went}") }
}

/// What of the file is still here, and why; the report below is of the run.
fn what_stayed(counts: &Counts) -> String {
    let stayed = in_words(counts.undone.iter().map(|line| (line.made, line.changed + line.needed)));
    let mut text = if stayed.is_empty() {
        "Nothing that the file made is left.".to_owned()
    } else {
        format!("Still here: {stayed}, changed or needed since.")
    };
    if counts.updated > 0 {
        text.push_str(&format!(" {} changed records that were here before; those changes stay.", rows(counts.updated)));
    }
    text.push_str(" The report below is of the import.");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::import::undo::Made;

    #[test]
    fn an_undo_says_what_went_and_what_stayed() {
        let line = |made, going, changed, needed| UndoLine { made, going, changed, needed };
        let undone = vec![line(Made::Opportunity, 8_790, 10, 0), line(Made::Customer, 0, 0, 1)];
        assert_eq!(what_went(&undone), "Taken out: 8,790 opportunities");
        let counts = Counts { undone, updated: 1, ..Counts::default() };
        assert_eq!(
            what_stayed(&counts),
            "Still here: 10 opportunities and 1 customer, changed or needed since. \
             1 row changed records that were here before; those changes stay. The report below is of the import."
        );
        assert_eq!(what_went(&[]), "Nothing could be taken out");
    }
}

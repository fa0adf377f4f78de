//! A job under way: how far it is, how long it will take, a way to stop it.

use super::api::{CancelImport, import_progress};
use super::parts::rows;
use super::types::{Head, Progress};
use crate::ui::after;
use crate::ui::form::{Hidden, PostForm, Submit};
use entity::FieldErrors;
use entity::import::ImportStatus;
use entity::shared::ids::ImportId;
use entity::shared::money::grouped;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often the browser asks.
const ROUND_MS: i32 = 700;

/// The panel of a working job. `done` is called once it works no more.
#[component]
pub(super) fn Working(head: Head, progress: Progress, done: Callback<()>) -> impl IntoView {
    let (now, set_now) = signal(progress);
    let id = head.id;
    // The first look is the server's; asking again is the browser's.
    Effect::new(move || ask(id, set_now, done));
    let action = ServerAction::<CancelImport>::new();
    let check = |_: &CancelImport| Ok::<(), FieldErrors>(());
    let (words, note) = match head.status {
        ImportStatus::Checking => ("Rows checked", "Every row is being checked. Nothing is written."),
        ImportStatus::Undoing => ("Records taken out", "You may leave this page; the undo goes on."),
        _ => ("Rows written", "You may leave this page; the import goes on."),
    };
    let left = move || now.get().left.map_or(String::new(), |seconds| format!(" \u{b7} {}", duration(seconds)));
    let percent = move || now.with(|now| (now.done * 100).checked_div(now.total).unwrap_or(0));
    view! {
        <section class="panel run-panel" aria-busy="true">
            <p class="run-count">{move || grouped(now.get().done)}" "<small>"of "{move || rows(now.get().total)}{left}</small></p>
            <progress value=move || now.get().done.to_string() max=move || now.get().total.to_string() aria-label=words>
                {move || format!("{}\u{a0}%", percent())}
            </progress>
            <p class="muted" role="status">
                {note}
            </p>
            <PostForm action check class="row" prefix="">
                <Hidden name="id" value=id.to_string() />
                <Submit variant="">"Stop"</Submit>
                <a class="button no-js" href="">"See how far it is"</a>
            </PostForm>
        </section>
    }
}

fn ask(id: ImportId, set_now: WriteSignal<Progress>, done: Callback<()>) {
    after(ROUND_MS, move || {
        spawn_local(async move {
            match import_progress(id).await {
                Ok(progress) if progress.status.is_working() => {
                    // A page that has been left has no signal any more, and asks no more.
                    if set_now.try_set(progress).is_none() {
                        ask(id, set_now, done);
                    }
                }
                Ok(_) => {
                    let _page_is_gone = done.try_run(());
                }
                Err(_) if set_now.is_disposed() => {}
                Err(_) => ask(id, set_now, done),
            }
        });
    });
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..=1 => "a moment left".to_owned(),
        2..=89 => format!("about {seconds} s left"),
        _ => format!("about {} min left", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_said_roughly() {
        assert_eq!([0, 12, 100].map(duration), ["a moment left", "about 12 s left", "about 2 min left"]);
    }
}

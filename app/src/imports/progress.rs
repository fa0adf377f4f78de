//! A job under way: how far it is, how long it will take, a way to stop it.

use super::api::{CancelImport, import_progress};
use super::parts::rows;
use super::types::{Head, Progress, step_of};
use crate::core::AppError;
use crate::routes;
use crate::ui::form::{Hidden, PostForm, Submit};
use crate::ui::{Toast, Toasts, Tone, after};
use entity::FieldErrors;
use entity::import::ImportStatus;
use entity::shared::money::grouped;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often the browser asks.
const ROUND_MS: i32 = 700;
/// And once the page has been left.
const AWAY_MS: i32 = 3_000;

/// The panel of a working job. `done` is called once it works no more, with what it worked at.
#[component]
pub(super) fn Working(head: Head, progress: Progress, done: Callback<ImportStatus>) -> impl IntoView {
    let (now, set_now) = signal(progress);
    let id = head.id;
    // The first look is the server's; asking again is the browser's.
    let watch = Watch { head: head.clone(), set_now, done, toasts: Toasts::expect() };
    Effect::new(move || watch.clone().ask());
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

/// Who asks, and whom the answer is for.
#[derive(Clone)]
struct Watch {
    head: Head,
    set_now: WriteSignal<Progress>,
    done: Callback<ImportStatus>,
    toasts: Toasts,
}

impl Watch {
    /// Asks again and again, more slowly once the page has been left; its end is then told wherever one is.
    fn ask(self) {
        let gone = self.set_now.is_disposed();
        after(if gone { AWAY_MS } else { ROUND_MS }, move || {
            spawn_local(async move {
                match import_progress(self.head.id).await {
                    Ok(progress) if progress.status.is_working() => {
                        let _gone = self.set_now.try_set(progress);
                        self.ask();
                    }
                    Ok(progress) if self.done.try_run(self.head.status).is_none() => self.tell(progress.status),
                    Ok(_) | Err(AppError::SignedOut | AppError::NotFound | AppError::Denied(_)) => {}
                    Err(_) => self.ask(),
                }
            });
        });
    }

    fn tell(self, now: ImportStatus) {
        let Some((tone, text)) = told(&self.head.file_name, self.head.status, now) else { return };
        let link = routes::import(self.head.id, step_of(now));
        // Somebody who came back looks at it already.
        if location().pathname().is_ok_and(|path| path == link) {
            return;
        }
        self.toasts.show(Toast::new(text).tone(tone).link("See it", link));
    }
}

/// How the end of a job is told on another page.
fn told(file: &str, was: ImportStatus, now: ImportStatus) -> Option<(Tone, String)> {
    match (was, now) {
        (ImportStatus::Undoing, ImportStatus::Done) => {
            Some((Tone::Danger, format!("The import of {file} was not undone.")))
        }
        (_, ImportStatus::Done) => Some((Tone::Plain, format!("{file} is in."))),
        (_, ImportStatus::Checked) => Some((Tone::Plain, format!("{file} is checked. Nothing is written yet."))),
        (_, ImportStatus::Undone) => Some((Tone::Plain, format!("The import of {file} was undone."))),
        (_, ImportStatus::Failed) => Some((Tone::Danger, format!("{file} was not imported."))),
        _ => None,
    }
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

    #[test]
    fn i7_the_end_is_told_on_another_page() {
        use ImportStatus::{Cancelled, Checked, Checking, Done, Failed, Running, Undoing, Undone};
        let words = |was, now| told("a.csv", was, now).map(|(_, text)| text).unwrap_or_default();
        assert_eq!(words(Checking, Checked), "a.csv is checked. Nothing is written yet.");
        assert_eq!(words(Running, Done), "a.csv is in.");
        assert_eq!(words(Running, Failed), "a.csv was not imported.");
        assert_eq!(words(Running, Cancelled), "");
        assert_eq!(words(Undoing, Undone), "The import of a.csv was undone.");
        assert_eq!(words(Undoing, Done), "The import of a.csv was not undone.");
    }
}

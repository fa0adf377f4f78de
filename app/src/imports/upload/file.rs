//! The place for the file: dropped or picked, looked at before it is sent, and on its way.

use super::sending::{Sending, Way};
use crate::imports::parts::size;
use crate::ui::Icon;
use leptos::ev;
use leptos::prelude::*;

#[cfg(any(feature = "hydrate", test))]
/// Most bytes of a CSV file and of a workbook; the server counts again.
const LARGEST: [f64; 2] = [100.0 * 1024.0 * 1024.0, 25.0 * 1024.0 * 1024.0];

/// The zone, its input, and below them what is wrong or how far it is.
#[component]
pub(super) fn FilePart(sending: Sending) -> impl IntoView {
    let (over, set_over) = signal(false);
    let chosen = move |event: ev::Event| sending.choose(complaint(&event));
    let above = move |event: ev::DragEvent| {
        // Else the browser would leave the page and open the file.
        event.prevent_default();
        set_over.set(true);
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        set_over.set(false);
        sending.choose(taken(&event));
    };
    view! {
        <div
            class="drop-zone"
            data-over=move || over.get().then_some("")
            on:dragover=above
            on:dragleave=move |_| set_over.set(false)
            on:drop=dropped
        >
            <Icon name="upload" />
            <label for="file">"Drop a file here, or pick one"</label>
            <input type="file" id="file" name="file" required accept=".csv,.txt,.tsv,.xlsx" aria-describedby="file-hint file-error" on:change=chosen />
            <p class="hint small muted" id="file-hint">"Nothing is written before you have seen what each row does."</p>
            <p class="error" id="file-error" role="alert" hidden=move || sending.sentence().is_empty()>
                <Icon name="circle-alert" />{move || sending.sentence()}
            </p>
            <UnderWay sending />
        </div>
    }
}

/// How far it is, byte by byte, and a way to stop it.
#[component]
fn UnderWay(sending: Sending) -> impl IntoView {
    let words = move |Way { sent, total }: Way| {
        if sent < total {
            format!("{} of {}", size(sent), size(total))
        } else {
            format!("{} are here and being read", size(total))
        }
    };
    view! {
        <Show when=move || sending.is_busy()>
            <div class="under-way">
                <progress
                    value=move || sending.way.get().map(|way| way.sent.to_string())
                    max=move || sending.way.get().map(|way| way.total.to_string())
                    aria-label="Upload"
                ></progress>
                <p class="small" role="status">{move || sending.way.get().map(words)}</p>
                <button class="button" data-size="sm" type="button" on:click=move |_| sending.stop()>"Stop"</button>
            </div>
        </Show>
    }
}

/// What can be said about the chosen file before it is sent: kind and size.
#[cfg(feature = "hydrate")]
fn complaint(event: &ev::Event) -> String {
    use wasm_bindgen::JsCast;
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return String::new() };
    what_is_wrong(&file.name(), file.size()).to_owned()
}

#[cfg(not(feature = "hydrate"))]
fn complaint(_event: &ev::Event) -> String {
    String::new()
}

/// Puts a dropped file into the input; answers what is wrong with it.
#[cfg(feature = "hydrate")]
fn taken(event: &ev::DragEvent) -> String {
    use wasm_bindgen::JsCast;
    let input =
        document().get_element_by_id("file").and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok());
    let (Some(input), Some(files)) = (input, event.data_transfer().and_then(|dropped| dropped.files())) else {
        return String::new();
    };
    match (files.length(), files.get(0)) {
        (1, Some(file)) => {
            input.set_files(Some(&files));
            what_is_wrong(&file.name(), file.size()).to_owned()
        }
        (0, _) | (_, None) => "That is no file. Drop a CSV or XLSX file.".to_owned(),
        _ => "Drop one file at a time.".to_owned(),
    }
}

#[cfg(not(feature = "hydrate"))]
fn taken(_event: &ev::DragEvent) -> String {
    String::new()
}

#[cfg(any(feature = "hydrate", test))]
fn what_is_wrong(name: &str, size: f64) -> &'static str {
    let name = name.to_lowercase();
    let [text, workbook] = LARGEST;
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("xlsx") if size > workbook => "The workbook is larger than 25 MB. Save the sheet as CSV.",
        Some("csv" | "txt" | "tsv") if size > text => "The file is larger than 100 MB. Split it.",
        Some("csv" | "txt" | "tsv" | "xlsx") => "",
        _ => "Choose a CSV or XLSX file.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s29_kind_and_size_are_looked_at_before_a_file_is_sent() {
        const MIB: f64 = 1024.0 * 1024.0;
        for (name, size, wrong) in [
            ("deals.csv", 100.0 * MIB, ""),
            ("deals.csv", 100.0 * MIB + 1.0, "100 MB"),
            ("Deals.XLSX", 25.0 * MIB, ""),
            ("Deals.XLSX", 25.0 * MIB + 1.0, "25 MB"),
            ("deals.pdf", 1.0, "CSV or XLSX"),
            ("deals", 1.0, "CSV or XLSX"),
        ] {
            let told = what_is_wrong(name, size);
            assert!(told.contains(wrong) && told.is_empty() == wrong.is_empty(), "{name} {size}: {told}");
        }
    }
}

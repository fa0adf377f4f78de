//! Messages that come and go, with a way to act on them; and words for screen readers alone.

use super::{Icon, after, has_focus, is_hidden, now_ms, return_focus};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// Most messages at once.
const MOST: usize = 3;
/// A plain one stays this long; one that can be acted on longer, and not while it is looked at.
const PLAIN_MS: f64 = 6_000.0;
const ACTION_MS: f64 = 12_000.0;

/// How a message sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    /// Stays until it is closed, and is read at once.
    Danger,
}

type Act = Arc<dyn Fn() + Send + Sync>;

/// A message.
#[derive(Clone)]
pub struct Toast {
    id: u32,
    text: String,
    detail: String,
    tone: Tone,
    actions: Vec<(String, Act)>,
    link: Option<(String, String)>,
    silent: bool,
    about: String,
    until: f64,
}

impl std::fmt::Debug for Toast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Toast").field("text", &self.text).field("detail", &self.detail).finish_non_exhaustive()
    }
}

impl Toast {
    /// A plain one.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            id: 0,
            text: text.into(),
            detail: String::new(),
            tone: Tone::Plain,
            actions: Vec::new(),
            link: None,
            silent: false,
            about: String::new(),
            until: 0.0,
        }
    }

    /// A second, smaller sentence.
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// How it sounds.
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// Not read out: the same has been announced already.
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }

    /// What it is about: one that comes later, or an undo, takes it away.
    pub fn about(self, about: impl ToString) -> Self {
        Self { about: about.to_string(), ..self }
    }

    /// Something to do about it. Any action closes the message.
    pub fn action(mut self, label: &str, act: impl Fn() + Send + Sync + 'static) -> Self {
        self.actions.push((label.to_owned(), Arc::new(act)));
        self
    }

    /// Somewhere to go about it.
    pub fn link(self, label: &str, href: String) -> Self {
        Self { link: Some((label.to_owned(), href)), ..self }
    }
}

/// The messages of the page; from the context.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// For the shell to provide.
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(1), held: RwSignal::new(false) }
    }

    /// From the context.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Shows a message; the oldest goes when there are too many.
    pub fn show(self, mut toast: Toast) {
        toast.id = self.next.get_value();
        self.next.set_value(toast.id + 1);
        let stays = if toast.actions.is_empty() { PLAIN_MS } else { ACTION_MS };
        toast.until = if toast.tone == Tone::Danger { f64::INFINITY } else { now_ms() + stays };
        self.shown.update(|shown| {
            shown.retain(|other| toast.about.is_empty() || other.about != toast.about);
            shown.push(toast);
            if shown.len() > MOST {
                // What went wrong stays longest.
                let oldest = shown.iter().position(|toast| toast.tone == Tone::Plain).unwrap_or(0);
                shown.remove(oldest);
            }
        });
        self.sweep_later();
    }

    /// Takes away what is said about something that is so no longer.
    pub fn forget(self, about: impl ToString) {
        let about = about.to_string();
        if self.shown.with_untracked(|shown| shown.iter().any(|toast| toast.about == about)) {
            let within = has_focus(".toasts");
            self.shown.update(|shown| shown.retain(|toast| toast.about != about));
            if within {
                self.held.set(false);
                return_focus::go_back();
            }
        }
    }

    /// Takes one away.
    fn close(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }

    /// Takes away what has been there long enough, unless somebody is looking at it.
    fn sweep_later(self) {
        after(1_000, move || {
            if !self.held.get_untracked() && !is_hidden() {
                let now = now_ms();
                if self.shown.with_untracked(|shown| shown.iter().any(|toast| toast.until <= now)) {
                    self.shown.update(|shown| shown.retain(|toast| toast.until > now));
                }
            } else {
                self.shown.update_untracked(|shown| shown.iter_mut().for_each(|toast| toast.until += 1_000.0));
            }
            if self.shown.with_untracked(|shown| shown.iter().any(|toast| toast.until.is_finite())) {
                self.sweep_later();
            }
        });
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// The one place where messages appear. F6 goes there.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::expect();
    let node = NodeRef::<leptos::html::Div>::new();
    let f6 = window_event_listener(ev::keydown, move |event| {
        if event.key() == "F6"
            && let Some(node) = node.get_untracked()
        {
            event.prevent_default();
            let _ = node.focus();
        }
    });
    on_cleanup(move || f6.remove());
    let hold = move |held| move |()| toasts.held.set(held);
    let (over, out) = (hold(true), hold(false));
    view! {
        <div
            class="toasts"
            role="status"
            aria-live="polite"
            aria-label="Messages"
            tabindex="-1"
            node_ref=node
            on:mouseenter=move |_| over(())
            on:mouseleave=move |_| out(())
            on:focusin=move |event| {
                return_focus::came(&event);
                toasts.held.set(true);
            }
            on:focusout=move |event| {
                return_focus::went(&event);
                toasts.held.set(false);
            }
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let(toast)>
                <ToastView toast toasts />
            </For>
        </div>
    }
}

#[component]
fn ToastView(toast: Toast, toasts: Toasts) -> impl IntoView {
    let Toast { id, text, detail, tone, actions, link, silent, about: _, until: _ } = toast;
    let danger = tone == Tone::Danger;
    // A button that goes with its message takes the focus along without a word.
    let let_go = move || {
        toasts.close(id);
        toasts.held.set(false);
        return_focus::go_back();
    };
    let close = move |_| let_go();
    let actions = actions.into_iter().map(|(label, act)| {
        let done = move |_| {
            act();
            let_go();
        };
        view! { <button type="button" on:click=done>{label}</button> }
    });
    let actions = actions.collect_view();
    view! {
        <div class="toast" data-tone=danger.then_some("danger") role=danger.then_some("alert") aria-live=silent.then_some("off")>
            <p class="toast-text"><b>{text}</b>{(!detail.is_empty()).then(|| view! { <span>{detail}</span> })}</p>
            <div class="toast-actions">
                {actions}
                {link.map(|(label, href)| view! { <a href=href>{label}</a> })}
                {danger.then(|| view! {
                    <button type="button" aria-label="Close" on:click=close><Icon name="x" /></button>
                })}
            </div>
        </div>
    }
}

/// What is said to screen readers now.
#[derive(Debug, Clone, Copy)]
struct Spoken(RwSignal<String>);

/// Says a sentence to screen readers, after what is being said.
pub fn announce(text: impl Into<String>) {
    if let Some(spoken) = SPOKEN.get() {
        // The same sentence twice is spoken twice only when it is another text.
        let (text, before) = (text.into(), spoken.0.get_untracked());
        spoken.0.set(if text == before { format!("{text}\u{a0}") } else { text });
    }
}

/// One region per page; browsers run one page at a time, and on the server nobody listens.
static SPOKEN: std::sync::OnceLock<Spoken> = std::sync::OnceLock::new();

/// The region that [`announce`] speaks through.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let text = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    let _ = SPOKEN.set(Spoken(text));
    view! { <div class="sr-only" role="status" aria-live="polite" data-spoken="">{move || text.get()}</div> }
}

//! Somebody saved first: what they wrote, beside what was typed here. Nothing typed is lost, and nothing of theirs either.

use crate::core::flash::Flash;
use crate::core::{AppError, Conflict};
use crate::ui::{Icon, Toast, Toasts, Tone, announce, focus_on, on_frame, set_unsaved};
use entity::event::FieldChange;
use entity::shared::merge::{Merged, merge};
use leptos::ev;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A form that two people changed.
#[derive(Clone)]
pub struct Clash<F> {
    pub conflict: Conflict,
    pub merged: Merged<F>,
    /// As it is stored now.
    pub stored: F,
}

/// What an edit form has to know to meet a conflict: how it began, and what was sent last.
pub struct Clashes<F: Send + Sync + 'static> {
    base: StoredValue<Option<F>>,
    /// With how it began then.
    sent: StoredValue<Option<(F, Option<F>)>>,
    /// The one that stands.
    pub now: RwSignal<Option<Clash<F>>>,
    /// The version that is sent.
    pub version: RwSignal<i64>,
}

impl<F: Send + Sync + 'static> Clone for Clashes<F> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<F: Send + Sync + 'static> Copy for Clashes<F> {}

impl<F: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Clashes<F> {
    /// A form that shows `stored` in `version`; or comes back from a refused post without scripting, with what was `typed`.
    pub fn new(
        (stored, version): (&F, i64),
        (flash, typed): (&Flash, Option<F>),
        differences: impl Fn(&F, &F) -> Vec<FieldChange>,
    ) -> Self {
        let known = Self {
            base: StoredValue::new(Some(stored.clone())),
            sent: StoredValue::new(None),
            now: RwSignal::new(None),
            version: RwSignal::new(version),
        };
        match (&flash.error, typed) {
            (Some(AppError::Conflict(conflict)), Some(mine)) => {
                // How it began is not known any more.
                let merged = merge(None, stored, &mine, differences);
                known.now.set(Some(Clash { conflict: (**conflict).clone(), merged, stored: stored.clone() }));
            }
            (_, Some(_)) => {
                // It came of the version it was opened in, also when somebody has saved another one meanwhile.
                let opened = flash.version().unwrap_or(version);
                known.version.set(opened);
                known.base.update_value(|base| *base = base.take().filter(|_| opened == version));
            }
            _ => {}
        }
        known
    }

    /// Notes what is about to be sent.
    pub fn send(self, form: F) {
        self.sent.set_value(Some((form, self.base())));
    }

    /// How the form began, or what is stored since somebody else saved; unknown after a conflict without scripting.
    pub fn base(self) -> Option<F> {
        self.base.try_get_value().flatten()
    }

    /// Meets a conflict with what is stored now. Answers the form to show, where something of theirs joins mine. Nothing once
    /// the page is gone.
    pub fn meet(
        self,
        conflict: Conflict,
        (stored, version): (F, i64),
        differences: impl Fn(&F, &F) -> Vec<FieldChange>,
    ) -> Option<F> {
        let (mine, base) = self.sent.try_get_value().flatten()?;
        let merged = merge(base.as_ref(), &stored, &mine, differences);
        self.base.set_value(Some(stored.clone()));
        self.version.set(version);
        let joined = (!merged.theirs.is_empty()).then(|| merged.form.clone());
        self.now.set(Some(Clash { conflict, merged, stored }));
        joined
    }
}

/// Says that somebody saved first, when what he wrote cannot be read now.
pub fn tell_unmet(toasts: Toasts, conflict: &Conflict, error: &AppError) {
    toasts.show(Toast::new(conflict.to_string()).detail(error.to_string()).tone(Tone::Danger));
}

/// Who changed it, where the two differ, and the way to take theirs. Saving again keeps mine.
#[component]
pub fn Theirs<F: Clone + Send + Sync + 'static>(
    clash: Clash<F>,
    /// The form as it is stored.
    href: String,
    /// Takes theirs in place.
    on_take: Callback<F>,
) -> impl IntoView {
    let Clash { conflict, merged: Merged { both, theirs, is_theirs, .. }, stored } = clash;
    let title = format!("{} saved before you, at {}", conflict.who, conflict.at);
    let said = |text: String| match text.as_str() {
        "" => "nothing".to_owned(),
        _ => format!("\u{201c}{text}\u{201d}"),
    };
    let line = |change: FieldChange| {
        view! { <li><b>{change.field}</b>{format!(": theirs {}, yours {}", said(change.from), said(change.to))}</li> }
    };
    let joined =
        (!theirs.is_empty()).then(|| format!("Taken from theirs, because you had left it: {}.", theirs.join(", ")));
    let advice = match (is_theirs, both.is_empty()) {
        (true, _) => "They wrote what you wrote. There is nothing to save.",
        (false, true) => "You changed something else. Save again to add it.",
        (false, false) => "Save again to keep yours, or take theirs. Until then nothing is lost.",
    };
    let lines = (!both.is_empty()).then(|| view! { <ul>{both.into_iter().map(line).collect_view()}</ul> });
    let take = move |event: ev::MouseEvent| {
        event.prevent_default();
        on_take.run(stored.clone());
        set_unsaved(false);
        // The pressed link is gone.
        on_frame(|| focus_on("form.panel input:not([type=hidden])"));
        announce("The fields hold what they wrote.");
    };
    Effect::new(|| on_frame(|| focus_on("#theirs-title")));
    view! {
        <section class="banner" data-tone="warning" aria-labelledby="theirs-title">
            <Icon name="users" />
            <div>
                <h2 id="theirs-title" tabindex="-1">{title}</h2>
                {lines}
                {joined.map(|joined| view! { <p>{joined}</p> })}
                <p>{advice}</p>
                <p><a class="button" data-size="sm" data-stays="" href=href on:click=take>"Take theirs"</a></p>
            </div>
        </section>
    }
}

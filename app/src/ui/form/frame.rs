//! What surrounds every input: label, hint, error.

use super::{FormState, input_id};
use crate::ui::Icon;
use leptos::prelude::*;

/// The attributes that tie an input to its hint and error.
#[derive(Clone)]
pub(super) struct Tie {
    pub id: String,
    error: Memo<Option<String>>,
    hinted: bool,
}

impl Tie {
    /// For a field of the form around it.
    pub fn new(field: &str, hint: &str) -> Self {
        let state = use_context::<FormState>();
        let name = field.to_owned();
        let error =
            Memo::new(move |_| state.and_then(|state| state.errors.with(|errors| errors.at(&name).map(str::to_owned))));
        Self { id: input_id(field), error, hinted: !hint.is_empty() }
    }

    /// `true` while the field has an error.
    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + use<> {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    /// Ids of hint and error, as far as there are any.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + use<> {
        let (id, error, hinted) = (self.id.clone(), self.error, self.hinted);
        move || {
            let hint = hinted.then(|| format!("{id}-hint"));
            let error = error.with(Option::is_some).then(|| format!("{id}-error"));
            let both: Vec<String> = [hint, error].into_iter().flatten().collect();
            (!both.is_empty()).then(|| both.join(" "))
        }
    }
}

/// Label above, hint and error below.
#[component]
pub(super) fn Frame(
    tie: Tie,
    label: String,
    hint: String,
    /// Says "(optional)" beside the label.
    optional: bool,
    span: u8,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{}-hint", tie.id);
    view! {
        <div class="field" data-span=span>
            <label for=tie.id.clone()>{label}{optional.then(|| view! { " "<span class="optional">"(optional)"</span> })}</label>
            {children()}
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <ErrorLine tie />
        </div>
    }
}

/// The sentence at a field, when there is one.
#[component]
pub(super) fn ErrorLine(tie: Tie) -> impl IntoView {
    let id = format!("{}-error", tie.id);
    move || {
        tie.error.get().map(|sentence| {
            view! { <p class="error" id=id.clone()><Icon name="circle-alert" />{sentence}</p> }
        })
    }
}

//! Forms that work with and without JavaScript, and keep what was typed whatever happens.

mod clash;
mod combobox;
mod combobox_state;
mod fields;
mod frame;
mod local;
mod post;
#[cfg(feature = "hydrate")]
mod resend;
mod submit;
mod suggest;
mod summary;

pub use clash::{Clashes, Theirs, tell_unmet};
pub use combobox::ComboBox;
pub use fields::{
    Checkbox, DateField, Hidden, MoneyField, PasswordField, RadioGroup, SelectField, TextArea, TextField,
};
pub use local::LocalForm;
pub use post::{Goes, PostForm};
pub use submit::Submit;
pub use suggest::{Add, Search, Suggestion};

use super::title::ErrorMark;
use crate::core::AppError;
use entity::FieldErrors;
use leptos::prelude::*;

/// What the ids of fields begin with, unless a form says otherwise.
const IDS: &str = "f";

/// What a form knows about itself; fields read it from the context.
#[derive(Debug, Clone, Copy)]
pub struct FormState {
    /// The argument of the server function that the fields belong to.
    pub prefix: &'static str,
    /// What the ids of its fields begin with.
    pub ids: &'static str,
    /// Sentences at fields.
    pub errors: RwSignal<FieldErrors>,
    /// A refusal that belongs to no field.
    pub banner: RwSignal<Option<AppError>>,
    /// After the first submit fields are checked when they are left.
    pub submitted: RwSignal<bool>,
    /// Sent, not yet answered: a second submit is ignored.
    pub busy: RwSignal<bool>,
    /// Counts refusals, so that the summary takes the focus each time.
    pub refusals: RwSignal<u32>,
    /// Sentences that came from the server.
    told: StoredValue<Vec<(String, String)>>,
    /// Whether what is typed in it is not left unasked.
    keeps: bool,
    /// Says so in the title of the page.
    mark: Option<ErrorMark>,
}

impl Default for FormState {
    fn default() -> Self {
        Self::new()
    }
}

impl FormState {
    /// A fresh form.
    pub fn new() -> Self {
        Self::of("form")
    }

    /// A fresh form whose fields are sent as `prefix[name]`; with an empty prefix, as `name`.
    pub fn of(prefix: &'static str) -> Self {
        Self {
            prefix,
            ids: IDS,
            errors: RwSignal::new(FieldErrors::default()),
            banner: RwSignal::new(None),
            submitted: RwSignal::new(false),
            busy: RwSignal::new(false),
            refusals: RwSignal::new(0),
            told: StoredValue::new(Vec::new()),
            keeps: false,
            mark: use_context::<ErrorMark>(),
        }
    }

    /// Shows why a form was refused.
    pub fn refuse(self, error: AppError) {
        self.submitted.set(true);
        match error {
            AppError::Invalid(errors) => {
                self.banner.set(None);
                self.errors.set(errors);
            }
            other => {
                self.errors.set(FieldErrors::default());
                self.banner.set(Some(other));
            }
        }
        self.refusals.update(|count| *count += 1);
        self.mark(true);
    }

    /// Shows what a check found while the form is being corrected, without calling for attention.
    #[cfg(feature = "hydrate")]
    fn recheck(self, mut found: FieldErrors, left: &str) {
        // What only the server could know stays until its field is left or the form is sent again.
        self.told.update_value(|told| told.retain(|(field, _)| self.input_id(field) != left));
        self.told.with_value(|told| told.iter().for_each(|(field, sentence)| found.add(field, sentence.clone())));
        self.mark(!found.is_empty() || self.banner.with_untracked(Option::is_some));
        self.errors.set(found);
    }

    /// Keeps sentences that no check in the browser can find again.
    fn remember(self, error: &AppError) {
        self.told.set_value(error.fields().iter().map(|(f, s)| (f.to_owned(), s.to_owned())).collect());
    }

    /// Takes every sentence away.
    pub fn clear(self) {
        self.errors.set(FieldErrors::default());
        self.banner.set(None);
        self.mark(false);
    }

    /// The `id` of a field's input; error summaries link to it.
    pub fn input_id(self, field: &str) -> String {
        id_under(self.ids, field)
    }

    fn mark(self, refused: bool) {
        if let Some(mark) = self.mark {
            mark.set(refused);
        }
    }
}

/// The `name` of an input of the form around it: `lines.0.price` of the argument `form` is `form[lines][0][price]`.
fn input_name(field: &str) -> String {
    named(use_context::<FormState>().map_or("form", |state| state.prefix), field)
}

fn named(prefix: &str, field: &str) -> String {
    let mut parts = field.split('.');
    let mut name = match prefix {
        "" => parts.next().unwrap_or_default().to_owned(),
        prefix => prefix.to_owned(),
    };
    for part in parts {
        name.push_str(&format!("[{part}]"));
    }
    name
}

/// The `id` of an input of the form around it.
pub fn input_id(field: &str) -> String {
    id_under(use_context::<FormState>().map_or(IDS, |state| state.ids), field)
}

fn id_under(ids: &str, field: &str) -> String {
    format!("{ids}-{}", field.replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_named_as_server_functions_read_them() {
        assert_eq!(named("form", "name"), "form[name]");
        assert_eq!(named("form", "lines.0.price"), "form[lines][0][price]");
        assert_eq!(named("", "theme"), "theme");
        assert_eq!(input_id("lines.0.price"), "f-lines-0-price");
    }
}

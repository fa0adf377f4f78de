//! Forms that work with and without JavaScript, and keep what was typed whatever happens.

mod fields;
mod frame;
mod local;
mod post;
mod summary;

pub use fields::{
    Checkbox, DateField, Hidden, MoneyField, PasswordField, RadioGroup, SelectField, TextArea, TextField,
};
pub use local::LocalForm;
pub use post::{Goes, PostForm};

use crate::core::AppError;
use entity::FieldErrors;
use leptos::prelude::*;

/// What a form knows about itself; fields read it from the context.
#[derive(Debug, Clone, Copy)]
pub struct FormState {
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
}

impl Default for FormState {
    fn default() -> Self {
        Self::new()
    }
}

impl FormState {
    /// A fresh form.
    pub fn new() -> Self {
        Self {
            errors: RwSignal::new(FieldErrors::default()),
            banner: RwSignal::new(None),
            submitted: RwSignal::new(false),
            busy: RwSignal::new(false),
            refusals: RwSignal::new(0),
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
    }

    /// Takes every sentence away.
    pub fn clear(self) {
        self.errors.set(FieldErrors::default());
        self.banner.set(None);
    }
}

/// The `name` of an input: `lines.0.price` of the argument `form` is `form[lines][0][price]`.
fn input_name(field: &str) -> String {
    let parts: String = field.split('.').map(|part| format!("[{part}]")).collect();
    format!("form{parts}")
}

/// The `id` of a field's input; error summaries link to it.
pub fn input_id(field: &str) -> String {
    format!("f-{}", field.replace('.', "-"))
}

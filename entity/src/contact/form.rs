//! The contact form and its one validation.

use super::Influence;
use crate::FieldErrors;
use crate::event::FieldChange;
use crate::shared::text::{NAME_MAX, email, line, note, optional_line};
use serde::{Deserialize, Serialize};

/// The fields of a contact as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    pub name: String,
    pub role: String,
    pub influence: String,
    pub phone: String,
    pub email: String,
    /// `on` when they asked not to be contacted.
    pub do_not_contact: String,
    pub notes: String,
}

/// A contact that could be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDraft {
    pub name: String,
    /// As the customer words it, for example `Fleet manager`.
    pub role: Option<String>,
    pub influence: Option<Influence>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub do_not_contact: bool,
    pub notes: Option<String>,
}

impl ContactForm {
    /// Name, label and text of every field, in the order of the form. Destructured, so that a new field joins.
    pub fn fields(&self) -> [(&'static str, &'static str, &str); 7] {
        let Self { name, role, influence, phone, email, do_not_contact, notes } = self;
        [
            ("name", "Name", name),
            ("role", "Role", role),
            ("influence", "Influence", influence),
            ("phone", "Phone", phone),
            ("email", "E-mail", email),
            ("do_not_contact", "Do not contact", do_not_contact),
            ("notes", "Notes", notes),
        ]
    }

    /// What `after` says otherwise, field by field.
    pub fn differences(&self, after: &Self) -> Vec<FieldChange> {
        FieldChange::between(self.fields(), after.fields())
    }

    /// The only validation of contacts, run on both sides.
    ///
    /// # Errors
    /// Sentences by field.
    pub fn parse(&self) -> Result<ContactDraft, FieldErrors> {
        let mut e = FieldErrors::default();
        let name = e.take("name", line(&self.name, "the name", NAME_MAX));
        let role = e.take("role", optional_line(&self.role, "the role", 80));
        let influence = match self.influence.as_str() {
            "" => Some(None),
            word => e.take("influence", word.parse().map(Some).map_err(|()| "Choose one of the list.")),
        };
        let phone = e.take("phone", optional_line(&self.phone, "the phone number", 40));
        let mail = match self.email.trim() {
            "" => Some(None),
            text => e.take("email", email(text).map(Some)),
        };
        let notes = e.take("notes", note(&self.notes, "the notes"));
        e.or(|| {
            Some(ContactDraft {
                name: name?,
                role: role?,
                influence: influence?,
                phone: phone?,
                email: mail?,
                do_not_contact: self.do_not_contact == "on",
                notes: notes?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_enough_and_the_rest_is_checked() {
        let form = ContactForm { name: "Carla Nguyen".into(), ..ContactForm::default() };
        assert!(form.parse().is_ok());
        let bad = ContactForm { email: "carla".into(), influence: "boss".into(), ..ContactForm::default() };
        let errors = bad.parse().unwrap_err();
        assert!(["name", "email", "influence"].iter().all(|field| errors.at(field).is_some()), "{errors:?}");
    }
}

//! The customer form: strings as the browser sends them, and the one validation that turns them into a draft.

use super::{Kind, Status};
use crate::FieldErrors;
use crate::event::FieldChange;
use crate::shared::ids::{BranchId, CustomerId, DivisionId, UserId};
use crate::shared::text::{NAME_MAX, line, note, optional_line};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The fields of a customer as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerForm {
    pub kind: String,
    pub number: String,
    pub name: String,
    pub status: String,
    pub customer_type: String,
    pub size: String,
    pub division: String,
    pub branch: String,
    pub phone: String,
    pub website: String,
    pub street: String,
    pub city: String,
    pub county: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
    pub parent: String,
    pub machine_rep: String,
    pub support_rep: String,
    pub tags: String,
    pub notes: String,
}

impl Default for CustomerForm {
    fn default() -> Self {
        let empty = String::new;
        Self {
            kind: Kind::Customer.word().to_owned(),
            number: empty(),
            name: empty(),
            status: Status::Active.word().to_owned(),
            customer_type: empty(),
            size: empty(),
            division: empty(),
            branch: empty(),
            phone: empty(),
            website: empty(),
            street: empty(),
            city: empty(),
            county: empty(),
            state: empty(),
            postal_code: empty(),
            country: empty(),
            parent: empty(),
            machine_rep: empty(),
            support_rep: empty(),
            tags: empty(),
            notes: empty(),
        }
    }
}

/// A customer that could be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerDraft {
    pub kind: Kind,
    /// Unique; customers have one, prospects none.
    pub number: Option<String>,
    pub name: String,
    pub status: Status,
    /// Industry.
    pub customer_type: Option<String>,
    /// As the dealer words it, for example `120 people`.
    pub size: Option<String>,
    pub division: Option<DivisionId>,
    pub branch: Option<BranchId>,
    pub phone: Option<String>,
    /// Always `http://` or `https://` (S18).
    pub website: Option<String>,
    pub street: Option<String>,
    pub city: Option<String>,
    pub county: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub parent: Option<CustomerId>,
    /// Machine rep; his book holds the customer.
    pub machine_rep: Option<UserId>,
    /// Product support rep; likewise.
    pub support_rep: Option<UserId>,
    /// Lower case words.
    pub tags: Vec<String>,
    pub notes: Option<String>,
}

impl CustomerForm {
    /// Name, label and text of every field, in the order of the form. Destructured, so that a new field joins.
    pub fn fields(&self) -> [(&'static str, &'static str, &str); 21] {
        let Self {
            kind,
            number,
            name,
            status,
            customer_type,
            size,
            division,
            branch,
            phone,
            website,
            street,
            city,
            county,
            state,
            postal_code,
            country,
            parent,
            machine_rep,
            support_rep,
            tags,
            notes,
        } = self;
        [
            ("kind", "Kind", kind),
            ("name", "Name", name),
            ("number", "Number", number),
            ("status", "Status", status),
            ("customer_type", "Industry", customer_type),
            ("size", "Size", size),
            ("street", "Street", street),
            ("city", "City", city),
            ("county", "County", county),
            ("state", "State", state),
            ("postal_code", "Postal code", postal_code),
            ("country", "Country", country),
            ("phone", "Phone", phone),
            ("website", "Website", website),
            ("division", "Division", division),
            ("branch", "Branch", branch),
            ("machine_rep", "Machine rep", machine_rep),
            ("support_rep", "Product support rep", support_rep),
            ("parent", "Parent", parent),
            ("tags", "Tags", tags),
            ("notes", "Notes", notes),
        ]
    }

    /// What `after` says otherwise, field by field.
    pub fn differences(&self, after: &Self) -> Vec<FieldChange> {
        FieldChange::between(self.fields(), after.fields())
    }

    /// The only validation of customers, run on both sides.
    ///
    /// # Errors
    /// Sentences by field.
    pub fn parse(&self) -> Result<CustomerDraft, FieldErrors> {
        let mut e = FieldErrors::default();
        let kind = e.take("kind", self.kind.parse::<Kind>().map_err(|()| "Choose customer or prospect."));
        let number = e.take("number", optional_line(&self.number, "the number", 40));
        if kind == Some(Kind::Prospect) && number.as_ref().is_some_and(Option::is_some) {
            e.add("number", "Prospects have no number. Choose customer, or leave the number empty.");
        }
        let name = e.take("name", line(&self.name, "the name", NAME_MAX));
        let status = e.take("status", self.status.parse::<Status>().map_err(|()| "Choose a status."));
        let mut short =
            |field: &str, text: &str, what: &str, max| e.take(field, optional_line(text, what, max)).flatten();
        let customer_type = short("customer_type", &self.customer_type, "the industry", 60);
        let size = short("size", &self.size, "the size", 40);
        let phone = short("phone", &self.phone, "the phone number", 40);
        let street = short("street", &self.street, "the street", 120);
        let city = short("city", &self.city, "the city", 80);
        let county = short("county", &self.county, "the county", 80);
        let state = short("state", &self.state, "the state", 40);
        let postal_code = short("postal_code", &self.postal_code, "the postal code", 16);
        let country = short("country", &self.country, "the country", 60);
        let website = e.take("website", website(&self.website)).flatten();
        let tags = e.take("tags", tags(&self.tags));
        let notes = e.take("notes", note(&self.notes, "the notes"));
        let division = e.take("division", chosen(&self.division));
        let branch = e.take("branch", chosen(&self.branch));
        let parent = e.take("parent", chosen(&self.parent));
        let machine_rep = e.take("machine_rep", chosen(&self.machine_rep));
        let support_rep = e.take("support_rep", chosen(&self.support_rep));
        e.or(|| {
            Some(CustomerDraft {
                kind: kind?,
                number: number?,
                name: name?,
                status: status?,
                customer_type,
                size,
                division: division?,
                branch: branch?,
                phone,
                website,
                street,
                city,
                county,
                state,
                postal_code,
                country,
                parent: parent?,
                machine_rep: machine_rep?,
                support_rep: support_rep?,
                tags: tags?,
                notes: notes?,
            })
        })
    }
}

/// An optional choice among records; whether it exists and may be seen is the store's question.
pub(crate) fn chosen<T: FromStr>(text: &str) -> Result<Option<T>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| "Choose one of the list."),
    }
}

/// Only links that a browser opens as pages (S18).
fn website(text: &str) -> Result<Option<String>, String> {
    let Some(text) = optional_line(text, "the website", 200)? else { return Ok(None) };
    let lower = text.to_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Ok(Some(text));
    }
    if text.contains(':') || text.contains(' ') || !text.contains('.') {
        return Err("Enter a web address such as www.example.com.".to_owned());
    }
    Ok(Some(format!("https://{text}")))
}

fn tags(text: &str) -> Result<Vec<String>, String> {
    let mut tags: Vec<String> =
        text.split(',').map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()).collect();
    tags.sort();
    tags.dedup();
    if tags.len() > 20 {
        return Err("Use at most 20 tags.".to_owned());
    }
    for tag in &tags {
        line(tag, "each tag", 30)?;
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(change: impl FnOnce(&mut CustomerForm)) -> CustomerForm {
        let mut form = CustomerForm { name: "Brazos Paving".into(), ..CustomerForm::default() };
        change(&mut form);
        form
    }

    #[test]
    fn a_name_is_enough() {
        let draft = form(|_| ()).parse().unwrap();
        assert_eq!((draft.kind, draft.status, draft.number), (Kind::Customer, Status::Active, None));
    }

    #[test]
    fn each_wrong_field_says_so() {
        type Edit = fn(&mut CustomerForm);
        let cases: &[(&str, Edit)] = &[
            ("name", |f| f.name = "  ".into()),
            ("name", |f| f.name = "x".repeat(121)),
            ("kind", |f| f.kind = "partner".into()),
            ("number", |f| (f.kind, f.number) = ("prospect".into(), "C-1".into())),
            ("website", |f| f.website = "javascript:alert(1)".into()),
            ("website", |f| f.website = "not a page".into()),
            ("machine_rep", |f| f.machine_rep = "7".into()),
            ("tags", |f| f.tags = (0..21).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",")),
        ];
        for (field, change) in cases {
            let errors = form(change).parse().unwrap_err();
            assert!(errors.at(field).is_some(), "{field}: {errors:?}");
        }
    }

    #[test]
    fn every_field_is_compared() {
        let after = form(|f| (f.phone, f.city) = ("512-555-0100".into(), "Lockhart".into()));
        let changes = form(|_| ()).differences(&after);
        let said: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.from.as_str(), c.to.as_str())).collect();
        assert_eq!(said, [("City", "", "Lockhart"), ("Phone", "", "512-555-0100")]);
        let names: std::collections::BTreeSet<_> = after.fields().iter().map(|(name, _, _)| *name).collect();
        assert_eq!(names.len(), after.fields().len());
    }

    #[test]
    fn websites_and_tags_are_normalised() {
        let draft =
            form(|f| (f.website, f.tags) = ("www.brazos.example".into(), "VIP, paving ,vip".into())).parse().unwrap();
        assert_eq!(draft.website.as_deref(), Some("https://www.brazos.example"));
        assert_eq!(draft.tags, ["paving", "vip"]);
    }
}

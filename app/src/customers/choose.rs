//! The field that names a customer: found by typing, or added right there.

use super::api::{pick_customer, save_customer};
use super::types::CustomerRef;
use crate::ui::form::{Add, ComboBox, Search, Suggestion};
use entity::customer::{CustomerForm, Kind};
use entity::shared::ids::CustomerId;
use leptos::prelude::*;

/// A customer by its name, number or place.
#[component]
pub fn CustomerBox(
    name: &'static str,
    label: &'static str,
    /// As the form holds it.
    value: String,
    /// The one the form was opened with.
    now: Option<CustomerRef>,
    /// Offered before anything is typed.
    at_hand: Vec<CustomerRef>,
    /// What nobody knows yet may be added, as a prospect.
    #[prop(optional)]
    adds: bool,
    #[prop(into, optional)] hint: String,
) -> impl IntoView {
    let known = now.into_iter().chain(at_hand.iter().cloned()).find(|row| row.id.to_string() == value).map(suggestion);
    // What was typed stays; what can only be an id stands under a name that tells nothing.
    let chosen = known.unwrap_or_else(|| match value.parse::<CustomerId>() {
        Ok(_) => Suggestion { value, text: "The customer that is set".to_owned(), note: String::new() },
        Err(_) => Suggestion { text: value.clone(), value, note: String::new() },
    });
    let search =
        Search::new(|q| async move { pick_customer(q).await.map(|rows| rows.into_iter().map(suggestion).collect()) });
    let add = adds.then(|| {
        Add::new("new, as a prospect", |name: String, key| async move {
            let form =
                CustomerForm { kind: Kind::Prospect.word().to_owned(), name: name.clone(), ..Default::default() };
            let saved = save_customer(form, None, 0, key).await?;
            Ok(Suggestion { value: saved.id.to_string(), text: name, note: String::new() })
        })
    });
    let options = at_hand.into_iter().map(suggestion).collect();
    view! { <ComboBox name label value=chosen options search=Some(search) add optional=true hint /> }
}

fn suggestion(row: CustomerRef) -> Suggestion {
    Suggestion { value: row.id.to_string(), text: row.name, note: row.note }
}

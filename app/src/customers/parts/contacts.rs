//! The people of a customer.

use crate::core::erase::Erase;
use crate::customers::types::{ContactRow, CustomerPage};
use crate::routes;
use crate::ui::{Avatar, Icon};
use entity::shared::ids::CustomerId;
use entity::shared::text::dial;
use leptos::prelude::*;

/// People beside the overview; the others are on their tab.
const SHOWN: usize = 6;

/// The first few, with a way to reach each.
#[component]
pub fn People(page: CustomerPage) -> impl IntoView {
    let CustomerPage { facts, contacts, may_edit, .. } = page;
    let id = facts.id;
    let count = contacts.len();
    let link = if count > SHOWN {
        let text = format!("All {count}");
        Some(view! { <a href=routes::customer_tab(id, "contacts")>{text}</a> }.erased())
    } else {
        may_edit.then(|| view! { <a href=routes::contact_new(id)>"Add"</a> }.erased())
    };
    let none = contacts.is_empty().then(|| view! { <p class="muted">"No contacts yet."</p> });
    let rows = contacts.into_iter().take(SHOWN).map(|contact| view! { <Person contact customer=id may_edit /> });
    view! {
        <section class="panel">
            <header class="panel-head"><h2>"People"</h2>{link}</header>
            <ul class="rows" data-plain="">{rows.collect_view()}</ul>
            {none}
        </section>
    }
}

#[component]
fn Person(contact: ContactRow, customer: CustomerId, may_edit: bool) -> impl IntoView {
    let name = contact.name.clone();
    let title = if may_edit {
        view! { <a href=routes::contact_edit(customer, contact.id)>{name.clone()}</a> }.erased()
    } else {
        name.clone().erased()
    };
    view! {
        <li>
            <Avatar name=name.clone() />
            <div class="row-main">{title}<small>{role(&contact)}</small></div>
            <Reach contact />
        </li>
    }
}

/// `Owner, decides`.
fn role(contact: &ContactRow) -> String {
    let influence = contact.influence.map(|influence| influence.label().to_lowercase());
    [contact.role.clone(), influence].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A phone number that can be pressed; words that are none are words.
pub fn dialling(phone: &str) -> AnyView {
    match dial(phone) {
        Some(href) => view! { <a href=href>{phone.to_owned()}</a> }.erased(),
        None => phone.to_owned().erased(),
    }
}

/// Call and e-mail, unless they asked not to be contacted.
#[component]
fn Reach(contact: ContactRow) -> impl IntoView {
    let ContactRow { name, phone, email, do_not_contact, .. } = contact;
    let call = phone.and_then(|phone| {
        let (label, href) = (format!("Call {name}"), dial(&phone)?);
        Some(view! { <a class="icon-link" href=href aria-label=label title=phone><Icon name="phone" /></a> })
    });
    let mail = email.map(|email| {
        let label = format!("E-mail {name}");
        view! { <a class="icon-link" href=format!("mailto:{email}") aria-label=label title=email><Icon name="mail" /></a> }
    });
    let quiet = do_not_contact.then(|| view! { <span class="badge" data-tone="warning">"Do not contact"</span> });
    view! { <span class="row-actions">{quiet}{call}{mail}</span> }
}

/// All of them, on their tab.
#[component]
pub fn ContactList(page: CustomerPage) -> impl IntoView {
    let CustomerPage { facts, contacts, may_edit, .. } = page;
    let id = facts.id;
    let add = move || {
        may_edit.then(|| {
            view! { <a class="button" data-size="sm" href=routes::contact_new(id)><Icon name="plus" />"Add contact"</a> }
        })
    };
    if contacts.is_empty() {
        return view! {
            <div class="panel">
                <div class="empty">
                    <Icon name="users" />
                    <h2>"No contacts yet"</h2>
                    <p>"Who signs, who is asked, who runs the machine: they are found by name and phone from anywhere."</p>
                    <div class="button-group">{add()}</div>
                </div>
            </div>
        }
        .erased();
    }
    let rows = contacts.into_iter().map(|contact| view! { <Line contact customer=id may_edit /> }).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="sr-only">"Contacts"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Phone"</th>
                        <th scope="col">"E-mail"</th>
                        <th scope="col">"Notes"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p>{add()}</p>
    }
    .erased()
}

#[component]
fn Line(contact: ContactRow, customer: CustomerId, may_edit: bool) -> impl IntoView {
    let role = role(&contact);
    let ContactRow { id, name, phone, email, do_not_contact, notes, .. } = contact;
    let title =
        if may_edit { view! { <a href=routes::contact_edit(customer, id)>{name}</a> }.erased() } else { name.erased() };
    let quiet = do_not_contact.then(|| view! { " "<span class="badge" data-tone="warning">"Do not contact"</span> });
    let phone = phone.map(|phone| dialling(&phone));
    let email = email.map(|email| view! { <a href=format!("mailto:{email}")>{email.clone()}</a> });
    view! {
        <tr>
            <th scope="row">{title}{quiet}</th>
            <td data-cell="fact">{role}</td>
            <td data-cell="value" data-fit="">{phone}</td>
            <td data-cell="fact">{email}</td>
            <td data-cell="hide">{notes}</td>
        </tr>
    }
}

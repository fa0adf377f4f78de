//! The fields of each noun.

use super::ImportNoun;
use super::field::{Field, FieldKind, Ref};
use crate::Role;
use crate::customer::{Kind, Status};
use crate::opportunity::OpportunityType;

/// The fields of a noun, in the order of its form.
pub fn fields(noun: ImportNoun) -> &'static [Field] {
    match noun {
        ImportNoun::Accounts => ACCOUNTS,
        ImportNoun::Products => PRODUCTS,
        ImportNoun::Users => USERS,
        ImportNoun::Opportunities => OPPORTUNITIES,
    }
}

/// A field by its name.
pub fn field(noun: ImportNoun, name: &str) -> Option<&'static Field> {
    fields(noun).iter().find(|field| field.name == name)
}

const fn optional(
    name: &'static str,
    label: &'static str,
    kind: FieldKind,
    synonyms: &'static [&'static str],
) -> Field {
    Field { name, label, kind, required: false, synonyms, hint: "" }
}

const fn required(
    name: &'static str,
    label: &'static str,
    kind: FieldKind,
    synonyms: &'static [&'static str],
) -> Field {
    Field { required: true, ..optional(name, label, kind, synonyms) }
}

const fn hinted(field: Field, hint: &'static str) -> Field {
    Field { hint, ..field }
}

use FieldKind::{Choice, Date, Listed, Money, Note, Percent, Text, Whole};

static ACCOUNTS: &[Field] = &[
    hinted(
        optional("number", "Number", Text, &["account number", "customer number", "account id", "customer id", "id"]),
        "Customers are recognised by it; without one, by their name.",
    ),
    required(
        "name",
        "Name",
        Text,
        &["account", "account name", "customer", "customer name", "company", "company name"],
    ),
    hinted(
        optional("kind", "Customer or prospect", Choice(kinds), &["type", "account type", "record type"]),
        "Customer when empty.",
    ),
    optional("status", "Status", Choice(statuses), &["account status", "active"]),
    optional("customer_type", "Industry", Listed, &["sector", "industry", "customer type", "segment", "vertical"]),
    optional("size", "Size", Text, &["employees", "number of employees", "company size", "headcount"]),
    optional("division", "Division", FieldKind::Ref(Ref::Division), &["business line", "business unit"]),
    optional("branch", "Branch", FieldKind::Ref(Ref::Branch), &["location name", "store", "depot"]),
    optional("phone", "Phone", Text, &["telephone", "phone number", "main phone"]),
    optional("website", "Website", Text, &["web", "url", "homepage", "domain"]),
    optional("street", "Street", Text, &["address", "address line 1", "billing street"]),
    optional("city", "City", Text, &["town", "billing city"]),
    optional("county", "County", Text, &["parish"]),
    optional("state", "State", Text, &["province", "billing state"]),
    optional("postal_code", "Postal code", Text, &["zip", "zip code", "postcode", "billing zip"]),
    optional("country", "Country", Listed, &["office location", "billing country", "location"]),
    hinted(
        optional(
            "parent",
            "Parent",
            FieldKind::Ref(Ref::Customer),
            &["subsidiary of", "parent account", "parent company"],
        ),
        "A customer of this file or one that is here already.",
    ),
    optional(
        "machine_rep",
        "Machine rep",
        FieldKind::Ref(Ref::Person),
        &["owner", "account owner", "sales rep", "rep", "sales agent"],
    ),
    optional(
        "support_rep",
        "Product support rep",
        FieldKind::Ref(Ref::Person),
        &["pssr", "support owner", "service rep"],
    ),
    hinted(optional("tags", "Tags", Text, &["labels", "keywords"]), "Words between commas."),
    optional("notes", "Notes", Note, &["note", "description", "comments", "remarks"]),
];

static PRODUCTS: &[Field] = &[
    required("name", "Name", Text, &["product", "product name", "model", "item"]),
    optional("category", "Series or category", Text, &["series", "family", "product family", "group", "type"]),
    optional("list_price", "List price", Money, &["price", "sales price", "unit price", "msrp"]),
    optional("division", "Division", FieldKind::Ref(Ref::Division), &["business line", "business unit"]),
];

static USERS: &[Field] = &[
    required("name", "Name", Text, &["sales agent", "full name", "user", "user name", "rep", "sales rep", "employee"]),
    hinted(
        optional("email", "E-mail", Text, &["e mail", "mail", "email address"]),
        "Without one, a placeholder that receives nothing stands in.",
    ),
    hinted(optional("role", "Role", Choice(roles), &["position", "job", "title"]), "Sales rep when empty."),
    optional("region", "Region", FieldKind::Ref(Ref::Region), &["regional office", "office", "area", "sales region"]),
    hinted(
        optional(
            "manager",
            "Manager",
            FieldKind::Ref(Ref::Person),
            &["sales manager", "supervisor", "reports to", "team lead"],
        ),
        "Managers the file names and nobody knows yet can be created in the same region.",
    ),
];

static OPPORTUNITIES: &[Field] = &[
    hinted(
        required("number", "Number", Text, &["opportunity id", "opportunity number", "deal id", "id", "deal number"]),
        "Opportunities are recognised by it, so that the same file twice creates nothing new.",
    ),
    hinted(
        optional("name", "Name", Text, &["opportunity name", "deal name", "opportunity", "deal", "title", "subject"]),
        "Product and customer when no column holds it.",
    ),
    optional(
        "customer",
        "Customer",
        FieldKind::Ref(Ref::Customer),
        &["account", "account name", "company", "customer name", "organization"],
    ),
    required(
        "owner",
        "Owner",
        FieldKind::Ref(Ref::Person),
        &["sales agent", "opportunity owner", "deal owner", "rep", "sales rep", "assigned to", "salesperson"],
    ),
    required(
        "stage",
        "Stage",
        FieldKind::Ref(Ref::Stage),
        &["deal stage", "pipeline stage", "sales stage", "status", "opportunity stage"],
    ),
    optional("product", "Product", FieldKind::Ref(Ref::Product), &["product name", "item", "model", "machine"]),
    optional("quantity", "Quantity", Whole, &["qty", "units", "count"]),
    optional("amount", "Amount", Money, &["close value", "value", "deal value", "revenue", "price", "deal amount"]),
    hinted(
        optional(
            "opened_on",
            "Opened",
            Date,
            &["engage date", "created", "create date", "created date", "created on", "open date", "start date"],
        ),
        "Stage history begins on this day.",
    ),
    hinted(
        optional("closed_on", "Closed", Date, &["close date", "closed date", "closed on", "won date", "end date"]),
        "The day it was won or lost; of an open one it is the expected close.",
    ),
    optional(
        "expected_close",
        "Expected close",
        Date,
        &["expected close date", "estimated close", "forecast date", "expected closing"],
    ),
    optional("probability", "Probability", Percent, &["probability percent", "chance", "likelihood"]),
    optional("kind", "Type", Choice(types), &["type", "opportunity type", "deal type"]),
    optional("division", "Division", FieldKind::Ref(Ref::Division), &["business line", "business unit"]),
    optional("source", "Source", Listed, &["lead source", "origin", "channel"]),
    optional(
        "reason",
        "Closing reason",
        Listed,
        &["lost reason", "won reason", "close reason", "loss reason", "reason won lost"],
    ),
    optional("competitor", "Competitor", FieldKind::Ref(Ref::Competitor), &["lost to", "main competitor"]),
    optional("notes", "Notes", Note, &["note", "description", "comments", "remarks", "next step"]),
];

fn kinds() -> Vec<(&'static str, &'static str)> {
    Kind::ALL.iter().map(|kind| (kind.word(), kind.label())).collect()
}

fn statuses() -> Vec<(&'static str, &'static str)> {
    Status::ALL.iter().map(|status| (status.word(), status.label())).collect()
}

/// The roles a file may give: it cannot make administrators or executives.
fn roles() -> Vec<(&'static str, &'static str)> {
    [Role::SalesRep, Role::ProductSupportRep, Role::SalesManager]
        .iter()
        .map(|role| (role.word(), role.label()))
        .collect()
}

fn types() -> Vec<(&'static str, &'static str)> {
    OpportunityType::ALL.iter().map(|kind| (kind.word(), kind.label())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::text::fold;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_synonyms_are_distinct_within_a_noun() {
        for noun in ImportNoun::ALL {
            let mut seen = BTreeSet::new();
            for field in fields(*noun) {
                let mut own: BTreeSet<String> = field.synonyms.iter().map(|word| fold(word)).collect();
                own.insert(fold(field.name));
                own.insert(fold(field.label));
                for word in own {
                    assert!(seen.insert(word.clone()), "{noun:?}: {word} twice, second at {}", field.name);
                }
            }
        }
    }
}

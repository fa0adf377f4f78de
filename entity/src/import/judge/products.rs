//! A row of a price list.

use super::Env;
use super::reader::{Link, Reader, change_words};
use crate::Money;
use crate::event::Detail;
use crate::import::known::{Found, ProductNow};
use crate::import::{Act, Existing, Known, Outcome, Row, Verdict};
use crate::shared::ids::ProductId;
use crate::shared::text::{NAME_MAX, fold, optional_line};

pub(super) fn judge(env: Env<'_>, known: &mut Known, row: &Row) -> Verdict {
    let mut r = Reader::new(env, row);
    let name = r.line("name", NAME_MAX);
    let category = match optional_line(&r.text("category"), "the category", 60) {
        Ok(category) => category.unwrap_or_default(),
        Err(sentence) => {
            r.fault("category", sentence);
            String::new()
        }
    };
    let price = r.money("list_price");
    if price.is_some_and(|price| price < Money::ZERO) {
        r.fault("list_price", "A list price cannot be negative.");
    }
    let division = match r.link("division", &known.divisions) {
        Link::To(id) => Some(id),
        Link::Empty | Link::New(_) => None,
    };
    if fold(&name).is_empty() && !name.is_empty() {
        r.fault("name", "The name has no letter or digit.");
    }
    if let (false, Some(earlier)) = (r.is_over(), known.use_key(&fold(&name), row.number)) {
        r.fault("name", format!("The product is in row {earlier} already."));
    }
    let now = match known.products.find(&name) {
        Found::Exact(now) | Found::Spelled(_, now) => Some(now.clone()),
        Found::Many(_) | Found::No => None,
    };
    if now.is_none() {
        r.found_none();
    }
    if let Some(refusal) = r.refusal("", &name) {
        return refusal;
    }
    match now {
        Some(now) => change(&r, &name, ProductRow { category, price, division }, now),
        None => {
            let list_price = price.unwrap_or_default();
            let new = ProductNow {
                id: ProductId((env.id)()),
                version: 1,
                name: name.clone(),
                category,
                list_price,
                division,
            };
            let detail = if price.is_some() { list_price.to_string() } else { "No list price".to_owned() };
            r.accept(Outcome::Create, "", &name, &detail, Act::NewProduct(Box::new(new)))
        }
    }
}

struct ProductRow {
    category: String,
    price: Option<Money>,
    division: Option<crate::shared::ids::DivisionId>,
}

fn change(r: &Reader<'_>, name: &str, row: ProductRow, now: ProductNow) -> Verdict {
    let mut detail = Detail::default();
    let mut then = now.clone();
    if !row.category.is_empty() {
        detail.change("Category", &now.category, &row.category);
        then.category = row.category;
    }
    if let Some(price) = row.price {
        detail.change("List price", now.list_price, price);
        then.list_price = price;
    }
    if row.division.is_some() && row.division != now.division {
        detail.change("Division", "", r.env.bound.text(r.row, "division"));
        then.division = row.division;
    }
    if detail.changes.is_empty() || r.env.bound.plan.existing == Existing::Skip {
        return r.accept(Outcome::Unchanged, "", name, "", Act::Nothing);
    }
    let mut verdict = r.accept(Outcome::Update, "", name, "", Act::ChangeProduct(Box::new(then)));
    (verdict.sentence, verdict.changes) = (change_words(&detail.changes), detail.changes);
    verdict
}

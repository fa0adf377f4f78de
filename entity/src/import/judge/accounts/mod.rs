//! A row of a customer list.

mod change;
mod links;

use super::Env;
use super::reader::Reader;
use crate::customer::{CustomerDraft, CustomerForm};
use crate::import::judge::reader::NO_NAME;
use crate::import::known::{CustomerNow, Found};
use crate::import::verdict::NewCustomer;
use crate::import::{Act, Existing, Known, MatchBy, Outcome, Row, Verdict};
use crate::shared::ids::CustomerId;
use crate::shared::text::{fold, tidy};
use change::{Naming, change};
use links::{Links, check_reps, links};

pub(super) fn judge(env: Env<'_>, known: &mut Known, row: &Row) -> Verdict {
    let mut r = Reader::new(env, row);
    let form = form(&mut r);
    let (number, name) = (tidy(&form.number), tidy(&form.name));
    let stands = match matched(r.match_by(), known, &number, &name) {
        Matched::Number(now) | Matched::Name(now) | Matched::Spelled(_, now) => Some(&now.draft),
        Matched::Many(_) | Matched::No => None,
    };
    let links = links(&mut r, known, (&number, &name), stands);
    let draft = form.parse().map_err(|errors| r.faults(&errors, str::to_owned)).ok();
    if known.taken.contains(&number) {
        r.fault("number", "This number is taken.");
    }
    if !name.is_empty() && fold(&name).is_empty() {
        r.fault("name", NO_NAME);
    }
    let by = r.match_by();
    if by == MatchBy::Number && number.is_empty() {
        r.fault("number", "Number is empty, and rows are matched by it.");
    }
    let mut keys = vec![("number", format!("#{number}"))];
    keys.retain(|_| !number.is_empty());
    if number.is_empty() || by == MatchBy::Name {
        keys.push(("name", fold(&name)));
    }
    for (field, key) in keys {
        if let (false, Some(earlier)) = (r.is_over(), known.use_key(&key, row.number)) {
            r.fault(field, format!("The customer is in row {earlier} already."));
        }
    }
    let now = now(&mut r, known, &number, &name);
    match &now {
        None => {
            r.found_none();
            once(&mut r, known, &number, &name);
        }
        // By its number in one row and by its name in another it is still one customer.
        Some((now, _)) => {
            if let (false, Some(earlier)) = (r.is_over(), known.use_key(&now.id.to_string(), row.number)) {
                r.fault("name", format!("The customer is in row {earlier} already."));
            }
            if r.env.bound.plan.existing == Existing::Skip && !r.is_left_out() {
                return r.accept(Outcome::Unchanged, &number, &now.draft.name, "", Act::Nothing);
            }
        }
    }
    check_reps(&mut r, &links, now.as_ref().map(|(now, _)| now));
    if let Some(refusal) = r.refusal(&number, &name) {
        return refusal;
    }
    match (draft, now) {
        (None, _) => Verdict { sentence: "The row cannot be read.".to_owned(), ..Verdict::new(row, Outcome::Error) },
        (Some(draft), Some((now, naming))) => change(&mut r, known, draft, links, (now, naming)),
        (Some(draft), None) => create(&mut r, known, draft, links),
    }
}

/// A new customer stands in a file once: with its number in one row and without one in another it is still one. Two numbers
/// are two customers.
fn once(r: &mut Reader<'_>, known: &mut Known, number: &str, name: &str) {
    let (bare, numbered) = (format!("new {}", fold(name)), format!("new with number {}", fold(name)));
    let others: &[&String] = if number.is_empty() { &[&bare, &numbered] } else { &[&bare] };
    if r.is_over() {
        return;
    }
    if let Some(earlier) = others.iter().find_map(|key| known.seen.get(*key)) {
        r.fault("name", format!("The customer is in row {earlier} already."));
    }
    known.use_key(if number.is_empty() { &bare } else { &numbered }, r.row.number);
}

fn form(r: &mut Reader<'_>) -> CustomerForm {
    let or = |text: String, default: String| if text.is_empty() { default } else { text };
    let CustomerForm { kind, status, .. } = CustomerForm::default();
    CustomerForm {
        kind: or(r.choice("kind"), kind),
        number: r.text("number"),
        name: r.text("name"),
        status: or(r.choice("status"), status),
        customer_type: r.text("customer_type"),
        size: r.text("size"),
        division: String::new(),
        branch: String::new(),
        phone: r.text("phone"),
        website: r.text("website"),
        street: r.text("street"),
        city: r.text("city"),
        county: r.text("county"),
        state: r.text("state"),
        postal_code: r.text("postal_code"),
        country: r.text("country"),
        parent: String::new(),
        machine_rep: String::new(),
        support_rep: String::new(),
        tags: r.text("tags"),
        notes: r.text("notes"),
    }
}

/// The customer a row is about.
enum Matched<'k> {
    /// By its number, whatever its name.
    Number(&'k CustomerNow),
    /// By its very name.
    Name(&'k CustomerNow),
    /// By a name that is written a little differently.
    Spelled(&'k str, &'k CustomerNow),
    /// Several are called so.
    Many(usize),
    /// None that is here.
    No,
}

/// Finds a customer as the plan says; if it leaves that open, by its number, else by its name. The same name under another
/// number is another customer then.
fn matched<'k>(by: MatchBy, known: &'k Known, number: &str, name: &str) -> Matched<'k> {
    let here = |id: &CustomerId| known.customers_now.get(id);
    let numbered = known.customer_numbers.get(number).filter(|_| !number.is_empty()).and_then(here);
    match (by, numbered) {
        (MatchBy::Name, _) => {}
        (_, Some(now)) => return Matched::Number(now),
        (MatchBy::Number, None) => return Matched::No,
        (_, None) => {}
    }
    let any = by == MatchBy::Name || number.is_empty();
    let same = |id: &CustomerId| here(id).filter(|now| any || now.draft.number.is_none());
    match known.customers.find(name) {
        Found::Exact(id) => same(id).map_or(Matched::No, Matched::Name),
        Found::Spelled(proper, id) => same(id).map_or(Matched::No, |now| Matched::Spelled(proper, now)),
        Found::Many(n) => Matched::Many(n),
        Found::No => Matched::No,
    }
}

/// The customer to change, and whether the row may give it another name.
fn now(r: &mut Reader<'_>, known: &Known, number: &str, name: &str) -> Option<(CustomerNow, Naming)> {
    let by = r.match_by();
    let found = matched(by, known, number, name);
    if let (MatchBy::Name, Some(other)) = (by, known.customer_numbers.get(number).filter(|_| !number.is_empty()))
        && !matches!(found, Matched::Name(now) | Matched::Spelled(_, now) if now.id == *other)
    {
        let other = known.customers_now.get(other).map_or("another customer", |other| other.draft.name.as_str());
        r.fault("number", format!("Number {number} is that of {other}."));
        return None;
    }
    match found {
        Matched::Number(now) => Some((now.clone(), Naming::Row)),
        Matched::Name(now) => Some((now.clone(), Naming::Record)),
        Matched::Spelled(proper, now) => {
            r.note(format!("Taken for {proper}."));
            Some((now.clone(), Naming::Record))
        }
        Matched::Many(n) if by == MatchBy::Name => {
            r.fault("name", format!("{n} customers are called {name}. Match by number."));
            None
        }
        Matched::Many(n) if number.is_empty() => {
            r.fault("name", format!("{n} customers are called {name}. Add their numbers to the file."));
            None
        }
        Matched::Many(_) | Matched::No => None,
    }
}

fn create(r: &mut Reader<'_>, known: &mut Known, mut draft: CustomerDraft, links: Links) -> Verdict {
    let team = links::team(r, known, links.machine_rep.clone(), links.support_rep.clone());
    links::tie(&mut draft, &links, &team);
    let region = links::region_of_new(r, links.branch, &team);
    let number = draft.number.clone().unwrap_or_default();
    let promised = known.promised_row(&number, &draft.name).map(|promised| promised.id);
    let id = promised.filter(|id| !known.brought.contains(id)).unwrap_or_else(|| CustomerId((r.env.id)()));
    known.brought.insert(id);
    let facts = [draft.customer_type.clone(), draft.city.clone(), draft.country.clone()];
    let detail = facts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let name = draft.name.clone();
    // Later rows of this file that mean the same name find it.
    known.customers.add(&name, id);
    r.accept(Outcome::Create, &number, &name, &detail, Act::NewCustomer(Box::new(NewCustomer { id, draft, region })))
}

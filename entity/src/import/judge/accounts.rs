//! A row of a customer list.

use super::Env;
use super::reader::{Link, Reader, change_words};
use crate::customer::{CustomerDraft, CustomerForm, Status};
use crate::event::Detail;
use crate::import::known::{CustomerNow, Person};
use crate::import::verdict::NewCustomer;
use crate::import::{Act, Existing, Known, Outcome, Row, Verdict};
use crate::shared::ids::{CustomerId, DivisionId, RegionId, UserId};
use crate::shared::text::fold;

/// What a row refers to.
struct Links {
    division: Option<DivisionId>,
    machine_rep: Link<Person>,
    support_rep: Link<Person>,
    parent: Option<CustomerId>,
}

pub(super) fn judge(env: Env<'_>, known: &mut Known, row: &Row) -> Verdict {
    let mut r = Reader::new(env, row);
    let form = form(&mut r);
    let (number, name) = (form.number.trim().to_owned(), form.name.trim().to_owned());
    let links = links(&mut r, known, &name);
    let draft = form.parse().map_err(|errors| r.faults(&errors, str::to_owned)).ok();
    if known.taken.contains(&number) {
        r.fault("number", "This number is taken.");
    }
    let key = if number.is_empty() { fold(&name) } else { format!("#{number}") };
    if let (false, Some(earlier)) = (r.is_over(), known.use_key(&key, row.number)) {
        r.fault(
            if number.is_empty() { "name" } else { "number" },
            format!("The customer is in row {earlier} already."),
        );
    }
    let now = now(&mut r, known, &number, &name);
    if let Some(refusal) = r.refusal(&number, &name) {
        return refusal;
    }
    match (draft, now) {
        (None, _) => Verdict { sentence: "The row cannot be read.".to_owned(), ..Verdict::new(row, Outcome::Error) },
        (Some(draft), Some(now)) => change(&mut r, known, draft, links, now),
        (Some(draft), None) => create(&mut r, known, draft, links),
    }
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

fn links(r: &mut Reader<'_>, known: &Known, name: &str) -> Links {
    let division = match r.link("division", &known.divisions) {
        Link::To(id) => Some(id),
        Link::Empty | Link::New(_) => None,
    };
    let machine_rep = r.link("machine_rep", &known.people);
    let support_rep = r.link("support_rep", &known.people);
    Links { division, machine_rep, support_rep, parent: parent(r, known, name) }
}

/// A parent is a customer of this file, wherever it stands in it, or one that is here.
fn parent(r: &mut Reader<'_>, known: &Known, name: &str) -> Option<CustomerId> {
    let text = r.text("parent");
    if text.is_empty() {
        return None;
    }
    if fold(&text) == fold(name) {
        r.fault("parent", "A customer cannot be its own parent.");
        return None;
    }
    if runs_in_circle(known, name) {
        r.fault("parent", format!("{text} belongs to {name} in turn; one of the two must come first."));
        return None;
    }
    let here = matches!(known.customers.find(&text), crate::import::known::Found::Exact(_));
    if let Some(id) = known.in_file.get(&fold(&text)).filter(|_| !here) {
        return Some(*id);
    }
    match r.link("parent", &known.customers) {
        Link::To(id) => Some(id),
        Link::Empty | Link::New(_) => None,
    }
}

fn runs_in_circle(known: &Known, name: &str) -> bool {
    let own = fold(name);
    let mut at = known.parents_in_file.get(&own);
    for _ in 0..=known.parents_in_file.len().min(64) {
        match at {
            Some(parent) if *parent == own => return true,
            Some(parent) => at = known.parents_in_file.get(parent),
            None => return false,
        }
    }
    false
}

/// The customer a row is about, by its number, else by its name.
fn now(r: &mut Reader<'_>, known: &Known, number: &str, name: &str) -> Option<CustomerNow> {
    use crate::import::known::Found;
    let by_number = known.customer_numbers.get(number).and_then(|id| known.customers_now.get(id));
    if by_number.is_some() && !number.is_empty() {
        return by_number.cloned();
    }
    let found = match known.customers.find(name) {
        Found::Exact(id) => known.customers_now.get(id),
        Found::Spelled(proper, id) => {
            r.note(format!("Taken for {proper}."));
            known.customers_now.get(id)
        }
        Found::Many(n) if number.is_empty() => {
            r.fault("name", format!("{n} customers are called {name}. Add their numbers to the file."));
            None
        }
        Found::Many(_) | Found::No => None,
    };
    // The same name under another number is another customer.
    found.filter(|now| number.is_empty() || now.number.is_none()).cloned()
}

fn create(r: &mut Reader<'_>, known: &mut Known, mut draft: CustomerDraft, links: Links) -> Verdict {
    let machine_rep = person(r, known, links.machine_rep);
    let support_rep = person(r, known, links.support_rep);
    let region = region(r, machine_rep.as_ref().or(support_rep.as_ref()));
    draft.division = links.division;
    draft.machine_rep = machine_rep.as_ref().map(|person| person.id);
    draft.support_rep = support_rep.as_ref().map(|person| person.id);
    draft.parent = links.parent;
    let promised = known.in_file.get(&fold(&draft.name)).filter(|id| !known.brought.contains(id)).copied();
    let id = promised.unwrap_or_else(|| CustomerId((r.env.id)()));
    known.brought.insert(id);
    let number = draft.number.clone().unwrap_or_default();
    let facts = [draft.customer_type.clone(), draft.city.clone(), draft.country.clone()];
    let detail = facts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let name = draft.name.clone();
    // Later rows of this file that mean the same name find it.
    known.customers.add(&name, id);
    r.accept(Outcome::Create, &number, &name, &detail, Act::NewCustomer(Box::new(NewCustomer { id, draft, region })))
}

/// The region of whoever looks after it; else the importer's own, so that he sees what he brought.
fn region(r: &Reader<'_>, rep: Option<&Person>) -> Option<RegionId> {
    rep.and_then(|rep| rep.region).or(r.env.actor.region)
}

fn person(r: &mut Reader<'_>, known: &mut Known, link: Link<Person>) -> Option<Person> {
    match link {
        Link::Empty => None,
        Link::To(person) => Some(person),
        Link::New(name) => {
            r.note(format!("{name} comes in as a sales rep who cannot sign in yet."));
            Some(known.new_person(UserId((r.env.id)()), &name, crate::Role::SalesRep, r.env.actor.region))
        }
    }
}

/// Fields that the file holds and that differ. An empty cell changes nothing.
fn change(r: &mut Reader<'_>, known: &mut Known, draft: CustomerDraft, links: Links, now: CustomerNow) -> Verdict {
    let name = draft.name.clone();
    let number = now.number.clone().or(draft.number.clone()).unwrap_or_default();
    if r.env.bound.plan.existing == Existing::Skip {
        return r.accept(Outcome::Unchanged, &number, &name, "", Act::Nothing);
    }
    let mut then = now.clone();
    let mut detail = Detail::default();
    overlay_words(r, &mut detail, &draft, &now, &mut then);
    overlay_texts(&mut detail, draft, &mut then);
    let mut overlay_id = |label: &str, text: String, from: Option<uuid::Uuid>, to: Option<uuid::Uuid>| {
        let differs = to.is_some() && from != to;
        if differs {
            detail.change(label, "", text);
        }
        differs
    };
    if overlay_id(
        "Division",
        r.env.bound.text(r.row, "division"),
        now.division.map(|id| id.0),
        links.division.map(|id| id.0),
    ) {
        then.division = links.division;
    }
    if overlay_id("Parent", r.env.bound.text(r.row, "parent"), now.parent.map(|id| id.0), links.parent.map(|id| id.0)) {
        then.parent = links.parent;
    }
    let machine_rep = person(r, known, links.machine_rep);
    let support_rep = person(r, known, links.support_rep);
    let mut then_region = None;
    for (label, rep, place) in [
        ("Machine rep", machine_rep, &mut then.machine_rep),
        ("Product support rep", support_rep, &mut then.support_rep),
    ] {
        if let Some(rep) = rep.filter(|rep| *place != Some(rep.id)) {
            detail.change(label, "", &rep.name);
            *place = Some(rep.id);
            then_region = then_region.or(rep.region);
        }
    }
    then.region = then_region.or(then.region);
    if detail.changes.is_empty() {
        return r.accept(Outcome::Unchanged, &number, &name, "", Act::Nothing);
    }
    let mut verdict = r.accept(Outcome::Update, &number, &name, "", Act::ChangeCustomer(Box::new(then)));
    (verdict.sentence, verdict.changes) = (change_words(&detail.changes), detail.changes);
    verdict
}

/// Words that have defaults change only when a column holds them.
fn overlay_words(
    r: &Reader<'_>,
    detail: &mut Detail,
    draft: &CustomerDraft,
    now: &CustomerNow,
    then: &mut CustomerNow,
) {
    let holds = |field: &str| !r.env.bound.text(r.row, field).is_empty();
    if holds("kind") {
        detail.change("Customer or prospect", now.kind.label(), draft.kind.label());
        then.kind = draft.kind;
    }
    if holds("status") {
        detail.change("Status", now.status.label(), draft.status.label());
        then.status = draft.status;
    } else {
        then.status = if now.status == Status::Inactive { Status::Inactive } else { draft.status };
    }
    if !draft.tags.is_empty() && draft.tags != now.tags {
        detail.change("Tags", now.tags.join(", "), draft.tags.join(", "));
        then.tags.clone_from(&draft.tags);
    }
}

fn overlay_texts(detail: &mut Detail, draft: CustomerDraft, then: &mut CustomerNow) {
    let CustomerDraft {
        kind: _,
        number,
        name: _,
        status: _,
        customer_type,
        size,
        division: _,
        branch: _,
        phone,
        website,
        street,
        city,
        county,
        state,
        postal_code,
        country,
        parent: _,
        machine_rep: _,
        support_rep: _,
        tags: _,
        notes,
    } = draft;
    for (label, new, place) in [
        ("Number", number, &mut then.number),
        ("Industry", customer_type, &mut then.customer_type),
        ("Size", size, &mut then.size),
        ("Phone", phone, &mut then.phone),
        ("Website", website, &mut then.website),
        ("Street", street, &mut then.street),
        ("City", city, &mut then.city),
        ("County", county, &mut then.county),
        ("State", state, &mut then.state),
        ("Postal code", postal_code, &mut then.postal_code),
        ("Country", country, &mut then.country),
        ("Notes", notes, &mut then.notes),
    ] {
        if new.is_some() && new != *place {
            detail.change(label, place.clone().unwrap_or_default(), new.clone().unwrap_or_default());
            *place = new;
        }
    }
}

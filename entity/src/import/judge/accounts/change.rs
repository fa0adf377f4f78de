//! A row about a customer that is here already: what it holds and differs. An empty cell changes nothing.

use super::links::{Links, region_of_changed, team};
use crate::customer::{CustomerDraft, ELSEWHERE, Kind, decides};
use crate::event::{Detail, FieldChange};
use crate::import::judge::reader::{Link, Reader, change_words};
use crate::import::known::{CustomerNow, Person};
use crate::import::{Act, Existing, Known, Outcome, Verdict};
use crate::shared::ids::RegionId;

/// Who says what a customer is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// The row: it was found by its number.
    Row,
    /// The record: it was found by its name.
    Record,
}

pub(super) fn change(
    r: &mut Reader<'_>,
    known: &mut Known,
    draft: CustomerDraft,
    links: Links,
    (now, naming): (CustomerNow, Naming),
) -> Verdict {
    let number = now.draft.number.clone().or(draft.number.clone()).unwrap_or_default();
    if r.env.bound.plan.existing == Existing::Skip {
        return r.accept(Outcome::Unchanged, &number, &now.draft.name, "", Act::Nothing);
    }
    let mut then = now.clone();
    let mut detail = Detail::default();
    if naming == Naming::Row {
        detail.change("Name", &now.draft.name, &draft.name);
        then.draft.name.clone_from(&draft.name);
    }
    let says_kind = overlay_words(r, &mut detail, &draft, &now.draft, &mut then.draft);
    overlay_texts(&mut detail, draft, &mut then.draft);
    if then.draft.kind == Kind::Prospect && then.draft.number.is_some() {
        numbered(r, says_kind, &mut detail, &mut then.draft);
    }
    // Before the row brings in whom it names.
    if let Some(refusal) = r.refusal(&number, &now.draft.name) {
        return refusal;
    }
    overlay_links(r, known, &mut detail, links, (&mut then.draft, now.region));
    if let Some(refusal) = r.refusal(&number, &now.draft.name) {
        return refusal;
    }
    then.region = region_of_changed(known, &now, &then);
    if detail.changes.is_empty() {
        return r.accept(Outcome::Unchanged, &number, &then.draft.name, "", Act::Nothing);
    }
    if then.draft.name != now.draft.name {
        // Later rows of this file that mean the new name find it.
        known.customers.add(&then.draft.name, then.id);
    }
    let mut verdict = r.accept(Outcome::Update, &number, &now.draft.name, "", Act::ChangeCustomer(Box::new(then)));
    (verdict.sentence, verdict.changes) = (change_words(&detail.changes), detail.changes);
    verdict
}

fn overlay_links(
    r: &mut Reader<'_>,
    known: &mut Known,
    detail: &mut Detail,
    links: Links,
    (then, region): (&mut CustomerDraft, Option<RegionId>),
) {
    let Links { division, branch, machine_rep, support_rep, parent } = links;
    if division.is_some() && then.division != division {
        detail.change("Division", "", r.env.bound.text(r.row, "division"));
        then.division = division;
    }
    let branch = branch.map(|branch| branch.id);
    if !decides(r.env.actor, region) {
        let rep = |link: &Link<Person>, now| match link {
            Link::Empty => false,
            Link::To(person) => Some(person.id) != now,
            Link::New(_) => true,
        };
        for (field, differs) in [
            ("branch", branch.is_some() && then.branch != branch),
            ("machine_rep", rep(&machine_rep, then.machine_rep)),
            ("support_rep", rep(&support_rep, then.support_rep)),
        ] {
            if differs {
                r.fault(field, ELSEWHERE);
            }
        }
        if r.is_over() {
            return;
        }
    }
    if branch.is_some() && then.branch != branch {
        detail.change("Branch", "", r.env.bound.text(r.row, "branch"));
        then.branch = branch;
    }
    if parent.is_some() && then.parent != parent {
        let text = r.env.bound.text(r.row, "parent");
        let customers = parent.into_iter().collect();
        detail.changes.push(FieldChange { customers, ..FieldChange::new("Parent", "", text) });
        then.parent = parent;
    }
    let team = team(r, known, machine_rep, support_rep);
    let mut give = |label: &str, rep: Option<Person>, place: &mut Option<crate::shared::ids::UserId>| {
        if let Some(rep) = rep.filter(|rep| *place != Some(rep.id)) {
            detail.change(label, "", &rep.name);
            *place = Some(rep.id);
        }
    };
    give("Machine rep", team.machine, &mut then.machine_rep);
    give("Product support rep", team.support, &mut then.support_rep);
}

/// Prospects have no number: whoever gets one is a customer from then on, unless the row says otherwise.
fn numbered(r: &mut Reader<'_>, says_kind: bool, detail: &mut Detail, then: &mut CustomerDraft) {
    if says_kind {
        let number = then.number.as_deref().unwrap_or_default();
        r.fault("kind", format!("{} has the number {number}, and prospects have none.", then.name));
        return;
    }
    detail.change("Customer or prospect", then.kind.label(), Kind::Customer.label());
    then.kind = Kind::Customer;
}

/// Words that have defaults change only when the row holds them, once its values are mapped. Answers whether it says which
/// kind it is.
fn overlay_words(
    r: &mut Reader<'_>,
    detail: &mut Detail,
    draft: &CustomerDraft,
    now: &CustomerDraft,
    then: &mut CustomerDraft,
) -> bool {
    let says_kind = !r.text("kind").is_empty();
    if says_kind {
        detail.change("Customer or prospect", now.kind.label(), draft.kind.label());
        then.kind = draft.kind;
    }
    if !r.text("status").is_empty() {
        detail.change("Status", now.status.label(), draft.status.label());
        then.status = draft.status;
    }
    // Their order says nothing.
    let sorted = |tags: &[String]| tags.iter().cloned().collect::<std::collections::BTreeSet<_>>();
    if !draft.tags.is_empty() && sorted(&draft.tags) != sorted(&now.tags) {
        detail.change("Tags", now.tags.join(", "), draft.tags.join(", "));
        then.tags.clone_from(&draft.tags);
    }
    says_kind
}

fn overlay_texts(detail: &mut Detail, draft: CustomerDraft, then: &mut CustomerDraft) {
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

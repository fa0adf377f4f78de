//! What a customer's row points to: division, branch, reps, parent. The rules are those of the form.

use super::super::reader::{Link, Reader};
use super::Matched;
use crate::Role;
use crate::customer::{CustomerDraft, region_of, sells_machines, sells_support};
use crate::import::known::{BranchNow, CustomerNow, Found, Person};
use crate::import::{Existing, Known};
use crate::shared::ids::{CustomerId, DivisionId, RegionId, UserId};
use crate::shared::text::fold;

/// What a row points to.
pub(super) struct Links {
    pub division: Option<DivisionId>,
    pub branch: Option<BranchNow>,
    pub machine_rep: Link<Person>,
    pub support_rep: Link<Person>,
    pub parent: Option<CustomerId>,
}

/// The reps of a row once they are known to be people.
pub(super) struct Team {
    pub machine: Option<Person>,
    pub support: Option<Person>,
}

/// Reads them; `now` is what the customer points to already.
pub(super) fn links(r: &mut Reader<'_>, known: &Known, named: (&str, &str), now: Option<&CustomerDraft>) -> Links {
    let division = match r.link("division", &known.divisions) {
        Link::To(id) => Some(id),
        Link::Empty | Link::New(_) => None,
    };
    let stands = now.and_then(|now| known.branches_elsewhere.get(&now.branch?));
    let branch = match r.link_beside("branch", &known.branches, stands.map(|(name, branch)| (name.as_str(), branch))) {
        Link::To(branch) => Some(branch),
        Link::Empty | Link::New(_) => None,
    };
    let machine_rep = r.person("machine_rep", known, now.and_then(|now| now.machine_rep));
    let support_rep = r.person("support_rep", known, now.and_then(|now| now.support_rep));
    Links { division, branch, machine_rep, support_rep, parent: parent(r, known, named) }
}

/// Reps work here and sell what they are named for; whoever stands there already may stay.
pub(super) fn check_reps(r: &mut Reader<'_>, links: &Links, now: Option<&CustomerNow>) {
    let machine = now.and_then(|now| now.draft.machine_rep);
    let support = now.and_then(|now| now.draft.support_rep);
    check_rep(r, "machine_rep", &links.machine_rep, machine, ("sells no machines", sells_machines));
    check_rep(r, "support_rep", &links.support_rep, support, ("sells no parts and service", sells_support));
    if let (Link::New(machine), Link::New(support)) = (&links.machine_rep, &links.support_rep)
        && fold(machine) == fold(support)
    {
        r.fault("support_rep", format!("{support} is nobody here, and cannot come in for machines and for support."));
    }
}

fn check_rep(
    r: &mut Reader<'_>,
    field: &str,
    rep: &Link<Person>,
    now: Option<UserId>,
    (why, fits): (&str, fn(Role) -> bool),
) {
    let Link::To(person) = rep else { return };
    if now == Some(person.id) {
        return;
    }
    if !person.active {
        r.gone(field, person);
    } else if !fits(person.role) {
        let role = person.role.label().to_lowercase();
        r.fault(field, format!("{} is {role} and {why}. Map the name to somebody who does.", person.name));
    }
}

/// Brings the people in whom the row names and nobody knows.
pub(super) fn team(r: &mut Reader<'_>, known: &mut Known, machine: Link<Person>, support: Link<Person>) -> Team {
    let machine = person(r, known, machine, Role::SalesRep);
    Team { machine, support: person(r, known, support, Role::ProductSupportRep) }
}

fn person(r: &mut Reader<'_>, known: &mut Known, link: Link<Person>, role: Role) -> Option<Person> {
    match link {
        Link::Empty => None,
        Link::To(person) => Some(person),
        Link::New(name) => {
            r.note(format!("{name} comes in as a {} who cannot sign in yet.", role.label().to_lowercase()));
            Some(known.new_person(UserId((r.env.id)()), &name, role, r.env.actor.region))
        }
    }
}

/// Where a new customer belongs.
pub(super) fn region_of_new(r: &Reader<'_>, branch: Option<BranchNow>, team: &Team) -> Option<RegionId> {
    let region = |rep: &Option<Person>| rep.as_ref().and_then(|rep| rep.region);
    region_of(branch.map(|branch| branch.region), region(&team.machine), region(&team.support), r.env.actor.region)
}

/// Where a customer belongs after a change: nothing moves while branch and reps stay.
pub(super) fn region_of_changed(known: &Known, now: &CustomerNow, then: &CustomerNow) -> Option<RegionId> {
    let ties = |draft: &CustomerDraft| (draft.branch, draft.machine_rep, draft.support_rep);
    if ties(&now.draft) == ties(&then.draft) {
        return now.region;
    }
    let then = &then.draft;
    let branch = then.branch.map(|id| known.branches.iter().find(|(_, branch)| branch.id == id));
    let rep = |id: Option<UserId>| id.map(|id| known.people.iter().find(|(_, person)| person.id == id));
    match (branch, rep(then.machine_rep), rep(then.support_rep)) {
        // Out of the importer's sight: what lies there is left as it is.
        (Some(None), _, _) | (None, Some(None), _) => now.region,
        (branch, machine, support) => {
            let branch = branch.flatten().map(|(_, branch)| branch.region);
            let of = |person: Option<Option<(&str, &Person)>>| person.flatten().and_then(|(_, person)| person.region);
            region_of(branch, of(machine), of(support), now.region)
        }
    }
}

/// A parent is a customer that is here, or one of this file, wherever it stands in it.
fn parent(r: &mut Reader<'_>, known: &Known, (number, name): (&str, &str)) -> Option<CustomerId> {
    let text = r.text("parent");
    if text.is_empty() {
        return None;
    }
    if fold(&text) == fold(name) || text == number {
        r.fault("parent", "A customer cannot be its own parent.");
        return None;
    }
    if runs_in_circle(known, name) {
        r.fault("parent", format!("{text} belongs to {name} in turn; one of the two must come first."));
        return None;
    }
    let here = matches!(known.customers.find(&text), Found::Exact(_));
    if let Some(promised) = known.promised(&text).filter(|_| !here) {
        // Its own row may be about a customer that is here under another name or spelling.
        return match super::matched(r.match_by(), known, &promised.number, &promised.name) {
            Matched::Number(now) | Matched::Name(now) | Matched::Spelled(_, now) => Some(now.id),
            Matched::Many(_) | Matched::No if r.env.bound.plan.existing == Existing::Only => {
                r.fault("parent", format!("{text} is not here, and this file only updates what is here."));
                None
            }
            Matched::Many(_) | Matched::No => Some(promised.id),
        };
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

/// What a new customer's draft points to.
pub(super) fn tie(draft: &mut CustomerDraft, links: &Links, team: &Team) {
    draft.division = links.division;
    draft.branch = links.branch.map(|branch| branch.id);
    draft.machine_rep = team.machine.as_ref().map(|person| person.id);
    draft.support_rep = team.support.as_ref().map(|person| person.id);
    draft.parent = links.parent;
}

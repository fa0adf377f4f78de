//! A row of a team list. People come in without a password: an administrator lets them in later.

use super::Env;
use super::reader::{Link, NO_NAME, Reader};
use crate::Role;
use crate::import::known::{Found, Person};
use crate::import::verdict::NewPerson;
use crate::import::{Act, Known, MatchBy, Outcome, Row, Verdict};
use crate::shared::ids::{RegionId, UserId};
use crate::shared::text::{NAME_MAX, email, fold};

pub(super) fn judge(env: Env<'_>, known: &mut Known, row: &Row) -> Verdict {
    let mut r = Reader::new(env, row);
    let name = r.line("name", NAME_MAX);
    let mail = match r.text("email") {
        text if text.is_empty() => None,
        text => email(&text).map_err(|sentence| r.fault("email", sentence)).ok(),
    };
    if !name.is_empty() && fold(&name).is_empty() {
        r.fault("name", NO_NAME);
    }
    let role = r.choice("role").parse().unwrap_or(Role::SalesRep);
    let says_role = !r.text("role").is_empty();
    let region = r.link("region", &known.regions);
    // Who stands in the file comes with a row of his own, wherever that is.
    let named = r.env.bound.text(row, "manager");
    let manager = match known.people_in_file.contains(&fold(&named)) {
        true => Link::Empty,
        false => r.link("manager", &known.people),
    };
    let by = r.match_by();
    if by == MatchBy::Email && mail.is_none() {
        r.fault("email", "E-mail address is empty, and rows are matched by it.");
    }
    let key = mail.clone().filter(|_| by != MatchBy::Name).unwrap_or_else(|| fold(&name));
    if let (false, Some(earlier)) = (r.is_over(), known.use_key(&key, row.number)) {
        r.fault("name", format!("{name} is in row {earlier} already."));
    }
    let now = matched(&mut r, known, &name, mail.as_deref());
    if now.is_none() {
        r.found_none();
    }
    if let Some(refusal) = r.refusal("", &name) {
        return refusal;
    }
    // People belong to regions here; who leads whom is not kept, and not lost in silence either.
    let led_by = match &manager {
        Link::To(manager) => Some(manager.name.clone()),
        Link::Empty if !named.is_empty() && known.people_in_file.contains(&fold(&named)) => Some(named),
        Link::Empty | Link::New(_) => None,
    };
    if let Some(manager) = led_by {
        r.note(format!("Manager {manager} is not kept: people belong to regions, and managers lead those."));
    }
    match now {
        Some(now) => already(&r, known, &now, Some(role).filter(|_| says_role), &region),
        None => create(&mut r, known, Newcomer { name, mail, role, region, manager }),
    }
}

/// The person a row is about: as the plan says, or by address, else by name.
fn matched(r: &mut Reader<'_>, known: &Known, name: &str, mail: Option<&str>) -> Option<Person> {
    let by = r.match_by();
    let addressed = match mail.map(|mail| known.people.find(mail)) {
        Some(Found::Exact(person)) => Some(person.clone()),
        _ => None,
    };
    if by != MatchBy::Name && (by == MatchBy::Email || mail.is_some()) {
        return addressed;
    }
    match known.people.find(name) {
        Found::Exact(person) | Found::Spelled(_, person) => Some(person.clone()),
        Found::No if addressed.is_some() => {
            let whose = addressed.map(|person| person.name).unwrap_or_default();
            r.fault("email", format!("This address is that of {whose}."));
            None
        }
        Found::Many(n) => {
            r.fault("name", format!("{n} people are called {name}. Add their e-mail addresses to the file."));
            None
        }
        Found::No => None,
    }
}

/// A file never changes people who are here: their role and region are rights.
fn already(r: &Reader<'_>, known: &Known, now: &Person, role: Option<Role>, region: &Link<RegionId>) -> Verdict {
    let other_region = matches!(region, Link::New(_)) || matches!(region, Link::To(id) if now.region != Some(*id));
    let other_role = role.is_some_and(|role| role != now.role);
    if !other_region && !other_role {
        return r.accept(Outcome::Unchanged, "", &now.name, "", Act::Nothing);
    }
    let place = known.regions.iter().find(|(_, id)| Some(**id) == now.region).map_or("no region", |(name, _)| name);
    let mut verdict = r.accept(Outcome::Skipped, "", &now.name, "", Act::Nothing);
    verdict.sentence = format!("{} is here as {} in {place}.", now.name, now.role.label().to_lowercase());
    let notes = std::mem::take(&mut verdict.detail);
    verdict.detail = format!("A file does not change people; change them under Users. {notes}").trim().to_owned();
    verdict
}

struct Newcomer {
    name: String,
    mail: Option<String>,
    role: Role,
    region: Link<RegionId>,
    manager: Link<Person>,
}

fn create(r: &mut Reader<'_>, known: &mut Known, row: Newcomer) -> Verdict {
    let Newcomer { name, mail, role, region, manager } = row;
    let mut brought = Vec::new();
    let (region, place) = match region {
        Link::To(id) => {
            (Some(id), known.regions.iter().find(|(_, known)| **known == id).map(|(name, _)| name.to_owned()))
        }
        Link::New(place) => {
            brought.push(format!("region {place}"));
            (Some(known.new_region(RegionId((r.env.id)()), &place)), Some(place))
        }
        Link::Empty => (None, None),
    };
    if let Link::New(manager) = manager {
        r.note(format!("Manager {manager} is not kept: people belong to regions, and managers lead those."));
        brought.push(format!("manager {manager}"));
        known.new_person(UserId((r.env.id)()), &manager, Role::SalesManager, region);
    }
    let address = mail.clone().unwrap_or_else(|| known.placeholder_email(&name));
    let person =
        Person { id: UserId((r.env.id)()), name: name.clone(), email: address.clone(), role, region, active: true };
    known.join_person(person.clone());
    if mail.is_none() {
        r.note(format!("No e-mail address in the file: {address} stands in."));
    }
    if !brought.is_empty() {
        r.note(format!("Comes with {}.", brought.join(" and ")));
    }
    let detail = match place {
        Some(place) => format!("{}, {place}, cannot sign in yet", role.label()),
        None => format!("{}, cannot sign in yet", role.label()),
    };
    let Person { id, name, email, role, region, active: _ } = person;
    let act = Act::NewPerson(Box::new(NewPerson { id, name: name.clone(), email, role, region }));
    r.accept(Outcome::Create, "", &name, &detail, act)
}

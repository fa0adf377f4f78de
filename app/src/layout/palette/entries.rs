//! What the palette offers, and what of it fits the words typed.

use crate::core::ways::{Act, Way};
use crate::layout::places::{GEAR, GO_KEYS, GROUPS, PLUS, Place};
use crate::routes;
use crate::search::types::Hit;
use entity::Actor;
use entity::event::Noun;
use entity::shared::query::{encode, link};

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What may be done on this page.
    Here,
    /// What the server found.
    Records,
    /// Pages.
    GoTo,
    /// New things.
    Create,
}

impl Group {
    /// In the order of the list.
    pub const ALL: [Self; 4] = [Self::Here, Self::Records, Self::GoTo, Self::Create];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Here => "On this page",
            Self::Records => "Records",
            Self::GoTo => "Go to",
            Self::Create => "Create",
        }
    }
}

/// One line of the palette; its address is its identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub group: Group,
    pub icon: &'static str,
    pub text: String,
    pub note: String,
    pub href: String,
    /// The keys that do the same.
    pub keys: String,
    /// Done in place, instead of going there.
    pub act: Option<Act>,
}

impl Entry {
    /// Whether all of these words are in what it shows.
    pub fn bears(&self, words: &str) -> bool {
        let shown = format!("{} {}", self.text, self.note).to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| shown.contains(word))
    }
}

/// The words behind `>`, or all of it; `>` asks for commands alone.
pub fn words(typed: &str) -> (&str, bool) {
    match typed.trim_start().strip_prefix('>') {
        Some(rest) => (rest.trim(), true),
        None => (typed.trim(), false),
    }
}

/// The pages and commands that fit, those that begin with the words first.
pub fn local(actor: &Actor, here: &[Way], typed: &str) -> Vec<Entry> {
    let (words, commands_only) = words(typed);
    let mut all: Vec<Entry> = here.iter().map(way).chain(places(actor)).collect();
    all.extend(additions(actor));
    all.retain(|entry| fits(&entry.text, words));
    all.sort_by_key(|entry| !begins(&entry.text, words));
    if !words.is_empty() && !commands_only {
        all.push(full_search(words));
    }
    all
}

/// A record the server found. People of one customer stand on one page; the address of an entry is its own.
pub fn record(hit: &Hit) -> Entry {
    let href = if hit.noun == Noun::Contact { format!("{}#{}", hit.href(), hit.id) } else { hit.href() };
    Entry {
        group: Group::Records,
        icon: hit.icon(),
        text: hit.title.clone(),
        note: hit.detail.clone(),
        href,
        keys: String::new(),
        act: None,
    }
}

fn way(way: &Way) -> Entry {
    let Way { icon, text, note, href, key, adds: _, act } = way.clone();
    Entry { group: Group::Here, icon, text, note, href, keys: spoken(key), act }
}

/// A key as one presses it: a capital letter is one with Shift.
fn spoken(key: &str) -> String {
    if key.chars().any(char::is_uppercase) { format!("Shift {key}") } else { key.to_owned() }
}

fn places(actor: &Actor) -> impl Iterator<Item = Entry> {
    let pages = GROUPS.iter().flat_map(|group| group.places).chain(GEAR);
    pages.filter(|place| allowed(place, actor)).map(|place| {
        let letter = GO_KEYS.iter().find(|(_, href)| *href == place.href).map(|(letter, _)| format!("g {letter}"));
        entry(Group::GoTo, place, place.label.to_owned(), letter.unwrap_or_default())
    })
}

fn additions(actor: &Actor) -> impl Iterator<Item = Entry> {
    let new = PLUS.iter().filter(|(place, _)| allowed(place, actor));
    new.map(|(place, letter)| {
        let text = format!("New {}", place.label.to_lowercase());
        Entry { icon: "plus", ..entry(Group::Create, place, text, format!("c {letter}")) }
    })
}

fn entry(group: Group, place: &Place, text: String, keys: String) -> Entry {
    Entry { group, icon: place.icon, text, note: String::new(), href: place.href.to_owned(), keys, act: None }
}

fn full_search(words: &str) -> Entry {
    Entry {
        group: Group::GoTo,
        icon: "search",
        text: format!("Search for \u{201c}{words}\u{201d}"),
        note: "everything that fits, on a page".to_owned(),
        href: link(routes::SEARCH, &format!("q={}", encode(words))),
        keys: String::new(),
        act: None,
    }
}

fn allowed(place: &Place, actor: &Actor) -> bool {
    place.needs.is_none_or(|action| actor.may(action))
}

/// Every word typed begins a word of the text.
fn fits(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.split_whitespace().any(|part| part.starts_with(word)))
}

fn begins(text: &str, words: &str) -> bool {
    text.to_lowercase().starts_with(&words.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::shared::actor::Role;
    use entity::shared::ids::UserId;

    fn actor(role: Role) -> Actor {
        Actor { id: UserId(uuid::Uuid::nil()), name: "A".into(), role, region: None }
    }

    fn texts(role: Role, typed: &str) -> Vec<String> {
        local(&actor(role), &[], typed).into_iter().map(|entry| entry.text).collect()
    }

    #[test]
    fn pages_and_commands_are_found_by_the_beginnings_of_their_words() {
        assert_eq!(texts(Role::Admin, "> new cu"), ["New customer"]);
        assert_eq!(texts(Role::Admin, "cust")[..2], ["Customers", "New customer"]);
        assert_eq!(texts(Role::Admin, "> xyz"), Vec::<String>::new());
    }

    #[test]
    fn words_can_always_be_searched_for_on_a_page() {
        let entries = local(&actor(Role::SalesRep), &[], "A & B");
        assert_eq!(entries.last().map(|entry| entry.href.as_str()), Some("/search?q=A+%26+B"));
    }

    #[test]
    fn only_what_the_role_may_do_is_offered() {
        assert!(texts(Role::Admin, "").contains(&"New import".to_owned()));
        assert!(!texts(Role::SalesRep, "").contains(&"New import".to_owned()));
        assert!(!texts(Role::Executive, "").contains(&"New opportunity".to_owned()));
    }

    #[test]
    fn what_the_page_offers_is_found_by_its_words() {
        let way = |text: &str, href: &str| Way { text: text.into(), href: href.into(), ..Way::default() };
        let here = [way("Move to Proposal", "/a"), way("Close as won", "/b")];
        let found = |typed| local(&actor(Role::SalesRep), &here, typed).into_iter().map(|entry| entry.href).next();
        assert_eq!(found("> mo pro").as_deref(), Some("/a"));
        assert_eq!(found("clo").as_deref(), Some("/b"));
    }

    #[test]
    fn addresses_are_unique() {
        let entries = local(&actor(Role::Admin), &[], "");
        for (at, entry) in entries.iter().enumerate() {
            assert!(entries[at + 1..].iter().all(|other| other.href != entry.href), "{}", entry.href);
        }
    }
}

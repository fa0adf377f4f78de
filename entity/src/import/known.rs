//! What is known while a file is read: the dealer's own lists, the records the file may match, and what the file
//! itself has brought so far.

use super::promised::InFile;
use super::undo::Made;
use crate::customer::CustomerDraft;
use crate::opportunity::{OpportunityType, Phase, Stage, StageKey};
use crate::shared::ids::{BranchId, CompetitorId, CustomerId, DivisionId, OpportunityId, ProductId, RegionId, UserId};
use crate::shared::text::{fold, tidy};
use crate::{Money, Percent, Role};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{HashMap, HashSet};

/// Records by their names.
#[derive(Debug, Clone)]
pub struct Book<T> {
    items: Vec<(String, T)>,
    keys: HashMap<String, Vec<usize>>,
    aliases: HashMap<String, usize>,
}

impl<T> Default for Book<T> {
    fn default() -> Self {
        Self { items: Vec::new(), keys: HashMap::new(), aliases: HashMap::new() }
    }
}

/// What a name leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'a, T> {
    /// Exactly this.
    Exact(&'a T),
    /// Written a little differently: its proper name, and this.
    Spelled(&'a str, &'a T),
    /// Several.
    Many(usize),
    /// Nothing.
    No,
}

impl<T> Book<T> {
    /// Adds a record under its name.
    pub fn add(&mut self, name: &str, item: T) -> usize {
        let at = self.items.len();
        self.items.push((name.to_owned(), item));
        let key = fold(name);
        if !key.is_empty() {
            self.keys.entry(key).or_default().push(at);
        }
        at
    }

    /// Makes the record at `at` answer to something unmistakable as well: an e-mail address, a number.
    pub fn alias(&mut self, at: usize, text: &str) {
        self.aliases.insert(text.to_lowercase(), at);
    }

    /// What a name leads to. Names that are written exactly so win over those that only sound alike.
    pub fn find(&self, name: &str) -> Found<'_, T> {
        let name = &tidy(name);
        let places = self.keys.get(&fold(name)).map_or(&[][..], Vec::as_slice);
        let mut exact = places.iter().filter(|at| self.items[**at].0 == *name);
        let alias = self.aliases.get(&name.to_lowercase());
        match (exact.next().or(alias), exact.next(), places) {
            (Some(at), None, _) => Found::Exact(&self.items[*at].1),
            (_, _, [at]) => {
                let (proper, item) = &self.items[*at];
                if proper.eq_ignore_ascii_case(name) { Found::Exact(item) } else { Found::Spelled(proper, item) }
            }
            (_, _, []) => Found::No,
            (_, _, many) => Found::Many(many.len()),
        }
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|(name, _)| name.as_str())
    }

    /// Every record with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.items.iter().map(|(name, item)| (name.as_str(), item))
    }
}

/// A person whom a file may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub region: Option<RegionId>,
    /// Whether he works here still. Who does not keeps what is his and is given nothing new.
    pub active: bool,
}

/// A branch a file may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BranchNow {
    pub id: BranchId,
    pub region: RegionId,
}

/// A product as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductNow {
    pub id: ProductId,
    pub version: i64,
    pub name: String,
    pub category: String,
    pub list_price: Money,
    pub division: Option<DivisionId>,
}

/// A customer as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerNow {
    pub id: CustomerId,
    pub version: i64,
    pub region: Option<RegionId>,
    pub draft: CustomerDraft,
}

/// An opportunity as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityNow {
    pub id: OpportunityId,
    pub version: i64,
    pub name: String,
    pub customer: Option<CustomerId>,
    pub customer_name: String,
    pub owner: UserId,
    pub owner_name: String,
    pub division: Option<DivisionId>,
    pub kind: OpportunityType,
    pub stage: StageKey,
    pub stage_name: String,
    pub phase: Phase,
    pub amount: Money,
    pub expected_close: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    /// The one in force: set by hand, or the stage's.
    pub probability: Percent,
    pub probability_override: Option<Percent>,
    pub source: Option<String>,
    pub notes: Option<String>,
    pub lines: usize,
    pub stage_since: DateTime<Utc>,
}

/// Records a file brings beside its rows: people, regions and so on that its cells name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fresh {
    pub regions: Vec<(RegionId, String)>,
    pub people: Vec<Person>,
    pub products: Vec<(ProductId, String)>,
    pub customers: Vec<FreshCustomer>,
    pub competitors: Vec<(CompetitorId, String)>,
}

impl Fresh {
    /// Takes in what came later.
    pub fn extend(&mut self, later: Self) {
        let Self { regions, people, products, customers, competitors } = later;
        self.regions.extend(regions);
        self.people.extend(people);
        self.products.extend(products);
        self.customers.extend(customers);
        self.competitors.extend(competitors);
    }

    /// The records it makes.
    pub fn made(&self) -> impl Iterator<Item = (Made, uuid::Uuid)> {
        let Self { regions, people, products, customers, competitors } = self;
        let regions = regions.iter().map(|(id, _)| (Made::Region, id.0));
        let people = people.iter().map(|person| (Made::Person, person.id.0));
        let products = products.iter().map(|(id, _)| (Made::Product, id.0));
        let customers = customers.iter().map(|new| (Made::Customer, new.id.0));
        let competitors = competitors.iter().map(|(id, _)| (Made::Competitor, id.0));
        regions.chain(people).chain(products).chain(customers).chain(competitors)
    }
}

/// A customer that an opportunity names and nobody knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshCustomer {
    pub id: CustomerId,
    pub name: String,
    /// Rep whose book it joins, with his region.
    pub rep: Person,
}

/// What is known.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// In the order of the board.
    pub stages: Vec<Stage>,
    /// People whom the importer may give records to.
    pub people: Book<Person>,
    pub products: Book<ProductNow>,
    pub regions: Book<RegionId>,
    pub divisions: Book<DivisionId>,
    /// Branches the importer may name.
    pub branches: Book<BranchNow>,
    pub competitors: Book<CompetitorId>,
    /// Customers that the rows at hand may name.
    pub customers: Book<CustomerId>,
    /// Customers that the rows at hand may change.
    pub customers_now: HashMap<CustomerId, CustomerNow>,
    /// People beyond the importer's reach who look after records that the rows at hand may change.
    pub people_elsewhere: HashMap<UserId, Person>,
    /// Branches beyond his reach to which such records belong, with their names.
    pub branches_elsewhere: HashMap<BranchId, (String, BranchNow)>,
    /// Customers by number.
    pub customer_numbers: HashMap<String, CustomerId>,
    /// Opportunities that the rows at hand may change, by number.
    pub opportunities: HashMap<String, OpportunityNow>,
    /// Numbers that are taken by records the importer may not see.
    pub taken: HashSet<String>,
    /// E-mail addresses of everybody.
    pub emails: HashSet<String>,
    /// Keys this file has used, with the row.
    pub seen: HashMap<String, u64>,
    /// The customers in this file by their names, folded: the first of each name.
    pub in_file: HashMap<String, InFile>,
    /// Those whose rows give numbers, by these.
    pub numbered_in_file: HashMap<String, InFile>,
    /// Customers that this file brings, in rows or beside them.
    pub brought: HashSet<CustomerId>,
    /// The people in this file by their names, folded.
    pub people_in_file: HashSet<String>,
    /// Parents of the customers in this file, by folded names, to find circles.
    pub parents_in_file: HashMap<String, String>,
    /// What has come in beside the rows and is not stored yet.
    pub fresh: Fresh,
}

impl Known {
    /// The stage new opportunities enter: the first open one.
    pub fn entry_stage(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.phase.is_open())
    }

    /// A stage by its key.
    pub fn stage(&self, key: &StageKey) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.key == *key)
    }

    /// Notes that a row uses a key; the row that used it before, when there is one.
    pub fn use_key(&mut self, key: &str, row: u64) -> Option<u64> {
        match self.seen.get(key) {
            Some(earlier) => Some(*earlier),
            None => {
                self.seen.insert(key.to_owned(), row);
                None
            }
        }
    }

    /// Brings in a person of that name, who cannot sign in yet.
    pub fn new_person(&mut self, id: UserId, name: &str, role: Role, region: Option<RegionId>) -> Person {
        let email = self.placeholder_email(name);
        let person = Person { id, name: name.to_owned(), email, role, region, active: true };
        self.join_person(person.clone());
        self.fresh.people.push(person.clone());
        person
    }

    /// Makes a person known to the rows that follow.
    pub fn join_person(&mut self, person: Person) {
        self.emails.insert(person.email.clone());
        let (name, email) = (person.name.clone(), person.email.clone());
        let at = self.people.add(&name, person);
        self.people.alias(at, &email);
    }

    /// An address under `.invalid`, which receives nothing (RFC 2606), until somebody enters a real one.
    pub fn placeholder_email(&self, name: &str) -> String {
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let base = if words.is_empty() { "person".to_owned() } else { words.join(".") };
        let address = |suffix: String| format!("{base}{suffix}@import.invalid");
        let first = std::iter::once(address(String::new())).chain((2..).map(|n| address(n.to_string())));
        first.into_iter().find(|email| !self.emails.contains(email)).unwrap_or_default()
    }

    /// Brings in a region.
    pub fn new_region(&mut self, id: RegionId, name: &str) -> RegionId {
        self.regions.add(name, id);
        self.fresh.regions.push((id, name.to_owned()));
        id
    }

    /// Brings in a product without a price.
    pub fn new_product(&mut self, id: ProductId, name: &str) -> ProductId {
        let product = ProductNow {
            id,
            version: 1,
            name: name.to_owned(),
            category: String::new(),
            list_price: Money::ZERO,
            division: None,
        };
        self.products.add(name, product);
        self.fresh.products.push((id, name.to_owned()));
        id
    }

    /// Brings in a customer in the book of `rep`.
    pub fn new_customer(&mut self, id: CustomerId, name: &str, rep: Person) -> CustomerId {
        self.customers.add(name, id);
        self.brought.insert(id);
        self.fresh.customers.push(FreshCustomer { id, name: name.to_owned(), rep });
        id
    }

    /// Brings in a competitor.
    pub fn new_competitor(&mut self, id: CompetitorId, name: &str) -> CompetitorId {
        self.competitors.add(name, id);
        self.fresh.competitors.push((id, name.to_owned()));
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_records_exactly_or_nearly() {
        let mut book = Book::default();
        book.add("GTX Pro", 1);
        book.add("Acme", 2);
        book.add("ACME", 3);
        let at = book.add("Maria Reyes", 4);
        book.alias(at, "maria@demo.example");
        assert_eq!(book.find("GTX Pro"), Found::Exact(&1));
        assert_eq!(book.find("gtx pro"), Found::Exact(&1));
        assert_eq!(book.find("GTXPro"), Found::Spelled("GTX Pro", &1));
        assert_eq!(book.find("Acme"), Found::Exact(&2), "the exact spelling decides");
        assert_eq!(book.find("aCmE"), Found::Many(2));
        assert_eq!(book.find("maria@demo.example"), Found::Exact(&4));
        assert_eq!(book.find("--"), Found::No);
    }

    #[test]
    fn placeholder_addresses_are_distinct() {
        let mut known = Known::default();
        let id = |n| UserId(uuid::Uuid::from_u128(n));
        let first = known.new_person(id(1), "Mei-Mei Johns", Role::SalesRep, None);
        let second = known.new_person(id(2), "Mei Mei Johns", Role::SalesRep, None);
        assert_eq!(first.email, "mei.mei.johns@import.invalid");
        assert_eq!(second.email, "mei.mei.johns2@import.invalid");
    }
}

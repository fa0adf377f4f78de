//! A field that a column of a file can be mapped to.

use crate::Actor;
use crate::shared::actor::Action;

/// A field of a noun.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// As mapping files and rows of the report name it.
    pub name: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// How its cells are read.
    pub kind: FieldKind,
    /// Without it nothing can be imported.
    pub required: bool,
    /// Other names that files use for it.
    pub synonyms: &'static [&'static str],
    /// What people should know when they choose it.
    pub hint: &'static str,
}

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// One line.
    Text,
    /// One line whose values may be mapped to others, such as an industry spelled wrong.
    Listed,
    /// Several lines; several columns may go there.
    Note,
    /// A date.
    Date,
    /// An amount.
    Money,
    /// A whole number.
    Whole,
    /// A whole percentage.
    Percent,
    /// One of a closed list of words.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// Another record, by its name.
    Ref(Ref),
}

/// What a cell can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ref {
    /// A stage of the pipeline.
    Stage,
    /// A person, by name or e-mail address.
    Person,
    /// A product of the price list.
    Product,
    /// A customer, by name or number.
    Customer,
    /// A region.
    Region,
    /// A division.
    Division,
    /// A branch.
    Branch,
    /// A competitor.
    Competitor,
}

impl Ref {
    /// The noun in the middle of a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Person => "person",
            Self::Product => "product",
            Self::Customer => "customer",
            Self::Region => "region",
            Self::Division => "division",
            Self::Branch => "branch",
            Self::Competitor => "competitor",
        }
    }

    /// Several of them.
    pub const fn nouns(self) -> &'static str {
        match self {
            Self::Stage => "stages",
            Self::Person => "people",
            Self::Product => "products",
            Self::Customer => "customers",
            Self::Region => "regions",
            Self::Division => "divisions",
            Self::Branch => "branches",
            Self::Competitor => "competitors",
        }
    }

    /// Whether a file may bring new ones.
    pub const fn may_create(self) -> bool {
        !matches!(self, Self::Stage | Self::Division | Self::Branch)
    }

    /// Whether only an administrator may: they belong to the whole dealer.
    pub const fn is_the_dealers(self) -> bool {
        matches!(self, Self::Person | Self::Product | Self::Region | Self::Competitor)
    }
}

impl Ref {
    /// Whether an actor's file may bring new ones.
    pub fn may_be_created_by(self, actor: &Actor) -> bool {
        self.may_create() && (!self.is_the_dealers() || actor.may(Action::Administer))
    }
}

impl Field {
    /// Whether its values can be mapped.
    pub const fn has_values(&self) -> bool {
        matches!(self.kind, FieldKind::Listed | FieldKind::Choice(_) | FieldKind::Ref(_))
    }

    /// Whether several columns may go there.
    pub const fn takes_many(&self) -> bool {
        matches!(self.kind, FieldKind::Note)
    }

    /// What it refers to, if anything.
    pub const fn refers_to(&self) -> Option<Ref> {
        match self.kind {
            FieldKind::Ref(what) => Some(what),
            _ => None,
        }
    }

    /// Whether a file may bring new records that this field names. A parent has a row of its own, or is here.
    pub fn may_create(&self) -> bool {
        self.name != "parent" && self.refers_to().is_some_and(Ref::may_create)
    }
}

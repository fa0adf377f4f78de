//! A row of a pipeline.

use super::journey::{Facts, Journey, closing, journey};
use super::reader::{Link, Reader};
use super::{Env, changes};
use crate::import::cell;
use crate::import::known::{Person, ProductNow};
use crate::import::verdict::NewOpportunity;
use crate::import::{Act, Existing, Known, Outcome, Row, Verdict, excerpt};
use crate::opportunity::{Close, LineForm, OpportunityDraft, OpportunityForm, Stage};
use crate::shared::ids::{CompetitorId, CustomerId, DivisionId, OpportunityId, ProductId, UserId};
use crate::shared::text::NAME_MAX;
use crate::{Money, Percent, Role};
use chrono::NaiveDate;

/// A row as read, before anything is decided.
pub(super) struct Read {
    pub number: String,
    /// From the file, or product and customer in words.
    pub name: String,
    pub named: bool,
    pub customer: Link<CustomerId>,
    pub customer_text: String,
    pub owner: Link<Person>,
    pub stage: Stage,
    pub product: Link<ProductNow>,
    pub product_text: String,
    pub competitor: Link<CompetitorId>,
    pub division: Option<DivisionId>,
    pub quantity: String,
    pub amount: Option<Money>,
    pub opened: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
    pub expected: Option<NaiveDate>,
    pub probability: Option<Percent>,
    pub kind: String,
    pub source: String,
    pub notes: String,
}

pub(super) fn judge(env: Env<'_>, known: &mut Known, row: &Row) -> Verdict {
    let mut r = Reader::new(env, row);
    let number = r.line("number", 40);
    if known.taken.contains(&number) {
        r.fault("number", "This number is taken.");
    }
    if let (false, Some(earlier)) = (number.is_empty(), known.use_key(&number, row.number)) {
        r.fault("number", format!("Number {} is in row {earlier} already.", excerpt(&number)));
    }
    let record = record(env, row);
    if !known.opportunities.contains_key(&number) {
        r.found_none();
    }
    // What is here already is left as it is, whatever else the row says.
    if let (Existing::Skip, Some(now), false) =
        (r.env.bound.plan.existing, known.opportunities.get(&number), r.is_over())
    {
        return r.accept(Outcome::Unchanged, &number, &now.name, "", Act::Nothing);
    }
    let Some(read) = read(&mut r, known, number.clone()) else {
        return r.refusal(&number, &record).unwrap_or_else(|| Verdict::new(row, Outcome::Error));
    };
    let now = known.opportunities.get(&number).cloned();
    let verdict = match now {
        Some(now) => changes::change(&mut r, known, read, &now),
        None => create(&mut r, known, read),
    };
    verdict.or_else(|| r.refusal(&number, &record)).unwrap_or_else(|| Verdict::new(row, Outcome::Error))
}

/// `GTX Plus Basic · Cancity`, as the report names it.
fn record(env: Env<'_>, row: &Row) -> String {
    let text = |field: &str| env.bound.text(row, field);
    let (name, product, customer) = (text("name"), text("product"), text("customer"));
    if name.is_empty() { in_words(&product, &customer) } else { name }
}

fn in_words(product: &str, customer: &str) -> String {
    let customer = if customer.is_empty() { "no customer" } else { customer };
    let product = if product.is_empty() { "Opportunity" } else { product };
    format!("{product} \u{b7} {customer}").chars().take(NAME_MAX).collect()
}

fn read(r: &mut Reader<'_>, known: &Known, number: String) -> Option<Read> {
    let owner = r.person("owner", known, known.opportunities.get(&number).map(|now| now.owner));
    let customer = r.link("customer", &known.customers);
    let product = r.link("product", &known.products);
    let competitor = competitor(r, known);
    let division = match r.link("division", &known.divisions) {
        Link::To(id) => Some(id),
        Link::Empty | Link::New(_) => None,
    };
    let (product_text, customer_text) = (product_name(r, &product), r.env.bound.text(r.row, "customer"));
    let typed = r.text("name");
    let stage = r.stage(known);
    let (opened, closed, expected) = (r.date("opened_on"), r.date("closed_on"), r.date("expected_close"));
    let probability = match r.text("probability") {
        text if text.is_empty() => None,
        text => percent(r, &text).map_err(|why| r.fault("probability", why)).ok(),
    };
    let amount = r.money("amount");
    let read = Read {
        number,
        name: if typed.is_empty() { in_words(&product_text, &customer_text) } else { typed.clone() },
        named: !typed.is_empty(),
        customer,
        customer_text,
        owner,
        stage: stage?,
        product,
        product_text,
        competitor,
        division,
        quantity: r.text("quantity"),
        amount,
        opened,
        closed,
        expected,
        probability,
        kind: r.choice("kind"),
        source: r.text("source"),
        notes: r.text("notes"),
    };
    Some(read)
}

/// A probability, also from a column that holds fractions of one, as spreadsheets keep percentages.
fn percent(r: &Reader<'_>, text: &str) -> Result<Percent, String> {
    match r.env.bound.feed("probability") {
        Some(feed) if feed.fractions => cell::fraction(text),
        _ => Percent::parse(text).map_err(str::to_owned),
    }
}

/// The list's own name of a product; what the file calls it when it is not of the list.
fn product_name(r: &Reader<'_>, product: &Link<ProductNow>) -> String {
    match product {
        Link::To(product) => product.name.clone(),
        Link::New(name) => name.clone(),
        Link::Empty => r.env.bound.text(r.row, "product"),
    }
}

/// The cell, else what the plan states; `unknown` is a statement and no competitor.
fn competitor(r: &mut Reader<'_>, known: &Known) -> Link<CompetitorId> {
    use crate::import::known::Found;
    let raw = r.env.bound.text(r.row, "competitor");
    if raw.eq_ignore_ascii_case("unknown") && r.env.bound.plan.value("competitor", &raw).is_none() {
        return Link::Empty;
    }
    let in_cell = r.link("competitor", &known.competitors);
    let stated = r.env.bound.plan.stated("competitor").filter(|stated| !stated.eq_ignore_ascii_case("unknown"));
    match (in_cell, stated) {
        (Link::Empty, Some(stated)) => match known.competitors.find(stated) {
            Found::Exact(id) | Found::Spelled(_, id) => Link::To(*id),
            Found::Many(_) | Found::No => {
                r.fault("competitor", format!("The stated competitor \"{stated}\" is not known."));
                Link::Empty
            }
        },
        (link, _) => link,
    }
}

impl Read {
    /// The row as the opportunity form would send it: one validation for both.
    pub fn form(&self) -> OpportunityForm {
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        OpportunityForm {
            name: self.name.clone(),
            customer: String::new(),
            owner: String::new(),
            division: String::new(),
            kind: self.kind.clone(),
            // A price list is not an offer: without a value in the file the amount is not known yet.
            amount: self.amount.unwrap_or_default().field_text(),
            margin: String::new(),
            probability: self.probability.map(|percent| percent.0.to_string()).unwrap_or_default(),
            expected_close: date(self.expected_close()),
            source: self.source.clone(),
            trade_in: String::new(),
            notes: self.notes.clone(),
            lines: self.line().into_iter().collect(),
        }
    }

    /// A closing date of an open opportunity is when it is expected to close.
    pub fn expected_close(&self) -> Option<NaiveDate> {
        self.expected.or(self.closed.filter(|_| self.stage.phase.is_open()))
    }

    fn line(&self) -> Option<LineForm> {
        if self.product_text.is_empty() {
            return None;
        }
        let one = self.quantity.is_empty() || self.quantity == "1";
        let price = if one { self.amount.unwrap_or_default() } else { Money::ZERO };
        Some(LineForm {
            product: String::new(),
            description: self.product_text.clone(),
            quantity: self.quantity.clone(),
            price: price.field_text(),
        })
    }

    /// What the laws look at.
    pub fn facts(&self, draft: &OpportunityDraft) -> Facts {
        Facts {
            stage: self.stage.clone(),
            opened: self.opened,
            closed: self.closed,
            expected: draft.expected_close,
            amount: self.amount,
            has_customer: self.customer != Link::Empty,
            lines: draft.lines.len(),
            probability: draft.probability,
        }
    }
}

/// The form's names of fields in ours.
pub(super) fn our_name(field: &str) -> String {
    match field.strip_prefix("lines.0.") {
        Some("quantity") => "quantity",
        Some("price") => "amount",
        Some(_) => "product",
        None => field,
    }
    .to_owned()
}

fn create(r: &mut Reader<'_>, known: &mut Known, read: Read) -> Option<Verdict> {
    let mut draft = read.form().parse().map_err(|errors| r.faults(&errors, our_name)).ok()?;
    // The stage's own probability is not one set by hand.
    draft.probability = draft.probability.filter(|percent| *percent != read.stage.probability);
    if let Link::To(owner) = &read.owner
        && !owner.active
    {
        r.gone("owner", owner);
    }
    if read.customer == Link::Empty && read.customer_text.is_empty() {
        r.note("Customer left empty: the row has none.");
    }
    if read.closed.is_some() && read.stage.phase.is_open() && read.expected.is_none() {
        r.note("Its closing date is taken as the expected close: it is still open.");
    }
    let close = if read.stage.phase.is_open() {
        None
    } else {
        Some(closing(r, read.stage.phase, read.closed, read.amount, &read.competitor)?)
    };
    // A cell that cannot be read would be missed by the law as well; once is enough to say so.
    if r.is_over() {
        return None;
    }
    let journey = journey(r, known, &read.facts(&draft), close)?;
    bring_in(r, known, read, draft, journey)
}

/// The row is good: now what it names may come in as well.
fn bring_in(
    r: &mut Reader<'_>,
    known: &mut Known,
    read: Read,
    mut draft: OpportunityDraft,
    mut journey: Journey,
) -> Option<Verdict> {
    let owner = owner(r, known, read.owner)?;
    draft.customer = customer(r, known, read.customer, &owner);
    draft.owner = Some(owner.id);
    draft.division = read.division;
    if let Some(line) = draft.lines.first_mut() {
        line.product = product(r, known, &read.product);
        if line.product.is_some() {
            line.description = String::new();
        }
    }
    competitor_of(r, known, &read.competitor, journey.close.as_mut());
    let new = NewOpportunity {
        id: OpportunityId((r.env.id)()),
        number: read.number.clone(),
        summary: summary(&read.product, &read.product_text, &draft),
        owner: owner.id,
        region: owner.region,
        stage: read.stage.key.clone(),
        phase: read.stage.phase,
        probability: journey.probability,
        steps: journey.steps,
        close: journey.close,
        draft,
    };
    let name = new.draft.name.clone();
    Some(r.accept(Outcome::Create, &read.number, &name, &journey.words, Act::NewOpportunity(Box::new(new))))
}

/// What the card says about the line: `GTX · 1 unit`.
fn summary(product: &Link<ProductNow>, text: &str, draft: &OpportunityDraft) -> String {
    let Some(line) = draft.lines.first() else { return String::new() };
    let what = match product {
        Link::To(product) if !product.category.is_empty() => product.category.as_str(),
        Link::To(_) | Link::New(_) | Link::Empty => text,
    };
    crate::opportunity::summary(what, line.quantity)
}

pub(super) fn owner(r: &mut Reader<'_>, known: &mut Known, link: Link<Person>) -> Option<Person> {
    match link {
        Link::To(person) => Some(person),
        Link::New(name) => {
            r.note(format!("{name} comes in as a sales rep who cannot sign in yet."));
            Some(known.new_person(UserId((r.env.id)()), &name, Role::SalesRep, r.env.actor.region))
        }
        Link::Empty => None,
    }
}

pub(super) fn customer(
    r: &mut Reader<'_>,
    known: &mut Known,
    link: Link<CustomerId>,
    rep: &Person,
) -> Option<CustomerId> {
    match link {
        Link::To(id) => Some(id),
        // Whoever is out of reach or gone may keep what is his, and is given nothing new.
        Link::New(name) if !known.people.iter().any(|(_, person)| person.id == rep.id && person.active) => {
            r.fault("customer", format!("{name} is not known, and {} cannot be given a new customer.", rep.name));
            None
        }
        Link::New(name) => {
            r.note(format!("{name} comes in as a prospect of {}.", rep.name));
            Some(known.new_customer(CustomerId((r.env.id)()), &name, rep.clone()))
        }
        Link::Empty => None,
    }
}

pub(super) fn product(r: &mut Reader<'_>, known: &mut Known, link: &Link<ProductNow>) -> Option<ProductId> {
    match link {
        Link::To(product) => Some(product.id),
        Link::New(name) => {
            r.note(format!("Product {name} comes in without a list price."));
            Some(known.new_product(ProductId((r.env.id)()), name))
        }
        Link::Empty => None,
    }
}

/// Brings in the competitor to whom it was lost, when nobody knows him.
pub(super) fn competitor_of(
    r: &mut Reader<'_>,
    known: &mut Known,
    link: &Link<CompetitorId>,
    close: Option<&mut Close>,
) {
    if let (Link::New(name), Some(Close::Lost { competitor, .. })) = (link, close) {
        r.note(format!("Competitor {name} is new."));
        *competitor = Some(known.new_competitor(CompetitorId((r.env.id)()), name));
    }
}

//! The open opportunities of the demo dealer. Days are counted from today, so the board never ages.

mod central;
mod elsewhere;

use super::book::Book;
use super::chance::Chance;
use super::deal::{Deal, Item, Step, write as write_deal};
use anyhow::Result;
use entity::Money;
use entity::opportunity::{Close, LostReason, OpportunityType, Phase};

/// What is sold (a name of the price list, or free text), how many, whole dollars of one.
pub type Sold = (&'static str, i32, i64);

/// An open opportunity in short.
pub(super) struct Open {
    pub name: &'static str,
    pub customer: &'static str,
    pub owner: &'static str,
    pub division: &'static str,
    pub kind: OpportunityType,
    pub lines: &'static [Sold],
    /// Days ago of each stage entered, qualification first.
    pub steps: &'static [i64],
    /// Days until the expected close; negative: past.
    pub closes: i64,
    pub source: &'static str,
    pub trade_in: &'static str,
}

const NOTHING: Open = Open {
    name: "",
    customer: "",
    owner: "",
    division: "Construction",
    kind: OpportunityType::NewMachine,
    lines: &[],
    steps: &[],
    closes: 0,
    source: "",
    trade_in: "",
};

/// Puts the open opportunities into the book.
///
/// # Errors
/// When one names somebody or something that is not there.
pub fn write(book: &mut Book, chance: &mut Chance) -> Result<()> {
    for open in central::OPEN.iter().chain(elsewhere::OPEN) {
        let steps = walked(book, chance, open.steps);
        write_deal(book, chance, deal(book, open, steps)?);
    }
    let mut steps = walked(book, chance, elsewhere::REOPENED.steps);
    steps.extend(lost_and_found(book, chance)?);
    write_deal(book, chance, deal(book, &elsewhere::REOPENED, steps)?);
    Ok(())
}

fn walked(book: &Book, chance: &mut Chance, days: &[i64]) -> Vec<Step> {
    let phases = [Phase::Qualification, Phase::Development, Phase::Proposal];
    phases.into_iter().zip(days).map(|(to, ago)| Step::to(to, book.calendar.at(*ago, chance.office_minute()))).collect()
}

fn lost_and_found(book: &Book, chance: &mut Chance) -> Result<[Step; 2]> {
    let close = Close::Lost {
        reason: LostReason::Price,
        competitor: Some(book.competitor("Bayou Rents")?),
        make: Some("Genie".to_owned()),
        model: Some("GTH-1056".to_owned()),
        price: Some(Money::whole(112_500)),
        on: book.calendar.day(-55),
        learned: Some("They rent first and ask for a purchase price later.".to_owned()),
    };
    let lost = Step { close: Some(close), ..Step::to(Phase::Lost, book.calendar.at(55, chance.office_minute())) };
    let back = Step {
        reopened: "Their rental machine was late; they called us again.",
        ..Step::to(Phase::Development, book.calendar.at(12, chance.office_minute()))
    };
    Ok([lost, back])
}

/// Lines of a table as lines of an opportunity.
///
/// # Errors
/// None for free text; the price list decides what is a product.
pub fn items(book: &Book, sold: &[Sold]) -> Vec<Item> {
    let item = |(what, quantity, price): &Sold| {
        let product = book.product(what).ok().map(|product| product.id);
        let description = if product.is_some() { String::new() } else { (*what).to_owned() };
        Item { product, description, quantity: *quantity, price: Money::whole(*price) }
    };
    sold.iter().map(item).collect()
}

fn deal(book: &Book, open: &Open, steps: Vec<Step>) -> Result<Deal> {
    let owner = book.user(open.owner)?;
    Ok(Deal {
        name: open.name.to_owned(),
        customer: book.customer(open.customer)?.id,
        owner: owner.id,
        region: owner.region_id,
        division: book.division(open.division)?,
        kind: open.kind,
        lines: items(book, open.lines),
        expected_close: book.calendar.day(open.closes),
        margin: 15,
        source: open.source,
        trade_in: open.trade_in,
        notes: "",
        steps,
    })
}

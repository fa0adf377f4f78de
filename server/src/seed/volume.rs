//! A large dealer to measure on: as many customers and opportunities as asked for, written slice by slice.

use super::Seeded;
use super::book::Book;
use super::chance::Chance;
use super::deal::{Deal, Item, Step, write as write_deal};
use super::people::{self, SignIn};
use super::places::{CENTRAL, GULF};
use anyhow::{Result, bail};
use entity::customer::{Kind, Status, row as customer};
use entity::opportunity::{Close, LostReason, NoDealReason, OpportunityType, Phase, WonReason};
use entity::shared::ids::CustomerId;
use entity::shared::text;
use entity::{Money, Role};
use sea_orm::DatabaseTransaction;

/// Opportunities held in memory at once.
const SLICE: usize = 5_000;

/// How much to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// Opportunities, open and closed.
    pub opportunities: usize,
    /// Of a hundred opportunities, how many are still open.
    pub open_percent: i64,
    /// Customers.
    pub customers: usize,
    /// Users, sign-ins included.
    pub users: usize,
}

impl Default for Volume {
    /// The size that docs/performance.md speaks of.
    fn default() -> Self {
        Self { opportunities: 10_000, open_percent: 40, customers: 2_000, users: 20 }
    }
}

const FIRST: &[&str] = &[
    "Summit",
    "Mesquite",
    "Lone Oak",
    "Caprock",
    "Redland",
    "Ironwood",
    "Bluebonnet",
    "Cedar",
    "Prairie",
    "Granite",
    "Southfork",
    "Palmetto",
    "Pinto",
    "Juniper",
    "Horizon",
    "Cypress",
    "Hackberry",
    "Flint",
    "Concho",
    "Trinity",
];
const SECOND: &[&str] = &[
    "Paving",
    "Aggregates",
    "Earthworks",
    "Materials",
    "Site Services",
    "Drilling",
    "Utilities",
    "Gin",
    "Logistics",
    "Recycling",
    "Builders",
    "Stone",
    "Timber",
    "Pipeline",
    "Ranch",
    "Cold Storage",
    "Steel",
    "Concrete",
    "Farms",
];
const CITIES: &[(&str, &str)] = &[
    ("Austin", "Travis"),
    ("Lockhart", "Caldwell"),
    ("Waco", "McLennan"),
    ("Temple", "Bell"),
    ("Kyle", "Hays"),
    ("Houston", "Harris"),
    ("Victoria", "Victoria"),
    ("Conroe", "Montgomery"),
    ("Bay City", "Matagorda"),
];
const SURNAMES: &[&str] = &["Adler", "Brooks", "Cano", "Drake", "Ellis", "Flores", "Grant", "Hale", "Iyer", "Jacobs"];
const WORK: &[&str] = &["for the north pit", "for the yard", "replacement", "second shift", "fleet swap", "new site"];

/// Writes a large dealer in the transaction.
///
/// # Errors
/// The database's.
pub async fn write(tx: &DatabaseTransaction, mut book: Book, mut chance: Chance, size: Volume) -> Result<Seeded> {
    for i in book.users.len()..size.users {
        let name = format!("{} {}", chance.pick(SURNAMES, &"Adler"), i + 1);
        add_rep(&mut book, &mut chance, i, name);
    }
    for i in 0..size.customers {
        add_customer(&mut book, &mut chance, i);
    }
    for i in 0..size.opportunities {
        add_deal(&mut book, &mut chance, size.open_percent)?;
        if (i + 1) % SLICE == 0 {
            tracing::info!("{} of {} opportunities written", i + 1, size.opportunities);
            book.flush(tx).await?;
        }
    }
    book.finish(tx).await
}

fn add_rep(book: &mut Book, chance: &mut Chance, i: usize, name: String) {
    let region = if i.is_multiple_of(2) { CENTRAL } else { GULF };
    let person = SignIn { email: "", name: "", role: Role::SalesRep, region };
    people::add(book, chance, &person, String::new());
    if let Some(row) = book.users.last_mut() {
        row.email = format!("rep{}@demo.example", i + 1);
        row.name = name;
    }
}

fn reps(book: &Book) -> Vec<usize> {
    let sells = |role: Role| matches!(role, Role::SalesRep | Role::ProductSupportRep);
    book.users.iter().enumerate().filter(|(_, user)| sells(user.role)).map(|(i, _)| i).collect()
}

fn add_customer(book: &mut Book, chance: &mut Chance, i: usize) {
    let reps = reps(book);
    let Some(rep) = book.users.get(*chance.pick(&reps, &0)).cloned() else { return };
    let name = format!("{} {} {}", chance.pick(FIRST, &"Summit"), chance.pick(SECOND, &"Paving"), i + 1);
    let (city, county) = *chance.pick(CITIES, &("Austin", "Travis"));
    let created_at = book.calendar.at(chance.number(900..=2_000), chance.office_minute());
    let division_id = book.divisions.first().map(|division| division.id);
    let row = customer::Model {
        id: CustomerId(chance.id(created_at)),
        kind: Kind::Customer,
        number: Some(format!("C-{}", 30_001 + i)),
        name_key: text::fold(&name),
        name,
        status: Status::Active,
        customer_type: Some("Contractor".to_owned()),
        size: Some(format!("{} people", chance.number(5..=400))),
        division_id,
        branch_id: book.branch(rep.region_id),
        region_id: rep.region_id,
        phone: Some(format!("512-555-{:04}", chance.number(100..=199))),
        website: None,
        street: Some(format!("{} Main St", chance.number(100..=9_999))),
        city: Some(city.to_owned()),
        county: Some(format!("{county} County")),
        state: Some("TX".to_owned()),
        postal_code: Some(format!("{}", chance.number(76_500..=78_999))),
        country: Some("United States".to_owned()),
        parent_id: None,
        machine_rep_id: Some(rep.id),
        support_rep_id: None,
        tags: ",contractor,".to_owned(),
        notes: None,
        created_at,
        updated_at: created_at,
        version: 1,
    };
    book.customers.push(row);
}

fn add_deal(book: &mut Book, chance: &mut Chance, open_percent: i64) -> Result<()> {
    let (customer, rep, region) = match book.customers.as_slice() {
        [] => bail!("no customers to sell to"),
        [first, ..] => {
            let at = chance.pick(&book.customers, first);
            (at.id, at.machine_rep_id, at.region_id)
        }
    };
    let (Some(owner), Some(product)) = (rep, book.products.first()) else { bail!("nobody to sell, or nothing") };
    let product = chance.pick(&book.products, product).clone();
    let Some(division) = product.division_id else { bail!("{} belongs to no division", product.name) };
    let quantity = i32::try_from(chance.number(1..=6))?;
    let price = product.list_price.0 / 100;
    let line = Item { product: Some(product.id), description: String::new(), quantity, price: product.list_price };
    let open = chance.happens(open_percent);
    let steps = if open { open_steps(book, chance) } else { closed_steps(book, chance, price * i64::from(quantity)) };
    let ahead = if open { chance.number(-20..=150) } else { chance.number(-1_200..=0) };
    let deal = Deal {
        name: format!("{} {}", product.name, chance.pick(WORK, &"new site")),
        customer,
        owner,
        region,
        division,
        kind: OpportunityType::NewMachine,
        lines: vec![line],
        expected_close: book.calendar.day(ahead),
        margin: chance.number(8..=22),
        source: "",
        trade_in: "",
        notes: "",
        steps,
    };
    write_deal(book, chance, deal);
    Ok(())
}

fn open_steps(book: &Book, chance: &mut Chance) -> Vec<Step> {
    let phases = [Phase::Qualification, Phase::Development, Phase::Proposal];
    let stages = usize::try_from(chance.number(1..=3)).unwrap_or(1);
    let first = chance.number(3..=60);
    let ago = [first, first * 2 / 3, first / 3];
    phases.into_iter().zip(ago).take(stages).map(|(to, ago)| Step::to(to, book.calendar.at(ago, 600))).collect()
}

fn closed_steps(book: &Book, chance: &mut Chance, amount: i64) -> Vec<Step> {
    let ago = chance.number(1..=1_000);
    let on = book.calendar.day(-ago);
    let close = match chance.number(1..=10) {
        1..=5 => Close::Won { reason: WonReason::Price, actual: Money::whole(amount), on },
        6..=8 => Close::Lost {
            reason: LostReason::Price,
            competitor: book.competitors.first().map(|competitor| competitor.id),
            make: None,
            model: None,
            price: None,
            on,
            learned: None,
        },
        _ => Close::NoDeal { reason: NoDealReason::Postponed, on, learned: None },
    };
    let age = chance.number(10..=90);
    vec![
        Step::to(Phase::Qualification, book.calendar.at(ago + age, 600)),
        Step::to(Phase::Proposal, book.calendar.at(ago + age / 3, 600)),
        Step { close: Some(close.clone()), ..Step::to(close.phase(), book.calendar.at(ago, 660)) },
    ]
}

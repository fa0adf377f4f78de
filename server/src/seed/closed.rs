//! What the demo dealer has won, lost and let go: this month, and the months before.

use super::board::items;
use super::book::Book;
use super::calendar::Calendar;
use super::chance::Chance;
use super::deal::{Deal, Item, Step, write as write_deal};
use anyhow::Result;
use entity::Money;
use entity::opportunity::{Close, LostReason, NoDealReason, OpportunityType, Phase, WonReason};

/// How it ended.
enum End {
    Won(WonReason),
    /// Why, to whom (empty: unknown), make and model, their price in whole dollars, what was learned.
    Lost(LostReason, &'static str, &'static str, &'static str, i64, &'static str),
    NoDeal(NoDealReason, &'static str),
}
use End::{Lost, NoDeal, Won};

/// Name, customer, owner, division, first line (what, how many), amount in whole dollars, when, end.
///
/// *When* is a percentage of this month so far, or days before this month as a negative number.
type Ended = (&'static str, &'static str, &'static str, &'static str, (&'static str, i32), i64, i64, End);

const SOURCES: &[&str] = &["Rep", "Web", "Referral", "Phone", "Trade show"];

#[rustfmt::skip]
const ENDED: &[Ended] = &[
    ("PC210LC-11 for the second shift", "Hill Country Aggregates", "Maria Reyes", "Construction", ("Komatsu PC210LC-11", 1), 201_300, 8, Won(WonReason::Delivery)),
    ("Two 8FGU25 for the cold store", "Balcones Cold Storage", "Lena Ortiz", "Material handling", ("Toyota 8FGU25", 2), 71_400, 15, Won(WonReason::Support)),
    ("D65PX-18 for levee work", "Colorado River Contractors", "Tom Becker", "Construction", ("Komatsu D65PX-18", 1), 412_600, 24, Won(WonReason::Machine)),
    ("HD 12 VV tandem roller", "Brazos Paving", "Maria Reyes", "Construction", ("Hamm HD 12 VV", 1), 58_900, 35, Won(WonReason::Relationship)),
    ("WA380-8 for the north pit", "Hill Country Aggregates", "Maria Reyes", "Construction", ("Komatsu WA380-8", 1), 271_500, 47, Won(WonReason::Price)),
    ("JLG 450AJ, five units", "Acme Site Services", "Lena Ortiz", "Material handling", ("JLG 450AJ", 5), 158_200, 58, Won(WonReason::Delivery)),
    ("SR210B skid steers", "Blackland Grain", "Ana Novak", "Construction", ("Case SR210B", 2), 112_800, 70, Won(WonReason::Financing)),
    ("W 100 CFi for the county", "Travis County Road and Bridge", "Tom Becker", "Construction", ("Wirtgen W 100 CFi", 1), 401_300, 84, Won(WonReason::Support)),
    ("Electric trucks for the bottling hall", "Williamson Beverage", "Ana Novak", "Material handling", ("Toyota 8FBM25", 4), 152_000, 96, Won(WonReason::Machine)),
    ("Excavator for a pipeline spread", "Pecos Drilling", "Lena Ortiz", "Construction", ("Komatsu PC210LC-11", 1), 246_000, 20, Lost(LostReason::Delivery, "Big Bend Machinery", "Volvo", "EC220E", 239_900, "They had one in the yard. We quoted nine weeks.")),
    ("Pneumatic roller", "Brazos Paving", "Maria Reyes", "Construction", ("Hamm H 13i", 1), 89_000, 41, Lost(LostReason::Price, "Alamo Tractor and Equipment", "Dynapac", "CP1200", 84_500, "Five per cent under us, same delivery.")),
    ("Six electric trucks", "Williamson Beverage", "Ana Novak", "Material handling", ("Toyota 8FBM25", 6), 205_000, 66, Lost(LostReason::Financing, "Interstate Lift", "Hyster", "J2.5XN", 0, "They lease; we had only offered a loan.")),
    ("Two track loaders", "Texas Limestone", "Tom Becker", "Construction", ("Case SR210B", 3), 162_000, 88, Lost(LostReason::Relationship, "", "", "", 0, "")),
    ("Scissor lifts for the stadium", "Acme Site Services", "Lena Ortiz", "Material handling", ("JLG 450AJ", 2), 68_000, 30, NoDeal(NoDealReason::Cancelled, "The stadium works were called off.")),
    ("Backhoe for the cemetery", "City of Lockhart", "Maria Reyes", "Construction", ("Case 580SV", 1), 98_000, 52, NoDeal(NoDealReason::Budget, "Asked for again with the next budget.")),
    ("Dozer for stock tanks", "Double Creek Ranch", "Maria Reyes", "Construction", ("Used dozer", 1), 90_000, 78, NoDeal(NoDealReason::Repaired, "Our shop rebuilt the old one.")),
    ("PC360LC-11 for overburden", "Texas Limestone", "Tom Becker", "Construction", ("Komatsu PC360LC-11", 1), 338_000, -6, Won(WonReason::Support)),
    ("Backhoes, pair", "Rio Grande Utilities", "Ana Novak", "Construction", ("Case 580SV", 2), 231_000, -14, Won(WonReason::Price)),
    ("Lift trucks for the kiln yard", "Elgin Brickworks", "Tom Becker", "Material handling", ("Toyota 8FGU25", 3), 101_900, -22, Won(WonReason::Delivery)),
    ("Loader for the sorting line", "Fayette Recycling", "Lena Ortiz", "Construction", ("Komatsu WA380-8", 1), 274_400, -31, Lost(LostReason::Machine, "Permian Iron Works", "Volvo", "L110H", 261_000, "They wanted a high-tip bucket from the factory.")),
    ("Demolition excavator", "Killeen Demolition", "Tom Becker", "Construction", ("Komatsu PC360LC-11", 1), 355_000, -40, Lost(LostReason::Price, "Big Bend Machinery", "Volvo", "EC350E", 331_000, "")),
    ("Log loader", "Bosque Timber", "Ana Novak", "Construction", ("Komatsu PC210LC-11", 1), 214_000, -52, NoDeal(NoDealReason::Postponed, "Waits for lumber prices.")),
    ("Undercarriage campaign", "Hill Country Aggregates", "Kim Cho", "Parts", ("Undercarriage set", 3), 70_200, -9, Won(WonReason::Support)),
    ("Hose kits for the drilling fleet", "Pecos Drilling", "Kim Cho", "Parts", ("Hydraulic hose kit", 40), 33_600, -27, Lost(LostReason::Price, "", "", "", 0, "Bought on the internet.")),
    ("Wheel loader for stockpiles", "Victoria Crushed Concrete", "Victor Lang", "Construction", ("Komatsu WA380-8", 1), 266_900, 45, Won(WonReason::Price)),
    ("Turf farm skid steers", "Katy Prairie Turf", "Jonah Fields", "Construction", ("Case SR210B", 2), 108_000, 62, Lost(LostReason::Relationship, "Bayou Rents", "Bobcat", "S770", 103_000, "")),
    ("Trucks for the ice house", "Aransas Shrimp and Ice", "Victor Lang", "Material handling", ("Toyota 8FBM25", 2), 69_800, -12, Won(WonReason::Machine)),
    ("Trench excavator", "Montgomery Utility Works", "Jonah Fields", "Construction", ("Komatsu PC210LC-11", 1), 203_000, -19, Won(WonReason::Delivery)),
    ("Rollers for the yard extension", "Bayport Bulk Terminal", "Jonah Fields", "Paving", ("Hamm H 13i", 2), 236_000, -35, NoDeal(NoDealReason::Budget, "")),
];

/// Puts the closed opportunities into the book.
///
/// # Errors
/// When one names somebody or something that is not there.
pub fn write(book: &mut Book, chance: &mut Chance) -> Result<()> {
    for (name, customer, owner, division, (what, quantity), amount, when, end) in ENDED {
        let owner = book.user(owner)?;
        let ago = ago(book.calendar, *when);
        let deal = Deal {
            name: (*name).to_owned(),
            customer: book.customer(customer)?.id,
            owner: owner.id,
            region: owner.region_id,
            division: book.division(division)?,
            kind: kind(division, what),
            lines: lines(book, what, *quantity, *amount),
            expected_close: book.calendar.day(chance.number(-4..=12) - ago),
            margin: chance.number(9..=19),
            source: chance.pick::<&str>(SOURCES, &"Rep"),
            trade_in: "",
            notes: "",
            steps: steps(book, chance, ago, close(book, end, *amount, ago)?),
        };
        write_deal(book, chance, deal);
    }
    Ok(())
}

/// Days since the closing.
fn ago(calendar: Calendar, when: i64) -> i64 {
    let gone = calendar.month_gone();
    if when < 0 { gone - when } else { gone - gone * when / 100 }
}

fn kind(division: &str, what: &str) -> OpportunityType {
    match (division, what) {
        ("Parts", _) => OpportunityType::Parts,
        (_, "Used dozer") => OpportunityType::UsedMachine,
        _ => OpportunityType::NewMachine,
    }
}

/// At list price, with what was added or taken off as a line of its own, so that the lines add up to the amount.
fn lines(book: &Book, what: &'static str, quantity: i32, amount: i64) -> Vec<Item> {
    let Ok(product) = book.product(what) else { return items(book, &[(what, quantity, amount)]) };
    let rest = amount - product.list_price.0 / 100 * i64::from(quantity);
    let mut lines = items(book, &[(what, quantity, product.list_price.0 / 100)]);
    match rest {
        0 => {}
        1.. => lines.extend(items(book, &[("Freight and preparation", 1, rest)])),
        _ => lines.extend(items(book, &[("Dealer discount", 1, rest)])),
    }
    lines
}

fn close(book: &Book, end: &End, amount: i64, ago: i64) -> Result<Close> {
    let on = book.calendar.day(-ago);
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(match end {
        Won(reason) => Close::Won { reason: *reason, actual: Money::whole(amount), on },
        Lost(reason, competitor, make, model, price, learned) => Close::Lost {
            reason: *reason,
            competitor: if competitor.is_empty() { None } else { Some(book.competitor(competitor)?) },
            make: given(make),
            model: given(model),
            price: (*price > 0).then(|| Money::whole(*price)),
            on,
            learned: given(learned),
        },
        NoDeal(reason, learned) => Close::NoDeal { reason: *reason, on, learned: given(learned) },
    })
}

/// Through all stages to the end; the whole took between three weeks and three months.
fn steps(book: &Book, chance: &mut Chance, ago: i64, close: Close) -> Vec<Step> {
    let age = chance.number(21..=90);
    let at = |days: i64, chance: &mut Chance| book.calendar.at(ago + days, chance.office_minute());
    vec![
        Step::to(Phase::Qualification, at(age, chance)),
        Step::to(Phase::Development, at(age * 2 / 3, chance)),
        Step::to(Phase::Proposal, at(age / 4, chance)),
        Step { close: Some(close.clone()), ..Step::to(close.phase(), at(0, chance)) },
    ]
}

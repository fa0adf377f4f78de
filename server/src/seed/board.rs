//! The open opportunities of the demo dealer. Days are counted from today, so the board never ages.

use super::book::Book;
use super::chance::Chance;
use super::deal::{Deal, Item, Step, write as write_deal};
use anyhow::Result;
use entity::Money;
use entity::opportunity::{Close, LostReason, OpportunityType, Phase};

/// What is sold (a name of the price list, or free text), how many, whole dollars of one.
pub type Sold = (&'static str, i32, i64);

/// An open opportunity in short.
struct Open {
    name: &'static str,
    customer: &'static str,
    owner: &'static str,
    division: &'static str,
    kind: OpportunityType,
    summary: &'static str,
    lines: &'static [Sold],
    /// Days ago of each stage entered, qualification first.
    steps: &'static [i64],
    /// Days until the expected close; negative: past.
    closes: i64,
    source: &'static str,
    trade_in: &'static str,
}

const NOTHING: Open = Open {
    name: "",
    customer: "",
    owner: "",
    division: "Construction",
    kind: OpportunityType::NewMachine,
    summary: "",
    lines: &[],
    steps: &[],
    closes: 0,
    source: "",
    trade_in: "",
};

/// What Dana Moore's region works on in construction and material handling.
const CENTRAL: &[Open] = &[
    Open {
        name: "Two PC210LC-11 for quarry face",
        customer: "Hill Country Aggregates",
        owner: "Maria Reyes",
        summary: "Excavators \u{b7} 2 units",
        lines: &[("Komatsu PC210LC-11", 2, 198_500), ("Rock buckets, pair", 1, 15_000)],
        steps: &[6],
        closes: 25,
        source: "Rep",
        ..NOTHING
    },
    Open {
        name: "Fleet swap, forklifts",
        customer: "Gulf Coast Materials",
        owner: "Tom Becker",
        division: "Material handling",
        summary: "Lift trucks \u{b7} 8 units",
        lines: &[("Toyota 8FBM25", 8, 33_600)],
        steps: &[11],
        closes: 53,
        source: "Web",
        trade_in: "Five trucks of 2015, to be appraised",
        ..NOTHING
    },
    Open {
        name: "JLG 450AJ rental with option",
        customer: "Acme Site Services",
        owner: "Lena Ortiz",
        division: "Material handling",
        kind: OpportunityType::RentalPurchase,
        summary: "Aerial lifts \u{b7} 3 units",
        lines: &[("JLG 450AJ", 3, 31_400)],
        steps: &[4],
        closes: 18,
        source: "Phone",
        ..NOTHING
    },
    Open {
        name: "Skid steers for feed yards",
        customer: "Lubbock Cotton Gin",
        owner: "Ana Novak",
        summary: "Compact \u{b7} 4 units",
        lines: &[("Case SR210B", 4, 55_250)],
        steps: &[9],
        closes: 67,
        source: "Referral",
        ..NOTHING
    },
    Open {
        name: "Backhoe 580SV, replaces 2011 unit",
        customer: "Rio Grande Utilities",
        owner: "Ana Novak",
        summary: "Backhoes \u{b7} 1 unit",
        lines: &[("Case 580SV", 1, 118_500)],
        steps: &[23],
        closes: 74,
        source: "Rep",
        trade_in: "Case 580SN of 2011, 9,100 h",
        ..NOTHING
    },
    Open {
        name: "W 100 CFi milling machine",
        customer: "Delta Earthworks",
        owner: "Tom Becker",
        summary: "Milling \u{b7} 1 unit",
        lines: &[("Wirtgen W 100 CFi", 1, 398_500)],
        steps: &[47, 26],
        closes: -3,
        source: "Manufacturer",
        ..NOTHING
    },
    Open {
        name: "Paver Super 1800-3i",
        customer: "Brazos Paving",
        owner: "Maria Reyes",
        summary: "Pavers \u{b7} 1 unit",
        lines: &[("V\u{f6}gele Super 1800-3i", 1, 486_000)],
        steps: &[33, 12],
        closes: 11,
        source: "Trade show",
        trade_in: "V\u{f6}gele Super 1600-2 of 2014, 9,420 h",
        ..NOTHING
    },
    Open {
        name: "Wheel loaders for crushing plant",
        customer: "Pecos Drilling",
        owner: "Lena Ortiz",
        summary: "Loaders \u{b7} 2 units",
        lines: &[("Komatsu WA380-8", 2, 268_000), ("High-lift kit", 1, 6_000)],
        steps: &[29, 15],
        closes: 24,
        source: "Rep",
        ..NOTHING
    },
    Open {
        name: "Service agreement, 14 lift trucks",
        customer: "Rio Grande Utilities",
        owner: "Ana Novak",
        division: "Material handling",
        kind: OpportunityType::ServiceAgreement,
        summary: "Service \u{b7} 36 months",
        lines: &[("Service agreement", 1, 126_400)],
        steps: &[22, 8],
        closes: 15,
        source: "Service department",
        ..NOTHING
    },
    Open {
        name: "Compactors for SH 130",
        customer: "Brazos Paving",
        owner: "Maria Reyes",
        summary: "Compaction \u{b7} 2 units",
        lines: &[
            ("Hamm H 13i", 2, 119_500),
            ("Freight, Lockhart", 1, 3_500),
            ("Operator training, days", 2, 6_500),
            ("Trade-in Hamm 3410", 1, -41_000),
        ],
        steps: &[40, 35, 14],
        closes: 1,
        source: "Trade show",
        trade_in: "Hamm 3410 of 2009, 6,800 h, appraised at $41,000",
        ..NOTHING
    },
    Open {
        name: "D65 dozer, trade-in D6N",
        customer: "Hill Country Aggregates",
        owner: "Maria Reyes",
        summary: "Dozers \u{b7} 1 unit",
        lines: &[
            ("Komatsu D65PX-18", 1, 409_000),
            ("Extended warranty, 36 months", 1, 18_000),
            ("Trade-in Cat D6N", 1, -38_000),
        ],
        steps: &[38, 25, 10],
        closes: 4,
        source: "Rep",
        trade_in: "Cat D6N of 2008, 11,300 h",
        ..NOTHING
    },
    Open {
        name: "PC210LC-11 with tiltrotator",
        customer: "Delta Earthworks",
        owner: "Tom Becker",
        summary: "Excavators \u{b7} 1 unit",
        lines: &[("Komatsu PC210LC-11", 1, 198_500), ("Rototilt R6", 1, 49_000)],
        steps: &[27, 18, 7],
        closes: 7,
        source: "Web",
        ..NOTHING
    },
    Open {
        name: "8FGU25 lift trucks",
        customer: "Gulf Coast Materials",
        owner: "Lena Ortiz",
        division: "Material handling",
        summary: "Lift trucks \u{b7} 3 units",
        lines: &[("Toyota 8FGU25", 3, 34_600)],
        steps: &[19, 13, 5],
        closes: 18,
        source: "Referral",
        ..NOTHING
    },
];

/// Paving rental, parts and service of the same region, and the other region.
const ELSEWHERE: &[Open] = &[
    Open {
        name: "Milling drum rental",
        customer: "Brazos Paving",
        owner: "Maria Reyes",
        division: "Paving",
        kind: OpportunityType::Rental,
        summary: "Milling \u{b7} 6 months",
        lines: &[("Milling drum, month", 6, 29_500)],
        steps: &[16, 6],
        closes: 46,
        source: "Phone",
        ..NOTHING
    },
    Open {
        name: "Winter service offer",
        customer: "Brazos Paving",
        owner: "Kim Cho",
        division: "Service",
        kind: OpportunityType::Service,
        summary: "Service \u{b7} 10 units",
        lines: &[("Field repair", 10, 3_800)],
        steps: &[5],
        closes: 25,
        source: "Service department",
        ..NOTHING
    },
    Open {
        name: "Undercarriage for two D6N",
        customer: "Hill Country Aggregates",
        owner: "Kim Cho",
        division: "Parts",
        kind: OpportunityType::Parts,
        summary: "Parts \u{b7} 2 units",
        lines: &[("Undercarriage set", 2, 23_400)],
        steps: &[21, 17, 9],
        closes: 9,
        source: "Service department",
        ..NOTHING
    },
    Open {
        name: "Planned maintenance, 22 machines",
        customer: "Texas Limestone",
        owner: "Kim Cho",
        division: "Service",
        kind: OpportunityType::ServiceAgreement,
        summary: "Service \u{b7} 22 units",
        lines: &[("Planned maintenance", 22, 4_000)],
        steps: &[31, 20],
        closes: 30,
        source: "Rep",
        ..NOTHING
    },
    Open {
        name: "Hydraulic hose kits",
        customer: "Pecos Drilling",
        owner: "Kim Cho",
        division: "Parts",
        kind: OpportunityType::Parts,
        summary: "Parts \u{b7} 15 units",
        lines: &[("Hydraulic hose kit", 15, 840)],
        steps: &[3],
        closes: 12,
        source: "Web",
        ..NOTHING
    },
    Open {
        name: "Super 1600-2 screed rebuild",
        customer: "Travis County Road and Bridge",
        owner: "Kim Cho",
        division: "Service",
        kind: OpportunityType::Service,
        summary: "Service \u{b7} 1 unit",
        lines: &[("Screed rebuild", 1, 31_900)],
        steps: &[18, 12, 8],
        closes: 6,
        source: "Service department",
        ..NOTHING
    },
    Open {
        name: "Two WA380-8 for shell dock",
        customer: "Bayport Bulk Terminal",
        owner: "Jonah Fields",
        summary: "Loaders \u{b7} 2 units",
        lines: &[("Komatsu WA380-8", 2, 268_000), ("Corrosion package", 2, 6_000)],
        steps: &[10],
        closes: 40,
        source: "Rep",
        ..NOTHING
    },
    Open {
        name: "Lift trucks on trial",
        customer: "Galveston Cold Chain",
        owner: "Victor Lang",
        division: "Material handling",
        summary: "Lift trucks \u{b7} 2 units",
        lines: &[("Toyota 8FBM25", 2, 33_600)],
        steps: &[7],
        closes: 21,
        source: "Trade show",
        ..NOTHING
    },
    Open {
        name: "D65PX-18 for marsh work",
        customer: "Sabine Marsh Contractors",
        owner: "Jonah Fields",
        summary: "Dozers \u{b7} 1 unit",
        lines: &[("Komatsu D65PX-18", 1, 409_000), ("Wide track shoes", 1, 5_000)],
        steps: &[13],
        closes: 58,
        source: "Referral",
        ..NOTHING
    },
    Open {
        name: "Paver and roller for SH 288",
        customer: "Coastal Bend Asphalt",
        owner: "Jonah Fields",
        division: "Paving",
        summary: "Pavers \u{b7} 1 unit",
        lines: &[("V\u{f6}gele Super 1800-3i", 1, 486_000), ("Hamm H 13i", 1, 119_500)],
        steps: &[41, 17],
        closes: 33,
        source: "Rep",
        ..NOTHING
    },
    Open {
        name: "450AJ for the spring shutdown",
        customer: "Matagorda Industrial",
        owner: "Victor Lang",
        division: "Material handling",
        kind: OpportunityType::Rental,
        summary: "Aerial lifts \u{b7} 4 units",
        lines: &[("JLG 450AJ", 4, 31_400)],
        steps: &[44, 24],
        closes: 5,
        source: "Phone",
        ..NOTHING
    },
    Open {
        name: "PC210LC-11 for ditch work",
        customer: "Fort Bend Drainage District",
        owner: "Jonah Fields",
        summary: "Excavators \u{b7} 1 unit",
        lines: &[("Komatsu PC210LC-11", 1, 198_500), ("Ditching bucket", 1, 5_400)],
        steps: &[36, 22, 9],
        closes: 10,
        source: "Web",
        ..NOTHING
    },
    Open {
        name: "8FGU25 for the port warehouse",
        customer: "Port Freeport Logistics",
        owner: "Victor Lang",
        division: "Material handling",
        summary: "Lift trucks \u{b7} 4 units",
        lines: &[("Toyota 8FGU25", 4, 34_600)],
        steps: &[34, 21, 17],
        closes: -5,
        source: "Rep",
        ..NOTHING
    },
    Open {
        name: "Tandem rollers, two",
        customer: "Coastal Bend Asphalt",
        owner: "Jonah Fields",
        division: "Paving",
        summary: "Compaction \u{b7} 2 units",
        lines: &[("Hamm HD 12 VV", 2, 58_900)],
        steps: &[25, 14, 6],
        closes: 3,
        source: "Referral",
        ..NOTHING
    },
];

/// Lost in spring, opened again when they called.
const REOPENED: Open = Open {
    name: "Telehandlers for the turnaround",
    customer: "Ship Channel Services",
    owner: "Victor Lang",
    division: "Material handling",
    summary: "Telehandlers \u{b7} 2 units",
    lines: &[("JLG 1055", 2, 118_000)],
    steps: &[90, 76],
    closes: 14,
    source: "Rep",
    ..NOTHING
};

/// Puts the open opportunities into the book.
///
/// # Errors
/// When one names somebody or something that is not there.
pub fn write(book: &mut Book, chance: &mut Chance) -> Result<()> {
    for open in CENTRAL.iter().chain(ELSEWHERE) {
        let steps = walked(book, chance, open.steps);
        write_deal(book, chance, deal(book, open, steps)?);
    }
    let mut steps = walked(book, chance, REOPENED.steps);
    steps.extend(lost_and_found(book, chance)?);
    write_deal(book, chance, deal(book, &REOPENED, steps)?);
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
        summary: open.summary.to_owned(),
        expected_close: book.calendar.day(open.closes),
        margin: 15,
        source: open.source,
        trade_in: open.trade_in,
        notes: "",
        steps,
    })
}

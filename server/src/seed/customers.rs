//! The customers of the demo dealer.

use super::book::Book;
use super::chance::Chance;
use anyhow::Result;
use entity::customer::{Kind, Status, row};
use entity::event::{Deed, Detail, Noun, row as event};
use entity::shared::ids::{CustomerId, RecordId};
use entity::shared::text;

/// Name, street, city, county, postal code, industry, size, machine rep. `?` before a name: a prospect.
type Line =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const CENTRAL: &[Line] = &[
    ("Brazos Paving", "1420 Blackjack St", "Lockhart", "Caldwell", "78644", "Contractor, paving", "120 people", "Maria Reyes"),
    ("Hill Country Aggregates", "8800 Quarry Rd", "Marble Falls", "Burnet", "78654", "Quarry", "85 people", "Maria Reyes"),
    ("Delta Earthworks", "310 Industrial Blvd", "Round Rock", "Williamson", "78664", "Contractor, earthmoving", "64 people", "Tom Becker"),
    ("Gulf Coast Materials", "2250 Yard Way", "Temple", "Bell", "76501", "Building materials", "140 people", "Tom Becker"),
    ("Acme Site Services", "77 Warehouse Row", "Austin", "Travis", "78744", "Rental and site services", "38 people", "Lena Ortiz"),
    ("Pecos Drilling", "4015 Derrick Ln", "Georgetown", "Williamson", "78626", "Drilling", "210 people", "Lena Ortiz"),
    ("Rio Grande Utilities", "900 Meter St", "San Marcos", "Hays", "78666", "Utility", "320 people", "Ana Novak"),
    ("Lubbock Cotton Gin", "66 Gin Rd", "Hillsboro", "Hill", "76645", "Agriculture", "52 people", "Ana Novak"),
    ("Balcones Cold Storage", "18 Dock St", "Austin", "Travis", "78719", "Warehousing", "75 people", "Lena Ortiz"),
    ("Colorado River Contractors", "5600 Bank Rd", "Bastrop", "Bastrop", "78602", "Contractor, earthmoving", "95 people", "Tom Becker"),
    ("Blackland Grain", "14 Elevator Ave", "Taylor", "Williamson", "76574", "Agriculture", "28 people", "Ana Novak"),
    ("Travis County Road and Bridge", "700 Lavaca St", "Austin", "Travis", "78701", "Government", "410 people", "Tom Becker"),
    ("Williamson Beverage", "3300 Chandler Rd", "Round Rock", "Williamson", "78665", "Distribution", "180 people", "Ana Novak"),
    ("Texas Limestone", "2100 Cut Stone Dr", "Jarrell", "Williamson", "76537", "Quarry", "60 people", "Tom Becker"),
    ("City of Lockhart", "308 W San Antonio St", "Lockhart", "Caldwell", "78644", "Government", "150 people", "Maria Reyes"),
    ("Double Creek Ranch", "12090 FM 671", "Luling", "Caldwell", "78648", "Agriculture", "9 people", "Maria Reyes"),
    ("Elgin Brickworks", "400 Kiln Rd", "Elgin", "Bastrop", "78621", "Building materials", "110 people", "Tom Becker"),
    ("San Gabriel Sitework", "2020 Leander Rd", "Georgetown", "Williamson", "78628", "Contractor, sitework", "45 people", "Lena Ortiz"),
    ("Waco Steel Fabrication", "1501 Franklin Ave", "Waco", "McLennan", "76701", "Manufacturing", "130 people", "Ana Novak"),
    ("Bosque Timber", "88 Sawmill Rd", "Clifton", "Bosque", "76634", "Forestry", "33 people", "Ana Novak"),
    ("Comal Pipeline Services", "640 River Rd", "New Braunfels", "Comal", "78130", "Pipeline", "88 people", "Maria Reyes"),
    ("Wimberley Stone and Tile", "15 Ranch Rd 12", "Wimberley", "Hays", "78676", "Building materials", "14 people", "Maria Reyes"),
    ("Fayette Recycling", "900 Landfill Rd", "La Grange", "Fayette", "78945", "Waste", "41 people", "Lena Ortiz"),
    ("Killeen Demolition", "1717 Fort Hood St", "Killeen", "Bell", "76541", "Demolition", "57 people", "Tom Becker"),
    ("?Guadalupe Homes", "230 Court St", "Seguin", "Guadalupe", "78155", "Contractor, building", "26 people", "Maria Reyes"),
    ("?Hays Ready Mix", "5100 Kyle Pkwy", "Kyle", "Hays", "78640", "Building materials", "70 people", "Maria Reyes"),
    ("?Lampasas Wind", "77 Ridge Rd", "Lampasas", "Lampasas", "76550", "Energy", "22 people", "Ana Novak"),
    ("?Milam Lithium", "10 Smelter Rd", "Rockdale", "Milam", "76567", "Mining", "190 people", "Lena Ortiz"),
];

#[rustfmt::skip]
const GULF: &[Line] = &[
    ("Bayport Bulk Terminal", "12619 Port Rd", "Pasadena", "Harris", "77586", "Port", "230 people", "Jonah Fields"),
    ("Galveston Cold Chain", "3900 Wharf Rd", "Galveston", "Galveston", "77550", "Warehousing", "66 people", "Victor Lang"),
    ("Sabine Marsh Contractors", "2215 Levee Rd", "Port Arthur", "Jefferson", "77640", "Contractor, earthmoving", "72 people", "Jonah Fields"),
    ("Coastal Bend Asphalt", "5301 Agnes St", "Corpus Christi", "Nueces", "78405", "Contractor, paving", "105 people", "Jonah Fields"),
    ("Ship Channel Services", "9700 Clinton Dr", "Houston", "Harris", "77029", "Industrial services", "340 people", "Victor Lang"),
    ("Matagorda Industrial", "1200 7th St", "Bay City", "Matagorda", "77414", "Manufacturing", "150 people", "Victor Lang"),
    ("Fort Bend Drainage District", "1124 Blume Rd", "Rosenberg", "Fort Bend", "77471", "Government", "90 people", "Jonah Fields"),
    ("Port Freeport Logistics", "1100 Cherry St", "Freeport", "Brazoria", "77541", "Port", "125 people", "Victor Lang"),
    ("Katy Prairie Turf", "30100 Clay Rd", "Katy", "Harris", "77493", "Agriculture", "19 people", "Jonah Fields"),
    ("Montgomery Utility Works", "501 N Thompson St", "Conroe", "Montgomery", "77301", "Utility", "175 people", "Jonah Fields"),
    ("Victoria Crushed Concrete", "8205 US 59", "Victoria", "Victoria", "77905", "Recycling", "36 people", "Victor Lang"),
    ("Aransas Shrimp and Ice", "44 Harbor St", "Rockport", "Aransas", "78382", "Food", "31 people", "Victor Lang"),
    ("Wharton Rice Dryers", "2700 N Richmond Rd", "Wharton", "Wharton", "77488", "Agriculture", "24 people", "Jonah Fields"),
    ("Beaumont Scrap Metal", "1450 Pearl St", "Beaumont", "Jefferson", "77701", "Recycling", "48 people", "Victor Lang"),
    ("?Trinity Bay Modular", "600 Marina Dr", "Baytown", "Chambers", "77520", "Manufacturing", "83 people", "Jonah Fields"),
    ("?Calhoun Desalination", "300 Alcoa Dr", "Point Comfort", "Calhoun", "77978", "Utility", "27 people", "Victor Lang"),
    ("?Brazoria Sod and Soil", "4410 FM 521", "Angleton", "Brazoria", "77515", "Agriculture", "12 people", "Jonah Fields"),
];

/// Puts the customers into the book, each with the event of its creation.
///
/// # Errors
/// When a customer names somebody who is not there.
pub fn write(book: &mut Book, chance: &mut Chance) -> Result<()> {
    for (lines, support, area) in [(CENTRAL, "Kim Cho", 512), (GULF, "June Abbott", 713)] {
        for line in lines {
            add(book, chance, line, support, area)?;
        }
    }
    Ok(())
}

fn add(book: &mut Book, chance: &mut Chance, line: &Line, support: &str, area: i64) -> Result<()> {
    let (name, street, city, county, postal_code, industry, size, rep) = *line;
    let (kind, name) = name.strip_prefix('?').map_or((Kind::Customer, name), |name| (Kind::Prospect, name));
    let (machine_rep, support_rep) = (book.user(rep)?.clone(), book.user(support)?.id);
    let customer = kind == Kind::Customer;
    let known = if customer { chance.number(200..=900) } else { chance.number(5..=60) };
    let created_at = book.calendar.at(known, chance.office_minute());
    let number = 20_401 + 17 * i64::try_from(book.customers.len()).unwrap_or(0);
    let site = text::fold(name);
    let branch = book.branches.iter().find(|branch| branch.name == city).map(|branch| branch.id);
    let row = row::Model {
        id: CustomerId(chance.id(created_at)),
        kind,
        number: customer.then(|| format!("C-{number}")),
        name: name.to_owned(),
        name_key: text::fold(name),
        status: Status::Active,
        customer_type: Some(industry.to_owned()),
        size: Some(size.to_owned()),
        division_id: Some(book.division(division(industry))?),
        branch_id: branch.or_else(|| book.branch(machine_rep.region_id)),
        region_id: machine_rep.region_id,
        phone: Some(format!("{area}-555-{:04}", chance.number(100..=199))),
        website: Some(format!("https://www.{site}.example")),
        street: Some(street.to_owned()),
        city: Some(city.to_owned()),
        county: Some(format!("{county} County")),
        state: Some("TX".to_owned()),
        postal_code: Some(postal_code.to_owned()),
        country: Some("United States".to_owned()),
        parent_id: None,
        machine_rep_id: Some(machine_rep.id),
        support_rep_id: customer.then_some(support_rep),
        tags: tags(industry, kind),
        notes: None,
        created_at,
        updated_at: created_at,
        version: 1,
    };
    book.events.push(created(&row));
    book.customers.push(row);
    Ok(())
}

fn division(industry: &str) -> &'static str {
    match industry {
        "Warehousing" | "Distribution" | "Manufacturing" | "Port" | "Rental and site services" => "Material handling",
        "Contractor, paving" => "Paving",
        _ => "Construction",
    }
}

fn tags(industry: &str, kind: Kind) -> String {
    let word = industry.rsplit(", ").next().unwrap_or(industry).to_lowercase();
    match kind {
        Kind::Prospect => format!(",{word},prospecting,"),
        Kind::Customer => format!(",{word},"),
    }
}

fn created(row: &row::Model) -> event::Model {
    let detail = Detail { name: row.name.clone(), ..Detail::default() };
    event::Model {
        seq: 0,
        at: row.created_at,
        actor_id: row.machine_rep_id,
        noun: Noun::Customer,
        record_id: RecordId(row.id.0),
        customer_id: Some(row.id),
        deed: Deed::Created,
        version: 1,
        detail: serde_json::to_string(&detail).unwrap_or_default(),
        mutation: None,
        owner_id: row.machine_rep_id,
        other_owner_id: row.support_rep_id,
        region_id: row.region_id,
        other_region_id: None,
    }
}

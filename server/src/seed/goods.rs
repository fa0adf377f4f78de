//! The price list of the demo dealer.

use super::book::Book;
use super::chance::Chance;
use anyhow::Result;
use entity::Money;
use entity::product::row;
use entity::shared::ids::ProductId;
use entity::shared::text;

/// Name, category, list price in whole dollars, division.
const GOODS: &[(&str, &str, i64, &str)] = &[
    ("Komatsu PC210LC-11", "Excavators", 198_500, "Construction"),
    ("Komatsu PC360LC-11", "Excavators", 342_000, "Construction"),
    ("Komatsu D65PX-18", "Dozers", 409_000, "Construction"),
    ("Komatsu WA380-8", "Loaders", 268_000, "Construction"),
    ("Wirtgen W 100 CFi", "Milling", 398_500, "Paving"),
    ("Vögele Super 1800-3i", "Pavers", 486_000, "Paving"),
    ("Hamm H 13i", "Compaction", 119_500, "Paving"),
    ("Hamm HD 12 VV", "Compaction", 58_900, "Paving"),
    ("Case SR210B", "Compact", 55_250, "Construction"),
    ("Case 580SV", "Backhoes", 118_500, "Construction"),
    ("JLG 450AJ", "Aerial lifts", 31_400, "Material handling"),
    ("JLG 1055", "Telehandlers", 118_000, "Material handling"),
    ("Toyota 8FGU25", "Lift trucks", 34_600, "Material handling"),
    ("Toyota 8FBM25", "Lift trucks", 33_600, "Material handling"),
    ("Rototilt R6", "Attachments", 49_000, "Construction"),
    ("Planned maintenance", "Service", 4_000, "Service"),
    ("Service agreement", "Service", 126_400, "Service"),
    ("Field repair", "Service", 3_800, "Service"),
    ("Undercarriage set", "Parts", 23_400, "Parts"),
    ("Hydraulic hose kit", "Parts", 840, "Parts"),
    ("Ground engaging tools", "Parts", 1_250, "Parts"),
];

/// Puts the price list into the book.
///
/// # Errors
/// When it names a division the dealer has not.
pub fn write(book: &mut Book, chance: &mut Chance) -> Result<()> {
    let since = book.calendar.at(700, 480);
    for (name, category, price, division) in GOODS {
        let division_id = Some(book.division(division)?);
        book.products.push(row::Model {
            id: ProductId(chance.id(since)),
            name: (*name).to_owned(),
            name_key: text::fold(name),
            category: (*category).to_owned(),
            list_price: Money::whole(*price),
            division_id,
            version: 1,
        });
    }
    Ok(())
}

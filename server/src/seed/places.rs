//! Regions, branches, divisions and competitors of the demo dealer.

use super::book::Book;
use super::chance::Chance;
use entity::dealer::{branch, competitor, division, region};
use entity::shared::ids::{BranchId, CompetitorId, DivisionId, RegionId};

/// Dana Moore's region.
pub const CENTRAL: &str = "Central Texas";
/// The other region.
pub const GULF: &str = "Gulf Coast";

const REGIONS: &[&str] = &[CENTRAL, GULF];

const BRANCHES: &[(&str, &str)] =
    &[("Austin", CENTRAL), ("San Marcos", CENTRAL), ("Waco", CENTRAL), ("Houston", GULF), ("Corpus Christi", GULF)];

const DIVISIONS: &[&str] = &["Construction", "Material handling", "Paving", "Parts", "Service"];

const COMPETITORS: &[&str] = &[
    "Big Bend Machinery",
    "Alamo Tractor and Equipment",
    "Interstate Lift",
    "Bayou Rents",
    "Permian Iron Works",
    "Llano Used Machines",
];

/// Puts them into the book.
pub fn write(book: &mut Book, chance: &mut Chance) {
    let since = book.calendar.at(1_200, 480);
    for name in REGIONS {
        book.regions.push(region::Model { id: RegionId(chance.id(since)), name: (*name).to_owned() });
    }
    for (name, region) in BRANCHES {
        let Some(region_id) = book.region(region) else { continue };
        book.branches.push(branch::Model { id: BranchId(chance.id(since)), region_id, name: (*name).to_owned() });
    }
    for (name, position) in DIVISIONS.iter().zip(1..) {
        book.divisions.push(division::Model { id: DivisionId(chance.id(since)), name: (*name).to_owned(), position });
    }
    for name in COMPETITORS {
        book.competitors.push(competitor::Model { id: CompetitorId(chance.id(since)), name: (*name).to_owned() });
    }
}

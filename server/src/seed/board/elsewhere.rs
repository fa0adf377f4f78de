//! Paving rental, parts and service of Central Texas, and the other region.

use super::{NOTHING, Open};
use entity::opportunity::OpportunityType;

/// First Central Texas, then the Gulf Coast.
pub const OPEN: &[Open] = &[
    Open {
        name: "Milling drum rental",
        customer: "Brazos Paving",
        owner: "Maria Reyes",
        division: "Paving",
        kind: OpportunityType::Rental,
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
        lines: &[("Undercarriage set", 2, 23_400)],
        steps: &[21, 17, 9],
        closes: 20,
        source: "Service department",
        ..NOTHING
    },
    Open {
        name: "Planned maintenance, 22 machines",
        customer: "Texas Limestone",
        owner: "Kim Cho",
        division: "Service",
        kind: OpportunityType::ServiceAgreement,
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
        lines: &[("Hydraulic hose kit", 15, 840)],
        steps: &[3],
        closes: 33,
        source: "Web",
        ..NOTHING
    },
    Open {
        name: "Super 1600-2 screed rebuild",
        customer: "Travis County Road and Bridge",
        owner: "Kim Cho",
        division: "Service",
        kind: OpportunityType::Service,
        lines: &[("Screed rebuild", 1, 31_900)],
        steps: &[18, 12, 8],
        closes: 22,
        source: "Service department",
        ..NOTHING
    },
    Open {
        name: "Two WA380-8 for shell dock",
        customer: "Bayport Bulk Terminal",
        owner: "Jonah Fields",
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
        lines: &[("Hamm HD 12 VV", 2, 58_900)],
        steps: &[25, 14, 6],
        closes: 3,
        source: "Referral",
        ..NOTHING
    },
];

/// Lost in spring, opened again when they called.
pub const REOPENED: Open = Open {
    name: "Telehandlers for the turnaround",
    customer: "Ship Channel Services",
    owner: "Victor Lang",
    division: "Material handling",
    lines: &[("JLG 1055", 2, 118_000)],
    steps: &[90, 76],
    closes: 14,
    source: "Rep",
    ..NOTHING
};

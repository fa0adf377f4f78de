//! What Dana Moore's region works on in construction and material handling: the board of the pictures.

use super::{NOTHING, Open};
use entity::opportunity::OpportunityType;

/// In the order of the columns.
pub const OPEN: &[Open] = &[
    Open {
        name: "Two PC210LC-11 for quarry face",
        customer: "Hill Country Aggregates",
        owner: "Maria Reyes",
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
        lines: &[("Toyota 8FGU25", 3, 34_600)],
        steps: &[19, 13, 5],
        closes: 18,
        source: "Referral",
        ..NOTHING
    },
];

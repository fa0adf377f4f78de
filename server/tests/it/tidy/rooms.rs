//! Which room knows which: the arrows between crates and features that cargo alone does not draw.

use super::source::{Offence, Source};
use super::{Rule, rule};

const FEATURES: &[&str] = &[
    "admin",
    "auth",
    "commissions",
    "coverage",
    "customers",
    "home",
    "imports",
    "insights",
    "issues",
    "leads",
    "opportunities",
    "pipeline",
    "plans",
    "search",
    "territories",
];
/// Words of the trade that the kit must not know.
const TRADE: &[&str] = &[
    "commission",
    "competitor",
    "contact",
    "customer",
    "customers",
    "dealer",
    "division",
    "opp",
    "opportunities",
    "opportunity",
    "pipeline",
    "prospect",
    "stage",
    "stages",
    "territory",
];
/// What of a feature other features may name: itself and these doors.
const DOORS: &[&str] = &["api", "fields", "store", "types"];

fn is_store(path: &str) -> bool {
    path.contains("/store/") || path.ends_with("/store.rs") || path.starts_with("app/src/core/")
}

fn words(source: &Source, words: &[&str], why: &str) -> Vec<Offence> {
    let hits = words.iter().flat_map(|word| Source::words(&source.bare, word).map(move |at| (at, word)));
    hits.map(|(at, word)| source.offence(at, format!("{word}: {why}"))).collect()
}

rule!(no_database_in_the_app_outside_stores: Rule {
    says: "Only stores and core talk to the database.",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| if is_store(&source.path) { Vec::new() } else { words(source, &["sea_orm"], "belongs into a store") },
    planted: &[("app/src/customers/list.rs", "use sea_orm::EntityTrait;")],
    fine: &[
        ("app/src/customers/store/list.rs", "use sea_orm::EntityTrait;"),
        ("app/src/customers/list.rs", "// sea_orm stays in the store\nlet a = \"sea_orm\";"),
    ],
});

rule!(no_trade_word_in_the_kit: Rule {
    says: "The kit in ui/ knows no word of the trade; features pass them in.",
    under: &["app/src/ui"],
    extensions: &["rs"],
    find: trade_words,
    planted: &[
        ("app/src/ui/card.rs", "struct CustomerCard;"),
        ("app/src/ui/drag.rs", "fn a() { let over_stage = 1; }"),
        ("app/src/ui/drag.rs", "const A: &str = \"data-stage\";"),
    ],
    fine: &[
        ("app/src/ui/card.rs", "/// Shows a customer, for example.\nstruct Card;"),
        ("app/src/ui/gallery.rs", "const A: &str = \"New customer\";"),
    ],
});

fn trade_words(source: &Source) -> Vec<Offence> {
    if source.path.contains("/gallery") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = source.code.as_bytes();
    for at in 0..=bytes.len() {
        let letter = bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let humped =
            at > start && bytes.get(at).is_some_and(u8::is_ascii_uppercase) && bytes[at - 1].is_ascii_lowercase();
        if letter && !humped {
            continue;
        }
        let word = source.code[start..at].to_ascii_lowercase();
        if TRADE.contains(&word.as_str()) && !source.is_test(start) {
            found.push(source.offence(start, format!("{word} is a word of the trade")));
        }
        start = if humped { at } else { at + 1 };
    }
    found
}

rule!(no_feature_reaches_into_another: Rule {
    says: "A feature uses another through its mod, api, fields, store or types, never deeper.",
    under: &["app/src"],
    extensions: &["rs"],
    find: reaching,
    planted: &[
        ("app/src/pipeline/board.rs", "use crate::opportunities::show::Stepper;"),
        ("app/src/pipeline/board.rs", "use crate::opportunities::store::cards::CardRow;"),
    ],
    fine: &[
        ("app/src/pipeline/board.rs", "use crate::opportunities::store::{CardRow, narrow};\nuse crate::opportunities::Page;"),
        ("app/src/pipeline/board.rs", "use crate::pipeline::state::Board;\nuse crate::core::timeline::read;"),
    ],
});

fn reaching(source: &Source) -> Vec<Offence> {
    let own = source.path.strip_prefix("app/src/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let others = FEATURES.iter().filter(|feature| **feature != own);
    let mut found = Vec::new();
    for feature in others {
        for at in Source::words(&source.bare, feature) {
            let before = source.bare[..at].ends_with("crate::");
            let Some(rest) = source.bare[at + feature.len()..].strip_prefix("::").filter(|_| before) else { continue };
            let steps: Vec<_> = rest.split("::").map(str::trim_start).collect();
            let module =
                |step: Option<&&str>| step.is_some_and(|s| s.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            let deeper = match steps.first() {
                Some(first) if DOORS.contains(first) => steps.len() > 2 && module(steps.get(1)),
                first => steps.len() > 1 && module(first),
            };
            if deeper {
                found.push(source.offence(at, format!("reaches into {feature}")));
            }
        }
    }
    found
}

rule!(no_entity_in_migrations: Rule {
    says: "Migrations name tables literally: entities change, history must not.",
    under: &["migration"],
    extensions: &["rs", "toml"],
    find: |source| {
        let found = words(source, &["entity"], "an entity in the history");
        if source.path.ends_with(".toml") { found } else { found.into_iter().filter(|o| !o.what.is_empty()).collect() }
    },
    planted: &[
        ("migration/src/m1.rs", "use entity::customer;"),
        ("migration/Cargo.toml", "entity.workspace = true"),
    ],
    fine: &[("migration/src/m1.rs", "//! Names are literal: an entity would change.\nlet t = \"customer\";")],
});

rule!(no_clock_and_no_chance_in_entity: Rule {
    says: "Laws are pure: time, chance and ids come in as values.",
    under: &["entity/src"],
    extensions: &["rs"],
    find: |source| {
        const CLOCKS: &[&str] = &["Utc::now", "Local::now", "SystemTime", "Instant", "now_v7", "new_v4", "rand", "getrandom"];
        words(source, CLOCKS, "takes from the machine")
    },
    planted: &[("entity/src/a.rs", "let now = Utc::now();"), ("entity/src/a.rs", "use std::time::Instant;")],
    fine: &[("entity/src/a.rs", "// never Utc::now\nfn due(now: DateTime<Utc>) {}")],
});

rule!(no_writing_outside_write: Rule {
    says: "Writes happen inside core::write alone; it begins, retries, appends the event and commits.",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| {
        if source.path.starts_with("app/src/core/") {
            return Vec::new();
        }
        const CALLS: &[&str] = &["db.write", ".begin(", ".begin_with_options(", ".begin_with_config("];
        let hits = CALLS.iter().flat_map(|call| source.bare.match_indices(call));
        hits.map(|(at, call)| source.offence(at, format!("{call}: a transaction of its own"))).collect()
    },
    planted: &[
        ("app/src/customers/store/save.rs", "row.insert(&ctx.db.write).await?;"),
        ("app/src/customers/store/save.rs", "let tx = ctx.db.read.begin().await?;"),
    ],
    fine: &[
        ("app/src/customers/store/save.rs", "write(ctx, once, form, |tx, form| save(tx, form)).await"),
        ("app/src/auth/store/session.rs", "async fn begin(tx: &Tx<'_>) {}\nlet took = end - begin;"),
    ],
});

//! Rules about files themselves.

use super::source::{Offence, Source};
use super::{Rule, rule};

rule!(no_file_over_400_lines: Rule {
    says: "A file holds one idea: 30 to 150 lines, 250 is long, 400 is forbidden.",
    under: &["app", "entity", "frontend", "migration", "server", "style", "end2end"],
    extensions: &["rs", "css", "ts", "mjs", "js", "sh"],
    find: |source| {
        let lines = source.text.lines().count();
        if lines > 400 { vec![Offence { line: 401, what: format!("has {lines} lines") }] } else { Vec::new() }
    },
    planted: &[("app/src/a.rs", include_str!("four_hundred_and_one.txt"))],
    fine: &[("app/src/a.rs", "one\n")],
});

rule!(every_public_item_of_entity_is_documented: Rule {
    says: "Vocabulary and laws carry their meaning with them: a doc comment on each public item.",
    under: &["entity/src"],
    extensions: &["rs"],
    find: undocumented,
    planted: &[("entity/src/a.rs", "/// A.\npub struct A;\n\npub fn b() {}"), ("entity/src/a.rs", "#[derive(Clone)]\npub enum B {}")],
    fine: &[
        ("entity/src/a.rs", "/// A.\n#[derive(\n    Clone,\n)]\npub struct A;\npub mod row;\npub use b::C;"),
        ("entity/src/a/row.rs", "pub struct Model {}\npub enum Relation {}"),
        ("entity/src/a.rs", "impl Add for A {\n    fn add(self) {}\n}\n#[cfg(test)]\nmod tests {\n    pub fn t() {}\n}"),
    ],
});

fn undocumented(source: &Source) -> Vec<Offence> {
    const ITEMS: &[&str] =
        &["pub fn ", "pub const fn ", "pub struct ", "pub enum ", "pub trait ", "pub type ", "pub const "];
    // Rows are the table named in the first line of their file.
    const ROWS: &[&str] = &["pub struct Model", "pub enum Relation"];
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    let mut offset = 0;
    for (i, line) in lines.iter().enumerate() {
        let item =
            ITEMS.iter().any(|item| line.trim_start().starts_with(item)) && !ROWS.iter().any(|row| line.contains(row));
        if item && !source.is_test(offset) && !documented(&lines[..i]) {
            found.push(Offence { line: i + 1, what: line.trim().to_owned() });
        }
        offset += line.len() + 1;
    }
    found
}

/// Whether the lines above end in a doc comment, attributes between them and the item aside.
fn documented(above: &[&str]) -> bool {
    for line in above.iter().rev() {
        let line = line.trim();
        if line.starts_with("///") || line.starts_with("$(#[") {
            return true;
        }
        if line.is_empty()
            || line.starts_with("pub ")
            || line.ends_with('}')
            || line.ends_with(';')
            || line.ends_with('{')
        {
            return false;
        }
    }
    false
}

//! Sample files: our own names of the columns, and one row that would be imported.

use super::{FieldKind, ImportNoun, Ref, csv_line, fields};

/// A small CSV file for a noun.
pub fn sample(noun: ImportNoun) -> String {
    let headers: Vec<&str> = fields(noun).iter().map(|field| field.label).collect();
    let cells: Vec<&str> = fields(noun).iter().map(|field| example(field.name, field.kind)).collect();
    format!("{}\r\n{}\r\n", csv_line(&headers), csv_line(&cells))
}

fn example(name: &str, kind: FieldKind) -> &'static str {
    match (name, kind) {
        ("number", _) => "A-1001",
        ("name", _) => "Brazos Paving",
        ("email", _) => "name@example.com",
        ("customer_type", _) => "Paving",
        ("size", _) => "120 people",
        ("city", _) => "Austin",
        ("county", _) => "Travis",
        ("state", _) => "TX",
        ("country", _) => "United States",
        ("category", _) => "Rollers",
        (_, FieldKind::Date) => "2026-11-23",
        (_, FieldKind::Money) => "214500.00",
        (_, FieldKind::Whole) => "1",
        (_, FieldKind::Ref(Ref::Stage)) => "Qualification",
        (_, FieldKind::Ref(Ref::Person)) => "Maria Reyes",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ColumnProfile, guess_columns};

    #[test]
    fn our_own_samples_map_themselves() {
        for noun in ImportNoun::ALL {
            let text = sample(*noun);
            let header = text.lines().next().unwrap();
            let columns: Vec<ColumnProfile> = header
                .split(',')
                .map(|header| ColumnProfile { header: header.to_owned(), ..ColumnProfile::default() })
                .collect();
            for (guess, field) in guess_columns(*noun, &columns).iter().zip(fields(*noun)) {
                assert_eq!(guess.field.map(|field| field.name), Some(field.name), "{noun:?}");
            }
        }
    }
}

//! `ironbook import` as a script sees it: its exit status and its last line.

use super::data_set::folder;
use crate::support::process::{complained, ironbook, said};
use entity::import::{ImportNoun, Plan, STATEMENTS, Unknown, fields};
use std::process::Output;

fn last_line(output: &Output) -> String {
    said(output).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn exit_status_and_last_line_say_what_came_of_the_rows() {
    let data = tempfile::tempdir().unwrap();
    let file = |name: &str| folder().join(name).to_string_lossy().into_owned();
    let (good, mapping) = (file("products.csv"), file("products.mapping.toml"));
    let bad = data.path().join("bad.csv").to_string_lossy().into_owned();
    std::fs::write(&bad, "product,series,sales_price\nGood,GTX,10\nBad,GTX,much\n").unwrap();
    for (extra, file, status, last) in [
        (&["--dry-run"][..], &good, 0, "read 7, created 7, updated 0, skipped 0 (unchanged 0, left out 0, errors 0)"),
        (&[], &good, 0, "read 7, created 7, updated 0, skipped 0 (unchanged 0, left out 0, errors 0)"),
        (&[], &good, 0, "read 7, created 0, updated 0, skipped 7 (unchanged 7, left out 0, errors 0)"),
        (&[], &bad, 1, "read 2, created 0, updated 0, skipped 2 (unchanged 0, left out 1, errors 1)"),
        (&["--dry-run"], &bad, 1, "read 2, created 1, updated 0, skipped 1 (unchanged 0, left out 0, errors 1)"),
        (&["--good-rows-only"], &bad, 0, "read 2, created 1, updated 0, skipped 1 (unchanged 0, left out 0, errors 1)"),
    ] {
        let args = [&["import", "products", file, "--mapping", &mapping], extra].concat();
        let output = ironbook(data.path(), &args);
        assert_eq!((output.status.code(), last_line(&output).as_str()), (Some(status), last), "{extra:?} {output:?}");
    }
    // What cannot even be read says why on the other stream.
    let output = ironbook(data.path(), &["import", "products", "/nowhere/at-all.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("at-all.csv"), "{output:?}");
    let output = ironbook(data.path(), &["import", "boats", &good]);
    assert_eq!(output.status.code(), Some(2), "a wrong word is told by the usage");
}

/// What was guessed can be written down, and is understood as it stands; nothing is brought in by that.
#[test]
fn the_mapping_that_was_guessed_is_written_down_and_used() {
    let data = tempfile::tempdir().unwrap();
    let file = folder().join("products.csv").to_string_lossy().into_owned();
    let mapping = data.path().join("guessed.toml").to_string_lossy().into_owned();
    let write = ["import", "products", &file, "--write-mapping", &mapping];
    let output = ironbook(data.path(), &write);
    assert!(output.status.success() && said(&output).contains("guessed.toml"), "{output:?}");
    let text = std::fs::read_to_string(&mapping).unwrap();
    assert!(text.contains("noun = \"products\"") && text.contains("product = \"name\""), "{text}");
    assert!(!ironbook(data.path(), &write).status.success(), "what somebody corrected is not written over");
    let output = ironbook(data.path(), &["import", "products", &file, "--mapping", &mapping]);
    let last = "read 7, created 7, updated 0, skipped 0 (unchanged 0, left out 0, errors 0)";
    assert_eq!(last_line(&output), last, "{output:?}");
}

/// Every field, action and statement is in the page about mapping files, and its example is one.
#[test]
fn the_page_about_mapping_files_names_everything_they_may_hold() {
    let page = include_str!("../../../../docs/mapping.md");
    for noun in ImportNoun::ALL {
        let row = page.lines().find(|line| line.starts_with(&format!("| {} |", noun.word()))).unwrap_or_default();
        for field in fields(*noun) {
            assert!(row.contains(&format!("`{}`", field.name)), "{}: {}", noun.word(), field.name);
        }
    }
    let words = Unknown::ALL.iter().map(|word| word.word());
    for word in words.chain(STATEMENTS.iter().map(|(word, _)| *word)) {
        assert!(page.contains(word), "{word}");
    }
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    toml::from_str::<Plan>(example).unwrap();
}

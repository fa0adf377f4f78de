//! `ironbook import` as a script sees it: its exit status and its last line.

use super::data_set::folder;
use crate::support::process::{complained, ironbook, said};
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

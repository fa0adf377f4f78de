//! The program as a terminal sees it: what it is told, what it says, and its exit status.

use super::browser::Browser;
use app::core::db::Db;
use app::core::source::Source;
use server::state::{AppState, Web};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longest that a command may take: one that serves where it should refuse would never end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the program with a database of its own in `data`.
pub fn ironbook(data: &Path, args: &[&str]) -> Output {
    ironbook_told(data, args, "")
}

/// Runs it with `typed` on its standard input.
pub fn ironbook_told(data: &Path, args: &[&str], typed: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ironbook"));
    // Settings of whoever runs the tests are not those of the test.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told == "DATABASE_URL" || told.starts_with("IRONBOOK_") {
            command.env_remove(&name);
        }
    }
    command.env("IRONBOOK_DATA", data).args(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Who refuses before he reads may have gone already.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{args:?} does not end: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

/// What it said to whoever called.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What it said on the other stream.
pub fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The database that commands leave in `data`, as the server opens it.
pub async fn database(data: &Path) -> Db {
    server::database::open(&format!("sqlite://{}", data.join("ironbook.sqlite").display())).await.unwrap()
}

/// A browser in front of a server on that database.
pub fn browser(db: &Db) -> Browser {
    let source = Source::system();
    Browser::new(server::router(AppState::new(db.clone(), source.clone(), Web::default())), source)
}

//! Secrets that are planted come up nowhere: not in what the program says at its most talkative, nor in its files (S45).

use crate::support::talkative::{Running, header, ironbook, run, status};
use std::fs;
use std::path::{Path, PathBuf};

const EMAIL: &str = "ada@planted.example";
/// The password that signs in, and the one after it.
const PASSWORD: &str = "planted-quartz-heron-lamp";
const LATER: &str = "planted-walnut-ferry-otter";
/// Typed where another password is asked for.
const WRONG: &str = "planted-copper-meadow-kite";
/// Typed into a form that cannot be read.
const UNREAD: &str = "planted-silver-canyon-moth";
/// Sent where nobody asks for it.
const STRAY: &str = "planted-amber-glacier-wren";
/// Too short for a password.
const WEAK: &str = "plantedweed";
/// The password of a database.
const DATABASE: &str = "planted-marble-orchard-fox";

/// The files in a folder, and what stands in them.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| (path.clone(), String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned())).collect()
}

/// Fails with the file and the line in which a secret stands.
fn scan(folder: &Path, secrets: &[&str]) {
    for (path, text) in files(folder) {
        for secret in secrets {
            let line = text.lines().find(|line| line.contains(secret));
            assert!(line.is_none(), "{secret} in {}: {}", path.display(), line.unwrap_or_default());
        }
    }
}

#[test]
fn s45_no_secret_is_in_the_logs_or_in_the_database() {
    let data = tempfile::tempdir().unwrap();
    let settings = tempfile::tempdir().unwrap();
    let config = settings.path().join("ironbook.toml");
    // Outweighed by the directory, and read all the same.
    fs::write(&config, format!("database_url = 'postgres://ironbook:{DATABASE}@db.example/ironbook'\n")).unwrap();
    let added = run(&mut ironbook(data.path(), &["user", "add", EMAIL, "--name", "Ada", "--password-stdin"]), PASSWORD);
    assert!(added.status.success(), "{added:?}");
    assert!(!format!("{added:?}").contains(PASSWORD));
    let config = config.to_string_lossy();
    let mut server = Running::start(ironbook(data.path(), &["serve", "--addr", "127.0.0.1:0", "--config", &config]));

    let sign_in = |password: &str| {
        let body = format!("form[email]={EMAIL}&form[password]={password}");
        server.submit("/api/auth/sign_in", "/login", "", &body)
    };
    let refused = sign_in(WRONG);
    let form = header(&refused, "set-cookie").to_owned();
    let page = server.get(header(&refused, "location"), &format!("Cookie: {form}\r\n"));
    assert!(page.contains("E-mail and password do not belong together."), "what was typed was kept: {page}");
    assert!(!page.contains(WRONG));
    let cookie = header(&sign_in(PASSWORD), "set-cookie").to_owned();
    let signed_in = format!("Cookie: {cookie}\r\n");
    let (_, token) = cookie.split_once('=').unwrap();
    let (_, flash_token) = form.split_once('=').unwrap();
    assert!(token.len() >= 43 && flash_token.len() >= 43, "{cookie} {form}");

    let change = |body: &str| server.submit("/api/auth/change_password", "/settings", &signed_in, body);
    let refused = change(&format!("form[current]={WRONG}&form[password]={LATER}"));
    assert!(header(&refused, "location").starts_with("/settings?flash="), "{refused}");
    assert!(server.get(header(&refused, "location"), &signed_in).contains("This is not your present password."));
    let unread = change(&format!("form[current][x]={UNREAD}&form[password][]={UNREAD}"));
    assert!(["303", "400"].contains(&status(&unread)), "{unread}");
    let changed = change(&format!("form[current]={PASSWORD}&form[password]={LATER}"));
    assert!(header(&changed, "location").starts_with("/settings?flash="), "{changed}");
    assert!(server.get(header(&changed, "location"), &signed_in).contains("Your password is changed."), "{changed}");
    assert!(header(&sign_in(LATER), "set-cookie").starts_with("ironbook="));

    for headers in [format!("Authorization: Bearer {STRAY}\r\n"), format!("Cookie: ironbook={STRAY}\r\n")] {
        server.get("/settings", &headers);
        server.get(&format!("/first-run?token={STRAY}"), &headers);
        server.submit(&format!("/api/auth/sign_in?password={STRAY}"), "/login", &headers, "form[email]=");
    }

    let secrets = [PASSWORD, LATER, WRONG, UNREAD, STRAY, DATABASE, token, flash_token];
    // With what is in the write-ahead log, and again when that is in the file.
    scan(data.path(), &secrets);
    server.stop();
    scan(data.path(), &secrets);
    scan(server.logs.path(), &secrets);
    let holds = |folder: &Path, text: &str| files(folder).iter().any(|(_, all)| all.contains(text));
    assert!(holds(data.path(), EMAIL), "what is there is found");
    assert!(holds(server.logs.path(), "/api/auth/change_password"), "it was talkative");
}

#[test]
fn s45_a_command_that_fails_repeats_no_secret() {
    let data = tempfile::tempdir().unwrap();
    let written = |name: &str, text: String| {
        let path = data.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let misspelt = written("misspelt.toml", format!("databse_url = 'postgres://ironbook:{DATABASE}@db.example/a'\n"));
    let open = written("open.toml", format!("database_url = 'postgres://ironbook:{DATABASE}@db.example/a\n"));
    let unknown = format!("postgres://ironbook:{DATABASE}@127.0.0.1:1/ironbook?channel=7");
    let hash = format!("postgres://ironbook:{DATABASE}#1@db.example/ironbook");
    let slash = format!("postgres://ironbook:{DATABASE}/1@db.example/ironbook");
    let foreign = format!("mysql://ironbook:{DATABASE}@db.example/ironbook");
    for (args, told) in [
        (&["check", "--config", &misspelt][..], "misspelt.toml, line 1: unknown field `databse_url`"),
        (&["check", "--config", &open], "open.toml, line "),
        (&["check", "--database-url", &unknown], "cannot reach the PostgreSQL database"),
        (&["check", "--database-url", &hash], "DATABASE_URL cannot be read"),
        (&["check", "--database-url", &slash], "DATABASE_URL cannot be read"),
        (&["check", "--database-url", &foreign], "DATABASE_URL must begin with"),
        (&["serve", "--addr", "nowhere", "--database-url", &unknown], "invalid value 'nowhere'"),
        (&["user", "add", EMAIL, "--name", "Ada", "--password-stdin"], "Use at least 12 characters"),
    ] {
        let output = run(&mut ironbook(data.path(), args), WEAK);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!output.status.success(), "{told}: {said}");
        assert!(said.contains(told), "{told} is not in {said}");
        assert!(!said.contains(DATABASE) && !said.contains(WEAK), "{told}: {said}");
    }
    let output = run(ironbook(data.path(), &["--help"]).env("DATABASE_URL", &unknown), "");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("--database-url") && !said.contains(DATABASE), "{said}");
}

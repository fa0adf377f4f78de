//! `ironbook seed`: the demo dealer with a password of one's own, once.

use crate::support::fingerprint;
use crate::support::process::{browser, complained, database, ironbook, said};
use axum::http::StatusCode;
use server::seed::{PASSWORD, SIGN_INS};

const WORDS: &str = "Gulf-coast lorry 7 teapot";

#[test]
fn s21_a_password_that_nobody_could_type_at_the_door_is_refused() {
    let data = tempfile::tempdir().unwrap();
    for (password, sentence) in [("short", "Use at least"), (&"long ".repeat(40), "Use at most 128 characters.")] {
        let refused = ironbook(data.path(), &["seed", "--password", password]);
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        assert!(complained(&refused).contains(sentence), "{refused:?}");
    }
    assert_eq!(data.path().read_dir().unwrap().count(), 0, "no database was made");
}

#[tokio::test]
async fn the_demo_opens_to_the_given_password_alone_and_is_seeded_once() {
    let data = tempfile::tempdir().unwrap();
    let output = ironbook(data.path(), &["seed", "--size", "demo", "--password", WORDS]);
    assert!(output.status.success(), "{output:?}");
    let said_first = said(&output);
    assert!(said_first.contains(&format!("password {WORDS}:")) && !said_first.contains(PASSWORD), "{said_first}");
    for who in SIGN_INS {
        let line = format!("{}, {}", who.name, who.role.label().to_lowercase());
        assert!(said_first.contains(who.email) && said_first.contains(&line), "{line} is not in\n{said_first}");
    }

    let db = database(data.path()).await;
    for who in SIGN_INS {
        let known = browser(&db).sign_in(who.email, PASSWORD).await;
        assert!(known.location().starts_with("/login?"), "{}: {known:?}", who.email);
        let given = browser(&db).sign_in(who.email, WORDS).await;
        assert_eq!((given.status, given.location()), (StatusCode::SEE_OTHER, "/"), "{}: {given:?}", who.email);
    }

    let before = fingerprint::of(&db).await;
    for size in ["demo", "volume"] {
        let again = ironbook(data.path(), &["seed", "--size", size, "--password", "Other lorry, other teapot"]);
        assert_eq!(again.status.code(), Some(1), "{size}: {again:?}");
        let sentence = "the database already has users; demo data goes only into an empty one";
        assert!(complained(&again).contains(sentence) && said(&again).is_empty(), "{size}: {again:?}");
    }
    assert_eq!(fingerprint::of(&db).await, before);
}

//! `ironbook user add`: who can sign in after it, and who is not added.

use crate::support::process::{browser, complained, database, ironbook_told, said};
use axum::http::StatusCode;
use entity::Role;
use entity::dealer::region;
use entity::user::row as user;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::path::Path;
use std::process::Output;

const EMAIL: &str = "ida@iron.example";
const WORDS: &str = "Gulf-coast lorry 7 teapot";

/// Adds a user whose password comes on standard input.
fn add(data: &Path, args: &[&str], password: &str) -> Output {
    ironbook_told(data, &[&["user", "add", "--password-stdin"][..], args].concat(), &format!("{password}\n"))
}

#[tokio::test]
async fn who_is_added_signs_in_with_the_password_that_was_typed() {
    let data = tempfile::tempdir().unwrap();
    let output = add(data.path(), &["Ida@Iron.Example", "--name", "Ida Boss"], WORDS);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(said(&output), "ida@iron.example may sign in as admin.\n", "{output:?}");
    let rep = ["roy@iron.example", "--name", "Roy", "--role", "sales_rep", "--region", "Hill Country"];
    let output = add(data.path(), &rep, WORDS);
    assert!(output.status.success(), "{output:?}");

    let db = database(data.path()).await;
    let found = user::Entity::find().filter(user::Column::Email.eq("roy@iron.example"));
    let found = found.one(&db.read).await.unwrap().unwrap();
    let regions = region::Entity::find().all(&db.read).await.unwrap();
    let [hills] = regions.as_slice() else { panic!("{regions:?}") };
    assert_eq!((found.role, found.active, found.region_id), (Role::SalesRep, true, Some(hills.id)));
    assert_eq!(hills.name, "Hill Country");

    let mut browser = browser(&db);
    let refused = browser.sign_in(EMAIL, "Gulf-coast lorry 7 teapots").await;
    assert!(refused.location().starts_with("/login?"), "{refused:?}");
    let answer = browser.sign_in(EMAIL, WORDS).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{answer:?}");
    assert!(browser.get("/settings").await.text().contains("Ida Boss"));
}

#[tokio::test]
async fn who_cannot_be_added_is_told_why_and_leaves_nothing() {
    let data = tempfile::tempdir().unwrap();
    assert!(add(data.path(), &[EMAIL, "--name", "Ida Boss"], WORDS).status.success());
    let new = ["new@iron.example", "--name", "New"];
    for (args, password, status, sentence) in [
        (&["new", "--name", "New"][..], WORDS, 1, "Enter an e-mail address such as name@example.com."),
        (&new, "lorry 7", 1, "Use at least 12 characters; four random words are a good password."),
        (&new, "passwordpassword", 1, "This password is too easy to guess."),
        (&new, "", 1, "Use at least 12 characters"),
        // Written another way, and with a region that nobody has heard of.
        (
            &["IDA@iron.example", "--name", "Ida", "--role", "sales_rep", "--region", "Nowhere"],
            WORDS,
            1,
            "ida@iron.example is there already",
        ),
        (&["new@iron.example", "--name", "New", "--role", "sales_rep"], WORDS, 1, "say --region NAME"),
        (
            &["new@iron.example", "--name", "New", "--role", "boss"],
            WORDS,
            2,
            "use one of sales_rep, product_support_rep, sales_manager, executive, admin",
        ),
    ] {
        let output = add(data.path(), args, password);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {output:?}");
        assert!(complained(&output).contains(sentence), "{args:?}: {output:?}");
        assert!(said(&output).is_empty() && !complained(&output).contains(WORDS), "{args:?}: {output:?}");
    }
    let db = database(data.path()).await;
    let (users, regions) = (user::Entity::find().count(&db.read), region::Entity::find().count(&db.read));
    assert_eq!((users.await.unwrap(), regions.await.unwrap()), (1, 0));
}

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

/// People whom a file brought have an address that receives nothing.
#[tokio::test]
async fn who_came_with_a_file_gets_an_address_and_a_post_and_signs_in() {
    let data = tempfile::tempdir().unwrap();
    assert!(add(data.path(), &[EMAIL, "--name", "Ida Boss"], WORDS).status.success());
    let file = data.path().join("people.csv");
    std::fs::write(&file, "name,manager,region\nMoses Frase,Dustin Brinkmann,Central\n").unwrap();
    let mapping = data.path().join("people.toml");
    std::fs::write(
        &mapping,
        "[columns]\nname = \"name\"\nmanager = \"manager\"\nregion = \"region\"\n[unknown]\nmanager = \"create\"\nregion = \"create\"\n",
    )
    .unwrap();
    let [file, mapping] = [&file, &mapping].map(|path| path.to_string_lossy().into_owned());
    let output = ironbook_told(data.path(), &["import", "users", &file, "--mapping", &mapping], "");
    assert!(output.status.success(), "{output:?}");
    let output = ironbook_told(data.path(), &["user", "list"], "");
    let given = said(&output).lines().find(|line| line.contains("Moses Frase")).unwrap().to_owned();
    let given = given.split_whitespace().next().unwrap();
    assert!(given.ends_with("@import.invalid"), "{given}");

    let change = |args: &[&str]| ironbook_told(data.path(), &[&["user", "change"][..], args].concat(), "");
    for (args, status, sentence) in [
        (&[given][..], 1, "say what is to change"),
        (&["nobody@iron.example", "--name", "N"], 1, "there is no user nobody@iron.example"),
        (&[given, "--email", EMAIL], 1, "ida@iron.example is there already"),
        (&[given, "--email", "moses"], 1, "Enter an e-mail address"),
        (&[EMAIL, "--role", "executive"], 1, "ida@iron.example is the last administrator"),
        (&[EMAIL, "--time-zone", "Texas"], 2, "Texas"),
    ] {
        let output = change(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {output:?}");
        assert!(complained(&output).contains(sentence), "{args:?}: {output:?}");
    }
    let moved = ["--email", "moses@iron.example", "--role", "sales_manager", "--region", "Hills"];
    let output = change(&[&[given][..], &moved].concat());
    assert_eq!(said(&output), "moses@iron.example is changed.\n", "{output:?}");
    let password = ["user", "password", "moses@iron.example", "--password-stdin"];
    assert!(ironbook_told(data.path(), &password, &format!("{WORDS}\n")).status.success());

    let db = database(data.path()).await;
    let found = user::Entity::find().filter(user::Column::Email.eq("moses@iron.example"));
    let found = found.one(&db.read).await.unwrap().unwrap();
    let regions = region::Entity::find().all(&db.read).await.unwrap();
    let hills = regions.iter().find(|region| region.name == "Hills").map(|region| region.id);
    assert_eq!((found.role, found.region_id, found.version), (Role::SalesManager, hills, 3));
    let answer = browser(&db).sign_in("moses@iron.example", WORDS).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{answer:?}");
}

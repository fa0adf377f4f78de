//! What files of other systems hold that nobody expects.

use crate::support::dealer::{ADMIN, MANAGER, REP, REP2, TestDealer};
use entity::customer::row as customer;
use entity::import::Counts;
use entity::import::row::report;
use entity::opportunity::row::{self as opportunity, line};
use entity::user::row as user;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::import::cli::{ImportArgs, Noun, run};
use std::io::Write;

/// Runs the command on a file of these bytes under a mapping, after a check that writes nothing and has to say the same.
pub(super) async fn bring(
    dealer: &TestDealer,
    noun: Noun,
    mapping: &str,
    bytes: impl AsRef<[u8]>,
) -> Result<Counts, String> {
    bring_as(dealer, ADMIN, noun, mapping, bytes).await
}

/// The same as somebody; without a mapping when that is empty.
pub(super) async fn bring_as(
    dealer: &TestDealer,
    who: &str,
    noun: Noun,
    mapping: &str,
    bytes: impl AsRef<[u8]>,
) -> Result<Counts, String> {
    let (mut file, mut rules) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
    file.write_all(bytes.as_ref()).unwrap();
    rules.write_all(mapping.as_bytes()).unwrap();
    let mut told = Vec::new();
    for dry_run in [true, false] {
        let args = ImportArgs {
            noun,
            file: file.path().to_owned(),
            mapping: (!mapping.is_empty()).then(|| rules.path().to_owned()),
            write_mapping: None,
            dry_run,
            good_rows_only: false,
            as_user: Some(who.to_owned()),
            report: None,
        };
        let mut out = Vec::new();
        let counts = run(&args, dealer.db.clone(), dealer.source.clone(), &mut out).await;
        told.push(counts.map_err(|why| format!("{why:#}\n{}", String::from_utf8_lossy(&out)))?);
    }
    let (run, check) = (told.pop().unwrap(), told.pop().unwrap());
    assert_eq!(run.last_line(), check.last_line(), "{}: check and run", dealer.name);
    Ok(run)
}

pub(super) const DEALS: &str = r#"
[columns]
id = "number"
name = "name"
rep = "owner"
stage = "stage"
account = "customer"
[unknown]
customer = "create"
owner = "create"
"#;
pub(super) const ACCOUNTS: &str = r#"
[columns]
id = "number"
name = "name"
phone = "phone"
parent = "parent"
"#;

pub(super) async fn customers(dealer: &TestDealer, name: &str) -> Vec<customer::Model> {
    let found = customer::Entity::find().filter(customer::Column::Name.eq(name));
    found.all(&dealer.db.read).await.unwrap()
}

#[tokio::test]
async fn a_new_customer_in_two_spellings_is_one_however_far_apart_they_stand() {
    for dealer in TestDealer::all().await {
        let row = |n: usize| {
            let account = if n < 2_500 { "Two Forks Gravel" } else { "TWO-FORKS Gravel" };
            format!("S-{n},Deal {n},Maria Reyes,Development,{account}\n")
        };
        let file = "id,name,rep,stage,account\n".to_owned() + &(0..3_000).map(row).collect::<String>();
        let counts = bring(&dealer, Noun::Opportunities, DEALS, file).await.unwrap();
        assert_eq!(counts.new_rows(), 3_000, "{}", dealer.name);
        let [one] = customers(&dealer, "Two Forks Gravel").await.try_into().unwrap();
        let its = opportunity::Entity::find().filter(opportunity::Column::CustomerId.eq(one.id));
        assert_eq!(its.count(&dealer.db.read).await.unwrap(), 3_000, "{}", dealer.name);
    }
}

#[tokio::test]
async fn two_rows_about_one_customer_are_told_whichever_mark_they_bear() {
    for dealer in TestDealer::all().await {
        bring(&dealer, Noun::Accounts, ACCOUNTS, "id,name,phone,parent\nC-1,Two Forks,1,\n").await.unwrap();
        let file = "id,name,phone,parent\nC-1,Two Forks,2,\n,Two Forks,3,\n";
        let why = bring(&dealer, Noun::Accounts, ACCOUNTS, file).await.unwrap_err();
        assert!(why.contains("Row 3") && why.contains("The customer is in row 2 already."), "{}: {why}", dealer.name);
    }
}

#[tokio::test]
async fn marks_alone_are_nobodys_name() {
    for dealer in TestDealer::all().await {
        let people = user::Entity::find().count(&dealer.db.read).await.unwrap();
        for file in ["S-1,Deal,Maria Reyes,Development,-\n", "S-1,Deal,---,Development,Two Forks\n"] {
            let file = format!("id,name,rep,stage,account\n{file}");
            let why = bring(&dealer, Noun::Opportunities, DEALS, file).await.unwrap_err();
            assert!(why.contains("has no letter and no digit"), "{}: {why}", dealer.name);
        }
        let why = bring(&dealer, Noun::Accounts, ACCOUNTS, "id,name,phone,parent\n,??,1,\n").await.unwrap_err();
        assert!(why.contains("The name has no letter and no digit."), "{}: {why}", dealer.name);
        assert_eq!(user::Entity::find().count(&dealer.db.read).await.unwrap(), people, "{}", dealer.name);
    }
}

#[tokio::test]
async fn no_file_puts_a_company_above_itself() {
    for dealer in TestDealer::all().await {
        let here = "id,name,phone,parent\n,Upper Forks,1,\n,Lower Forks,1,Upper Forks\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, here).await.unwrap();
        let file = "id,name,phone,parent\n,Upper Forks,2,Lower Forks\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, file).await.unwrap();
        let [upper] = customers(&dealer, "Upper Forks").await.try_into().unwrap();
        assert_eq!((upper.parent_id, upper.phone.as_deref()), (None, Some("2")), "{}", dealer.name);
        let told = report::Entity::find().filter(report::Column::Detail.contains("belongs to this customer in turn"));
        assert_eq!(told.count(&dealer.db.read).await.unwrap(), 1, "{}", dealer.name);
        let broken = server::check::check(&dealer.db).await.unwrap();
        assert!(broken.iter().all(|finding| finding.broken == 0), "{}: {broken:?}", dealer.name);
    }
}

/// What a file says of a family counts as a whole, in whatever order; a book that holds a circle is no reason to walk for ever.
#[tokio::test]
async fn a_family_may_be_turned_round_and_one_in_a_circle_stops_nobody() {
    for dealer in TestDealer::all().await {
        let here = "id,name,phone,parent\n,Upper Forks,1,Lower Forks\n,Lower Forks,1,\n,Third Forks,1,\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, here).await.unwrap();
        let file = "id,name,phone,parent\n,Lower Forks,1,Upper Forks\n,Upper Forks,1,Third Forks\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, file).await.unwrap();
        let of = async |name: &str| customers(&dealer, name).await.pop().unwrap();
        let (upper, lower, third) = (of("Upper Forks").await, of("Lower Forks").await, of("Third Forks").await);
        assert_eq!((lower.parent_id, upper.parent_id), (Some(upper.id), Some(third.id)), "{}", dealer.name);

        let tie = customer::Entity::update_many().col_expr(customer::Column::ParentId, Expr::value(lower.id));
        tie.filter(customer::Column::Id.eq(upper.id)).exec(&dealer.db.write).await.unwrap();
        let below = "id,name,phone,parent\n,Third Forks,2,Lower Forks\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, below).await.unwrap();
        assert_eq!(of("Third Forks").await.parent_id, Some(lower.id), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_parent_is_found_by_its_number_wherever_its_row_is() {
    for dealer in TestDealer::all().await {
        let here = "id,name,phone,parent\nP-900,Forks Holding,1,\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, here).await.unwrap();
        let file = "id,name,phone,parent\n,Two Forks,2,P-900\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, file).await.unwrap();
        let [holding] = customers(&dealer, "Forks Holding").await.try_into().unwrap();
        let [forks] = customers(&dealer, "Two Forks").await.try_into().unwrap();
        assert_eq!(forks.parent_id, Some(holding.id), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_manager_who_has_a_row_of_his_own_comes_in_once() {
    const PEOPLE: &str = r#"
[columns]
name = "name"
mail = "email"
manager = "manager"
region = "region"
[unknown]
manager = "create"
region = "create"
"#;
    for dealer in TestDealer::all().await {
        let file = "name,mail,manager,region\nAnna Fork,anna@forks.example,Cara Fork,Hills\n\
                    Cara Fork,cara@forks.example,,Hills\n";
        let counts = bring(&dealer, Noun::Users, PEOPLE, file).await.unwrap();
        assert_eq!(counts.new_rows(), 2, "{}", dealer.name);
        let found = user::Entity::find().filter(user::Column::Name.eq("Cara Fork")).all(&dealer.db.read).await.unwrap();
        assert_eq!(found.len(), 1, "{}: {found:?}", dealer.name);
        assert_eq!(found[0].email, "cara@forks.example");
        let again = bring(&dealer, Noun::Users, PEOPLE, file).await.unwrap();
        assert_eq!((again.new_rows(), again.errors), (0, 0), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_file_that_only_creates_looks_no_further_at_what_is_here() {
    for dealer in TestDealer::all().await {
        let known = opportunity::Entity::find().one(&dealer.db.read).await.unwrap().unwrap();
        let rows =
            format!("{},Other,Somebody Who Left,Nowhere,Nobody\nS-9,New,Maria Reyes,Development,\n", known.number);
        let only_new = format!("existing = \"skip\"\n{}", DEALS.replace("owner = \"create\"", ""));
        let file = format!("id,name,rep,stage,account\n{rows}");
        let counts = bring(&dealer, Noun::Opportunities, &only_new, file).await.unwrap();
        assert_eq!((counts.new_rows(), counts.unchanged, counts.errors), (1, 1, 0), "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_line_that_comes_later_has_the_quantity_of_the_file() {
    const WITH_LINES: &str = r#"
[columns]
id = "number"
rep = "owner"
stage = "stage"
machine = "product"
pieces = "quantity"
value = "amount"
[unknown]
product = "create"
"#;
    for dealer in TestDealer::all().await {
        let first = "id,rep,stage,machine,pieces,value\nS-1,Maria Reyes,Development,,,500000\n";
        bring(&dealer, Noun::Opportunities, WITH_LINES, first).await.unwrap();
        let later = "id,rep,stage,machine,pieces,value\nS-1,Maria Reyes,Development,PC210,5,500000\n";
        bring(&dealer, Noun::Opportunities, WITH_LINES, later).await.unwrap();
        let found = opportunity::Entity::find().filter(opportunity::Column::Number.eq("S-1"));
        let row = found.one(&dealer.db.read).await.unwrap().unwrap();
        let lines = line::Entity::find().filter(line::Column::OpportunityId.eq(row.id));
        let lines = lines.all(&dealer.db.read).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [5], "{}", dealer.name);
        assert_eq!(row.summary, "PC210 \u{b7} 5 units", "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_spoilt_character_is_told_with_its_row_and_spoils_no_other() {
    for dealer in TestDealer::all().await {
        let rows = "id,name,phone,parent\n,M\u{fc}ller & S\u{f6}hne,1,\n,Zo\u{eb} Gravel,1,\n,Bad ";
        for mark in ["", "\u{feff}"] {
            let bytes = [mark.as_bytes(), rows.as_bytes(), b"\xc3 One,1,\n"].concat();
            let why = bring(&dealer, Noun::Accounts, ACCOUNTS, bytes).await.unwrap_err();
            assert!(
                why.contains("Row 4 [name]: A cell holds characters that cannot be read."),
                "{}: {why}",
                dealer.name
            );
            assert!(why.contains("1 of 3 rows"), "{}: {why}", dealer.name);
        }
    }
}

/// Shared for an opportunity there; where it belongs is not for a file to say either.
#[tokio::test]
async fn a_file_moves_no_customer_of_another_region() {
    const REPS: &str = r#"
[columns]
name = "name"
phone = "phone"
rep = "machine_rep"
"#;
    for dealer in TestDealer::all().await {
        let (mine, theirs) = (dealer.user(REP).await, dealer.user(REP2).await);
        let file = format!("name,phone,rep\nGulf Forks,1,{}\n", theirs.name);
        bring(&dealer, Noun::Accounts, REPS, file).await.unwrap();
        let deal = format!("id,name,rep,stage,account\nS-1,Deal,{},Development,Gulf Forks\n", mine.name);
        bring(&dealer, Noun::Opportunities, DEALS, deal).await.unwrap();
        let before = customers(&dealer, "Gulf Forks").await;
        assert_eq!(before[0].region_id, theirs.region_id, "{}", dealer.name);

        let file = format!("name,phone,rep\nGulf Forks,2,{}\n", mine.name);
        let why = bring_as(&dealer, MANAGER, Noun::Accounts, REPS, file).await.unwrap_err();
        assert!(why.contains("belongs to another region, whose manager decides this"), "{}: {why}", dealer.name);
        assert_eq!(customers(&dealer, "Gulf Forks").await, before, "{}", dealer.name);
        let counts = bring_as(&dealer, MANAGER, Noun::Accounts, REPS, "name,phone,rep\nGulf Forks,2,\n").await.unwrap();
        assert_eq!(counts.updated, 1, "{}: what does not move it is taken", dealer.name);
    }
}

//! What a file must leave as it is, bring in right, or tell in full.

use super::odd::{ACCOUNTS, DEALS, bring, bring_as, customers};
use super::steps::{id_in, record};
use crate::support::dealer::{ADMIN, MANAGER, REP, REP2, SUPPORT, TestDealer};
use app::core::AppError;
use app::imports::store::{self, Errors};
use chrono::TimeDelta;
use entity::dealer::branch;
use entity::import::row::report;
use entity::import::{ImportNoun, ImportStatus};
use entity::shared::ids::{BranchId, ImportId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use server::import::cli::Noun;
use server::import::jobs;

#[tokio::test]
async fn a_parent_may_be_named_by_the_number_of_its_own_row() {
    for dealer in TestDealer::all().await {
        let rows = ["P-900,Forks Holding,1,\n", ",Two Forks,2,P-900\n"];
        for (n, rows) in [rows.concat(), rows.iter().rev().copied().collect()].into_iter().enumerate() {
            let rows = rows.replace("P-900", &format!("P-{n}")).replace("Forks", &format!("Forks {n}"));
            bring(&dealer, Noun::Accounts, ACCOUNTS, format!("id,name,phone,parent\n{rows}")).await.unwrap();
            let [holding] = customers(&dealer, &format!("Forks {n} Holding")).await.try_into().unwrap();
            let [forks] = customers(&dealer, &format!("Two Forks {n}")).await.try_into().unwrap();
            assert_eq!(forks.parent_id, Some(holding.id), "{}", dealer.name);
        }
    }
}

#[tokio::test]
async fn a_prospect_is_looked_after_by_whoever_sells_to_it() {
    for dealer in TestDealer::all().await {
        for (n, (email, machine, support)) in
            [(REP, true, false), (SUPPORT, false, true), (ADMIN, false, false)].into_iter().enumerate()
        {
            let rep = dealer.user(email).await;
            let file = format!("id,name,rep,stage,account\nS-{n},Deal,{},Development,Forks {n}\n", rep.name);
            bring(&dealer, Noun::Opportunities, DEALS, file).await.unwrap();
            let [row] = customers(&dealer, &format!("Forks {n}")).await.try_into().unwrap();
            let expected = (machine.then_some(rep.id), support.then_some(rep.id));
            assert_eq!((row.machine_rep_id, row.support_rep_id), expected, "{}: {email}", dealer.name);
        }
    }
}

#[tokio::test]
async fn what_a_manager_takes_out_he_can_bring_back() {
    const GULF: &str = "[columns]\nname = \"name\"\nrep = \"machine_rep\"\nyard = \"branch\"\n";
    for dealer in TestDealer::all().await {
        let (mine, theirs) = (dealer.user(REP).await, dealer.user(REP2).await);
        let yard = branch::Model {
            id: BranchId(uuid::Uuid::from_u128(77)),
            region_id: theirs.region_id.unwrap(),
            name: "Far Yard".to_owned(),
        };
        let yard: branch::ActiveModel = yard.into();
        yard.reset_all().insert(&dealer.db.write).await.unwrap();
        let file = format!("name,rep,yard\nGulf Forks,{},Far Yard\n", theirs.name);
        bring(&dealer, Noun::Accounts, GULF, file).await.unwrap();
        let deal = format!("id,name,rep,stage,account\nS-1,Deal,{},Development,Gulf Forks\n", mine.name);
        bring(&dealer, Noun::Opportunities, DEALS, deal).await.unwrap();
        let mut browser = dealer.browser_of(MANAGER).await;
        for (path, noun) in [("/customers.csv", Noun::Accounts), ("/opportunities.csv", Noun::Opportunities)] {
            let text = browser.get(path).await.text();
            assert!(text.contains("Gulf Forks"), "{}: shared through an opportunity", dealer.name);
            let counts =
                bring_as(&dealer, MANAGER, noun, "", &text).await.unwrap_or_else(|why| panic!("{path}: {why}"));
            assert_eq!(counts.unchanged, counts.read, "{} {path}", dealer.name);
        }
    }
}

#[tokio::test]
async fn a_parent_that_is_not_taken_is_told_beside_what_else_is_told() {
    for dealer in TestDealer::all().await {
        let here = "id,name,phone,parent\n,Upper Forks,1,\n,Lower Forks,1,Upper Forks\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, here).await.unwrap();
        let file = "id,name,phone,parent\n,UPPER-Forks,2,Lower Forks\n";
        bring(&dealer, Noun::Accounts, ACCOUNTS, file).await.unwrap();
        let told = report::Entity::find().filter(report::Column::Detail.contains("in turn")).all(&dealer.db.read).await;
        let [row] = told.unwrap().try_into().unwrap();
        let both = "Taken for Upper Forks. Parent left empty: it belongs to this customer in turn.";
        assert_eq!(row.detail, both, "{}", dealer.name);
    }
}

/// A file of one customer whose rows are checked.
async fn checked(dealer: &TestDealer) -> ImportId {
    let ctx = dealer.ctx(ADMIN).await;
    let mut upload = store::Upload::start(ctx.clone(), ImportNoun::Accounts, "one.csv").await.unwrap();
    upload.push(b"account\nOne Fork\n").await.unwrap();
    let id = id_in(&upload.finish().await.unwrap().goto);
    let page = store::columns_page(&ctx, id).await.unwrap();
    let drain = jobs::drain(&dealer.db, &dealer.source, dealer.source.id());
    store::save_columns(&ctx, id, page.head.version, page.form).await.unwrap();
    drain.await;
    if record(dealer, id).await.status == ImportStatus::Values {
        let page = store::values_page(&ctx, id).await.unwrap();
        store::save_values(&ctx, id, page.head.version, Default::default()).await.unwrap();
        jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
    }
    assert_eq!(record(dealer, id).await.status, ImportStatus::Checked);
    id
}

#[tokio::test]
async fn a_start_that_is_sent_again_leads_to_what_came_of_it() {
    for dealer in TestDealer::all().await {
        dealer.source.advance(TimeDelta::milliseconds(7));
        let (id, ctx) = (checked(&dealer).await, dealer.ctx(ADMIN).await);
        let version = record(&dealer, id).await.version;
        let first = store::start(&ctx, id, version, Errors::Stop).await.unwrap();
        assert_eq!(
            store::start(&ctx, id, version, Errors::Stop).await.unwrap(),
            first,
            "{}: while it runs",
            dealer.name
        );
        jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
        assert_eq!(record(&dealer, id).await.status, ImportStatus::Done);
        assert_eq!(
            store::start(&ctx, id, version, Errors::Stop).await.unwrap(),
            first,
            "{}: when it is done",
            dealer.name
        );
        assert_eq!(customers(&dealer, "One Fork").await.len(), 1, "{}", dealer.name);
    }
}

#[tokio::test]
async fn a_file_whose_bytes_are_gone_is_not_read_as_an_empty_one() {
    for dealer in TestDealer::all().await {
        dealer.source.advance(TimeDelta::milliseconds(8));
        let (id, ctx) = (checked(&dealer).await, dealer.ctx(ADMIN).await);
        store::start(&ctx, id, record(&dealer, id).await.version, Errors::Stop).await.unwrap();
        store::cancel(&ctx, id).await.unwrap();
        jobs::drain(&dealer.db, &dealer.source, dealer.source.id()).await;
        assert_eq!(record(&dealer, id).await.status, ImportStatus::Cancelled, "{}", dealer.name);
        dealer.source.advance(TimeDelta::days(31));
        store::sweep_away(&dealer.db, dealer.source.now()).await.unwrap();
        let ctx = dealer.ctx(ADMIN).await;
        let page = store::values_page(&ctx, id).await.unwrap();
        let refused = store::save_values(&ctx, id, page.head.version, Default::default()).await.unwrap_err();
        let AppError::Refused(told) = refused else { panic!("{refused:?}") };
        assert_eq!(told, "This file is not kept any more. Upload it again.", "{}", dealer.name);
    }
}

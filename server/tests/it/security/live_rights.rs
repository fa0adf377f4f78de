//! A stream ends with the rights it was opened with, whoever took them and on whichever node.

use super::live::{Ear, Heard};
use crate::support::dealer::{MANAGER, REP, TestDealer};
use crate::support::engine;
use app::auth::store::{end_session, settings, sign_out};
use app::core::write::begin;
use entity::Role;
use entity::event::{Deed, Noun, row as event};
use entity::session::row as session;
use entity::shared::ids::RecordId;
use entity::user::row as user;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use server::state::Web;
use std::time::Duration;

/// Changes a user as the terminal does: by nobody, in no region.
async fn change(dealer: &TestDealer, email: &str, to: impl FnOnce(&mut user::ActiveModel)) {
    let row = dealer.user(email).await;
    let (id, mut changed) = (row.id, row.into_active_model());
    to(&mut changed);
    let tx = begin(&dealer.db).await.unwrap();
    changed.update(&tx).await.unwrap();
    let told = event::ActiveModel {
        seq: sea_orm::NotSet,
        at: Set(dealer.source.now()),
        actor_id: Set(None),
        noun: Set(Noun::User),
        record_id: Set(RecordId(id.0)),
        customer_id: Set(None),
        deed: Set(Deed::Changed),
        version: Set(2),
        detail: Set("{}".to_owned()),
        mutation: Set(None),
        owner_id: Set(Some(id)),
        other_owner_id: Set(None),
        region_id: Set(None),
        other_region_id: Set(None),
    };
    event::Entity::insert(told).exec_without_returning(&tx).await.unwrap();
    app::core::write::notify(&tx).await.unwrap();
    tx.commit().await.unwrap();
    dealer.db.bell.ring(app::core::db::Ring::Events);
}

#[tokio::test]
async fn s09_a_managers_stream_ends_when_the_terminal_disables_him() {
    for dealer in TestDealer::all().await {
        let mut ear = Ear::open(&mut dealer.browser_of(MANAGER).await, "").await;
        let mut other = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        change(&dealer, MANAGER, |user| user.active = Set(false)).await;
        assert_eq!(ear.hear().await, Heard::End, "{}", dealer.name);
        assert_eq!(other.hear().await, Heard::Nothing, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s09_a_stream_ends_with_another_role_and_with_another_region() {
    for dealer in TestDealer::all().await {
        let mut ear = Ear::open(&mut dealer.browser_of(MANAGER).await, "").await;
        change(&dealer, MANAGER, |user| user.role = Set(Role::SalesRep)).await;
        assert_eq!(ear.hear().await, Heard::End, "{}: role", dealer.name);
        let mut ear = Ear::open(&mut dealer.browser_of(REP).await, "").await;
        change(&dealer, REP, |user| user.region_id = Set(None)).await;
        assert_eq!(ear.hear().await, Heard::End, "{}: region", dealer.name);
        // Who comes again comes with the new rights, and stays.
        let mut again = Ear::open(&mut dealer.browser_of(REP).await, "?after=0").await;
        while let Heard::Event(_) | Heard::Reset(_) = again.hear().await {}
        change(&dealer, MANAGER, |user| user.theme = Set("dark".to_owned())).await;
        assert_eq!(again.hear().await, Heard::Nothing, "{}", dealer.name);
    }
}

#[tokio::test]
async fn s09_a_session_ended_on_one_node_ends_its_streams_on_another() {
    let Some((one, other)) = engine::two_nodes().await else { return };
    let here = TestDealer::on(one).await;
    let there = TestDealer::empty(other, Web::default());
    for email in [MANAGER, REP] {
        let mut ear = Ear::open(&mut there.browser_of(email).await, "").await;
        // The listening connection is opened beside the stream.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let mut ctx = here.ctx(email).await;
        if email == REP {
            let own = session::Entity::find().filter(session::Column::UserId.eq(ctx.actor.id));
            ctx.session = own.one(&here.db.read).await.unwrap().unwrap().id;
            let mut elsewhere = Ear::open(&mut there.browser_of(email).await, "").await;
            sign_out(&here.guest(), &ctx).await.unwrap();
            assert_eq!(elsewhere.hear().await, Heard::Nothing, "another session goes on");
        } else {
            let session = settings(&ctx, here.guest().lives).await.unwrap().sessions.pop().unwrap();
            end_session(&ctx, &session.id).await.unwrap();
        }
        assert_eq!(ear.hear().await, Heard::End, "{email}");
    }
}

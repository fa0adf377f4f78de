//! Seeded data obeys the laws, on both engines.

use crate::support::engine::{Engine, engines};
use app::core::source::Source;
use chrono::{DateTime, Datelike, Utc};
use entity::Money;
use entity::opportunity::history::{Step, prove};
use entity::opportunity::row::{self as opportunity, closure, line, stage, stage_change};
use entity::opportunity::{Phase, StageKey, transition::idle_days};
use entity::{contact, customer, event, user};
use sea_orm::{EntityTrait, QueryOrder};
use server::seed::{self, PASSWORD, SIGN_INS, Volume};
use std::collections::{HashMap, HashSet};

fn noon() -> Source {
    Source::seeded(DateTime::parse_from_rfc3339("2026-11-23T18:00:00Z").unwrap().to_utc())
}

async fn demo(engine: &Engine, source: &Source) {
    seed::demo(&engine.db, source, PASSWORD).await.unwrap();
}

/// Everything the laws look at, read once.
struct Rows {
    stages: Vec<stage::Model>,
    opportunities: Vec<opportunity::Model>,
    lines: Vec<line::Model>,
    changes: Vec<stage_change::Model>,
    closures: Vec<closure::Model>,
    events: Vec<event::row::Model>,
}

impl Rows {
    async fn of(engine: &Engine) -> Self {
        let db = &engine.db.read;
        Self {
            stages: stage::Entity::find().all(db).await.unwrap(),
            opportunities: opportunity::Entity::find().all(db).await.unwrap(),
            lines: line::Entity::find().all(db).await.unwrap(),
            changes: stage_change::Entity::find().order_by_asc(stage_change::Column::Id).all(db).await.unwrap(),
            closures: closure::Entity::find().order_by_asc(closure::Column::Id).all(db).await.unwrap(),
            events: event::row::Entity::find().order_by_asc(event::row::Column::Seq).all(db).await.unwrap(),
        }
    }

    /// I1, I2, I6, and what else must be true of every opportunity.
    fn obey(&self, now: DateTime<Utc>) {
        let stages: HashMap<_, _> = self.stages.iter().map(|stage| (stage.key.as_str(), stage)).collect();
        let mut ranks = HashSet::new();
        let mut numbers = HashSet::new();
        let mut amounts: HashMap<_, Money> = HashMap::new();
        for line in &self.lines {
            let sum = amounts.entry(line.opportunity_id).or_default();
            *sum = *sum + line.price.times(i64::from(line.quantity));
        }
        let mut histories: HashMap<_, Vec<&stage_change::Model>> = HashMap::new();
        for change in &self.changes {
            histories.entry(change.opportunity_id).or_default().push(change);
        }
        let mut endings: HashMap<_, Vec<&closure::Model>> = HashMap::new();
        for closure in &self.closures {
            endings.entry(closure.opportunity_id).or_default().push(closure);
        }
        for row in &self.opportunities {
            let name = format!("{} {}", row.number, row.name);
            let stage = stages.get(row.stage.0.as_str()).unwrap_or_else(|| panic!("I1: {name} stands nowhere"));
            assert_eq!(row.phase, stage.phase, "I1: {name}");
            let history = &histories[&row.id];
            let steps: Vec<_> = history
                .iter()
                .map(|change| Step { from: change.from_stage.clone(), to: change.to_stage.clone(), at: change.at })
                .collect();
            assert_eq!(prove(&steps, &row.stage), Ok(()), "I2: {name}");
            assert_eq!(steps.last().map(|step| step.at), Some(row.stage_since), "{name}");
            assert!(ranks.insert((row.stage.clone(), row.rank.clone())), "I6: {name}");
            assert!(numbers.insert(row.number.clone()), "{name} shares its number");
            assert_eq!(amounts[&row.id], row.amount, "{name}: lines add up");
            assert!(row.amount > Money::ZERO, "{name}");
            assert_eq!(*row, row.clone().sorted(), "{name} stands at its place among the days");
            assert!(row.created_at <= now && row.updated_at <= now, "{name} lies in the future");
            assert_eq!(row.closed_on.is_some(), !row.phase.is_open(), "{name}");
            self.obey_closing(row, endings.get(&row.id).map_or(&[], Vec::as_slice), &name);
        }
    }

    fn obey_closing(&self, row: &opportunity::Model, endings: &[&closure::Model], name: &str) {
        let speaking: Vec<_> = endings.iter().filter(|ending| ending.reopened_at.is_none()).collect();
        assert_eq!(speaking.len(), usize::from(!row.phase.is_open()), "{name}: one closing speaks");
        let Some(ending) = speaking.first() else { return };
        assert_eq!((ending.outcome, Some(ending.closed_on)), (row.phase, row.closed_on), "{name}");
        assert!(!ending.reason.is_empty(), "{name}");
        assert_eq!(ending.actual, (row.phase == Phase::Won).then_some(row.amount), "{name}");
    }
}

#[tokio::test]
async fn the_demo_dealer_obeys_the_laws() {
    for engine in engines().await {
        let source = noon();
        demo(&engine, &source).await;
        let rows = Rows::of(&engine).await;
        rows.obey(source.now());
        assert!((55..=75).contains(&rows.opportunities.len()), "{}: {}", engine.name, rows.opportunities.len());
        assert!(rows.events.windows(2).all(|pair| pair[0].at <= pair[1].at), "events come in the order of time");
    }
}

#[tokio::test]
async fn the_demo_dealer_obeys_the_laws_on_any_day() {
    for now in ["2026-12-01T06:00:00Z", "2027-01-31T23:59:59Z", "2027-03-14T08:30:00Z", "2028-02-29T12:00:00Z"] {
        let engine = crate::support::engine::sqlite().await;
        let now = DateTime::parse_from_rfc3339(now).unwrap().to_utc();
        demo(&engine, &Source::seeded(now)).await;
        Rows::of(&engine).await.obey(now);
    }
}

#[tokio::test]
async fn the_board_of_central_texas_is_the_one_of_the_pictures() {
    let engine = crate::support::engine::sqlite().await;
    let source = noon();
    demo(&engine, &source).await;
    let rows = Rows::of(&engine).await;
    let manager = user::row::Entity::find().all(&engine.db.read).await.unwrap();
    let manager = manager.into_iter().find(|user| user.email == "manager@demo.example").unwrap();
    let divisions = entity::dealer::division::Entity::find().all(&engine.db.read).await.unwrap();
    let shown: HashSet<_> = divisions.iter().filter(|d| d.position <= 2).map(|d| d.id).collect();
    let in_picture = |row: &&opportunity::Model| {
        row.region_id == manager.region_id && row.division_id.is_some_and(|id| shown.contains(&id))
    };
    let sums = |phase: Phase| {
        let of = rows.opportunities.iter().filter(in_picture).filter(|row| row.phase == phase);
        let of = of.filter(|row| row.closed_on.is_none_or(|on| on.month() == 11));
        of.fold((0, Money::ZERO), |(n, sum), row| (n + 1, sum + row.amount))
    };
    for (phase, count, dollars) in [
        (Phase::Qualification, 5, 1_114_500),
        (Phase::Development, 4, 1_552_900),
        (Phase::Proposal, 4, 954_800),
        (Phase::Won, 9, 1_840_000),
        (Phase::Lost, 4, 702_000),
        (Phase::NoDeal, 3, 256_000),
    ] {
        assert_eq!(sums(phase), (count, Money::whole(dollars)), "{phase:?}");
    }
    let today = source.now().date_naive();
    let idle = rows.opportunities.iter().filter(in_picture).filter(|row| {
        let stage = rows.stages.iter().find(|stage| StageKey(stage.key.clone()) == row.stage).unwrap().clone();
        idle_days(row.stage_since.date_naive(), today, &stage.into()).is_some()
    });
    assert_eq!(idle.count(), 2);
}

#[tokio::test]
async fn the_demo_is_seeded_once_and_the_same_each_time() {
    let (one, two) = (crate::support::engine::sqlite().await, crate::support::engine::sqlite().await);
    demo(&one, &noon()).await;
    demo(&two, &noon()).await;
    assert_eq!(Rows::of(&one).await.opportunities, Rows::of(&two).await.opportunities);
    let again = seed::demo(&one.db, &noon(), PASSWORD).await.unwrap_err();
    assert!(again.to_string().contains("already has users"), "{again}");
}

#[tokio::test]
async fn every_sign_in_has_a_password_and_nobody_else_has() {
    let engine = crate::support::engine::sqlite().await;
    demo(&engine, &noon()).await;
    let users = user::row::Entity::find().all(&engine.db.read).await.unwrap();
    let able: HashSet<_> = users.iter().filter(|u| !u.password_hash.is_empty()).map(|u| u.email.as_str()).collect();
    assert_eq!(able, SIGN_INS.iter().map(|sign_in| sign_in.email).collect());
    assert!(
        users
            .iter()
            .filter(|u| !u.password_hash.is_empty())
            .all(|u| u.password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"))
    );
    let customers = customer::row::Entity::find().all(&engine.db.read).await.unwrap();
    let contacts = contact::row::Entity::find().all(&engine.db.read).await.unwrap();
    assert!((customers.len(), contacts.len()) >= (45, 90), "{} {}", customers.len(), contacts.len());
}

#[tokio::test]
async fn a_volume_obeys_the_laws() {
    let size = Volume { opportunities: 700, customers: 60, ..Volume::default() };
    for engine in engines().await {
        let source = noon();
        let seeded = seed::volume(&engine.db, &source, PASSWORD, size).await.unwrap();
        assert_eq!((seeded.opportunities, seeded.customers, seeded.users), (700, 60, 20));
        let rows = Rows::of(&engine).await;
        rows.obey(source.now());
        let open = rows.opportunities.iter().filter(|row| row.phase.is_open()).count();
        assert!((200..=360).contains(&open), "{}: {open} of 700 are open", engine.name);
    }
}

//! A small dealer: two regions, a person of each role, and hands to act with.

use crate::support::engine::{Engine, engines};
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::db::Db;
use app::core::source::Source;
use app::customers::store;
use chrono::{DateTime, TimeDelta};
use chrono_tz::America::Chicago;
use entity::contact::{ContactForm, row as contact};
use entity::customer::{CustomerForm, row as customer};
use entity::dealer::{branch, division, region};
use entity::event::row as event;
use entity::opportunity::row::stage;
use entity::opportunity::{OpportunityForm, StageKey, default_stages};
use entity::search::row as word;
use entity::shared::ids::{BranchId, ContactId, CustomerId, DivisionId, OpportunityId, RegionId, UserId};
use entity::user::row as user;
use entity::{Actor, Role};
use sea_orm::{ActiveModelTrait, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel, QueryOrder};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

pub const CENTRAL: RegionId = RegionId(Uuid::from_u128(1));
pub const GULF: RegionId = RegionId(Uuid::from_u128(2));
pub const AUSTIN: BranchId = BranchId(Uuid::from_u128(11));
pub const HOUSTON: BranchId = BranchId(Uuid::from_u128(12));
pub const PAVING: DivisionId = DivisionId(Uuid::from_u128(21));

/// Who there is. Central: `Rep`, `Colleague`, `Support`, `Manager`. Gulf: `Rep2`, `Manager2`. Everywhere: the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Rep,
    Colleague,
    Support,
    Manager,
    Rep2,
    Manager2,
    Executive,
    Admin,
}

impl Who {
    pub const ALL: [Self; 8] = [
        Self::Rep,
        Self::Colleague,
        Self::Support,
        Self::Manager,
        Self::Rep2,
        Self::Manager2,
        Self::Executive,
        Self::Admin,
    ];

    fn role_and_region(self) -> (Role, Option<RegionId>) {
        match self {
            Self::Rep | Self::Colleague => (Role::SalesRep, Some(CENTRAL)),
            Self::Support => (Role::ProductSupportRep, Some(CENTRAL)),
            Self::Manager => (Role::SalesManager, Some(CENTRAL)),
            Self::Rep2 => (Role::SalesRep, Some(GULF)),
            Self::Manager2 => (Role::SalesManager, Some(GULF)),
            Self::Executive => (Role::Executive, None),
            Self::Admin => (Role::Admin, None),
        }
    }

    /// The region he works in.
    pub fn row_region(self) -> Option<RegionId> {
        self.role_and_region().1
    }

    pub fn id(self) -> UserId {
        UserId(Uuid::from_u128(100 + self as u128))
    }

    pub fn name(self) -> String {
        format!("{self:?} Person")
    }

    fn row(self) -> user::Model {
        let (role, region_id) = self.role_and_region();
        user::Model {
            id: self.id(),
            email: format!("{self:?}@dealer.example").to_lowercase(),
            name: self.name(),
            role,
            region_id,
            branch_id: None,
            password_hash: String::new(),
            active: true,
            epoch: 0,
            time_zone: "America/Chicago".to_owned(),
            theme: "auto".to_owned(),
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }
}

/// The dealer in one database.
pub struct World {
    pub engine: Engine,
    pub source: Source,
}

/// One per engine that is there.
pub async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for engine in engines().await {
        let source = Source::seeded(DateTime::parse_from_rfc3339("2026-11-23T18:00:00Z").unwrap().to_utc());
        let world = World { engine, source };
        world.settle().await.unwrap();
        worlds.push(world);
    }
    worlds
}

impl World {
    async fn settle(&self) -> Result<(), DbErr> {
        let db = &self.engine.db.write;
        for (id, name) in [(CENTRAL, "Central"), (GULF, "Gulf Coast")] {
            let row = region::Model { id, name: name.to_owned() };
            region::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
        }
        for (id, region_id, name) in [(AUSTIN, CENTRAL, "Austin"), (HOUSTON, GULF, "Houston")] {
            let row = branch::Model { id, region_id, name: name.to_owned() };
            branch::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
        }
        let row = division::Model { id: PAVING, name: "Paving".to_owned(), position: 1 };
        division::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
        for row in default_stages().into_iter().map(stage::Model::from) {
            stage::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
        }
        for who in Who::ALL {
            user::Entity::insert(who.row().into_active_model().reset_all()).exec_without_returning(db).await?;
        }
        Ok(())
    }

    /// A request of somebody, a second after the one before.
    pub fn ctx(&self, who: Who) -> Ctx {
        self.source.advance(TimeDelta::seconds(1));
        let (role, region) = who.role_and_region();
        Ctx {
            db: self.engine.db.clone(),
            actor: Actor { id: who.id(), name: who.name(), role, region },
            viewer: None,
            source: self.source.clone(),
            now: self.source.now(),
            zone: Chicago,
            session: format!("session of {who:?}"),
        }
    }

    /// A request whose statements are counted.
    pub fn counted(&self, who: Who) -> (Ctx, Arc<AtomicUsize>) {
        let mut ctx = self.ctx(who);
        let (db, count) = self.counted_db();
        ctx.db = db;
        (ctx, count)
    }

    /// The same database, with every statement counted.
    pub fn counted_db(&self) -> (Db, Arc<AtomicUsize>) {
        let mut db = self.engine.db.clone();
        let count = Arc::new(AtomicUsize::new(0));
        let counted = |mut pool: DatabaseConnection| {
            let counter = count.clone();
            pool.set_metric_callback(move |_| {
                counter.fetch_add(1, Ordering::Relaxed);
            });
            pool
        };
        db.read = counted(db.read.pool().unwrap().clone()).into();
        db.write = counted(db.write);
        (db, count)
    }

    pub async fn save(
        &self,
        who: Who,
        id: Option<CustomerId>,
        version: i64,
        form: CustomerForm,
    ) -> Result<CustomerId, AppError> {
        let ctx = self.ctx(who);
        store::save(&ctx, id, version, ctx.id(), form).await.map(|saved| saved.id)
    }

    /// What the form of a customer holds.
    pub async fn customer_form(&self, id: CustomerId) -> CustomerForm {
        store::form_page(&self.ctx(Who::Admin), Some(id)).await.unwrap().form
    }

    /// A customer made by somebody.
    pub async fn customer(&self, who: Who, name: &str) -> CustomerId {
        self.save(who, None, 0, named(name)).await.unwrap()
    }

    pub async fn save_contact(
        &self,
        who: Who,
        customer: CustomerId,
        id: Option<ContactId>,
        version: i64,
        form: ContactForm,
    ) -> Result<ContactId, AppError> {
        let ctx = self.ctx(who);
        store::save_contact(&ctx, customer, id, version, ctx.id(), form).await.map(|saved| saved.id)
    }

    /// An opportunity of somebody at a customer.
    pub async fn opportunity(&self, who: Who, customer: CustomerId, name: &str, amount: &str) -> OpportunityId {
        let form = OpportunityForm {
            name: name.to_owned(),
            customer: customer.to_string(),
            amount: amount.to_owned(),
            ..OpportunityForm::default()
        };
        let ctx = self.ctx(who);
        let stage = StageKey("qualification".to_owned());
        app::opportunities::store::save(&ctx, None, 0, ctx.id(), stage, form).await.unwrap().id
    }

    pub async fn row(&self, id: CustomerId) -> customer::Model {
        customer::Entity::find_by_id(id).one(&self.engine.db.read).await.unwrap().unwrap()
    }

    pub async fn contact_row(&self, id: ContactId) -> contact::Model {
        contact::Entity::find_by_id(id).one(&self.engine.db.read).await.unwrap().unwrap()
    }

    pub async fn events(&self) -> Vec<event::Model> {
        event::Entity::find().order_by_asc(event::Column::Seq).all(&self.engine.db.read).await.unwrap()
    }

    /// Everything a write of ours could touch, as text.
    pub async fn state(&self) -> String {
        let db = &self.engine.db.read;
        let customers = customer::Entity::find().order_by_asc(customer::Column::Id).all(db).await.unwrap();
        let contacts = contact::Entity::find().order_by_asc(contact::Column::Id).all(db).await.unwrap();
        let words = word::Entity::find()
            .order_by_asc(word::Column::RecordId)
            .order_by_asc(word::Column::Word)
            .order_by_asc(word::Column::Place)
            .all(db)
            .await
            .unwrap();
        format!("{customers:?}\n{contacts:?}\n{words:?}\n{:?}", self.events().await)
    }
}

/// The form of a customer with nothing but a name.
pub fn named(name: &str) -> CustomerForm {
    CustomerForm { name: name.to_owned(), ..CustomerForm::default() }
}

/// The form of a contact with nothing but a name.
pub fn person(name: &str) -> ContactForm {
    ContactForm { name: name.to_owned(), ..ContactForm::default() }
}

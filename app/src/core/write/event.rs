//! What is told of a write: to timelines, to those who ask who did it, to everybody who looks.

use super::{Once, Tx};
use entity::event::row as event_row;
use entity::event::{Deed, Detail, Noun};
use entity::shared::ids::{CustomerId, RecordId, RegionId, UserId};
use sea_orm::{DbErr, EntityTrait, Set};
use uuid::Uuid;

/// An event to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub noun: Noun,
    pub record: Uuid,
    pub deed: Deed,
    /// Version of the record after it.
    pub version: i64,
    pub detail: Detail,
    /// In whose timeline.
    pub customer: Option<CustomerId>,
    /// Who may learn of it.
    pub owner: Option<UserId>,
    pub other_owner: Option<UserId>,
    pub region: Option<RegionId>,
    pub other_region: Option<RegionId>,
}

impl NewEvent {
    /// Also for those in whose hands the record was before: it has to leave their pages.
    #[must_use]
    pub fn out_of_hands(self, owner: Option<UserId>, region: Option<RegionId>) -> Self {
        Self {
            other_owner: owner.filter(|owner| self.owner != Some(*owner)).or(self.other_owner),
            other_region: region.filter(|region| self.region != Some(*region)),
            ..self
        }
    }
}

impl Tx<'_> {
    /// Appends an event in this transaction; every write has at least one.
    ///
    /// # Errors
    /// The database's.
    pub async fn event(&self, event: NewEvent) -> Result<(), DbErr> {
        event_row::Entity::insert(self.event_row(event)?).exec_without_returning(self.db).await.map(|_| ())
    }

    /// Appends many events at once, for records that come in with a file. The caller keeps below the engine's limit of
    /// bound values.
    ///
    /// # Errors
    /// The database's.
    pub async fn events(&self, events: Vec<NewEvent>) -> Result<(), DbErr> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = events.into_iter().map(|event| self.event_row(event)).collect::<Result<Vec<_>, _>>()?;
        event_row::Entity::insert_many(rows).exec_without_returning(self.db).await.map(|_| ())
    }

    fn event_row(&self, event: NewEvent) -> Result<event_row::ActiveModel, DbErr> {
        let NewEvent { noun, record, deed, version, detail, customer, owner, other_owner, region, other_region } =
            event;
        let actor = self.ctx.actor.id;
        Ok(event_row::ActiveModel {
            seq: sea_orm::NotSet,
            at: Set(self.ctx.now),
            // The command line acts as nobody.
            actor_id: Set((!actor.0.is_nil()).then_some(actor)),
            noun: Set(noun),
            record_id: Set(RecordId(record)),
            customer_id: Set(customer),
            deed: Set(deed),
            version: Set(version),
            detail: Set(serde_json::to_string(&detail).map_err(|e| DbErr::Custom(e.to_string()))?),
            mutation: Set(self.once.map(Once::key)),
            owner_id: Set(owner),
            other_owner_id: Set(other_owner),
            region_id: Set(region),
            other_region_id: Set(other_region),
        })
    }
}

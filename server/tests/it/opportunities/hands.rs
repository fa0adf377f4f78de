//! Hands for opportunities: what the tests here do again and again.

use crate::customers::world::{Who, World};
use app::core::AppError;
use app::opportunities::store;
use app::opportunities::types::MoveDone;
use entity::dealer::competitor;
use entity::opportunity::history::{Step, prove};
use entity::opportunity::row::{self as opportunity, closure, line, stage_change};
use entity::opportunity::{LineForm, MoveForm, OpportunityForm, StageKey};
use entity::product::row as product;
use entity::shared::ids::{CompetitorId, OpportunityId, ProductId};
use entity::{Money, event};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

pub const RIVAL: CompetitorId = CompetitorId(Uuid::from_u128(31));
pub const ROLLER: ProductId = ProductId(Uuid::from_u128(41));

/// The form of an opportunity with a name and an amount.
pub fn deal(name: &str, amount: &str) -> OpportunityForm {
    OpportunityForm { name: name.to_owned(), amount: amount.to_owned(), ..OpportunityForm::default() }
}

/// A line of free text.
pub fn line_of(description: &str, quantity: &str, price: &str) -> LineForm {
    LineForm {
        product: String::new(),
        description: description.to_owned(),
        quantity: quantity.to_owned(),
        price: price.to_owned(),
    }
}

/// A move of `id`, as it stands in version `version`, to `to`.
pub fn to(id: OpportunityId, version: i64, to: &str) -> MoveForm {
    MoveForm { id: id.to_string(), version: version.to_string(), to: to.to_owned(), ..MoveForm::default() }
}

/// The sentence at a field of a refusal.
pub fn at(error: &AppError, field: &str) -> String {
    error.fields().at(field).unwrap_or_else(|| panic!("nothing at {field} in {error:?}")).to_owned()
}

impl World {
    /// A competitor and a product.
    pub async fn stock(&self) {
        let db = &self.engine.db.write;
        let rival = competitor::Model { id: RIVAL, name: "Big Bend Machinery".to_owned() };
        competitor::Entity::insert(rival.into_active_model().reset_all()).exec_without_returning(db).await.unwrap();
        let roller = product::Model {
            id: ROLLER,
            name: "Hamm H 13i".to_owned(),
            name_key: "hammh13i".to_owned(),
            category: "Rollers".to_owned(),
            list_price: Money::whole(119_500),
            division_id: None,
            version: 1,
        };
        product::Entity::insert(roller.into_active_model().reset_all()).exec_without_returning(db).await.unwrap();
    }

    pub async fn save_deal(
        &self,
        who: Who,
        id: Option<OpportunityId>,
        version: i64,
        form: OpportunityForm,
    ) -> Result<OpportunityId, AppError> {
        let ctx = self.ctx(who);
        let stage = StageKey("qualification".to_owned());
        store::save(&ctx, id, version, ctx.id(), stage, form).await.map(|saved| saved.id)
    }

    /// A new one in Qualification.
    pub async fn deal(&self, who: Who, name: &str, amount: &str) -> OpportunityId {
        self.save_deal(who, None, 0, deal(name, amount)).await.unwrap()
    }

    /// What the form of a stored one holds.
    pub async fn form(&self, who: Who, id: OpportunityId) -> OpportunityForm {
        store::form_page(&self.ctx(who), Some(id), None).await.unwrap().form
    }

    pub async fn move_deal(&self, who: Who, form: MoveForm) -> Result<MoveDone, AppError> {
        let ctx = self.ctx(who);
        store::move_to(&ctx, MoveForm { key: ctx.id().to_string(), ..form }).await
    }

    pub async fn deal_row(&self, id: OpportunityId) -> opportunity::Model {
        // unscoped: a test looks at what is stored
        opportunity::Entity::find_by_id(id).one(&self.engine.db.read).await.unwrap().unwrap()
    }

    pub async fn lines(&self, id: OpportunityId) -> Vec<line::Model> {
        let lines = line::Entity::find().filter(line::Column::OpportunityId.eq(id));
        lines.order_by_asc(line::Column::Position).all(&self.engine.db.read).await.unwrap()
    }

    pub async fn closures(&self, id: OpportunityId) -> Vec<closure::Model> {
        let closures = closure::Entity::find().filter(closure::Column::OpportunityId.eq(id));
        closures.order_by_asc(closure::Column::Id).all(&self.engine.db.read).await.unwrap()
    }

    /// Fails unless the stage history is whole (I2); answers how many steps it has.
    pub async fn history_is_whole(&self, id: OpportunityId) -> usize {
        let changes = stage_change::Entity::find().filter(stage_change::Column::OpportunityId.eq(id));
        let changes = changes.order_by_asc(stage_change::Column::Id).all(&self.engine.db.read).await.unwrap();
        let step = |row: stage_change::Model| Step { from: row.from_stage, to: row.to_stage, at: row.at };
        let steps: Vec<_> = changes.into_iter().map(step).collect();
        assert_eq!(prove(&steps, &self.deal_row(id).await.stage), Ok(()), "{}", self.engine.name);
        steps.len()
    }

    /// The changes the last event tells, as text.
    pub async fn told(&self) -> Vec<String> {
        let last = self.events().await.pop().unwrap();
        let detail: event::Detail = serde_json::from_str(&last.detail).unwrap();
        detail.changes.into_iter().map(|change| format!("{}: {} > {}", change.field, change.from, change.to)).collect()
    }
}

//! Table `stage`.

use crate::Percent;
use crate::opportunity::{Phase, Required, Stage, StageKey};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub name: String,
    pub phase: Phase,
    pub position: i32,
    pub probability: Percent,
    pub stale_days: i32,
    pub wip_limit: Option<i32>,
    /// Words of [`Required`] between commas.
    pub requires: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for Stage {
    fn from(row: Model) -> Self {
        let Model { key, name, phase, position, probability, stale_days, wip_limit, requires } = row;
        let requires = requires.split(',').filter_map(|word| word.parse::<Required>().ok()).collect();
        Self { key: StageKey(key), name, phase, position, probability, stale_days, wip_limit, requires }
    }
}

impl From<Stage> for Model {
    fn from(stage: Stage) -> Self {
        let Stage { key, name, phase, position, probability, stale_days, wip_limit, requires } = stage;
        let requires = requires.iter().map(|required| required.word()).collect::<Vec<_>>().join(",");
        Self { key: key.0, name, phase, position, probability, stale_days, wip_limit, requires }
    }
}

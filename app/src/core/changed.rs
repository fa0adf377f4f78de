//! What of a row is written when it changes.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait};

/// The columns of `after` that differ from `before`, and no others.
///
/// A database rewrites every index that holds a column it is told to set, whether its value is another or not. Something has
/// to differ, at least the version: an update of nothing touches no row, which callers take for somebody who was faster.
pub fn changed<M, A>(before: &M, after: M) -> A
where
    M: ModelTrait + IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = M::Entity>,
{
    let columns = <M::Entity as EntityTrait>::Column::iter();
    let (differ, same): (Vec<_>, Vec<_>) = columns.partition(|column| before.get(*column) != after.get(*column));
    let mut change = after.into_active_model();
    differ.into_iter().for_each(|column| change.reset(column));
    same.into_iter().for_each(|column| change.not_set(column));
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::dealer::region::{ActiveModel, Model};
    use entity::shared::ids::RegionId;
    use sea_orm::ActiveValue::{NotSet, Set};
    use uuid::Uuid;

    #[test]
    fn only_what_differs_is_set() {
        let before = Model { id: RegionId(Uuid::nil()), name: "North".into() };
        let change: ActiveModel = changed(&before, Model { name: "South".into(), ..before.clone() });
        assert_eq!((change.id, change.name), (NotSet, Set("South".to_owned())));
    }
}

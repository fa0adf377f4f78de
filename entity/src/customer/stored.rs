//! A draft as a row, and a row as a draft. Both take everything apart, so that a new field must find its place here.

use super::CustomerDraft;
use super::row::Model;
use crate::shared::ids::{CustomerId, RegionId};
use crate::shared::text::fold;
use chrono::{DateTime, Utc};

/// What a draft does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub id: CustomerId,
    /// Where it belongs: decided from branch and reps.
    pub region: Option<RegionId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

impl CustomerDraft {
    /// The row it makes.
    pub fn into_row(self, standing: Standing) -> Model {
        let Standing { id, region, created_at, updated_at, version } = standing;
        let Self {
            kind,
            number,
            name,
            status,
            customer_type,
            size,
            division,
            branch,
            phone,
            website,
            street,
            city,
            county,
            state,
            postal_code,
            country,
            parent,
            machine_rep,
            support_rep,
            tags,
            notes,
        } = self;
        Model {
            id,
            kind,
            number,
            name_key: fold(&name),
            name,
            status,
            customer_type,
            size,
            division_id: division,
            branch_id: branch,
            region_id: region,
            phone,
            website,
            street,
            city,
            county,
            state,
            postal_code,
            country,
            parent_id: parent,
            machine_rep_id: machine_rep,
            support_rep_id: support_rep,
            tags: tags_text(&tags),
            notes,
            created_at,
            updated_at,
            version,
        }
    }

    /// What a row says.
    pub fn of_row(row: Model) -> Self {
        let Model {
            id: _,
            kind,
            number,
            name,
            name_key: _,
            status,
            customer_type,
            size,
            division_id,
            branch_id,
            region_id: _,
            phone,
            website,
            street,
            city,
            county,
            state,
            postal_code,
            country,
            parent_id,
            machine_rep_id,
            support_rep_id,
            tags,
            notes,
            created_at: _,
            updated_at: _,
            version: _,
        } = row;
        Self {
            kind,
            number,
            name,
            status,
            customer_type,
            size,
            division: division_id,
            branch: branch_id,
            phone,
            website,
            street,
            city,
            county,
            state,
            postal_code,
            country,
            parent: parent_id,
            machine_rep: machine_rep_id,
            support_rep: support_rep_id,
            tags: tags_of(&tags),
            notes,
        }
    }
}

/// Tags as the column holds them: words between commas, with a comma at either end.
pub fn tags_text(tags: &[String]) -> String {
    if tags.is_empty() { String::new() } else { format!(",{},", tags.join(",")) }
}

/// Tags of a column.
pub fn tags_of(text: &str) -> Vec<String> {
    text.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::CustomerForm;

    #[test]
    fn a_draft_survives_its_row() {
        let form = CustomerForm {
            name: "Brazos Paving".into(),
            number: "C-1".into(),
            city: "Waco".into(),
            tags: "paving, vip".into(),
            notes: "Ask for Ann.".into(),
            ..CustomerForm::default()
        };
        let draft = form.parse().unwrap();
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let id = CustomerId(uuid::Uuid::from_u128(1));
        let row = draft.clone().into_row(Standing { id, region: None, created_at: at, updated_at: at, version: 1 });
        assert_eq!((row.name_key.as_str(), row.tags.as_str()), ("brazospaving", ",paving,vip,"));
        assert_eq!(CustomerDraft::of_row(row), draft);
    }
}

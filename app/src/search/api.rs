//! Server functions of search.

use super::types::Found;
use crate::core::AppError;
use leptos::prelude::*;

/// Records in scope whose words begin with the words of `q`, at most `limit` of each noun.
#[server(endpoint = "search/find")]
pub async fn find(q: String, #[server(default)] limit: u64) -> Result<Found, AppError> {
    super::store::find(&crate::core::ctx::ctx()?, &q, limit).await
}

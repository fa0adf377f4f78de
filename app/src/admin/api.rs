//! Server functions of administration.

use super::types::UserPage;
use crate::core::AppError;
use leptos::prelude::*;

/// Everybody, by name; `query` says which page.
#[server(endpoint = "admin/users")]
pub async fn list_users(query: String) -> Result<UserPage, AppError> {
    super::store::users(&crate::core::ctx::ctx()?, &entity::shared::page::Seek::read(&query)).await
}

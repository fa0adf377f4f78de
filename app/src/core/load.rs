//! Loading what a page shows, together with what a refused form left behind.

use super::AppError;
use super::flash::{Flash, flash_id, flash_of};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// Data of a form page: the page's own, and the flash.
pub type FormData<T> = Resource<Result<(T, Flash), AppError>>;

/// Loads the data of a form page whenever `source` changes.
pub fn form_resource<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    load: impl Fn(S) -> F + Send + Sync + Copy + 'static,
) -> FormData<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let flash = flash_id();
    Resource::new(
        move || (source(), flash.get()),
        move |(source, flash)| async move {
            let page = load(source).await?;
            Ok((page, flash_of(flash).await))
        },
    )
}

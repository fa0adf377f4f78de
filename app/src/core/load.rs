//! Loading what a page shows, together with what a refused form left behind.

use super::AppError;
use super::flash::{Flash, flash_id, flash_of};
use codee::{Decoder, Encoder};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// How data comes with the page: JSON, read by the same code that reads the answers of server functions. Leptos' own
/// codec would bring every type's reader into the browser a second time.
pub struct Wire;

impl<T: Serialize> Encoder<T> for Wire {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// Data that a page shows.
pub type Loaded<T> = Resource<T, Wire>;

/// Data of a form page: the page's own, and the flash.
pub type FormData<T> = Loaded<Result<(T, Flash), AppError>>;

/// Loads what a page shows whenever `source` changes.
///
/// Called in a page's `view`, never in its `data`: what `data` reaches is loaded with every first visit, of any page.
pub fn load<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    Loaded::new_with_options(source, fetch, false)
}

/// Loads the data of a form page whenever `source` changes.
pub fn form_resource<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + Copy + 'static,
) -> FormData<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let flash = flash_id();
    load(
        move || (source(), flash.get()),
        move |(source, flash)| async move {
            let page = fetch(source).await?;
            Ok((page, flash_of(flash).await))
        },
    )
}

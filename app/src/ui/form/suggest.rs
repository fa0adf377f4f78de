//! What a combo box is given: its entries, how more of them are found, and how one is added.

use crate::core::AppError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

/// One entry: the value that is sent, and two lines to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    pub value: String,
    pub text: String,
    pub note: String,
}

pub(super) type Answer = Pin<Box<dyn Future<Output = Result<Vec<Suggestion>, AppError>>>>;

/// Finds entries for what was typed.
#[derive(Clone)]
pub struct Search(pub(super) Arc<dyn Fn(String) -> Answer + Send + Sync>);

impl Search {
    /// Wraps an asynchronous search, mostly a server function.
    pub fn new<F>(find: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Vec<Suggestion>, AppError>> + 'static,
    {
        Self(Arc::new(move |text| Box::pin(find(text))))
    }
}

pub(super) type Added = Pin<Box<dyn Future<Output = Result<Suggestion, AppError>>>>;

/// Adds what was typed and nobody knows yet.
#[derive(Clone)]
pub struct Add {
    /// As what.
    pub(super) note: &'static str,
    /// Of the words and a key, the same for the same words: asked twice it adds one.
    pub(super) add: Arc<dyn Fn(String, Uuid) -> Added + Send + Sync>,
}

impl Add {
    /// Wraps an asynchronous function, mostly a server function; `note` says as what it adds.
    pub fn new<F>(note: &'static str, add: impl Fn(String, Uuid) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Suggestion, AppError>> + 'static,
    {
        Self { note, add: Arc::new(move |text, key| Box::pin(add(text, key))) }
    }
}

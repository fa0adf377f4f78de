//! The one error of the product. Each becomes its HTTP status and one kind sentence; internals stay in the log.

use entity::FieldErrors;
use entity::opportunity::board::Card;
use entity::opportunity::transition::Refused;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Everything that can go wrong for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// No session, or it is over.
    #[error("You are signed out. Sign in and try again.")]
    SignedOut,
    /// It is not there, or not for this actor; the two look alike on purpose.
    #[error("This is not here, or you may not see it.")]
    NotFound,
    /// The role does not allow the action at all.
    #[error("{0}")]
    Denied(String),
    /// Fields that need correcting.
    #[error("Check the fields that are marked.")]
    Invalid(FieldErrors),
    /// A law of the pipeline said no; some answers can be given in a small sheet.
    #[error("{0}")]
    Law(Refused),
    /// Another rule said no, in a sentence.
    #[error("{0}")]
    Refused(String),
    /// Somebody changed it in between.
    #[error("{0}")]
    Conflict(Box<Conflict>),
    /// Too often. Seconds until the next try.
    #[error("Too many tries. Wait {0} seconds and try again.")]
    TooMany(u64),
    /// The request was not understood: an old page, or not ours.
    #[error("This page is out of date. Reload it and try again.")]
    BadRequest,
    /// The server could not be reached (made in the browser only).
    #[error("The server cannot be reached. Check the connection and try again.")]
    Offline,
    /// The database is busy or away.
    #[error("The server is busy. Try again in a moment.")]
    Unavailable,
    /// Our fault; the log has the rest under this reference.
    #[error("Something went wrong on our side. Reference {0}.")]
    Internal(String),
}

/// What somebody else did in between, and what is true now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{who} changed this at {at}, and your change was not saved.")]
pub struct Conflict {
    /// Who changed it.
    pub who: String,
    /// When, wall clock of the reader: `10:42`.
    pub at: String,
    /// Version now.
    pub version: i64,
    /// The card as it is now, when it is an opportunity.
    pub card: Option<Card>,
}

impl AppError {
    /// The HTTP status this is.
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::Denied(_) => 403,
            Self::NotFound => 404,
            Self::Conflict(_) => 409,
            Self::Invalid(_) | Self::Law(_) | Self::Refused(_) => 422,
            Self::TooMany(_) => 429,
            Self::BadRequest => 400,
            Self::Unavailable | Self::Offline => 503,
            Self::Internal(_) => 500,
        }
    }

    /// One wrong field.
    pub fn field(field: &str, sentence: impl Into<String>) -> Self {
        Self::Invalid(FieldErrors::one(field, sentence))
    }

    /// The field errors, when it is about fields.
    pub fn fields(&self) -> FieldErrors {
        match self {
            Self::Invalid(errors) => errors.clone(),
            Self::Law(refused) => refused.at_fields(),
            _ => FieldErrors::default(),
        }
    }

    /// Everything it says in one text, for a place that stands for all fields.
    pub fn in_full(&self) -> String {
        match self {
            Self::Invalid(errors) => {
                errors.iter().map(|(_, sentence)| sentence.to_owned()).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        }
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<Refused> for AppError {
    fn from(why: Refused) -> Self {
        Self::Law(why)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::ServerError(_) => Self::Internal("server-function".to_owned()),
        }
    }
}

#[cfg(feature = "ssr")]
mod database;
#[cfg(feature = "ssr")]
pub use database::worth_another_try;

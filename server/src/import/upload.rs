//! `POST /imports/upload`: a multipart form with the noun and the file, streamed into the database (T6, S29).

use crate::security::refusal::answer;
use app::core::AppError;
use app::core::ctx::Ctx;
use app::core::ctx::Guest;
use app::core::flash::Flash;
use app::core::flash_store::{FlashOwner, keep};
use app::imports::store::Upload;
use app::imports::types::Stepped;
use app::routes;
use axum::Extension;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::import::ImportNoun;
use std::time::Duration;

/// Longest word for what is in a file; the rest of a longer one is not read.
const NOUN_MAX: usize = 64;
/// Longest silence of a browser that sends a file.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes a file in and goes on to its columns; a refusal goes back to the form, which says why.
pub async fn upload(
    ctx: Option<Extension<Ctx>>,
    guest: Option<Extension<Guest>>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(Extension(ctx)) = ctx else { return answer(&AppError::SignedOut) };
    let Ok(form) = form else { return answer(&AppError::BadRequest) };
    let owner = FlashOwner(ctx.session.clone());
    let page = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kinds| kinds.contains("text/html"));
    let mut noun = None;
    match take(ctx, form, &mut noun).await {
        Ok(Stepped { goto }) if page => see_other(&goto),
        Ok(stepped) => axum::Json(stepped).into_response(),
        Err(error) if page => match guest {
            Some(Extension(guest)) => {
                let body = noun.map_or(String::new(), |noun| format!("form[noun]={}", noun.word()));
                let flash = Flash { body, error: Some(error.clone()), ..Flash::default() };
                match keep(&guest, &owner, &flash).await {
                    Ok(id) => see_other(&format!("{}?flash={id}", routes::IMPORT_NEW)),
                    Err(_) => answer(&error),
                }
            }
            None => answer(&error),
        },
        Err(error) => answer(&error),
    }
}

fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response()
}

/// Takes the form; `noun` is what it says before the file, even when that is refused.
async fn take(ctx: Ctx, mut form: Multipart, noun: &mut Option<ImportNoun>) -> Result<Stepped, AppError> {
    while let Some(field) = patient(form.next_field()).await? {
        match field.name() {
            Some("noun") => *noun = word(field).await?.parse().ok(),
            Some("file") => {
                let noun = noun.ok_or_else(|| AppError::field("noun", "Choose what is in the file."))?;
                return stream(ctx, noun, field).await;
            }
            _ => {}
        }
    }
    Err(AppError::field("file", "Choose a file."))
}

/// A short text; one that is longer is none.
async fn word(mut field: Field<'_>) -> Result<String, AppError> {
    let mut text = Vec::new();
    while let Some(bytes) = patient(field.chunk()).await? {
        text.extend_from_slice(&bytes);
        if text.len() > NOUN_MAX {
            return Err(AppError::field("noun", "Choose what is in the file."));
        }
    }
    Ok(String::from_utf8(text).unwrap_or_default())
}

async fn stream(ctx: Ctx, noun: ImportNoun, mut field: Field<'_>) -> Result<Stepped, AppError> {
    let name = field.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Err(AppError::field("file", "Choose a file."));
    }
    let mut upload = Upload::start(ctx, noun, &name).await?;
    while let Some(bytes) = patient(field.chunk()).await? {
        upload.push(&bytes).await?;
    }
    upload.finish().await
}

/// A piece of the form, when it comes in time.
async fn patient<T>(piece: impl Future<Output = Result<T, MultipartError>>) -> Result<T, AppError> {
    match tokio::time::timeout(PATIENCE, piece).await {
        Ok(piece) => piece.map_err(cut_off),
        Err(_) => Err(AppError::Refused("The file stopped coming. Try again.".to_owned())),
    }
}

fn cut_off(error: MultipartError) -> AppError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::Refused("The file is too large.".to_owned()),
        _ => AppError::Refused("The file did not come through whole. Try again.".to_owned()),
    }
}

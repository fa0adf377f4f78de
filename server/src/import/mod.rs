//! Bringing in files: the command line, the upload, the downloads, and the jobs behind the pages.

pub mod cli;
mod download;
pub mod jobs;
mod mapping;
mod upload;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// Routes that carry files.
pub fn router() -> Router<AppState> {
    // Its size is counted as it comes, against the limit of its kind.
    let upload = post(upload::upload).layer(DefaultBodyLimit::disable());
    Router::new()
        .route(crate::security::limits::UPLOAD, upload)
        .route("/imports/sample/{noun}", get(download::sample_file))
        .route("/imports/{id}/report.csv", get(download::report))
        .route("/imports/{id}/file", get(download::file))
}

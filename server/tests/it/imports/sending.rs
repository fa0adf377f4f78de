//! A file as the upload form sends it.

use crate::support::browser::{Answer, Browser};
use axum::body::Body;
use axum::http::{Request, header, request};

const BOUNDARY: &str = "ironbook-test-boundary";

/// The form up to the first byte of its file.
pub fn head(noun: &str, name: &str) -> Vec<u8> {
    let noun = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"noun\"\r\n\r\n{noun}\r\n");
    let file = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n");
    [noun, file, "Content-Type: text/csv\r\n\r\n".to_owned()].concat().into_bytes()
}

/// The whole form.
pub fn form(noun: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let (head, end) = (head(noun, name), format!("\r\n--{BOUNDARY}--\r\n"));
    [head.as_slice(), bytes, end.as_bytes()].concat()
}

/// A request to the route that takes files; where it comes from is not said yet.
pub fn posted(accept: &str) -> request::Builder {
    Request::post("/imports/upload")
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
}

/// Sends a file as the upload form does.
pub async fn upload(browser: &mut Browser, accept: &str, noun: &str, name: &str, bytes: &[u8]) -> Answer {
    let request = posted(accept).header("sec-fetch-site", "same-origin");
    browser.send(request.body(Body::from(form(noun, name, bytes))).unwrap()).await
}

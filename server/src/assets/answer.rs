//! How a file goes over the wire: type, encoding, validator, how long it may be kept.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// How long a browser may keep a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// The address says the content.
    Forever,
    /// The address stays when the content changes.
    Revalidated,
}

/// Encodings the bundler left beside a file, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The response for a path below the bundle's folder; `content` looks a file up.
pub fn answer<F>(path: &str, request: &HeaderMap, caching: Caching, content: F) -> Response
where
    F: Fn(&str) -> Option<Cow<'static, [u8]>>,
{
    let Some((kind, plain)) = kind(path).zip(content(path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let encoded = ENCODINGS.into_iter().find_map(|(name, suffix)| {
        accepts(accepted, name).then(|| content(&format!("{path}{suffix}"))).flatten().map(|body| (name, body))
    });
    let (encoding, body) = encoded.map_or((None, plain), |(name, body)| (Some(name), body));
    let etag = etag(&body);

    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static(match caching {
            Caching::Forever => "public, max-age=31536000, immutable",
            Caching::Revalidated => "no-cache",
        }),
    );
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let known =
        request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|tags| lists(tags, &etag));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, etag);
    }
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    let body = match body {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    (headers, Body::from(body)).into_response()
}

/// The media type, or nothing for what is never served: hidden files, paths that climb, source maps, compressed
/// siblings and types nobody asked for.
fn kind(path: &str) -> Option<&'static str> {
    if path.split(['/', '\\']).any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    Some(match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

/// Whether `Accept-Encoding` allows an encoding. A weight of zero forbids it; other weights are ignored, because the
/// smallest body is best for both sides.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().trim_start_matches("q=").trim();
        name.trim().eq_ignore_ascii_case(encoding)
            && !(weight.starts_with('0') && weight.trim_matches(['0', '.']).is_empty())
    })
}

fn etag(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    format!("\"{}\"", digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Whether `If-None-Match` lists a tag; a proxy may have made it weak.
fn lists(header: &str, etag: &str) -> bool {
    header.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(path: &str) -> Option<Cow<'static, [u8]>> {
        let body: &[u8] = match path {
            "pkg/main.css" => b"plain",
            "pkg/main.css.br" => b"brotli",
            "pkg/main.css.gz" => b"gzip",
            "pkg/logo.png" | "pkg/.env.txt" | "pkg/main.js.map" => b"bytes",
            _ => return None,
        };
        Some(Cow::Borrowed(body))
    }

    async fn ask(path: &str, headers: &[(axum::http::HeaderName, &str)]) -> (StatusCode, HeaderMap, Bytes) {
        let request =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect();
        let response = answer(path, &request, Caching::Forever, content);
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, axum::body::to_bytes(body, 1024).await.unwrap())
    }

    #[tokio::test]
    async fn the_best_accepted_encoding_is_sent() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", "brotli"),
            ("gzip;q=1.0, BR;q=0.5", "brotli"),
            ("br;q=0, gzip", "gzip"),
            ("br;q=0.0, gzip; q=0", "plain"),
            ("identity", "plain"),
        ] {
            let (status, headers, body) = ask("pkg/main.css", &[(ACCEPT_ENCODING, accepted)]).await;
            assert_eq!((status, &body[..]), (StatusCode::OK, expected.as_bytes()), "{accepted}");
            assert_eq!(headers[VARY], "accept-encoding");
            assert_eq!(headers.contains_key(CONTENT_ENCODING), expected != "plain", "{accepted}");
        }
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_ever_and_never_guessed_at() {
        let (_, headers, _) = ask("pkg/logo.png", &[]).await;
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[CONTENT_TYPE], "image/png");
        assert_eq!(headers[CONTENT_LENGTH], "5");
    }

    #[tokio::test]
    async fn a_known_tag_is_answered_without_a_body() {
        let (_, headers, _) = ask("pkg/main.css", &[]).await;
        let etag = headers[ETAG].to_str().unwrap();
        for known in [etag.to_owned(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
            let (status, headers, body) = ask("pkg/main.css", &[(IF_NONE_MATCH, &known)]).await;
            assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
            assert_eq!(headers[ETAG], etag);
        }
        let (status, _, _) = ask("pkg/main.css", &[(IF_NONE_MATCH, "\"other\"")]).await;
        assert_eq!(status, StatusCode::OK);
    }

    #[tokio::test]
    async fn encodings_have_tags_of_their_own() {
        let (_, plain, _) = ask("pkg/main.css", &[]).await;
        let (_, brotli, _) = ask("pkg/main.css", &[(ACCEPT_ENCODING, "br")]).await;
        assert_ne!(plain[ETAG], brotli[ETAG]);
    }

    #[tokio::test]
    async fn hidden_climbing_mapped_and_sibling_paths_are_not_found() {
        for path in [
            "pkg/.env.txt",
            "pkg/../pkg/main.css",
            "pkg//main.css",
            "pkg/main.js.map",
            "pkg/main.css.br",
            "pkg/none.css",
            "pkg/..\\main.css",
        ] {
            assert_eq!(ask(path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

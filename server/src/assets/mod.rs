//! The client's files: inside the executable in a release build, read from `<target>/site/debug` in a development build.

mod answer;

use answer::{Caching, answer};
use axum::Router;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use rust_embed::Embed;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Embed)]
#[folder = "$IRONBOOK_SITE"]
#[allow_missing = true]
struct Site;

/// Plain name -> address, as the bundler wrote it. Empty without a bundle.
static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let paths: HashMap<String, String> = json("manifest.json").unwrap_or_default();
    if paths.is_empty() {
        tracing::warn!("this server holds no client: pages are bare and forms post plainly");
    }
    paths.into_iter().map(|(name, path)| (name, format!("/{path}"))).collect()
});

/// What browsers and crawlers ask for by a name of their own, without having been told an address.
const UNASKED: [&str; 2] = ["favicon.ico", "robots.txt"];

/// The address of a bundled file: `main.css`, `frontend.js`, or a file of `public/` such as `icons.svg`.
pub fn url(name: &str) -> Option<&'static str> {
    ADDRESSES.get(name).map(String::as_str)
}

/// Which chunks each lazy route needs, by the route's name.
pub fn chunks_by_route() -> HashMap<String, Vec<String>> {
    let folder = url("frontend.js").and_then(|entry| entry.rsplit_once('/')).map(|(folder, _)| folder);
    folder
        .and_then(|folder| json(&format!("{}/__wasm_split_manifest.json", folder.trim_start_matches('/'))))
        .unwrap_or_default()
}

/// Serves every bundled file under its hashed address, and a few under the name everybody expects.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let hashed = |Path(path): Path<String>, headers: HeaderMap| async move {
        answer(&format!("pkg/{path}"), &headers, Caching::Forever, content)
    };
    let router = Router::new().route("/pkg/{*path}", get(hashed));
    UNASKED
        .into_iter()
        .fold(router, |router, name| router.route(&format!("/{name}"), get(move |headers| unasked(name, headers))))
}

async fn unasked(name: &'static str, headers: HeaderMap) -> Response {
    let path = url(name).unwrap_or_default().trim_start_matches('/');
    answer(path, &headers, Caching::Revalidated, content)
}

fn content(path: &str) -> Option<Cow<'static, [u8]>> {
    Site::get(path).map(|file| file.data)
}

fn json<T: serde::de::DeserializeOwned>(path: &str) -> Option<T> {
    serde_json::from_slice(&content(path)?).ok()
}

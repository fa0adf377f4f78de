//! A browser without a window: it keeps cookies and asks the router directly.

use app::core::AppError;
use app::core::source::Source;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use bytes::Bytes;
use entity::shared::query;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tower::ServiceExt;
use uuid::Uuid;

/// Where it believes to be.
pub const HOST: &str = "ironbook.test";

/// A browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    source: Source,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: HeaderMap,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Browser {
    pub fn new(router: Router, source: Source) -> Self {
        Self { router, source, cookies: BTreeMap::new(), headers: HeaderMap::new() }
    }

    /// A fresh idempotency key.
    pub fn key(&self) -> Uuid {
        self.source.id()
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::ACCEPT, "text/html,*/*;q=0.8").body(Body::empty()).unwrap()).await
    }

    /// Calls a server function as the client's script does; `pairs` are the URL-encoded arguments.
    pub async fn call(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.post(path, "application/json", pairs).await
    }

    /// Sends a form as a browser without scripting does.
    pub async fn submit(&mut self, path: &str, from: &str, pairs: &[(&str, &str)]) -> Answer {
        self.headers.insert(header::REFERER, HeaderValue::from_str(&format!("http://{HOST}{from}")).unwrap());
        let answer = self.post(path, "text/html,application/xhtml+xml,*/*;q=0.8", pairs).await;
        self.headers.remove(header::REFERER);
        answer
    }

    async fn post(&mut self, path: &str, accept: &str, pairs: &[(&str, &str)]) -> Answer {
        let encode = |(name, value): &(&str, &str)| format!("{}={}", query::encode(name), query::encode(value));
        let body = pairs.iter().map(encode).collect::<Vec<_>>().join("&");
        let request = Request::post(path)
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends any request, with the cookies it holds, and reads the whole answer.
    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.open(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Sends any request and leaves the answer's body to be read, for streams.
    pub async fn open(&mut self, mut request: Request<Body>) -> axum::response::Response {
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert(HeaderValue::from_static(HOST));
        for (name, value) in &self.headers {
            headers.entry(name).or_insert(value.clone());
        }
        let jar: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            headers.entry(header::COOKIE).or_insert(HeaderValue::from_str(&jar.join("; ")).unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        response
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        if rest.to_lowercase().contains("max-age=0") || value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Signs in through the form, without scripting.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.submit("/api/auth/sign_in", "/login", &[("form[email]", email), ("form[password]", password)]).await
    }

    /// A bare request with a method.
    pub fn request(method: Method, path: &str) -> axum::http::request::Builder {
        Request::builder().method(method).uri(path)
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a value.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why} in {self:?}"))
    }

    /// The refusal this is.
    pub fn error(&self) -> AppError {
        assert!(self.status.is_client_error() || self.status.is_server_error(), "{self:?} is no refusal");
        self.json()
    }

    /// A header's text, empty without it.
    pub fn header(&self, name: impl TryInto<HeaderName>) -> &str {
        let Ok(name) = name.try_into() else { return "" };
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }
}

//! What every answer carries, what no answer carries, and what is refused unread.

use crate::support::browser::{Browser, HOST};
use crate::support::dealer::{MANAGER, REP, TestDealer};
use app::core::AppError;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use server::seed::PASSWORD;
use server::state::Web;
use std::collections::HashSet;

#[tokio::test]
async fn s19_a_page_runs_only_what_carries_its_nonce() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let mut nonces = HashSet::new();
    for path in ["/login", "/pipeline", "/opportunities", "/settings", "/nothing-here"] {
        let page = browser.get(path).await;
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
        assert!(nonce.len() >= 22, "{path}: {policy}");
        assert!(nonces.insert(nonce.to_owned()), "{path}: a nonce is used once");
        for part in [
            "default-src 'self'",
            "'strict-dynamic'",
            "'wasm-unsafe-eval'",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        let text = page.text();
        for (at, _) in text.match_indices("<script") {
            let tag = &text[at..at + text[at..].find('>').unwrap()];
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: {tag}");
        }
        assert!(!text.contains(" style=\"") && !text.contains(" onclick=") && !text.contains("javascript:"), "{path}");
    }
}

#[tokio::test]
async fn s20_every_answer_carries_the_headers() {
    let mut dealer = TestDealer::one().await;
    dealer.served(Web { secure: true, ..Web::default() });
    let mut browser = dealer.browser_of(REP).await;
    let pages = ["/pipeline", "/login", "/livez", "/readyz", "/pkg/none.js", "/nothing-here", "/live", "/robots.txt"];
    for path in pages {
        let response = browser.open(Browser::request(Method::GET, path).body(Body::empty()).unwrap()).await;
        let header =
            |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(header(name), value, "{path} {name}");
        }
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert!(header("strict-transport-security").starts_with("max-age=63072000"), "{path}");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
        for name in ["server", "x-powered-by", "x-ironbook-goto", "x-ironbook-session"] {
            assert_eq!(header(name), "", "{path} {name}");
        }
    }
}

#[tokio::test]
async fn s14_another_site_cannot_write() {
    let dealer = TestDealer::one().await;
    let own = format!("http://{HOST}");
    let form = "application/x-www-form-urlencoded";
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], StatusCode);
    let cases: [Case<'_>; 10] = [
        ("own page", &[("sec-fetch-site", "same-origin"), ("content-type", form)], StatusCode::OK),
        ("own origin, old browser", &[("origin", &own), ("content-type", form)], StatusCode::OK),
        ("no browser", &[("content-type", form)], StatusCode::OK),
        ("cross-site", &[("sec-fetch-site", "cross-site"), ("content-type", form)], StatusCode::FORBIDDEN),
        ("same-site", &[("sec-fetch-site", "same-site"), ("content-type", form)], StatusCode::FORBIDDEN),
        ("origin", &[("origin", "https://evil.example"), ("content-type", form)], StatusCode::FORBIDDEN),
        ("null origin", &[("origin", "null"), ("content-type", form)], StatusCode::FORBIDDEN),
        ("text/plain", &[("content-type", "text/plain")], StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("multipart", &[("content-type", "multipart/form-data; boundary=x")], StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("no type", &[], StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ];
    for (what, headers, expected) in cases {
        let mut browser = dealer.browser_of(REP).await;
        let before = dealer.user(REP).await;
        let mut request = Browser::request(Method::POST, "/api/auth/set_theme").header("content-length", "10");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = browser.send(request.body(Body::from("theme=dark")).unwrap()).await;
        assert_eq!(answer.status, expected, "{what}: {answer:?}");
        assert_eq!(
            dealer.user(REP).await.theme == "dark",
            expected == StatusCode::OK && before.theme != "dark",
            "{what}"
        );
        dealer.browser_of(REP).await.call("/api/auth/set_theme", &[("theme", "auto")]).await;
    }
}

#[tokio::test]
async fn s14_no_function_answers_a_get() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
        let answer = browser.get(&format!("{path}?theme=dark")).await;
        assert!(
            [StatusCode::METHOD_NOT_ALLOWED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::TRACE, Method::CONNECT] {
        let request = Browser::request(method.clone(), "/pipeline").body(Body::empty()).unwrap();
        assert_eq!(browser.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test]
async fn s36_what_is_too_large_is_refused_by_name() {
    let dealer = TestDealer::one().await;
    let post = |body: Body| {
        Browser::request(Method::POST, "/api/auth/set_theme")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .unwrap()
    };
    let large = "theme=".to_owned() + &"x".repeat(256 * 1024);
    let chunks = futures_util::stream::iter((0..300).map(|_| Ok::<_, std::io::Error>("x".repeat(1024))));
    let get = |path: String| Browser::request(Method::GET, &path).body(Body::empty()).unwrap();
    let mut heavy = Browser::request(Method::GET, "/pipeline");
    let mut many = Browser::request(Method::GET, "/pipeline");
    for n in 0..70 {
        heavy = heavy.header("x-heavy", "y".repeat(300));
        many = many.header(format!("x-{n}"), "y");
    }
    let told = Browser::request(Method::POST, "/api/auth/set_theme")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", "999999999")
        .body(Body::from("theme=dark"))
        .unwrap();
    for (what, request, expected) in [
        ("body", post(Body::from(large)), StatusCode::PAYLOAD_TOO_LARGE),
        ("body without a length", post(Body::from_stream(chunks)), StatusCode::PAYLOAD_TOO_LARGE),
        ("announced body", told, StatusCode::PAYLOAD_TOO_LARGE),
        ("address", get(format!("/pipeline?q={}", "x".repeat(9_000))), StatusCode::URI_TOO_LONG),
        ("headers", heavy.body(Body::empty()).unwrap(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
        ("number of headers", many.body(Body::empty()).unwrap(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
    ] {
        let answer = dealer.browser_of(REP).await.send(request).await;
        assert_eq!(answer.status, expected, "{what}");
        assert!(matches!(answer.error(), AppError::Refused(_)), "{what}: {answer:?}");
    }
}

#[tokio::test]
async fn t2_what_cannot_be_read_is_a_bad_request_and_tells_nothing() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let deep = format!("form{}=x", "[a]".repeat(10_000));
    let wide: String = (0..20_000).map(|n| format!("form[a{n}]=1&")).collect();
    let json = "[".repeat(100_000);
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        for (kind, body) in [
            ("application/x-www-form-urlencoded", b"".to_vec()),
            ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&id=%00&form=1&form[x]=2".to_vec()),
            ("application/x-www-form-urlencoded", b"id=not-a-uuid&version=99999999999999999999&key=1".to_vec()),
            ("application/x-www-form-urlencoded", deep.clone().into_bytes()),
            ("application/x-www-form-urlencoded", wide.clone().into_bytes()),
            ("application/json", json.clone().into_bytes()),
            ("application/json", b"{\"id\":null}".to_vec()),
        ] {
            if path.ends_with("sign_out") || path.ends_with("sign_out_everywhere") {
                continue;
            }
            let request = Browser::request(Method::POST, path).header("content-type", kind).body(Body::from(body));
            let answer = browser.send(request.unwrap()).await;
            assert!(!answer.status.is_server_error(), "{path} {kind}: {answer:?}");
            if answer.status.is_client_error() {
                no_internals(path, &answer.text());
                let _ = answer.error();
            }
        }
    }
}

#[tokio::test]
async fn s36_deep_json_is_refused_unread() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    let call = |depth: usize| {
        let ids = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let body = format!("{{\"query\":\"{}\",\"ids\":[],\"more\":{ids}}}", "[".repeat(100));
        let request = Browser::request(Method::POST, "/api/pipeline/look").header("content-type", "application/json");
        request.body(Body::from(body)).unwrap()
    };
    assert_eq!(browser.send(call(31)).await.status, StatusCode::OK);
    assert_eq!(browser.send(call(32)).await.error(), AppError::BadRequest);
}

/// S39: no SQL, no path, no type name, no backtrace.
fn no_internals(what: &str, text: &str) {
    for inside in [
        "SELECT",
        "INSERT",
        "UPDATE",
        "sqlx",
        "sea_orm",
        "SqlxError",
        "RUST_BACKTRACE",
        "panicked",
        ".rs:",
        "/src/",
        "server_fn",
        "ServerFnError",
        "invalid type",
        "missing field",
        "expected",
        "column",
        "table",
    ] {
        assert!(!text.contains(inside), "{what} tells {inside}: {text}");
    }
}

#[tokio::test]
async fn s39_refusals_are_a_closed_set_in_the_form_that_was_asked_for() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    for (accept, page) in [("text/html", true), ("application/json", false), ("*/*", false)] {
        for (method, path, expected) in [
            (Method::POST, "/api/nothing/here", StatusCode::NOT_FOUND),
            (Method::GET, "/api/auth/settings", StatusCode::METHOD_NOT_ALLOWED),
            (Method::POST, "/pipeline", StatusCode::METHOD_NOT_ALLOWED),
            (Method::GET, "/pkg/nothing.js", StatusCode::NOT_FOUND),
            (Method::DELETE, "/pipeline", StatusCode::METHOD_NOT_ALLOWED),
        ] {
            let request = Browser::request(method, path).header("accept", accept).body(Body::empty()).unwrap();
            let answer = browser.send(request).await;
            assert_eq!(answer.status, expected, "{accept} {path}");
            no_internals(path, &answer.text());
            if page {
                assert!(answer.header("content-type").starts_with("text/html"), "{path}: {answer:?}");
                assert!(answer.text().contains("<h1>"), "{path}");
                assert!(!answer.header("content-security-policy").contains("script-src"), "{path}");
            } else {
                let _ = answer.error();
            }
        }
    }
}

#[tokio::test]
async fn s35_no_path_climbs_and_no_hidden_file_is_served() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(REP).await;
    for path in [
        "/pkg/../Cargo.toml",
        "/pkg/..%2f..%2fCargo.toml",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
        "/pkg/....//etc/passwd",
        "/pkg/.env",
        "/pkg/.git/config",
        "/pkg/",
        "/pkg/main.css.br",
        "/pkg/frontend.js.map",
        "/ironbook.sqlite",
        "/pkg/ironbook.sqlite",
        "/pkg/manifest.json",
        "/%2e%2e/%2e%2e/etc/passwd",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().contains("root:") && !answer.text().contains("[package]"), "{path}");
    }
}

#[tokio::test]
async fn s17_what_people_type_is_text_on_every_page() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser();
    let canary = "\"><script>alert(1)</script></textarea></title><img src=x onerror=alert(1)>";
    let mail = format!("x{canary}@a.b");
    let answer = browser.sign_in(&mail, PASSWORD).await;
    let page = browser.get(answer.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("<script>alert") && !page.text().contains("<img src=x"), "{}", page.text());
    let page = browser.get("/login?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.text().contains("<script>alert"), "{}", page.text());
    let page =
        dealer.browser_of(REP).await.get("/opportunities?q=%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.text().contains("<script>alert"), "{}", page.text());
}

/// PostgreSQL keeps no zero byte and refuses a question that holds one.
#[tokio::test]
async fn r09_what_an_engine_cannot_read_in_an_address_breaks_no_page() {
    for dealer in TestDealer::all().await {
        let mut browser = dealer.browser_of(MANAGER).await;
        let row = "00000000-0000-0000-0000-000000000001:%00a";
        for path in [
            "/customers?q=%00&tag=a%00b&ctype=%00c".to_owned(),
            format!("/customers?after={row}"),
            format!("/customers.csv?tag=%00a&before={row}"),
            "/opportunities?q=a%00b&stage=%00development".to_owned(),
            format!("/opportunities?sort=name&after={row}"),
            "/pipeline?q=%00a&stage=%00".to_owned(),
            "/search?q=bra%00z".to_owned(),
            "/imports?after=%00".to_owned(),
            // A year that one engine knows and the other does not.
            "/customers?sort=-updated&after=00000000-0000-0000-0000-000000000001:-8000000000000000000".to_owned(),
            "/opportunities?sort=-updated&after=00000000-0000-0000-0000-000000000001:-8000000000000000000".to_owned(),
        ] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{} {path}: {}", dealer.name, answer.text());
        }
        let answer = browser.call("/api/pipeline/more", &[("query", ""), ("stage", "a\0")]).await;
        assert!(answer.status.is_client_error() || answer.status.is_success(), "{}: {}", dealer.name, answer.text());
    }
}

/// It would be counted and recorded as theirs.
#[tokio::test]
async fn s33_no_other_site_sends_people_for_a_file() {
    let dealer = TestDealer::one().await;
    let mut browser = dealer.browser_of(MANAGER).await;
    for (site, status) in [
        ("cross-site", StatusCode::FORBIDDEN),
        ("same-site", StatusCode::FORBIDDEN),
        ("same-origin", StatusCode::OK),
        ("none", StatusCode::OK),
    ] {
        let request = Browser::request(Method::GET, "/customers.csv").header("sec-fetch-site", site);
        assert_eq!(browser.send(request.body(Body::empty()).unwrap()).await.status, status, "{site}");
    }
    let half = browser.send(Browser::request(Method::HEAD, "/customers.csv").body(Body::empty()).unwrap()).await;
    assert_eq!(half.status, StatusCode::METHOD_NOT_ALLOWED);
}

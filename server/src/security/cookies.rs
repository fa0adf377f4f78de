//! The two cookies: the session's, and before signing in the one that owns flashes.

use crate::state::Web;
use axum::http::{HeaderMap, HeaderValue, header};

/// Name of the session cookie.
pub fn session_name(web: &Web) -> &'static str {
    if web.secure { "__Host-ironbook" } else { "ironbook" }
}

/// Name of the cookie that owns what a sign-in form held.
pub fn flash_name(web: &Web) -> &'static str {
    if web.secure { "__Host-ironbook-form" } else { "ironbook-form" }
}

/// The value of a cookie of the request.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}

/// A `Set-Cookie` value; `max_age` in seconds, none for the browser's session, zero to take it away.
pub fn write(web: &Web, name: &str, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    let secure = if web.secure { "; Secure" } else { "" };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s11_cookies_are_closed_to_scripts_and_other_sites() {
        let web = Web { secure: true, ..Web::default() };
        let cookie = write(&web, session_name(&web), "t", None).unwrap();
        assert_eq!(cookie.to_str().unwrap(), "__Host-ironbook=t; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn the_right_cookie_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("xironbook=1; ironbook=abc; ironbook-form=2"));
        assert_eq!(read(&headers, "ironbook"), Some("abc"));
        assert_eq!(read(&headers, "nothing"), None);
    }
}

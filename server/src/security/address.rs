//! Where a request comes from, and what it calls us.

use crate::state::Web;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The browser's address: the peer's, or what the trusted proxies in front of it say, read from the right (S23).
pub fn of(web: &Web, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)).to_canonical();
    if !trusted(web, &peer) {
        return peer;
    }
    // Left of the first address that is none of our proxies stands what anybody may write, and so it does left of what is no
    // address at all.
    let told = forwarded(request.headers()).into_iter().rev().map_while(|ip| ip);
    told.into_iter().find(|ip| !trusted(web, ip)).unwrap_or(peer)
}

fn trusted(web: &Web, ip: &IpAddr) -> bool {
    web.trusted_proxies.contains(ip)
}

fn forwarded(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let all = headers.get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or_default());
    all.flat_map(|value| value.split(',')).map(|ip| parsed(ip.trim())).collect()
}

/// Some proxies write the port as well.
fn parsed(ip: &str) -> Option<IpAddr> {
    let bare = || ip.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let ip = bare().or_else(|_| ip.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    ip.ok().map(|ip| ip.to_canonical())
}

/// Whether an `Origin` or `Referer` is this server's own: the host it was called by, or its public address.
/// What is left of it is a path.
pub fn own_path<'a>(web: &Web, headers: &HeaderMap, url: &'a str) -> Option<&'a str> {
    let after = |rest: &'a str| (rest.is_empty() || rest.starts_with(['/', '?', '#'])).then_some(rest);
    if let Some(rest) = web.public_url.as_deref().and_then(|own| url.strip_prefix(own)) {
        return after(rest);
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let (_, rest) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    rest.strip_prefix(host).and_then(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(peer: &str, forwarded: &[&str]) -> Request {
        let mut request = Request::new(Body::empty());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        for value in forwarded {
            request.headers_mut().append("x-forwarded-for", value.parse().unwrap());
        }
        request
    }

    #[test]
    fn s23_only_proxies_we_know_are_believed() {
        let web = Web { trusted_proxies: vec!["10.0.0.1".parse().unwrap()], ..Web::default() };
        for (peer, forwarded, expected) in [
            ("203.0.113.7:1", &["1.2.3.4"][..], "203.0.113.7"),
            ("10.0.0.1:1", &["1.2.3.4, 198.51.100.2"], "198.51.100.2"),
            ("10.0.0.1:1", &["1.2.3.4", "198.51.100.2, 10.0.0.1"], "198.51.100.2"),
            ("10.0.0.1:1", &["nonsense"], "10.0.0.1"),
            ("10.0.0.1:1", &["6.6.6.6, 198.51.100.2:51234"], "198.51.100.2"),
            ("10.0.0.1:1", &["6.6.6.6, [2001:db8::7]:443"], "2001:db8::7"),
            ("10.0.0.1:1", &["6.6.6.6, [2001:db8::7]"], "2001:db8::7"),
            ("10.0.0.1:1", &["6.6.6.6, unknown"], "10.0.0.1"),
            ("10.0.0.1:1", &[], "10.0.0.1"),
            ("[::ffff:203.0.113.7]:1", &[], "203.0.113.7"),
        ] {
            assert_eq!(of(&web, &request(peer, forwarded)).to_string(), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn t4_only_own_addresses_are_own() {
        let web = Web { public_url: Some("https://crm.dealer.example".to_owned()), ..Web::default() };
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "127.0.0.1:3000".parse().unwrap());
        for (url, expected) in [
            ("http://127.0.0.1:3000/customers?q=x", Some("/customers?q=x")),
            ("https://crm.dealer.example/customers", Some("/customers")),
            ("http://127.0.0.1:3000", Some("")),
            ("https://crm.dealer.example.evil.example/customers", None),
            ("http://127.0.0.1:3000.evil.example/customers", None),
            ("https://evil.example/customers", None),
            ("ftp://127.0.0.1:3000/customers", None),
            ("null", None),
        ] {
            assert_eq!(own_path(&web, &headers, url), expected, "{url}");
        }
    }
}

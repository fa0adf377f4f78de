//! Reading and writing query strings, so that every view is a link (ux U-1 to U-4).

/// Decoded pairs of a query string, in order, empty values dropped.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .filter(|(_, value)| !value.trim().is_empty())
        .collect()
}

/// Writes pairs as a query string without `?`; empty values are left out (U-1).
pub fn write<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if value.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(&value));
    }
    out
}

/// Path and query as one link.
pub fn link(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Percent-encodes a query value. Commas and colons stay, our lists are written with them.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b',' | b':' => {
                out.push(char::from(byte))
            }
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Decodes a query name or value; what is no valid escape stands for itself.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let escaped = bytes.get(i + 1..i + 3).filter(|_| bytes[i] == b'%');
        match escaped.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(if bytes[i] == b'+' { b' ' } else { bytes[i] });
                i += 1;
            }
        }
    }
    // No field takes a zero byte, and PostgreSQL refuses a question that holds one.
    out.retain(|byte| *byte != 0);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn defaults_are_omitted() {
        assert_eq!(write([("q", String::new()), ("owner", "me".into())]), "owner=me");
        assert_eq!(link("/pipeline", ""), "/pipeline");
    }

    #[test]
    fn zero_bytes_are_left_out() {
        assert_eq!(pairs("tag=a%00b&after=%00"), [("tag".to_owned(), "ab".to_owned())]);
    }

    proptest! {
        #[test]
        fn values_survive_the_url(value in "\\PC{1,30}") {
            prop_assume!(!value.trim().is_empty());
            let query = write([("q", value.clone())]);
            prop_assert_eq!(pairs(&query), vec![("q".to_owned(), value)]);
        }

        #[test]
        fn any_query_is_read(query in ".{0,60}") {
            let _ = pairs(&query);
        }
    }
}

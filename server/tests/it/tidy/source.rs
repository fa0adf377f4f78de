//! Files of the project as text, with comments and strings told apart from code.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project. The three texts have the same lines and columns.
pub struct Source {
    /// From the root of the project, with forward slashes.
    pub path: String,
    /// As it is.
    pub text: String,
    /// Without comments.
    pub code: String,
    /// Without comments and without what stands in strings.
    pub bare: String,
}

/// Something a rule found.
#[derive(Debug)]
pub struct Offence {
    /// From 1.
    pub line: usize,
    /// What stands there.
    pub what: String,
}

impl Source {
    /// Reads a text as the file it claims to be.
    pub fn new(path: &str, text: &str) -> Self {
        let (code, bare) = match path.rsplit('.').next() {
            Some("rs") => strip(text),
            Some("css") => {
                let code = without_css_comments(text);
                (code.clone(), code)
            }
            _ => (text.to_owned(), text.to_owned()),
        };
        Self { path: path.to_owned(), text: text.to_owned(), code, bare }
    }

    /// The line of a byte offset, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    /// An offence at a byte offset.
    pub fn offence(&self, offset: usize, what: impl Into<String>) -> Offence {
        Offence { line: self.line_of(offset), what: what.into() }
    }

    /// Whether a byte offset lies in a test: a test file, or an item behind `#[cfg(test)]`.
    pub fn is_test(&self, offset: usize) -> bool {
        let file = self.path.contains("/tests/") || self.path.ends_with("/tests.rs");
        file || self.test_items().iter().any(|(from, to)| (*from..*to).contains(&offset))
    }

    fn test_items(&self) -> Vec<(usize, usize)> {
        let starts = self.bare.match_indices("#[cfg(test)]").map(|(at, _)| at);
        starts
            .map(|at| {
                let rest = &self.bare[at..];
                let end = rest.find(['{', ';']).map_or(rest.len(), |open| {
                    if rest[open..].starts_with('{') { block_end(rest, open) } else { open }
                });
                (at, at + end)
            })
            .collect()
    }

    /// Offsets at which a word stands on its own in `text` (one of the three of this file).
    pub fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        text.match_indices(word)
            .filter(move |(at, _)| {
                alone(text[..*at].chars().next_back()) && alone(text[at + word.len()..].chars().next())
            })
            .map(|(at, _)| at)
    }
}

/// The offset behind the brace that closes the one at `open`.
pub fn block_end(text: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in text[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at + 1;
        }
    }
    text.len()
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of these extensions under a folder, in order. Generated folders are left out.
pub fn files(under: &str, extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    gather(&root().join(under), extensions, &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        Source::new(&name, &fs::read_to_string(&path).unwrap())
    };
    found.into_iter().map(read).collect()
}

fn gather(at: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    if at.is_file() {
        found.push(at.to_owned());
        return;
    }
    let Ok(entries) = fs::read_dir(at) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "target" | "node_modules" | ".git" | "dist" | "test-results" | "pkg") {
                gather(&path, extensions, found);
            }
        } else if path.extension().is_some_and(|ext| extensions.iter().any(|wanted| *wanted == ext)) {
            found.push(path);
        }
    }
}

fn without_css_comments(text: &str) -> String {
    let mut out = text.to_owned();
    while let Some(open) = out.find("/*") {
        let close = out[open..].find("*/").map_or(out.len(), |end| open + end + 2);
        let blank: String = out[open..close].chars().map(blanked).collect();
        out.replace_range(open..close, &blank);
    }
    out
}

/// A space as wide as the character, so that offsets stay; line breaks stay line breaks.
fn blanked(c: char) -> String {
    if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }
}

/// Rust without comments, and without comments and the inside of strings.
fn strip(text: &str) -> (String, String) {
    let (mut code, mut bare) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (kind, length) = token(rest, code.chars().next_back());
        let (piece, after) = rest.split_at(length);
        let blank: String = piece.chars().map(blanked).collect();
        match kind {
            Token::Comment => {
                code.push_str(&blank);
                bare.push_str(&blank);
            }
            Token::Text => {
                code.push_str(piece);
                let inside = if piece.len() >= 2 { format!("{c}{}{}", &blank[1..piece.len() - 1], '"') } else { blank };
                bare.push_str(&inside);
            }
            Token::Code => {
                code.push_str(piece);
                bare.push_str(piece);
            }
        }
        rest = after;
    }
    (code, bare)
}

enum Token {
    Comment,
    Text,
    Code,
}

/// What begins here, and how long it is.
fn token(rest: &str, before: Option<char>) -> (Token, usize) {
    let up_to = |end: Option<usize>| end.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return (Token::Comment, up_to(rest.find('\n')));
    }
    if rest.starts_with("/*") {
        return (Token::Comment, up_to(rest.find("*/").map(|end| end + 2)));
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return (Token::Text, 1 + string_end(inside));
    }
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !in_word && let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|byte| *byte == b'#').count();
        if raw[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = raw[hashes + 1..].find(&close).map(|end| 1 + hashes + 1 + end + close.len());
            return (Token::Text, up_to(end));
        }
    }
    if let Some(quoted) = rest.strip_prefix('\'')
        && let Some(length) = char_length(quoted)
    {
        return (Token::Text, 1 + length);
    }
    (Token::Code, rest.chars().next().map_or(1, char::len_utf8))
}

/// Bytes up to and with the closing quote.
fn string_end(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match (escaped, c) {
            (false, '"') => return at + 1,
            (false, '\\') => escaped = true,
            _ => escaped = false,
        }
    }
    inside.len()
}

/// Bytes of a character literal behind its first quote; a lifetime is none.
fn char_length(quoted: &str) -> Option<usize> {
    let mut chars = quoted.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        return quoted[2..].find('\'').map(|end| end + 3).filter(|length| *length <= 12);
    }
    let (at, close) = chars.next()?;
    (close == '\'').then_some(at + 1)
}

#[test]
fn comments_and_strings_are_told_from_code() {
    let text = "let a = \"x // y\"; // find() \u{fc}\nlet b = '\"'; let c: &'static str = r#\"un\"wrap\"#; /* z */ d()";
    let source = Source::new("a.rs", text);
    assert!(source.code.contains("x // y") && !source.code.contains("find()"));
    assert!(!source.bare.contains("x //") && !source.bare.contains("wrap") && source.bare.ends_with("d()"));
    assert_eq!((source.code.len(), source.bare.len()), (text.len(), text.len()));
    assert_eq!(source.line_of(source.bare.find("d()").unwrap()), 2);
}

#[test]
fn tests_inside_a_file_are_known() {
    let source =
        Source::new("app/src/a.rs", "fn a() { b() }\n#[cfg(test)]\nmod tests {\n    fn t() { c() }\n}\nfn e() { f() }");
    let at = |what: &str| source.is_test(source.bare.find(what).unwrap());
    assert_eq!((at("b()"), at("c()"), at("f()")), (false, true, false));
}

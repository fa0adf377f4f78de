//! Rules about markup and style.

use super::source::{Offence, Source, root};
use super::{Rule, rule};
use std::fs;

rule!(no_style_attribute: Rule {
    says: "No inline styles: the content security policy refuses them. Use an attribute and a rule, or set it by CSSOM.",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| {
        let hits = Source::words(&source.bare, "style").filter(|at| {
            let rest = &source.bare[at + 5..];
            let named = rest.strip_prefix(':').map(|name| name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '-' || c == '_'));
            let spaced = source.bare[..*at].ends_with(char::is_whitespace);
            let builder = source.bare[..*at].ends_with('.') && rest.starts_with("((");
            spaced && (rest.starts_with('=') || named.is_some_and(|after| after.starts_with('='))) || builder
        });
        hits.map(|at| source.offence(at, "an inline style")).collect()
    },
    planted: &[
        ("app/src/a.rs", "view! { <p style=\"color: red\">x</p> }"),
        ("app/src/a.rs", "view! { <p style:width=move || w.get()>x</p> }"),
        ("app/src/a.rs", "p().style((\"width\", w))"),
    ],
    fine: &[("app/src/a.rs", "let style = a.style();\nstyle.set_property(\"left\", x);\nlet b = A { style: c };")],
});

rule!(no_dynamic_child_in_raw_text: Rule {
    says: "The server writes children of textarea, title, style and script unescaped: use prop:value, value or an attribute.",
    under: &["app/src"],
    extensions: &["rs"],
    find: raw_children,
    planted: &[
        ("app/src/a.rs", "view! { <textarea name=\"a\" on:input=move |e| if a > b { c() }>{text}</textarea> }"),
        ("app/src/a.rs", "view! { <title>\"Board \"{name}</title> }"),
        ("app/src/a.rs", "view! { <script>{code}</script> }"),
    ],
    fine: &[
        ("app/src/a.rs", "view! { <textarea prop:value={text}></textarea><p>{text}</p> }"),
        ("app/src/a.rs", "view! { <title>\"Ironbook\"</title><textarea prop:value=text/> <p>{a}</p> }"),
        ("app/src/a.rs", "view! { <Title text=name/> }"),
    ],
});

rule!(no_inner_html_but_two: Rule {
    says: "inner_html writes text unescaped; only the client's start script and the escaping textarea use it.",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| {
        let known = matches!(source.path.as_str(), "app/src/core/client_files.rs" | "app/src/ui/form/fields.rs");
        let hits = Source::words(&source.bare, "inner_html").filter(|_| !known);
        hits.map(|at| source.offence(at, "inner_html")).collect()
    },
    planted: &[("app/src/customers/show.rs", "view! { <p inner_html=notes></p> }")],
    fine: &[("app/src/customers/show.rs", "view! { <p>{notes}</p> }")],
});

rule!(no_bare_transition: Rule {
    says: "What is loaded again stands in ui::Region, so that the frame knows that somebody waits (docs/adr/0011).",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| {
        let hits = Source::words(&source.bare, "Transition").filter(|at| source.bare[..*at].ends_with('<'));
        hits.map(|at| source.offence(at, "a bare Transition")).collect()
    },
    planted: &[("app/src/customers/show.rs", "view! { <Transition>{a}</Transition> }")],
    fine: &[("app/src/customers/show.rs", "view! { <Region>{a}</Region> } // not <Transition>")],
});

fn raw_children(source: &Source) -> Vec<Offence> {
    let mut found = Vec::new();
    for tag in ["textarea", "title", "style", "script", "noscript"] {
        for (at, _) in source.bare.match_indices(&format!("<{tag}")) {
            let from = at + 1 + tag.len();
            if source.bare[from..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-') {
                continue;
            }
            let Some(inside) = opened(&source.bare, from) else { continue };
            let end = source.bare[inside..].find(&format!("</{tag}>")).map_or(source.bare.len(), |end| inside + end);
            if source.bare[inside..end].contains('{') {
                found.push(source.offence(at, format!("a dynamic child in <{tag}>")));
            }
        }
    }
    found
}

/// The offset behind the `>` that ends an opening tag; `None` when the tag closes itself.
fn opened(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0;
    let bytes = text.as_bytes();
    for at in from..bytes.len() {
        match bytes[at] {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b'>' if depth == 0 && matches!(bytes[at - 1], b'=' | b'-') => {}
            b'>' if depth == 0 && bytes[at - 1] == b'/' => return None,
            // A comparison has air around it, the end of a tag has not.
            b'>' if depth == 0 && !(bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ')) => return Some(at + 1),
            _ => {}
        }
    }
    None
}

rule!(no_colour_outside_tokens: Rule {
    says: "Colours are named once, in style/tokens.css, for light and dark; elsewhere stands var(--...).",
    under: &["style"],
    extensions: &["css"],
    find: colours,
    planted: &[
        ("style/ui/a.css", ".a { color: #fff; }"),
        ("style/ui/a.css", ".a { border: 1px solid rgb(0 0 0 / 10%); }"),
        ("style/ui/a.css", ".a { background: white }"),
    ],
    fine: &[
        ("style/tokens.css", ":root { --ink: #1a1a1a; }"),
        ("style/ui/a.css", "/* #fff */ #fab { color: var(--white); background: transparent; }"),
        ("style/ui/a.css", ".a { color: CanvasText; white-space: nowrap; background: color-mix(in oklab, var(--a), var(--b)); }"),
        ("style/ui/a.css", ".red { mask: url(#face); }"),
    ],
});

fn colours(source: &Source) -> Vec<Offence> {
    const FUNCTIONS: &[&str] =
        &["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
    const NAMES: &[&str] = &[
        "white", "black", "red", "green", "blue", "yellow", "orange", "gray", "grey", "silver", "purple", "pink",
        "brown",
    ];
    if source.path == "style/tokens.css" {
        return Vec::new();
    }
    let text = &source.code;
    let mut hits: Vec<usize> = text
        .match_indices('#')
        .map(|(at, _)| at)
        .filter(|at| is_hex(&text[at + 1..]) && !text[..*at].ends_with("url("))
        .collect();
    hits.extend(
        FUNCTIONS
            .iter()
            .flat_map(|call| text.match_indices(call).map(|(at, _)| at))
            .filter(|at| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '-')),
    );
    hits.extend(NAMES.iter().flat_map(|name| Source::words(text, name)).filter(|at| {
        let after = text[*at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        !text[..*at].ends_with('-') && !after.starts_with(['-', ':'])
    }));
    hits.sort_unstable();
    hits.into_iter()
        .filter(|at| in_declaration(text, *at))
        .map(|at| source.offence(at, "a colour of its own"))
        .collect()
}

fn is_hex(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_hexdigit).count();
    matches!(digits, 3 | 4 | 6 | 8)
        && !text[digits..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
}

/// Behind a colon, and not in a selector: what comes next is an end, no opening brace.
fn in_declaration(text: &str, at: usize) -> bool {
    let before = text[..at].rfind(['{', '}', ';', ':']).is_some_and(|sign| text[sign..].starts_with(':'));
    let after = text[at..].find(['{', '}', ';']).is_none_or(|sign| !text[at + sign..].starts_with('{'));
    before && after
}

rule!(every_stylesheet_is_in_a_layer: Rule {
    says: "style/main.css imports every stylesheet into a layer and holds no rule itself.",
    under: &["style"],
    extensions: &["css"],
    find: |source| {
        if source.path == "style/main.css" {
            return unlayered(source);
        }
        let main = fs::read_to_string(root().join("style/main.css")).unwrap();
        let name = source.path.trim_start_matches("style/");
        let imported = main.contains(&format!("@import \"{name}\" layer("));
        if imported { Vec::new() } else { vec![source.offence(0, "is not imported into a layer")] }
    },
    planted: &[
        ("style/ui/unknown.css", ".a { color: var(--ink); }"),
        ("style/main.css", "@layer a;\n@import \"b.css\";"),
        ("style/main.css", "@layer a;\n.b { margin: 0; }"),
    ],
    fine: &[("style/main.css", "/* x */\n@layer a;\n@import \"b.css\" layer(a);")],
});

fn unlayered(source: &Source) -> Vec<Offence> {
    let lines = source.code.lines().zip(1..);
    let wrong = lines.filter(|(line, _)| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with("@layer ") || (line.starts_with("@import ") && line.contains(" layer(")))
    });
    wrong.map(|(line, number)| Offence { line: number, what: line.trim().to_owned() }).collect()
}

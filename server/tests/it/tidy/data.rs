//! Rules about reading, SQL and server functions.

use super::source::{Offence, Source, block_end};
use super::{Rule, rule};

rule!(no_bare_find_on_scoped_rows: Rule {
    says: "Rows with a scope are read through visible_to(&actor). Where that cannot be, say why: `// unscoped: because`.",
    under: &["app/src"],
    extensions: &["rs"],
    find: bare_finds,
    planted: &[
        ("app/src/customers/store/list.rs", "let all = row::Entity::find().all(db).await?;"),
        ("app/src/customers/store/list.rs", "let one = customer::row::Entity::find_by_id(id);"),
        ("app/src/customers/store/list.rs", "let one = Entity::find();"),
    ],
    fine: &[
        ("app/src/a/store.rs", "let all = Entity::visible_to(&actor);\nlet d = division::Entity::find();"),
        ("app/src/a/store.rs", "let u = user::row::Entity::find();"),
        ("app/src/a/store.rs", "use entity::session::throttle as row;\nlet t = row::Entity::find();"),
        ("app/src/a/store.rs", "// unscoped: ranks are unique across the whole stage\nlet r = row::Entity::find();"),
    ],
});

/// Tables without a scope of their own: everyone signed in may read them, or they hang on a row that was scoped.
const UNSCOPED: &[&str] = &[
    "branch",
    "closure",
    "competitor",
    "division",
    "flash",
    "idempotency",
    "import_row",
    "line",
    "product",
    "region",
    "session",
    "setting",
    "stage",
    "stage_change",
    "throttle",
    "user",
];

fn bare_finds(source: &Source) -> Vec<Offence> {
    let finds = source.bare.match_indices("Entity::find");
    let bare = finds.filter(|(at, _)| {
        let path = source.bare[..*at]
            .rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
            .next()
            .unwrap_or_default();
        let known = path.split("::").any(|part| UNSCOPED.contains(&part) || renamed(source, part));
        let line = source.line_of(*at);
        let nearby = source.text.lines().skip(line.saturating_sub(3)).take(3);
        !known && !source.is_test(*at) && !nearby.into_iter().any(|line| line.contains("// unscoped: "))
    });
    bare.map(|(at, _)| source.offence(at, "a bare find")).collect()
}

/// Whether a name stands for an unscoped table in this file: `use entity::session::throttle as row`.
fn renamed(source: &Source, name: &str) -> bool {
    let told = |table: &&str| {
        let whole = ["::", table, " as ", name].concat();
        let mut hits = source.bare.match_indices(whole.as_str());
        hits.any(|(at, _)| source.bare[at + whole.len()..].starts_with([';', ',', '}']))
    };
    !name.is_empty() && UNSCOPED.iter().any(told)
}

rule!(no_sql_from_format: Rule {
    says: "SQL is a literal or comes from the query builder; values are bound, never written into it.",
    under: &["app/src", "entity/src", "migration/src", "server/src"],
    extensions: &["rs"],
    find: formatted_sql,
    planted: &[
        ("app/src/a/store.rs", "let q = format!(\"SELECT * FROM customer WHERE name = '{name}'\");"),
        ("app/src/a/store.rs", "write!(q, \" ORDER BY {column}\")?;"),
        ("app/src/a/store.rs", "select.filter(Expr::cust(&text))"),
        ("server/src/a.rs", "db.execute_unprepared(&text).await?;"),
        ("server/src/a.rs", "Statement::from_string(backend, text)"),
    ],
    fine: &[
        ("app/src/a/store.rs", "let s = format!(\"Select a customer, {name}.\");\nselect.filter(Expr::cust(\"1 = 1\"))"),
        ("migration/src/m1.rs", "for sql in INDEXES { m.get_connection().execute_unprepared(sql).await?; }"),
        ("app/src/a.rs", "async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> { Err(no()) }"),
        ("app/src/a/store.rs", "#[cfg(test)]\nmod tests { fn t() { db.execute_unprepared(&format!(\"DROP TABLE {t}\")); } }"),
    ],
});

fn formatted_sql(source: &Source) -> Vec<Offence> {
    const SQL: &[&str] =
        &["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "WHERE ", "ORDER BY", "PRAGMA "];
    const MACROS: &[&str] = &["format!(", "write!(", "writeln!(", "format_args!("];
    const RAW: &[&str] = &["Expr::cust(", "Expr::cust_with_values(", "execute_unprepared(", "Statement::from_string("];
    let mut found = Vec::new();
    for call in MACROS {
        for (at, _) in source.bare.match_indices(call) {
            let text = call_text(source, at + call.len() - 1);
            if SQL.iter().any(|word| text.contains(word)) && !source.is_test(at) {
                found.push(source.offence(at, "SQL put together with a format"));
            }
        }
    }
    for call in RAW {
        for (at, _) in source.bare.match_indices(call) {
            let last = call_text(source, at + call.len() - 1);
            let last = last.trim_matches(['(', ')']).rsplit(", ").next().unwrap_or_default().trim().to_owned();
            // A literal, or a name of a list of literals as migrations have them.
            let literal = last.contains('"') || (last == "sql" && source.path.starts_with("migration/"));
            let declared = source.bare[..at].ends_with("fn ");
            if !literal && !declared && !source.is_test(at) {
                found.push(source.offence(at, format!("raw SQL that is no literal: {last}")));
            }
        }
    }
    found
}

/// The arguments of a call, from its opening parenthesis to the closing one.
fn call_text(source: &Source, open: usize) -> String {
    let mut depth = 0;
    for (at, c) in source.bare[open..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return source.code[open..=open + at].to_owned();
        }
    }
    source.code[open..].to_owned()
}

rule!(server_functions_are_short: Rule {
    says: "A server function asks for the context, calls the store and answers: at most 12 lines.",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| bodies(source).filter(|(_, lines, _)| *lines > 12).map(|(at, lines, name)| source.offence(at, format!("{name} has {lines} lines"))).collect(),
    planted: &[("app/src/a/api.rs", "#[server(endpoint = \"a\")]\npub async fn long() -> Result<(), AppError> {\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n}")],
    fine: &[("app/src/a/api.rs", "#[server]\npub async fn short() -> Result<(), AppError> {\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n}\nfn long() {\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n}")],
});

/// Offset, lines inside the braces, and name of each server function.
fn bodies(source: &Source) -> impl Iterator<Item = (usize, usize, String)> + '_ {
    let marks = source.bare.match_indices("#[server").filter(|(at, _)| source.bare[at + 8..].starts_with([']', '(']));
    marks.filter_map(|(at, _)| {
        let rest = &source.bare[at..];
        let name = rest.find("fn ").map(|name| &rest[name + 3..])?;
        let name = name.split(['(', '<']).next().unwrap_or_default().trim().to_owned();
        let open = rest.find('{')?;
        let lines = rest[open..block_end(rest, open)].matches('\n').count().saturating_sub(1);
        Some((at, lines, name))
    })
}

rule!(server_functions_are_asked_by_post: Rule {
    says: "Server functions are POST: what a link or an image can ask for must not be a function.",
    under: &["app/src"],
    extensions: &["rs"],
    find: |source| Source::words(&source.bare, "GetUrl").map(|at| source.offence(at, "GetUrl")).collect(),
    planted: &[("app/src/a/api.rs", "#[server(input = GetUrl)]\npub async fn a() {}")],
    fine: &[("app/src/a/api.rs", "#[server]\npub async fn a() {}")],
});

rule!(nothing_panics_outside_tests: Rule {
    says: "Outside tests nothing unwraps, expects or panics; errors are values.",
    under: &["app/src", "entity/src", "frontend", "migration/src", "server/src"],
    extensions: &["rs"],
    find: |source| {
        const CALLS: &[&str] = &[".unwrap()", ".expect(", ".unwrap_err()", "panic!(", "todo!(", "unimplemented!("];
        let hits = CALLS.iter().flat_map(|call| source.bare.match_indices(call));
        hits.filter(|(at, _)| !source.is_test(*at)).map(|(at, call)| source.offence(at, call)).collect()
    },
    planted: &[("app/src/a.rs", "let a = b.unwrap();"), ("server/src/a.rs", "let a = b.expect(\"there\");")],
    fine: &[
        ("app/src/a.rs", "let a = b.unwrap_or_default();\nlet s = Session::expect();\n// never .unwrap()"),
        ("app/src/a.rs", "#[cfg(test)]\nmod tests { fn t() { a.unwrap(); } }"),
        ("entity/src/opportunity/transition/tests.rs", "a.unwrap();"),
    ],
});

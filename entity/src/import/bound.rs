//! A plan bound to the columns of one file: which cell feeds which field.

use super::cell::{DateOrder, DecimalMark, are_fractions, date_order, decimal_mark};
use super::{ColumnRule, Field, FieldKind, ImportNoun, Plan, Profile, Row, ValueRule, field, fields, plan::STATEMENTS};
use crate::FieldErrors;
use crate::opportunity::{LostReason, NoDealReason, WonReason};
use crate::shared::sheet::unguard;
use crate::shared::text::fold;
use std::collections::{BTreeSet, HashMap};

/// A plan that fits a file.
#[derive(Debug, Clone)]
pub struct Bound {
    /// What the rows are.
    pub noun: ImportNoun,
    /// The plan itself.
    pub plan: Plan,
    /// How many columns the file has.
    pub width: usize,
    feeds: HashMap<&'static str, Vec<Feed>>,
}

/// A column that feeds a field.
#[derive(Debug, Clone)]
pub struct Feed {
    at: usize,
    /// Header of the column.
    pub column: String,
    /// Order of its dates, stated or told by its cells.
    pub order: Option<DateOrder>,
    /// Its decimal mark, stated or told by its cells.
    pub mark: Option<DecimalMark>,
    /// Whether its percentages are fractions of one, told by its cells.
    pub fractions: bool,
    text: String,
}

impl Bound {
    /// Header of a column of the file, when it feeds a field.
    pub fn column_at(&self, at: usize) -> Option<&str> {
        self.feeds.values().flatten().find(|feed| feed.at == at).map(|feed| feed.column.as_str())
    }

    /// Binds a plan to a file.
    ///
    /// # Errors
    /// Sentences by `column:<header>`, `field:<name>`, or the part of the plan they are about.
    pub fn new(noun: ImportNoun, plan: Plan, profile: &Profile) -> Result<Self, FieldErrors> {
        let mut e = FieldErrors::default();
        if plan.noun.is_some_and(|stated| stated != noun) {
            e.add("noun", format!("This mapping is not for {}.", noun.label().to_lowercase()));
        }
        let mut feeds: HashMap<&'static str, Vec<Feed>> = HashMap::new();
        for (header, rule) in &plan.columns {
            let found = profile.columns.iter().position(|column| column.header == *header);
            match (found, rule.field.is_empty()) {
                (None, _) => e.add(&format!("column:{header}"), no_column(header, profile)),
                (Some(_), true) => {}
                (Some(at), false) => {
                    if let Some((field, feed)) = feed(noun, rule, at, profile, &mut e) {
                        let feeds = feeds.entry(field.name).or_default();
                        if !feeds.is_empty() && !field.takes_many() {
                            let sentence = format!("{} is fed by {} already.", field.label, feeds[0].column);
                            e.add(&format!("column:{header}"), sentence);
                        }
                        feeds.push(feed);
                    }
                }
            }
        }
        for field in fields(noun).iter().filter(|field| field.required && !feeds.contains_key(field.name)) {
            e.add(
                &format!("field:{}", field.name),
                format!("Choose the column that holds the {}.", field.label.to_lowercase()),
            );
        }
        check_rest(noun, &plan, &mut e);
        for feeds in feeds.values_mut() {
            feeds.sort_by_key(|feed| feed.at);
        }
        let width = profile.columns.len();
        e.or(|| Some(Self { noun, plan, width, feeds }))
    }

    /// Whether any column feeds a field.
    pub fn feeds(&self, field: &str) -> bool {
        self.feeds.contains_key(field)
    }

    /// The column that feeds a field, the first of several.
    pub fn feed(&self, field: &str) -> Option<&Feed> {
        self.feeds.get(field).and_then(|feeds| feeds.first())
    }

    /// The header of the column that feeds a field; empty when there is none.
    pub fn column(&self, field: &str) -> &str {
        self.feed(field).map_or("", |feed| feed.column.as_str())
    }

    /// The text of a field in a row: trimmed, without the mark that kept a spreadsheet from calculating it (S32), empty
    /// when there is none.
    pub fn text(&self, row: &Row, field: &str) -> String {
        let Some(feeds) = self.feeds.get(field) else { return String::new() };
        let mut lines = Vec::with_capacity(1);
        for feed in feeds {
            let cell = row.cells.get(feed.at).map_or("", |cell| unguard(cell.trim()));
            match (cell.is_empty(), feed.text.is_empty()) {
                (true, _) => {}
                (false, false) => lines.push(feed.text.replace("{}", cell)),
                (false, true) if feeds.len() > 1 => lines.push(format!("{}: {cell}", feed.column)),
                (false, true) => lines.push(cell.to_owned()),
            }
        }
        lines.join("\n")
    }

    /// Headers of columns that go nowhere.
    pub fn ignored<'a>(&'a self, profile: &'a Profile) -> Vec<&'a str> {
        let used: BTreeSet<usize> = self.feeds.values().flatten().map(|feed| feed.at).collect();
        let unused = profile.columns.iter().enumerate().filter(|(at, _)| !used.contains(at));
        unused.map(|(_, column)| column.header.as_str()).collect()
    }
}

fn no_column(header: &str, profile: &Profile) -> String {
    let headers: Vec<&str> = profile.columns.iter().take(20).map(|column| column.header.as_str()).collect();
    format!("The file has no column \"{header}\". It has {}.", headers.join(", "))
}

fn feed(
    noun: ImportNoun,
    rule: &ColumnRule,
    at: usize,
    profile: &Profile,
    e: &mut FieldErrors,
) -> Option<(&'static Field, Feed)> {
    let column = &profile.columns[at];
    let key = format!("column:{}", column.header);
    let Some(field) = field(noun, &rule.field) else {
        e.add(&key, format!("There is no field \"{}\" for {}.", rule.field, noun.label().to_lowercase()));
        return None;
    };
    let stated = rule.format.trim();
    let mut feed =
        Feed { at, column: column.header.clone(), order: None, mark: None, fractions: false, text: rule.text.clone() };
    match field.kind {
        FieldKind::Date if stated.is_empty() => feed.order = date_order(column.samples(super::DISTINCT_MAX)),
        FieldKind::Date => feed.order = e.take(&key, stated.parse().map(Some).map_err(|()| bad_dates(stated)))?,
        FieldKind::Money if stated.is_empty() => feed.mark = decimal_mark(column.samples(super::DISTINCT_MAX)),
        FieldKind::Money => feed.mark = e.take(&key, mark(stated).map(Some))?,
        FieldKind::Percent if stated.is_empty() => feed.fractions = are_fractions(column.samples(super::DISTINCT_MAX)),
        _ if stated.is_empty() => {}
        _ => e.add(&key, format!("{} takes no format.", field.label)),
    }
    if !rule.text.is_empty() && !rule.text.contains("{}") {
        e.add(&key, "A text must contain {}, which stands for the value.");
    }
    Some((field, feed))
}

fn bad_dates(format: &str) -> String {
    format!("\"{format}\" is no order of dates. Write YYYY-MM-DD, DD-MM-YY or MM-DD-YY.")
}

fn mark(format: &str) -> Result<DecimalMark, &'static str> {
    match format {
        "." => Ok(DecimalMark::Point),
        "," => Ok(DecimalMark::Comma),
        _ => Err("What separates the cents is a point or a comma."),
    }
}

/// Names of fields and statements that nothing would ever look at are mistakes.
fn check_rest(noun: ImportNoun, plan: &Plan, e: &mut FieldErrors) {
    for name in plan.values.keys().chain(plan.unknown.keys()) {
        if !field(noun, name).is_some_and(Field::has_values) {
            e.add(&format!("values:{name}"), format!("There are no values to map for \"{name}\"."));
        }
    }
    let rules = plan.values.iter().flat_map(|(name, rules)| rules.values().map(move |rule| (name, rule)));
    let asked = rules.filter_map(|(name, rule)| match rule {
        ValueRule::Do { action } => Some((name, action)),
        ValueRule::To(_) => None,
    });
    for (name, action) in plan.unknown.iter().chain(asked) {
        if *action == super::Unknown::Create && !field(noun, name).is_some_and(Field::may_create) {
            e.add(&format!("values:{name}"), format!("A file cannot create a {name}."));
        }
    }
    let fed = |name: &str| plan.columns.values().any(|rule| rule.field == name);
    if let Err(sentence) = plan.match_by.check(noun, fed) {
        e.add("match_by", sentence);
    }
    for (name, labels) in reasons() {
        if plan.stated(name).is_some_and(|stated| !labels.iter().any(|label| fold(label) == fold(stated))) {
            e.add(&format!("state:{name}"), format!("The reason is one of {}.", labels.join(", ")));
        }
    }
    for name in plan.state.keys().filter(|name| !STATEMENTS.iter().any(|(known, _)| known == name)) {
        e.add(&format!("state:{name}"), format!("There is nothing to state about \"{name}\"."));
    }
}

/// Reasons that may be stated for all rows.
fn reasons() -> [(&'static str, Vec<&'static str>); 3] {
    [
        ("won_reason", WonReason::ALL.iter().map(|reason| reason.label()).collect()),
        ("lost_reason", LostReason::ALL.iter().map(|reason| reason.label()).collect()),
        ("no_deal_reason", NoDealReason::ALL.iter().map(|reason| reason.label()).collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ColumnProfile;

    fn profile(columns: &[(&str, &[&str])]) -> Profile {
        let columns = columns
            .iter()
            .map(|(header, values)| ColumnProfile {
                header: (*header).to_owned(),
                values: values.iter().map(|value| ((*value).to_owned(), 1)).collect(),
                ..ColumnProfile::default()
            })
            .collect();
        Profile { columns, ..Profile::default() }
    }

    fn plan(columns: &[(&str, &str)]) -> Plan {
        let mut plan = Plan::default();
        for (column, field) in columns {
            plan.columns.insert((*column).to_owned(), ColumnRule::to(field));
        }
        plan
    }

    #[test]
    fn r11_wrong_missing_and_double_columns_are_named() {
        let file = profile(&[("product", &["A"]), ("series", &["S"]), ("price", &["5"])]);
        let bind = |columns: &[(&str, &str)]| Bound::new(ImportNoun::Products, plan(columns), &file);
        assert!(bind(&[("product", "name")]).is_ok());
        for (columns, at) in [
            (&[("product", "name"), ("colour", "category")][..], "column:colour"),
            (&[("series", "category")], "field:name"),
            (&[("product", "name"), ("series", "name")], "column:series"),
            (&[("product", "name"), ("series", "colour")], "column:series"),
        ] {
            let errors = bind(columns).unwrap_err();
            assert!(errors.at(at).is_some(), "{columns:?}: {errors:?}");
        }
    }

    #[test]
    fn formats_are_told_by_the_cells_or_stated() {
        let file = profile(&[("product", &["A"]), ("price", &["1.234,56"])]);
        let bound =
            Bound::new(ImportNoun::Products, plan(&[("product", "name"), ("price", "list_price")]), &file).unwrap();
        assert_eq!(bound.feed("list_price").and_then(|feed| feed.mark), Some(DecimalMark::Comma));
        let mut stated = plan(&[("product", "name")]);
        stated.columns.insert("price".into(), ColumnRule { format: "x".into(), ..ColumnRule::to("list_price") });
        assert!(Bound::new(ImportNoun::Products, stated, &file).unwrap_err().at("column:price").is_some());
    }

    #[test]
    fn several_columns_become_lines_of_a_note() {
        let file = profile(&[("account", &[]), ("revenue", &[]), ("founded", &[]), ("employees", &[])]);
        let mut plan = plan(&[("account", "name"), ("revenue", "notes"), ("founded", "notes")]);
        plan.columns.insert("employees".into(), ColumnRule { text: "{} people".into(), ..ColumnRule::to("size") });
        let bound = Bound::new(ImportNoun::Accounts, plan, &file).unwrap();
        let row = Row { number: 2, cells: vec!["Acme".into(), "11.5".into(), "1996".into(), "28".into()] };
        assert_eq!(bound.text(&row, "notes"), "revenue: 11.5\nfounded: 1996");
        assert_eq!(bound.text(&row, "size"), "28 people");
        assert_eq!(bound.text(&Row::default(), "size"), "");
        assert!(bound.ignored(&file).is_empty());
    }

    #[test]
    fn what_a_plan_says_about_nothing_is_refused() {
        let file = profile(&[("product", &["A"])]);
        let mut plan = plan(&[("product", "name")]);
        plan.unknown.insert("stage".into(), super::super::Unknown::Create);
        plan.state.insert("weather".into(), "fine".into());
        let errors = Bound::new(ImportNoun::Products, plan, &file).unwrap_err();
        assert!(errors.at("values:stage").is_some() && errors.at("state:weather").is_some(), "{errors:?}");
    }

    #[test]
    fn a_parent_is_here_or_stands_in_the_file_and_is_never_made_of_a_name() {
        let file = profile(&[("account", &["A"]), ("parent", &["B"])]);
        let create = super::super::Unknown::Create;
        let (mut all, mut one) = (plan(&[("account", "name"), ("parent", "parent")]), Plan::default());
        one.columns.clone_from(&all.columns);
        all.unknown.insert("parent".into(), create);
        one.values.entry("parent".into()).or_default().insert("B".into(), ValueRule::Do { action: create });
        for plan in [all, one] {
            let errors = Bound::new(ImportNoun::Accounts, plan, &file).unwrap_err();
            assert_eq!(errors.at("values:parent"), Some("A file cannot create a parent."));
        }
    }
}

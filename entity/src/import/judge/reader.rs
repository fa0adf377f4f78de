//! Reads the cells of one row, collecting what is wrong and what is worth a note.

use super::Env;
use crate::import::known::{Book, Found, Person};
use crate::import::{
    Act, Existing, Field, FieldKind, Known, MatchBy, Outcome, Ref, Row, Unknown, ValueRule, Verdict, cell, closest,
    excerpt, field, told,
};
use crate::opportunity::Stage;
use crate::shared::actor::Action;
use crate::shared::ids::UserId;
use crate::shared::text::{fold, optional_line};
use crate::{FieldErrors, Money};
use chrono::NaiveDate;

/// Said of a name of marks alone.
pub(super) const NO_NAME: &str = "The name has no letter and no digit.";
const NAMELESS: &str = "has no letter and no digit. Leave it out, or leave the field empty.";

/// A row being read.
pub(super) struct Reader<'a> {
    pub env: Env<'a>,
    pub row: &'a Row,
    faults: Vec<Fault>,
    notes: Vec<String>,
    left_out: Option<String>,
}

struct Fault {
    field: String,
    sentence: String,
    suggestion: String,
}

/// What a cell refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link<T> {
    /// Nothing.
    Empty,
    /// A record.
    To(T),
    /// A record of that name, to be brought in once the row is known to be good.
    New(String),
}

impl<'a> Reader<'a> {
    /// Nothing read yet.
    pub fn new(env: Env<'a>, row: &'a Row) -> Self {
        Self { env, row, faults: Vec::new(), notes: Vec::new(), left_out: None }
    }

    /// Notes that a field is wrong.
    pub fn fault(&mut self, field: &str, sentence: impl Into<String>) {
        self.faults.push(Fault { field: field.to_owned(), sentence: sentence.into(), suggestion: String::new() });
    }

    /// Notes that a field names somebody who works here no more.
    pub fn gone(&mut self, field: &str, person: &Person) {
        self.fault(field, format!("{} does not work here any more. Map the name to somebody who does.", person.name));
    }

    /// Leaves a row out that is about nothing here, when the file brings in nothing new.
    pub fn found_none(&mut self) {
        if self.env.bound.plan.existing == Existing::Only {
            self.left_out.get_or_insert("Not here, and this file only updates what is here.".to_owned());
        }
    }

    /// By what rows are matched.
    pub fn match_by(&self) -> MatchBy {
        self.env.bound.plan.matches_by(self.env.bound.noun)
    }

    /// Notes something worth knowing about a row that is good.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }

    /// Takes over what a form found wrong; `rename` gives our name of a form's field.
    pub fn faults(&mut self, errors: &FieldErrors, rename: impl Fn(&str) -> String) {
        for (name, sentence) in errors.iter() {
            self.fault(&rename(name), sentence);
        }
    }

    /// True when the row cannot be imported, or is not to be.
    pub fn is_over(&self) -> bool {
        !self.faults.is_empty() || self.left_out.is_some()
    }

    /// Whether the plan leaves the row out.
    pub fn is_left_out(&self) -> bool {
        self.left_out.is_some()
    }

    /// What has been noted, as one text.
    pub fn notes(&self) -> String {
        self.notes.join(" ")
    }

    /// Whether there is a note.
    pub fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    fn field(&self, name: &str) -> Option<&'static Field> {
        field(self.env.bound.noun, name)
    }

    fn label(&self, name: &str) -> &'static str {
        self.field(name).map_or("Value", |field| field.label)
    }

    /// Text of a field; values of fields with lists go through the plan.
    pub fn text(&mut self, name: &str) -> String {
        let text = self.env.bound.text(self.row, name);
        if !self.field(name).is_some_and(Field::has_values) {
            return text;
        }
        match self.env.bound.plan.value(name, &text) {
            None => text,
            Some(ValueRule::To(other)) => other.clone(),
            Some(ValueRule::Do { action }) => match action {
                Unknown::Create => text,
                Unknown::Empty => String::new(),
                Unknown::LeaveOut => self.leave_out(name, &text),
                Unknown::Error => {
                    self.fault(name, format!("{} \"{}\" is not wanted.", self.label(name), excerpt(&text)));
                    String::new()
                }
            },
        }
    }

    fn leave_out(&mut self, name: &str, text: &str) -> String {
        let value = if text.is_empty() { "empty".to_owned() } else { format!("\"{}\"", excerpt(text)) };
        self.left_out.get_or_insert(format!("Rows with {} {value} are left out.", self.label(name).to_lowercase()));
        String::new()
    }

    /// A required single line.
    pub fn line(&mut self, name: &str, max: usize) -> String {
        let text = self.text(name);
        match optional_line(&text, &format!("the {}", self.label(name).to_lowercase()), max) {
            Ok(Some(line)) => return line,
            Ok(None) => self.fault(name, format!("{} is empty.", self.label(name))),
            Err(sentence) => self.fault(name, sentence),
        }
        String::new()
    }

    /// A date, if there is one.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let order = self.env.bound.feed(name).and_then(|feed| feed.order);
        cell::date(&text, order)
            .map_err(|why| self.fault(name, format!("{} {} {why}.", self.label(name), excerpt(&text))))
            .ok()
    }

    /// An amount, if there is one.
    pub fn money(&mut self, name: &str) -> Option<Money> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let mark = self.env.bound.feed(name).and_then(|feed| feed.mark);
        cell::amount(&text, mark)
            .map_err(|why| self.fault(name, format!("{} {} {why}.", self.label(name), excerpt(&text))))
            .ok()
    }

    /// A word of a closed list, by word or label; what the plan states when the cell is empty.
    pub fn choice(&mut self, name: &str) -> String {
        let text = self.text(name);
        let text = if text.is_empty() { self.env.bound.plan.stated(name).unwrap_or_default().to_owned() } else { text };
        let Some(FieldKind::Choice(choices)) = self.field(name).map(|field| field.kind) else { return text };
        if text.is_empty() {
            return text;
        }
        let key = fold(&text);
        match choices().into_iter().find(|(word, label)| fold(word) == key || fold(label) == key) {
            Some((word, _)) => word.to_owned(),
            None => {
                let words: Vec<&str> = choices().iter().map(|(_, label)| *label).collect();
                let sentence = format!("{} \"{}\" is none of {}.", self.label(name), excerpt(&text), words.join(", "));
                self.fault(name, sentence);
                String::new()
            }
        }
    }

    /// The stage a row stands in.
    pub fn stage(&mut self, known: &Known) -> Option<Stage> {
        let text = self.text("stage");
        if text.is_empty() {
            if self.left_out.is_none() {
                self.fault("stage", "Stage is empty.");
            }
            return None;
        }
        let stage = find_stage(known, &text);
        if stage.is_none() {
            let names: Vec<&str> = known.stages.iter().map(|stage| stage.name.as_str()).collect();
            let sentence = format!("Stage \"{}\" is not known. There are {}.", excerpt(&text), names.join(", "));
            let suggestion = closest(&text, names.iter().copied()).unwrap_or_default().to_owned();
            self.faults.push(Fault { field: "stage".to_owned(), sentence, suggestion });
        }
        stage.cloned()
    }

    /// The record a cell names; or the one that stands there already, also when the importer could not name it himself.
    pub fn link_beside<T: Clone>(&mut self, name: &str, book: &Book<T>, stands: Option<(&str, &T)>) -> Link<T> {
        match stands {
            Some((proper, item)) if fold(&self.text(name)) == fold(proper) => Link::To(item.clone()),
            _ => self.link(name, book),
        }
    }

    /// The person a cell names.
    pub fn person(&mut self, name: &str, known: &Known, stands: Option<UserId>) -> Link<Person> {
        let stands = stands.and_then(|id| known.people_elsewhere.get(&id));
        self.link_beside(name, &known.people, stands.map(|person| (person.name.as_str(), person)))
    }

    /// The record a cell names.
    pub fn link<T: Clone>(&mut self, name: &str, book: &Book<T>) -> Link<T> {
        let raw = self.env.bound.text(self.row, name);
        let plan = &self.env.bound.plan;
        let (text, policy) = match plan.value(name, &raw) {
            Some(ValueRule::To(other)) => (other.clone(), Unknown::Error),
            Some(ValueRule::Do { action: Unknown::Create }) => (raw.clone(), Unknown::Create),
            Some(ValueRule::Do { .. }) => return self.by_action(name),
            None => (raw.clone(), plan.unknown.get(name).copied().unwrap_or(Unknown::Error)),
        };
        if text.is_empty() {
            if self.field(name).is_some_and(|field| field.required) {
                self.fault(name, format!("{} is empty.", self.label(name)));
            }
            return Link::Empty;
        }
        match book.find(&text) {
            Found::Exact(item) => Link::To(item.clone()),
            Found::Spelled(proper, item) => {
                if text == raw {
                    self.note(format!("{} \"{}\" is taken for {proper}.", self.label(name), excerpt(&raw)));
                }
                Link::To(item.clone())
            }
            Found::Many(n) => {
                let sentence = format!("{n} are called \"{}\". Map it to one of them.", excerpt(&text));
                self.fault(name, format!("{}: {sentence}", self.label(name)));
                Link::Empty
            }
            Found::No => self.unknown(name, &raw, &text, policy, || closest(&text, book.names())),
        }
    }

    /// `leave out`, `empty` and `error` as rules of a value.
    fn by_action<T>(&mut self, name: &str) -> Link<T> {
        // The text goes through the same rule, which notes what it has to.
        let _ = self.text(name);
        Link::Empty
    }

    /// `near` is asked for where it is told only: it looks at every name there is.
    fn unknown<'b, T>(
        &mut self,
        name: &str,
        raw: &str,
        text: &str,
        policy: Unknown,
        near: impl FnOnce() -> Option<&'b str>,
    ) -> Link<T> {
        let label = self.label(name);
        let Some(what) = self.field(name).and_then(Field::refers_to) else { return Link::Empty };
        match policy {
            Unknown::Create => return self.create(name, what, text),
            Unknown::Empty => self.note(format!("{label} \"{}\" is not known and left empty.", excerpt(raw))),
            Unknown::LeaveOut => {
                self.leave_out(name, raw);
            }
            Unknown::Error => {
                let near = near();
                let near_text = near.map(|near| format!(" Closest: {near}.")).unwrap_or_default();
                let here = match (what, self.env.actor.may(Action::Administer)) {
                    (Ref::Person, false) => "is nobody in your region",
                    _ => "is not known",
                };
                let sentence = if text == raw {
                    format!("{label} \"{}\" {here}.{near_text}", excerpt(text))
                } else {
                    format!("{label} \"{}\" is mapped to \"{}\", which {here}.{near_text}", excerpt(raw), excerpt(text))
                };
                let suggestion = near.unwrap_or_default().to_owned();
                self.faults.push(Fault { field: name.to_owned(), sentence, suggestion });
            }
        }
        Link::Empty
    }

    /// New records of the dealer's own lists come in only through an administrator.
    fn create<T>(&mut self, name: &str, what: Ref, text: &str) -> Link<T> {
        if !what.may_be_created_by(self.env.actor) {
            let sentence = format!(
                "{} \"{}\" is not known, and only an administrator may bring in a new {}.",
                self.label(name),
                excerpt(text),
                what.noun()
            );
            self.fault(name, sentence);
            return Link::Empty;
        }
        match optional_line(text, &format!("the {}", what.noun()), crate::shared::text::NAME_MAX) {
            // Nothing would be found under it again.
            Ok(Some(line)) if fold(&line).is_empty() => {
                self.fault(name, format!("{} \"{line}\" {NAMELESS}", self.label(name)));
                Link::Empty
            }
            Ok(Some(line)) => Link::New(line),
            Ok(None) => Link::Empty,
            Err(sentence) => {
                self.fault(name, sentence);
                Link::Empty
            }
        }
    }

    /// The verdict so far: an error, or left out. `None` when the row is good.
    pub fn refusal(&self, number: &str, record: &str) -> Option<Verdict> {
        let mut verdict =
            Verdict { number: number.to_owned(), record: excerpt(record), ..Verdict::new(self.row, Outcome::Error) };
        // What is left out on purpose need not be right.
        if let Some(why) = &self.left_out {
            (verdict.outcome, verdict.sentence) = (Outcome::Skipped, why.clone());
            return Some(verdict);
        }
        let first = self.faults.first()?;
        let mut sentences: Vec<&str> = self.faults.iter().map(|fault| fault.sentence.as_str()).collect();
        sentences.dedup();
        verdict.sentence = sentences.join(" ");
        verdict.field.clone_from(&first.field);
        verdict.suggestion.clone_from(&first.suggestion);
        verdict.column = self.env.bound.column(&first.field).to_owned();
        verdict.excerpt = excerpt(&self.env.bound.text(self.row, &first.field));
        Some(verdict)
    }

    /// The verdict of a good row. `detail` goes before the notes.
    pub fn accept(&self, outcome: Outcome, number: &str, record: &str, detail: &str, act: Act) -> Verdict {
        let outcome = if outcome == Outcome::Create && self.has_notes() { Outcome::CreateNote } else { outcome };
        let sentence = match outcome {
            Outcome::Create | Outcome::CreateNote => "New",
            Outcome::Unchanged => "Already here",
            Outcome::Update | Outcome::Skipped | Outcome::Error => "",
        };
        Verdict {
            number: number.to_owned(),
            record: excerpt(record),
            sentence: sentence.to_owned(),
            detail: told([detail, self.notes().as_str()]),
            act,
            ..Verdict::new(self.row, outcome)
        }
    }
}

/// A stage by key or name.
pub(super) fn find_stage<'k>(known: &'k Known, text: &str) -> Option<&'k Stage> {
    let key = fold(text);
    known
        .stages
        .iter()
        .find(|stage| stage.key.0 == text)
        .or_else(|| known.stages.iter().find(|stage| fold(&stage.name) == key || fold(&stage.key.0) == key))
}

/// The sentence of an update: `Amount $50 to $55`.
pub(super) fn change_words(changes: &[crate::event::FieldChange]) -> String {
    let words: Vec<String> = changes
        .iter()
        .map(|change| match (change.from.as_str(), change.to.as_str()) {
            ("", to) => format!("{} {to}", change.field),
            (from, "") => format!("{} without {from}", change.field),
            (from, to) => format!("{} {from} \u{2192} {to}", change.field),
        })
        .collect();
    words.join(", ")
}

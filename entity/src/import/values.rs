//! What a value of a column most likely means.

use super::known::{Found, Known};
use super::{Field, FieldKind, Ref, closest};
use crate::opportunity::Phase;
use crate::shared::text::fold;

/// A guess for one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueGuess {
    /// What it means: a name that is known here, or a word of a closed list.
    pub to: String,
    /// How sure, in percent; 100 is the very same name.
    pub confidence: u8,
}

/// Words other systems use for stages.
const STAGE_WORDS: &[(Phase, &[&str])] = &[
    (Phase::Qualification, &["prospecting", "prospect", "new", "lead", "qualify", "qualified", "qualifying", "open"]),
    (
        Phase::Development,
        &[
            "engaging",
            "engaged",
            "discovery",
            "needs analysis",
            "develop",
            "developing",
            "working",
            "in progress",
            "demo",
            "presentation",
        ],
    ),
    (
        Phase::Proposal,
        &["propose", "proposal sent", "quote", "quoted", "quotation", "negotiation", "negotiating", "contract sent"],
    ),
    (Phase::Won, &["closed won", "sold", "win", "success", "ordered"]),
    (Phase::Lost, &["closed lost", "lose", "lost to competitor"]),
    (Phase::NoDeal, &["disqualified", "abandoned", "cancelled", "canceled", "no decision", "nodeal", "unqualified"]),
];

/// The most likely meaning of a value, if there is one.
pub fn guess_value(field: &Field, value: &str, known: &Known) -> Option<ValueGuess> {
    match field.kind {
        FieldKind::Choice(choices) => by_choice(&choices(), value),
        FieldKind::Ref(Ref::Stage) => by_stage(value, known),
        FieldKind::Ref(what) => by_name(what, value, known),
        FieldKind::Text | FieldKind::Listed | FieldKind::Note | FieldKind::Date | FieldKind::Money => None,
        FieldKind::Whole | FieldKind::Percent => None,
    }
}

fn by_choice(choices: &[(&'static str, &'static str)], value: &str) -> Option<ValueGuess> {
    let key = fold(value);
    let found = choices.iter().find(|(word, label)| fold(word) == key || fold(label) == key);
    found.map(|(word, _)| ValueGuess { to: (*word).to_owned(), confidence: 100 })
}

fn by_stage(value: &str, known: &Known) -> Option<ValueGuess> {
    let key = fold(value);
    let guess = |key: &str, confidence| Some(ValueGuess { to: key.to_owned(), confidence });
    if let Some(stage) = known.stages.iter().find(|stage| fold(&stage.name) == key || fold(&stage.key.0) == key) {
        return guess(&stage.key.0, 100);
    }
    let (phase, _) = STAGE_WORDS.iter().find(|(_, words)| words.iter().any(|word| fold(word) == key))?;
    let stage = known.stages.iter().find(|stage| stage.phase == *phase)?;
    guess(&stage.key.0, 80)
}

fn by_name(what: Ref, value: &str, known: &Known) -> Option<ValueGuess> {
    fn look<T>(book: &super::Book<T>, value: &str) -> Option<ValueGuess> {
        match book.find(value) {
            Found::Exact(_) => Some(ValueGuess { to: value.to_owned(), confidence: 100 }),
            Found::Spelled(name, _) => Some(ValueGuess { to: name.to_owned(), confidence: 90 }),
            Found::Many(_) => None,
            Found::No => closest(value, book.names()).map(|name| ValueGuess { to: name.to_owned(), confidence: 60 }),
        }
    }
    match what {
        Ref::Stage => None,
        Ref::Person => look(&known.people, value),
        Ref::Product => look(&known.products, value),
        Ref::Customer => look(&known.customers, value),
        Ref::Region => look(&known.regions, value),
        Ref::Division => look(&known.divisions, value),
        Ref::Branch => look(&known.branches, value),
        Ref::Competitor => look(&known.competitors, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ImportNoun, field};
    use crate::opportunity::default_stages;
    use crate::shared::ids::ProductId;

    #[test]
    fn stages_and_products_of_another_system_are_guessed() {
        let mut known = Known { stages: default_stages(), ..Known::default() };
        known.new_product(ProductId(uuid::Uuid::from_u128(1)), "GTX Pro");
        let at = |name: &str, value: &str| {
            let guess = guess_value(field(ImportNoun::Opportunities, name).unwrap(), value, &known);
            guess.map(|guess| (guess.to, guess.confidence))
        };
        for (name, value, expected) in [
            ("stage", "Won", Some(("won", 100))),
            ("stage", "Prospecting", Some(("qualification", 80))),
            ("stage", "Engaging", Some(("development", 80))),
            ("stage", "Closed Lost", Some(("lost", 80))),
            ("stage", "Parking", None),
            ("product", "GTX Pro", Some(("GTX Pro", 100))),
            ("product", "GTXPro", Some(("GTX Pro", 90))),
            ("product", "GTX Prro", Some(("GTX Pro", 60))),
            ("product", "Excavator", None),
            ("kind", "Used machine", Some(("used_machine", 100))),
        ] {
            assert_eq!(at(name, value), expected.map(|(to, sure)| (to.to_owned(), sure)), "{value}");
        }
    }
}

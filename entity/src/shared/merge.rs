//! Two people changed copies of one form: whoever changed a field decides it, and only where both did is there a choice.

use crate::event::FieldChange;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What comes of two copies of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged<F> {
    /// Theirs where I changed nothing, mine everywhere else.
    pub form: F,
    /// What both changed, from theirs to mine.
    pub both: Vec<FieldChange>,
    /// Labels of what they alone changed.
    pub theirs: Vec<String>,
    /// Whether nothing of mine is left to be saved.
    pub is_theirs: bool,
}

/// Merges `mine` into `theirs`, both of which began as `base`. Where that is not known any more, all of mine stands against
/// all of theirs. `differences` tells two forms apart, in words.
pub fn merge<F: Serialize + DeserializeOwned + Clone>(
    base: Option<&F>,
    theirs: &F,
    mine: &F,
    differences: impl Fn(&F, &F) -> Vec<FieldChange>,
) -> Merged<F> {
    let Some(sides) = base.and_then(|base| Sides::of(base, theirs, mine)) else {
        let both = differences(theirs, mine);
        return Merged { form: mine.clone(), is_theirs: both.is_empty(), both, theirs: Vec::new() };
    };
    let Sides { form, theirs_alone, both: (of_theirs, of_mine) } = sides;
    let labels = |changes: Vec<FieldChange>| changes.into_iter().map(|change| change.field).collect();
    Merged {
        is_theirs: differences(theirs, &form).is_empty(),
        both: differences(&of_theirs, &of_mine),
        theirs: base.map(|base| labels(differences(base, &theirs_alone))).unwrap_or_default(),
        form,
    }
}

/// What each of two wrote, field by field.
struct Sides<F> {
    form: F,
    /// The beginning with what they alone changed.
    theirs_alone: F,
    /// The beginning with what both changed: as they did, and as I did.
    both: (F, F),
}

impl<F: Serialize + DeserializeOwned> Sides<F> {
    fn of(base: &F, theirs: &F, mine: &F) -> Option<Self> {
        let fields = |form: &F| match serde_json::to_value(form) {
            Ok(Value::Object(fields)) => Some(fields),
            _ => None,
        };
        let (base, theirs, mine) = (fields(base)?, fields(theirs)?, fields(mine)?);
        let (mut form, mut alone, mut of_theirs, mut of_mine) =
            (theirs.clone(), base.clone(), base.clone(), base.clone());
        for (name, value) in &mine {
            let (before, other) = (base.get(name), theirs.get(name));
            let here = Some(value) != before;
            if here {
                form.insert(name.clone(), value.clone());
            }
            let Some(other) = other.filter(|_| other != before) else { continue };
            if here {
                of_mine.insert(name.clone(), value.clone());
                of_theirs.insert(name.clone(), other.clone());
            } else {
                alone.insert(name.clone(), other.clone());
            }
        }
        let read = |fields| serde_json::from_value(Value::Object(fields)).ok();
        Some(Self { form: read(form)?, theirs_alone: read(alone)?, both: (read(of_theirs)?, read(of_mine)?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::ContactForm;

    fn contact(name: &str, phone: &str, role: &str) -> ContactForm {
        ContactForm { name: name.into(), phone: phone.into(), role: role.into(), ..ContactForm::default() }
    }

    #[test]
    fn whoever_changed_a_field_decides_it() {
        let base = contact("Ada", "1", "Owner");
        for (theirs, mine, form, both, taken, is_theirs) in [
            // Each another field.
            (("Ada", "2", "Owner"), ("Ada", "1", "Buyer"), ("Ada", "2", "Buyer"), &[][..], &["Phone"][..], false),
            // Both the same field, differently.
            (("Ada", "2", "Owner"), ("Ada", "3", "Owner"), ("Ada", "3", "Owner"), &["Phone"], &[], false),
            // Both the same.
            (("Ada", "2", "Owner"), ("Ada", "2", "Owner"), ("Ada", "2", "Owner"), &[], &[], true),
            // I changed nothing.
            (("Ida", "2", "Owner"), ("Ada", "1", "Owner"), ("Ida", "2", "Owner"), &[], &["Name", "Phone"], true),
        ] {
            let of = |(name, phone, role)| contact(name, phone, role);
            let merged = merge(Some(&base), &of(theirs), &of(mine), ContactForm::differences);
            let told: Vec<&str> = merged.both.iter().map(|change| change.field.as_str()).collect();
            assert_eq!(
                (merged.form, told, merged.is_theirs),
                (of(form), both.to_vec(), is_theirs),
                "{theirs:?} {mine:?}"
            );
            assert_eq!(merged.theirs, taken, "{theirs:?} {mine:?}");
        }
    }

    #[test]
    fn without_the_beginning_all_of_mine_stands_against_all_of_theirs() {
        let (theirs, mine) = (contact("Ada", "2", "Owner"), contact("Ada", "1", "Buyer"));
        let merged = merge(None, &theirs, &mine, ContactForm::differences);
        assert_eq!((merged.form, merged.both.len(), merged.theirs.len()), (mine, 2, 0));
    }
}

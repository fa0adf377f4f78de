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
    let form = base.and_then(|base| by_field(base, theirs, mine)).unwrap_or_else(|| mine.clone());
    let changed = base.map(|base| differences(base, theirs)).unwrap_or_default();
    let mut both = differences(theirs, &form);
    let is_theirs = both.is_empty();
    let theirs = changed.iter().map(|change| change.field.clone());
    let theirs = theirs.filter(|field| both.iter().all(|change| change.field != *field)).collect();
    both.retain(|change| base.is_none() || changed.iter().any(|known| known.field == change.field));
    Merged { form, both, theirs, is_theirs }
}

fn by_field<F: Serialize + DeserializeOwned>(base: &F, theirs: &F, mine: &F) -> Option<F> {
    let fields = |form: &F| serde_json::to_value(form).ok();
    let (Value::Object(base), Value::Object(mut form), Value::Object(mine)) =
        (fields(base)?, fields(theirs)?, fields(mine)?)
    else {
        return None;
    };
    for (name, value) in mine {
        if base.get(&name) != Some(&value) {
            form.insert(name, value);
        }
    }
    serde_json::from_value(Value::Object(form)).ok()
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
            (("Ada", "2", "Owner"), ("Ada", "2", "Owner"), ("Ada", "2", "Owner"), &[], &["Phone"], true),
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

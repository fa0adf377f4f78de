//! Every field, at rest and refused.

use super::Part;
use crate::ui::form::{
    Checkbox, ComboBox, DateField, FormState, LocalForm, MoneyField, PasswordField, RadioGroup, SelectField, Submit,
    Suggestion, TextArea, TextField,
};
use crate::ui::{Toast, Toasts};
use entity::FieldErrors;
use leptos::prelude::*;
use serde::Deserialize;

/// What the form of the gallery holds.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Sample {
    plain: String,
}

fn options(words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| (word.to_lowercase(), (*word).to_owned())).collect()
}

fn places() -> Vec<Suggestion> {
    [("Brazos Paving", "Lockhart \u{b7} C-20418"), ("Cedar Creek Farms", "Bastrop"), ("Delta Earthworks", "Austin")]
        .map(|(text, note)| Suggestion { value: text.to_lowercase(), text: text.to_owned(), note: note.to_owned() })
        .to_vec()
}

#[component]
pub fn Fields() -> impl IntoView {
    let toasts = Toasts::expect();
    let check = |sample: &Sample| match sample.plain.trim() {
        "" => Err(FieldErrors::one("plain", "Enter the make.")),
        _ => Ok(()),
    };
    let answer = Callback::new(move |_: Sample| toasts.show(Toast::new("The form is fine.")));
    view! {
        <Part title="Field">
            <LocalForm state=FormState::new() check on_answer=answer>
                <div class="form"><div class="fields">
                    <TextField name="plain" label="Plain" value="Volvo" span=2 />
                    <TextField name="hinted" label="With hint" hint="Says what is expected." optional=true span=2 placeholder="Placeholder" />
                    <TextField name="percent" label="With unit" value="20" suffix="%" inputmode="numeric" span=2 />
                    <MoneyField name="money" label="Money" value="239,900" />
                    <DateField name="date" label="Date" value="2026-11-23" />
                    <SelectField name="choice" label="Select" value="b" options=options(&["A", "B", "C"]) span=2 />
                    <ComboBox name="found" label="Found by typing" options=places() hint="Two letters are enough." span=3 />
                    <PasswordField name="password" label="Password" span=3 />
                    <TextArea name="text" label="Text" value="Two lines,\nand </textarea> is only text." />
                </div></div>
                <RadioGroup name="few" label="One of a few" value="small" options=options(&["Small", "Medium", "Large"]) />
                <div class="row">
                    <Checkbox name="yes" label="Yes or no" hint="With a second line." checked=true />
                </div>
                <div class="form-actions"><Submit icon="check">"Check"</Submit></div>
            </LocalForm>
        </Part>
    }
}

/// The same after it was refused. Its state stands still: nothing is sent from here.
#[component]
pub fn Refused() -> impl IntoView {
    let state = FormState::of("refused");
    let errors = [("when", "This is no date."), ("much", "Write the amount as a number, for example 1,250.50.")];
    state.errors.update(|all| errors.iter().for_each(|(field, sentence)| all.add(field, *sentence)));
    provide_context(state);
    view! {
        <Part title="Refused">
            <div class="form"><div class="fields">
                <TextField name="when" label="Date" value="2017-02-30" span=3 />
                <MoneyField name="much" label="Money" value="a lot" span=3 />
            </div></div>
        </Part>
    }
}

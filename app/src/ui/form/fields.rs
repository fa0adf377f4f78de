//! The fields. Each shows label, value, hint and error, and is a plain native input underneath.

use super::frame::{ErrorLine, Frame, Tie};
use super::input_name;
use crate::core::erase::Erase;
use crate::ui::Icon;
use leptos::prelude::*;

/// A line of text; also e-mail, telephone, web address, search and number by `kind`.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] optional: bool,
    #[prop(default = 6)] span: u8,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] maxlength: Option<u16>,
    #[prop(into, optional)] placeholder: Option<String>,
    /// Shown inside, before and after the text.
    #[prop(optional)]
    prefix: Option<&'static str>,
    #[prop(optional)] suffix: Option<&'static str>,
) -> impl IntoView {
    let tie = Tie::new(&name, &hint);
    let input = view! {
        <input
            id=tie.id.clone()
            name=input_name(&name)
            type=kind
            value=value
            inputmode=inputmode
            autocomplete=autocomplete
            maxlength=maxlength
            placeholder=placeholder
            aria-invalid=tie.invalid()
            aria-describedby=tie.described_by()
        />
    };
    let affixed = prefix.is_some() || suffix.is_some();
    let input = if affixed {
        view! {
            <div class="affix">
                {prefix.map(|text| view! { <span class="prefix">{text}</span> })}
                {input}
                {suffix.map(|text| view! { <span class="suffix">{text}</span> })}
            </div>
        }
        .erased()
    } else {
        input.erased()
    };
    view! { <Frame tie label hint optional span>{input}</Frame> }
}

/// An amount; accepts `1,250.5`.
#[component]
pub fn MoneyField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(default = 2)] span: u8,
) -> impl IntoView {
    view! { <TextField name label value hint optional span inputmode="decimal" prefix="$" maxlength=24 /> }
}

/// A date, with the browser's own picker.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(default = 2)] span: u8,
) -> impl IntoView {
    view! { <TextField name label value hint optional span kind="date" /> }
}

/// A choice of up to a dozen or so; longer lists get a filterable field elsewhere.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    /// Value and text; an empty value is "none".
    options: Vec<(String, String)>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(default = 3)] span: u8,
) -> impl IntoView {
    let tie = Tie::new(&name, &hint);
    let options = options.into_iter().map(|(word, text)| {
        let selected = word == value;
        view! { <option value=word selected=selected>{text}</option> }
    });
    let options = options.collect_view();
    let select = view! {
        <span class="select">
            <select id=tie.id.clone() name=input_name(&name) aria-invalid=tie.invalid() aria-describedby=tie.described_by()>{options}</select>
            <Icon name="chevrons-up-down" />
        </span>
    };
    view! { <Frame tie label hint optional span>{select}</Frame> }
}

/// A choice of a few, all in view.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let tie = Tie::new(&name, "");
    let (input, first) = (input_name(&name), tie.id.clone());
    let choices = options.into_iter().enumerate().map(|(i, (word, text))| {
        let checked = word == value;
        // The first one carries the id that the error summary links to.
        let id = (i == 0).then(|| first.clone());
        view! { <label class="choice"><input id=id type="radio" name=input.clone() value=word checked=checked /><span>{text}</span></label> }
    });
    let choices = choices.collect_view();
    let (invalid, described_by) = (tie.invalid(), tie.described_by());
    view! {
        <fieldset class="field" aria-invalid=invalid aria-describedby=described_by>
            <legend>{label}</legend>
            <div class="choices">{choices}</div>
            <ErrorLine tie />
        </fieldset>
    }
}

/// Several lines of text.
///
/// Rendered on the server its content is escaped here: the framework writes children of a text area as they are.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] optional: bool,
    #[prop(default = 6)] span: u8,
    #[prop(default = 3)] rows: u8,
) -> impl IntoView {
    let tie = Tie::new(&name, &hint);
    let area = view! {
        <textarea
            id=tie.id.clone()
            name=input_name(&name)
            rows=rows
            aria-invalid=tie.invalid()
            aria-describedby=tie.described_by()
            inner_html=escaped(&value)
        ></textarea>
    };
    view! { <Frame tie label hint optional span>{area}</Frame> }
}

/// Text as HTML that means just that text. A leading line break would be eaten by the parser, so it is doubled.
fn escaped(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

/// Yes or no; sends `on` when ticked.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// A second, smaller line.
    #[prop(into, optional)]
    hint: String,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let id = super::input_id(&name);
    view! {
        <label class="choice">
            <input id=id type="checkbox" name=input_name(&name) value="on" checked=checked />
            <span>{label}{(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}</span>
        </label>
    }
}

/// A password, with a way to look at it.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(default = "current-password")] autocomplete: &'static str,
    #[prop(default = 6)] span: u8,
) -> impl IntoView {
    let tie = Tie::new(&name, &hint);
    let shown = RwSignal::new(false);
    let input = view! {
        <div class="affix">
            <input
                id=tie.id.clone()
                name=input_name(&name)
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                maxlength="128"
                aria-invalid=tie.invalid()
                aria-describedby=tie.described_by()
            />
            <button
                type="button"
                class="hydrated-only"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-label="Show password"
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                <Icon name="eye" />
            </button>
        </div>
    };
    view! { <Frame tie label hint optional=false span>{input}</Frame> }
}

/// A value that travels along unseen. `name` is used as it is, without the prefix of fields.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn t1_a_text_area_cannot_be_broken_out_of() {
        assert_eq!(escaped("</textarea><script>x&y"), "&lt;/textarea&gt;&lt;script&gt;x&amp;y");
        assert_eq!(escaped("\nfirst line empty"), "\n\nfirst line empty");
    }
}

//! What is typed on a page that is made anew behind the one that is seen: it is carried over.

/// What stands in a field of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What finds it: its id, or of one of a group its name and what it stands for.
    field: String,
    value: String,
    checked: bool,
}

/// What stands in every field of the page's forms now.
pub fn typed() -> Vec<Typed> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::prelude::document;
        let Ok(fields) = document().query_selector_all("#main form :is([id][name], [type=radio])") else {
            return Vec::new();
        };
        let fields = (0..fields.length()).filter_map(|at| fields.item(at));
        fields.filter_map(|field| browser::read(&field)).collect()
    }
    #[cfg(not(feature = "hydrate"))]
    Vec::new()
}

/// Puts it back, as if it were typed again.
pub fn put_back(typed: Vec<Typed>) {
    #[cfg(feature = "hydrate")]
    typed.iter().for_each(|typed| {
        browser::write(typed);
    });
    #[cfg(not(feature = "hydrate"))]
    drop(typed);
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Typed;
    use leptos::prelude::document;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, Event, EventInit, HtmlInputElement};

    /// Inputs, selections and text areas have their value by the same name.
    fn get(field: &JsValue) -> Option<String> {
        js_sys::Reflect::get(field, &"value".into()).ok()?.as_string()
    }

    fn is_hidden_or_file(field: &Element) -> bool {
        field.matches("[type=hidden], [type=file], [type=password]").unwrap_or(true)
    }

    pub fn read(field: &JsValue) -> Option<Typed> {
        let element = field.dyn_ref::<Element>().filter(|field| !is_hidden_or_file(field))?;
        let checked = element.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
        let value = get(field)?;
        let field = match element.matches("[type=radio]").ok()? {
            true => format!("[type=radio][name=\"{}\"][value=\"{value}\"]", element.get_attribute("name")?),
            false => format!("[id=\"{}\"]", element.id()),
        };
        Some(Typed { field, value, checked })
    }

    pub fn write(typed: &Typed) -> Option<()> {
        let element = document().query_selector(&typed.field).ok()??;
        if read(&element)? == *typed {
            return None;
        }
        js_sys::Reflect::set(&element, &"value".into(), &typed.value.as_str().into()).ok()?;
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            input.set_checked(typed.checked);
        }
        for name in ["input", "change"] {
            let bubbles = EventInit::new();
            bubbles.set_bubbles(true);
            element.dispatch_event(&Event::new_with_event_init_dict(name, &bubbles).ok()?).ok()?;
        }
        Some(())
    }
}

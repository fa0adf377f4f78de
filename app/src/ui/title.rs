//! The title of the page: the words of the page, then the product's name; `Error:` in front while a form is refused.

use leptos::prelude::*;
use leptos_meta::Title;

/// Whether a form of this page is refused.
#[derive(Debug, Clone, Copy)]
pub struct ErrorMark(RwSignal<bool>);

impl ErrorMark {
    /// Marks the page, or takes the mark away.
    pub(crate) fn set(self, refused: bool) {
        if self.0.try_get_untracked() != Some(refused) {
            let _page_is_gone = self.0.try_set(refused);
        }
    }
}

/// Frames the title of every page. Once, in the app, above all pages.
#[component]
pub fn TitleFrame(
    /// Name of the product.
    product: &'static str,
) -> impl IntoView {
    let mark = RwSignal::new(false);
    provide_context(ErrorMark(mark));
    view! { <Title formatter=move |text: String| framed(&text, product, mark.try_get().unwrap_or_default()) /> }
}

fn framed(text: &str, product: &str, refused: bool) -> String {
    let error = if refused { "Error: " } else { "" };
    let title = if text.is_empty() { format!("{error}{product}") } else { format!("{error}{text} \u{b7} {product}") };
    for_page(title)
}

/// The framework writes titles into the page as they are, and titles hold names that people typed.
fn for_page(title: String) -> String {
    if cfg!(feature = "ssr") {
        return title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_shows_in_the_title() {
        assert_eq!(framed("New customer", "Ironbook", false), "New customer \u{b7} Ironbook");
        assert_eq!(framed("New customer", "Ironbook", true), "Error: New customer \u{b7} Ironbook");
        assert_eq!(framed("", "Ironbook", false), "Ironbook");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn t1_a_title_cannot_be_broken_out_of() {
        let title = framed("</title><script>alert(1)</script>&", "Ironbook", false);
        assert_eq!(title, "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp; \u{b7} Ironbook");
    }
}

//! The files the browser loads, under the addresses the bundler gave them (docs/adr/0001-bundler.md).

use leptos::prelude::*;

#[cfg(feature = "ssr")]
mod installed {
    use leptos::WasmSplitManifest;
    use leptos::reactive::owner::ArcStoredValue;
    use std::collections::HashMap;
    use std::sync::OnceLock;

    /// The name the splitter gives the chunks' loader.
    pub const SPLIT_LOADER: &str = "__wasm_split.______________________.js";

    pub(super) static FILES: OnceLock<ClientFiles> = OnceLock::new();

    /// What the server knows of the bundle.
    #[derive(Clone)]
    pub struct ClientFiles {
        /// Plain name -> address, such as `main.css` -> `/pkg/main.0123456789abcdef.css`.
        url: fn(&str) -> Option<&'static str>,
        /// In Leptos' own shape, which its server side reads to preload a lazy route's chunks.
        pub(super) chunks: WasmSplitManifest,
    }

    impl ClientFiles {
        /// Takes the server's look-up and, by lazy route, the chunks it needs.
        pub fn new(url: fn(&str) -> Option<&'static str>, chunks_by_route: HashMap<String, Vec<String>>) -> Self {
            let folder = url("frontend.js").and_then(|entry| entry.rsplit_once('/')).map_or("", |(folder, _)| folder);
            let chunks = (folder.to_owned(), chunks_by_route, SPLIT_LOADER.to_owned());
            Self { url, chunks: WasmSplitManifest(ArcStoredValue::new(chunks)) }
        }

        /// Makes these the files of every page from now on. Called once, before the first request.
        pub fn install(self) {
            // A second call comes from a second server in one test process, with the same bundle.
            let _same_bundle = FILES.set(self);
        }
    }

    /// The address of a bundled file, or nothing in a server that holds no bundle.
    pub fn url(name: &str) -> Option<&'static str> {
        FILES.get().and_then(|files| (files.url)(name))
    }
}

#[cfg(feature = "ssr")]
pub use installed::{ClientFiles, url};

/// The address of the icon sprite, the same on both sides: the server asks the bundle, the browser reads what the server
/// wrote on `<html data-icons>`.
pub fn icons() -> &'static str {
    #[cfg(feature = "ssr")]
    return url("icons.svg").unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    {
        static ICONS: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        ICONS.get_or_init(|| written("html", "data-icons"))
    }
}

/// The address of the product's mark, known to both sides in the same way: it is the icon of the page.
pub fn mark() -> &'static str {
    #[cfg(feature = "ssr")]
    return url("favicon.svg").unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    {
        static MARK: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        MARK.get_or_init(|| written("link[rel=icon]", "href"))
    }
}

/// An attribute that the server wrote into the page.
#[cfg(not(feature = "ssr"))]
fn written(selector: &str, attribute: &str) -> String {
    let element = document().query_selector(selector).ok().flatten();
    element.and_then(|element| element.get_attribute(attribute)).unwrap_or_default()
}

/// The part of `<head>` that loads style and client. Leptos' own `HydrationScripts` reads its manifest from disk and
/// leaves the nonce off its preloads, which a policy with `strict-dynamic` then blocks.
#[cfg(feature = "ssr")]
#[component]
pub fn ClientHead() -> impl IntoView {
    if let Some(files) = installed::FILES.get() {
        provide_context(files.chunks.clone());
    }
    let nonce = leptos::nonce::use_nonce;
    let style = url("main.css").map(|href| view! { <link rel="stylesheet" href=href /> });
    let icon = url("favicon.svg").map(|href| view! { <link rel="icon" type="image/svg+xml" href=href /> });
    let script =
        url("frontend.js").and_then(|entry| Some((entry, entry.rsplit_once('/')?.0))).map(|(entry, folder)| {
            let module = format!("{folder}/frontend_bg.wasm");
            let start =
                format!("import init,{{hydrate}} from {entry:?};init({{module_or_path:{module:?}}}).then(hydrate)");
            view! {
                <link rel="modulepreload" href=entry nonce=nonce() />
                <link rel="modulepreload" href=format!("{folder}/{}", installed::SPLIT_LOADER) nonce=nonce() />
                <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module" nonce=nonce() inner_html=start></script>
            }
        });
    (style, icon, script)
}

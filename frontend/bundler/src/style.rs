//! The style sheet: imports resolved, checked and minified.

use anyhow::{Result, anyhow, bail};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};
use std::path::Path;

/// The oldest browsers served: Chromium 125, Firefox 128 and Safari 17.5 have `light-dark()`, nesting and `:has()`.
fn targets() -> Targets {
    let version = |major: u32, minor: u32| Some((major << 16) | (minor << 8));
    Targets::from(Browsers {
        chrome: version(125, 0),
        edge: version(125, 0),
        android: version(125, 0),
        firefox: version(128, 0),
        safari: version(17, 5),
        ios_saf: version(17, 5),
        ..Browsers::default()
    })
}

/// Reads the entry and everything it imports into one minified sheet.
pub fn bundle(entry: &Path) -> Result<Vec<u8>> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("style: {error}"))?;
    sheet.minify(MinifyOptions { targets: targets(), ..MinifyOptions::default() })?;
    let options = PrinterOptions { minify: true, targets: targets(), ..PrinterOptions::default() };
    let code = sheet.to_css(options).map_err(|error| anyhow!("style: {error}"))?.code;
    // The sheet moves to a hashed address, and so do public files: a path in it would point nowhere.
    if let Some((_, path)) =
        code.split_once("url(").filter(|(_, path)| !path.trim_start_matches('"').starts_with("data:"))
    {
        bail!("style: url({}… in {}: use a data: address or an <img>", &path[..path.len().min(40)], entry.display());
    }
    Ok(code.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(sheet: &str) -> Result<String> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("early.css"), ".a { inset: 0 }")?;
        std::fs::write(folder.path().join("late.css"), ".b { inset: 0 }")?;
        std::fs::write(folder.path().join("main.css"), sheet)?;
        Ok(String::from_utf8(bundle(&folder.path().join("main.css"))?)?)
    }

    #[test]
    fn light_dark_stays_native() {
        let css =
            bundled(":root { color-scheme: light dark; --ink: light-dark(#111, #eee); color: var(--ink) }").unwrap();
        assert!(css.contains("light-dark("), "{css}");
        assert!(!css.contains("--lightningcss"), "{css}");
    }

    #[test]
    fn the_declared_order_of_layers_wins_over_the_order_of_imports() {
        let css =
            bundled("@layer base, last; @import \"late.css\" layer(last); @import \"early.css\" layer(base);").unwrap();
        let first = css.find("base").zip(css.find("last"));
        assert!(first.is_some_and(|(base, last)| base < last), "{css}");
    }

    #[test]
    fn paths_are_refused() {
        assert!(bundled("a { background: url(dot.png) }").is_err());
        assert!(bundled("a { background: url(data:image/png;base64,AA) }").is_ok());
    }
}

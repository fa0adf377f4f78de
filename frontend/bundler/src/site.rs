//! The finished folder: every file under its hashed name with `.br` and `.gz` beside it, and `manifest.json`.

use crate::args::Profile;
use crate::names::{hash_of_set, hashed};
use crate::workspace::files_below;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Types that shrink; pictures and fonts of other types are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// A bundle in the making.
pub struct Site {
    profile: Profile,
    /// Path below the folder -> content.
    files: BTreeMap<String, Vec<u8>>,
    /// Plain name -> path below the folder: what the server asks by.
    manifest: BTreeMap<String, String>,
}

impl Site {
    pub fn new(profile: Profile) -> Self {
        Self { profile, files: BTreeMap::new(), manifest: BTreeMap::new() }
    }

    /// Adds one file under its hashed name.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let path = format!("pkg/{}", hashed(name, &bytes));
        self.manifest.insert(name.to_owned(), path.clone());
        self.files.insert(path, bytes);
    }

    /// Adds files that refer to each other by relative name: they keep their names in a folder named by the whole
    /// set's hash. The manifest names only the entry.
    pub fn add_directory(&mut self, entry: &str, files: BTreeMap<String, Vec<u8>>) {
        let folder = format!("pkg/{}", hash_of_set(&files));
        self.manifest.insert(entry.to_owned(), format!("{folder}/{entry}"));
        self.files.extend(files.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }

    /// Adds the files of `public/`, if the project has any.
    pub fn add_public(&mut self, folder: &Path) -> Result<()> {
        if !folder.exists() {
            return Ok(());
        }
        for (name, path) in files_below(folder)? {
            let bytes = std::fs::read(path)?;
            if self.manifest.contains_key(&name) {
                bail!("public/{name} has the name of a bundled file");
            }
            self.add(&name, bytes);
        }
        Ok(())
    }

    /// Writes what changed, removes what is gone, and returns the sizes as lines to read. A file that is there already
    /// is not touched: its name says its content, and cargo rebuilds the server only when `manifest.json` moves.
    pub fn write(mut self, folder: &Path) -> Result<String> {
        let manifest = serde_json::to_vec_pretty(&self.manifest)?;
        let mut report = String::new();
        let mut keep = BTreeSet::from(["manifest.json".to_owned()]);
        let compressed: Vec<_> = std::thread::scope(|scope| {
            let work: Vec<_> = std::mem::take(&mut self.files)
                .into_iter()
                .map(|(path, bytes)| scope.spawn(move || write_with_siblings(self.profile, folder, path, &bytes)))
                .collect();
            work.into_iter().map(|thread| thread.join()).collect()
        });
        for written in compressed {
            let Ok(written) = written else { bail!("a compressor panicked") };
            let Written { path, sizes, siblings } = written?;
            writeln!(
                report,
                "  {:>8} {:>8}  {path}",
                sizes.0,
                sizes.1.map_or_else(|| "-".into(), |size| size.to_string())
            )?;
            keep.extend(siblings);
            keep.insert(path);
        }
        for (path, absolute) in files_below(folder)? {
            if !keep.contains(&path) {
                std::fs::remove_file(&absolute)?;
                // The folder of an old client goes with its last file; one that still holds files stays.
                let _still_in_use = absolute.parent().map(std::fs::remove_dir);
            }
        }
        write_if_new(&folder.join("manifest.json"), &manifest)?;
        Ok(format!("  {:>8} {:>8}  {}\n{}", "bytes", "brotli", folder.display(), report.trim_end()))
    }
}

struct Written {
    path: String,
    sizes: (usize, Option<u64>),
    siblings: Vec<String>,
}

fn write_with_siblings(profile: Profile, folder: &Path, path: String, bytes: &[u8]) -> Result<Written> {
    let target = folder.join(&path);
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    // A development bundle is loaded from the same machine and thrown away at the next edit.
    let compress = profile == Profile::Release && COMPRESSIBLE.contains(&extension);
    let siblings = if compress { vec![format!("{path}.br"), format!("{path}.gz")] } else { vec![] };
    if !(target.exists() && siblings.iter().all(|sibling| folder.join(sibling).exists())) {
        std::fs::create_dir_all(target.parent().context("a file has a folder")?)?;
        if compress {
            std::fs::write(folder.join(format!("{path}.br")), brotli(bytes)?)?;
            std::fs::write(folder.join(format!("{path}.gz")), gzip(bytes)?)?;
        }
        std::fs::write(&target, bytes)?;
    }
    let smallest = siblings.first().map(|sibling| std::fs::metadata(folder.join(sibling)).map(|data| data.len()));
    Ok(Written { sizes: (bytes.len(), smallest.transpose()?), siblings, path })
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn write_if_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    Ok(std::fs::write(path, bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(icon: &str) -> Site {
        let mut site = Site::new(Profile::Release);
        site.add("icons.svg", icon.as_bytes().to_vec());
        site.add_directory("frontend.js", BTreeMap::from([("frontend.js".to_owned(), b"import './x.js'".to_vec())]));
        site
    }

    #[test]
    fn the_manifest_names_every_file_and_the_old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        site("<svg/>").write(folder.path()).unwrap();
        site("<svg></svg>").write(folder.path()).unwrap();
        let manifest: BTreeMap<String, String> =
            serde_json::from_slice(&std::fs::read(folder.path().join("manifest.json")).unwrap()).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join(&manifest["icons.svg"])).unwrap(), "<svg></svg>");
        assert!(folder.path().join(&manifest["frontend.js"]).exists());
        let icons = files_below(folder.path()).unwrap().into_iter().filter(|(name, _)| name.contains("icons"));
        assert_eq!(icons.count(), 3, "the file, brotli and gzip");
    }

    #[test]
    fn an_unchanged_bundle_touches_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let modified = || std::fs::metadata(folder.path().join("manifest.json")).unwrap().modified().unwrap();
        site("<svg/>").write(folder.path()).unwrap();
        let before = modified();
        site("<svg/>").write(folder.path()).unwrap();
        assert_eq!(modified(), before);
    }
}

//! Few chunks instead of many. The splitter makes one for every combination of pages that share something: with nine
//! pages a hundred, most under a kilobyte, sixty of them needed by one page. Here the biggest stay and the rest become one.

use crate::merge::merge;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// As many big chunks stay by themselves; a page then asks for at most these, the shared rest and its own.
const KEPT: usize = 4;

/// What the rest becomes.
const SHARED: &str = "shared";

/// The JavaScript that loads chunks, in the shape the splitter writes it.
const LOADER: &str = "__wasm_split.______________________.js";

/// Merges small chunks in the client's files, in their loader, and in the table of what each page needs.
pub fn gather(files: &mut BTreeMap<String, Vec<u8>>, needs: &mut BTreeMap<String, Vec<String>>) -> Result<()> {
    let mut chunks: Vec<(usize, String)> = files
        .iter()
        .filter_map(|(name, bytes)| Some((bytes.len(), name.strip_suffix(".wasm")?.to_owned())))
        .filter(|(_, name)| name.starts_with("chunk_"))
        .collect();
    chunks.sort_by(|a, b| b.cmp(a));
    let small: Vec<String> = chunks.into_iter().skip(KEPT).map(|(_, name)| name).collect();
    if small.len() < 2 {
        return Ok(());
    }
    let bytes: Vec<Vec<u8>> = small.iter().filter_map(|name| files.remove(&format!("{name}.wasm"))).collect();
    files.insert(format!("{SHARED}.wasm"), merge(&bytes.iter().map(Vec::as_slice).collect::<Vec<_>>())?);

    let loader = files.get(LOADER).context("the splitter wrote no loader")?;
    files.insert(LOADER.into(), rewrite(std::str::from_utf8(loader)?, &small)?.into_bytes());
    for chunks in needs.values_mut() {
        replace(chunks, &small, SHARED);
    }
    Ok(())
}

/// The loader with one entry for the shared module where the small chunks had theirs.
fn rewrite(loader: &str, small: &[String]) -> Result<String> {
    let without_remarks = loader.lines().filter(|line| !line.starts_with("/* __"));
    let mut text: String = without_remarks.flat_map(|line| [line, "\n"]).collect();
    let mut shared = None;
    for name in small {
        let start = text.find(&format!("const __{name} = makeLoad(")).context("the loader lacks a chunk")?;
        let end = text[start..].find(", []);\n").context("a chunk's loader does not end")? + start + ", []);\n".len();
        shared.get_or_insert_with(|| text[start..end].replace(name, SHARED));
        text.replace_range(start..end, "");
    }
    let first_page = text.find("export const").context("the loader loads no page")?;
    text.insert_str(first_page, &shared.unwrap_or_default());

    // What a page waits for stands in brackets.
    let mut lists = text.split('[');
    let mut out = lists.next().unwrap_or_default().to_owned();
    for part in lists {
        let (list, rest) = part.split_once(']').context("a list in the loader does not end")?;
        let mut names: Vec<String> = list.split(", ").filter(|name| !name.is_empty()).map(String::from).collect();
        let prefixed: Vec<String> = small.iter().map(|name| format!("__{name}")).collect();
        replace(&mut names, &prefixed, &format!("__{SHARED}"));
        out.push_str(&format!("[{}]{rest}", names.join(", ")));
    }
    if let Some(name) =
        small.iter().find(|name| [",", "]", "."].iter().any(|end| out.contains(&format!("{name}{end}"))))
    {
        bail!("the loader still names {name}; the splitter changed, and merging has to follow");
    }
    Ok(out)
}

/// Puts one name in place of several.
fn replace(names: &mut Vec<String>, old: &[String], new: &str) {
    let before = names.len();
    names.retain(|name| !old.contains(name));
    if names.len() < before {
        names.push(new.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"import { initSync } from "./frontend.js";
/* __one, __two */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
}
, []);
/* __one, __two */
const __chunk_10 = makeLoad(() => {
    const src = fetch(new URL("./chunk_10.wasm", import.meta.url));
}
, []);
/* __one */
const __chunk_2 = makeLoad(() => {
    const src = fetch(new URL("./chunk_2.wasm", import.meta.url));
}
, []);
export const __wasm_split_load_one = wrapAsyncCb(makeLoad(() => 1, [__chunk_1, __chunk_10, __chunk_2]));
export const __wasm_split_load_two = wrapAsyncCb(makeLoad(() => 2, []));
"#;

    const AFTER: &str = r#"import { initSync } from "./frontend.js";
const __chunk_10 = makeLoad(() => {
    const src = fetch(new URL("./chunk_10.wasm", import.meta.url));
}
, []);
const __shared = makeLoad(() => {
    const src = fetch(new URL("./shared.wasm", import.meta.url));
}
, []);
export const __wasm_split_load_one = wrapAsyncCb(makeLoad(() => 1, [__chunk_10, __shared]));
export const __wasm_split_load_two = wrapAsyncCb(makeLoad(() => 2, []));
"#;

    #[test]
    fn the_loader_asks_once_for_what_was_merged() {
        assert_eq!(rewrite(BEFORE, &["chunk_1".into(), "chunk_2".into()]).unwrap(), AFTER);
    }

    #[test]
    fn a_loader_of_another_shape_is_refused() {
        assert!(rewrite("export const x = [__chunk_1];", &["chunk_1".into()]).is_err());
        assert!(rewrite(&BEFORE.replace("makeLoad", "loadOnce"), &["chunk_1".into()]).is_err());
    }
}

//! Few chunks instead of many. The splitter makes one for every combination of pages that share something: with nine
//! pages a hundred, most under a kilobyte, sixty of them needed by one page. Here those that much the same pages need
//! become one.

use crate::merge::merge;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// Chunks a page asks for at most, beside the entry and its own.
const PER_PAGE: usize = 5;

/// The JavaScript that loads chunks, in the shape the splitter writes it.
const LOADER: &str = "__wasm_split.______________________.js";

/// A chunk, or several that become one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    names: Vec<String>,
    bytes: usize,
    pages: BTreeSet<String>,
}

/// Merges chunks in the client's files, in their loader, and in the table of what each page needs.
pub fn gather(files: &mut BTreeMap<String, Vec<u8>>, needs: &mut BTreeMap<String, Vec<String>>) -> Result<()> {
    let chunks = files.iter().filter_map(|(name, bytes)| {
        let name = name.strip_suffix(".wasm").filter(|name| name.starts_with("chunk_"))?;
        let pages = needs.iter().filter(|(_, chunks)| chunks.iter().any(|chunk| chunk == name));
        let pages = pages.map(|(page, _)| page.clone()).collect();
        Some(Group { names: vec![name.to_owned()], bytes: bytes.len(), pages })
    });
    let groups = grouped(chunks.collect());
    let loader = files.get(LOADER).context("the splitter wrote no loader")?;
    let mut loader = std::str::from_utf8(loader)?.to_owned();
    for (number, group) in groups.iter().filter(|group| group.names.len() > 1).enumerate() {
        let shared = format!("shared_{number}");
        let bytes: Vec<Vec<u8>> = group.names.iter().filter_map(|name| files.remove(&format!("{name}.wasm"))).collect();
        files.insert(format!("{shared}.wasm"), merge(&bytes.iter().map(Vec::as_slice).collect::<Vec<_>>())?);
        loader = rewrite(&loader, &group.names, &shared)?;
        for chunks in needs.values_mut() {
            replace(chunks, &group.names, &shared);
        }
    }
    files.insert(LOADER.into(), loader.into_bytes());
    Ok(())
}

/// Puts chunks together, always the two by which pages load least that they do not need, until no page asks for too
/// many.
fn grouped(mut groups: Vec<Group>) -> Vec<Group> {
    loop {
        let mut asked: BTreeMap<&String, usize> = BTreeMap::new();
        groups.iter().flat_map(|group| &group.pages).for_each(|page| *asked.entry(page).or_default() += 1);
        let crowded: BTreeSet<&String> =
            asked.into_iter().filter(|(_, chunks)| *chunks > PER_PAGE).map(|(page, _)| page).collect();
        // Only a pair that such a page needs both of brings it fewer.
        let helps = |a: &Group, b: &Group| a.pages.intersection(&b.pages).any(|page| crowded.contains(page));
        let waste = |a: &Group, b: &Group| {
            a.bytes * b.pages.difference(&a.pages).count() + b.bytes * a.pages.difference(&b.pages).count()
        };
        let pairs = (0..groups.len()).flat_map(|a| (a + 1..groups.len()).map(move |b| (a, b)));
        let best = pairs.filter(|(a, b)| helps(&groups[*a], &groups[*b])).min_by_key(|(a, b)| {
            let (a, b) = (&groups[*a], &groups[*b]);
            (waste(a, b), a.bytes + b.bytes)
        });
        let Some((a, b)) = best else { return groups };
        let Group { names, bytes, pages } = groups.remove(b);
        groups[a].names.extend(names);
        groups[a].bytes += bytes;
        groups[a].pages.extend(pages);
    }
}

/// The loader with one entry for the shared module where the small chunks had theirs.
fn rewrite(loader: &str, small: &[String], shared_name: &str) -> Result<String> {
    let without_remarks = loader.lines().filter(|line| !line.starts_with("/* __"));
    let mut text: String = without_remarks.flat_map(|line| [line, "\n"]).collect();
    let mut shared = None;
    for name in small {
        let start = text.find(&format!("const __{name} = makeLoad(")).context("the loader lacks a chunk")?;
        let end = text[start..].find(", []);\n").context("a chunk's loader does not end")? + start + ", []);\n".len();
        shared.get_or_insert_with(|| text[start..end].replace(name, shared_name));
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
        replace(&mut names, &prefixed, &format!("__{shared_name}"));
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
        assert_eq!(rewrite(BEFORE, &["chunk_1".into(), "chunk_2".into()], "shared").unwrap(), AFTER);
    }

    #[test]
    fn a_loader_of_another_shape_is_refused() {
        assert!(rewrite("export const x = [__chunk_1];", &["chunk_1".into()], "shared").is_err());
        assert!(rewrite(&BEFORE.replace("makeLoad", "loadOnce"), &["chunk_1".into()], "shared").is_err());
    }

    fn group(name: usize, bytes: usize, pages: &[&str]) -> Group {
        Group { names: vec![format!("chunk_{name}")], bytes, pages: pages.iter().map(|page| (*page).into()).collect() }
    }

    #[test]
    fn chunks_of_the_same_pages_go_together_first() {
        let mut chunks: Vec<Group> = (0..PER_PAGE).map(|n| group(n, 1_000, &["board"])).collect();
        chunks.push(group(8, 50_000, &["board", "imports"]));
        chunks.push(group(9, 90_000, &["imports"]));
        let groups = grouped(chunks);
        assert_eq!(groups.len(), PER_PAGE + 1);
        assert!(groups.contains(&group(8, 50_000, &["board", "imports"])), "{groups:?}");
        assert!(groups.contains(&group(9, 90_000, &["imports"])), "the board does not load it: {groups:?}");
    }

    #[test]
    fn no_page_asks_for_more_than_it_may() {
        let chunks = (0..64).map(|n| {
            let pages: Vec<&str> = ["a", "b", "c", "d", "e", "f"]
                .into_iter()
                .enumerate()
                .filter(|(bit, _)| (n >> bit) & 1 == 1)
                .map(|(_, page)| page)
                .collect();
            group(n, n * 10 + 1, &pages)
        });
        let groups = grouped(chunks.collect());
        for page in ["a", "b", "c", "d", "e", "f"] {
            assert!(groups.iter().filter(|group| group.pages.contains(page)).count() <= PER_PAGE, "{page}");
        }
        assert_eq!(groups.iter().map(|group| group.names.len()).sum::<usize>(), 64);
    }
}

//! Few chunks instead of many. The splitter makes one for every combination of pages that share something: with twenty
//! pages six hundred, most under a kilobyte, three hundred of them needed by one page. Here pages that need much the
//! same are a family, and chunks become one for every combination of families.

use crate::merge::merge;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// How many families there are.
const FAMILIES: usize = 4;

/// Shared chunks that a page asks for at most.
const PER_PAGE: usize = 5;

/// The page people open first and most stays a family of its own, and loads nothing that it does not need.
const ALONE: &str = "board_page";

/// The JavaScript that loads chunks, in the shape the splitter writes it.
const LOADER: &str = "__wasm_split.______________________.js";

/// Pages, and the chunks that at least one of them needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Family<'a> {
    pages: BTreeSet<&'a str>,
    chunks: BTreeSet<&'a str>,
}

/// Merges chunks in the client's files, in their loader, and in the table of what each page needs.
pub fn gather(files: &mut BTreeMap<String, Vec<u8>>, needs: &mut BTreeMap<String, Vec<String>>) -> Result<()> {
    let sizes: BTreeMap<String, usize> = files
        .iter()
        .filter_map(|(name, bytes)| {
            let name = name.strip_suffix(".wasm").filter(|name| name.starts_with("chunk_"))?;
            Some((name.to_owned(), bytes.len()))
        })
        .collect();
    let groups = grouped(&sizes, needs);
    let loader = files.get(LOADER).context("the splitter wrote no loader")?;
    let mut loader = std::str::from_utf8(loader)?.to_owned();
    for (number, names) in groups.iter().filter(|names| names.len() > 1).enumerate() {
        let shared = format!("shared_{number}");
        let bytes: Vec<Vec<u8>> = names.iter().filter_map(|name| files.remove(&format!("{name}.wasm"))).collect();
        files.insert(format!("{shared}.wasm"), merge(&bytes.iter().map(Vec::as_slice).collect::<Vec<_>>())?);
        loader = rewrite(&loader, names, &shared)?;
        for chunks in needs.values_mut() {
            replace(chunks, names, &shared);
        }
    }
    files.insert(LOADER.into(), loader.into_bytes());
    Ok(())
}

/// Chunks by the families that need them, in few enough groups.
fn grouped(sizes: &BTreeMap<String, usize>, needs: &BTreeMap<String, Vec<String>>) -> Vec<Vec<String>> {
    let families = families(sizes, needs);
    let mut groups: BTreeMap<BTreeSet<usize>, Vec<String>> = BTreeMap::new();
    for chunk in sizes.keys() {
        let of = families.iter().enumerate().filter(|(_, family)| family.chunks.contains(chunk.as_str()));
        groups.entry(of.map(|(number, _)| number).collect()).or_default().push(chunk.clone());
    }
    let bytes = |names: &Vec<String>| names.iter().map(|name| sizes[name]).sum::<usize>();
    while let Some(crowded) = (0..FAMILIES).find(|family| asked(&groups, *family) > PER_PAGE) {
        // The two by which least is loaded that is not needed.
        let theirs: Vec<&BTreeSet<usize>> = groups.keys().filter(|of| of.contains(&crowded)).collect();
        let pairs = (0..theirs.len()).flat_map(|a| (a + 1..theirs.len()).map(move |b| (a, b)));
        // The first family is the page that shall load nothing it does not need.
        let wasted =
            |names: usize, on: &BTreeSet<usize>| names * on.iter().map(|f| if *f == 0 { 10 } else { 1 }).sum::<usize>();
        let waste = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| {
            wasted(bytes(&groups[a]), &(b - a)) + wasted(bytes(&groups[b]), &(a - b))
        };
        let best = pairs.map(|(a, b)| (theirs[a].clone(), theirs[b].clone())).min_by_key(|(a, b)| waste(a, b));
        let Some((a, b)) = best else { break };
        let both: BTreeSet<usize> = &a | &b;
        let names = [groups.remove(&a), groups.remove(&b)].into_iter().flatten().flatten();
        let names: Vec<String> = names.collect();
        groups.entry(both).or_default().extend(names);
    }
    groups.into_values().collect()
}

/// How many groups a family asks for.
fn asked(groups: &BTreeMap<BTreeSet<usize>, Vec<String>>, family: usize) -> usize {
    groups.keys().filter(|of| of.contains(&family)).count()
}

/// Puts pages together, always the two families by which pages load least that they do not need.
fn families<'a>(sizes: &'a BTreeMap<String, usize>, needs: &'a BTreeMap<String, Vec<String>>) -> Vec<Family<'a>> {
    // What every chunk has, and a merged one only once.
    let frame = sizes.values().min().copied().unwrap_or_default();
    let weight = |chunks: &BTreeSet<&str>| chunks.iter().map(|chunk| sizes[*chunk] - frame + 1).sum::<usize>();
    let page = |(page, chunks): (&'a String, &'a Vec<String>)| Family {
        pages: BTreeSet::from([page.as_str()]),
        chunks: chunks.iter().map(String::as_str).filter(|chunk| sizes.contains_key(*chunk)).collect(),
    };
    let (mut done, mut rest): (Vec<_>, Vec<_>) =
        needs.iter().map(page).partition(|family| family.pages.iter().any(|page| page.contains(ALONE)));
    while rest.len() + done.len() > FAMILIES && rest.len() > 1 {
        let cost = |a: &Family, b: &Family| {
            let both = weight(&(&a.chunks | &b.chunks));
            a.pages.len() * (both - weight(&a.chunks)) + b.pages.len() * (both - weight(&b.chunks))
        };
        let pairs = (0..rest.len()).flat_map(|a| (a + 1..rest.len()).map(move |b| (a, b)));
        let Some((a, b)) = pairs.min_by_key(|(a, b)| cost(&rest[*a], &rest[*b])) else { break };
        let Family { pages, chunks } = rest.remove(b);
        rest[a].pages.extend(pages);
        rest[a].chunks.extend(chunks);
    }
    done.append(&mut rest);
    done
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

    fn book(pages: &[(&str, &[usize])]) -> (BTreeMap<String, usize>, BTreeMap<String, Vec<String>>) {
        let name = |n: &usize| format!("chunk_{n}");
        let needs = pages.iter().map(|(page, chunks)| ((*page).to_owned(), chunks.iter().map(name).collect()));
        let sizes = pages.iter().flat_map(|(_, chunks)| chunks.iter().map(|n| (name(n), 1_000 * (n + 1))));
        (sizes.collect(), needs.collect())
    }

    #[test]
    fn the_board_is_a_family_of_its_own_and_likes_go_together() {
        let (sizes, needs) = book(&[
            ("board_page", &[1, 2, 3]),
            ("list_page", &[3, 4, 5, 6]),
            ("show_page", &[3, 4, 5, 7]),
            ("form_page", &[2, 3, 20, 21, 22]),
            ("gallery_page", &[2, 40, 41]),
        ]);
        let found = families(&sizes, &needs);
        assert_eq!(found.len(), FAMILIES);
        for family in [&["board_page"][..], &["list_page", "show_page"], &["form_page"], &["gallery_page"]] {
            let pages: BTreeSet<&str> = family.iter().copied().collect();
            assert!(found.iter().any(|family| family.pages == pages), "{pages:?} in {found:?}");
        }
    }

    #[test]
    fn no_page_asks_for_more_than_it_may() {
        // One chunk for every combination of four pages, which are four families.
        let pages = ["board_page", "b", "c", "d"];
        let of = |bit: usize| (1..16).filter(|n| (n >> bit) & 1 == 1).collect::<Vec<usize>>();
        let chunks: Vec<Vec<usize>> = (0..4).map(of).collect();
        let (sizes, needs) = book(&[0, 1, 2, 3].map(|i| (pages[i], chunks[i].as_slice())));
        let groups = grouped(&sizes, &needs);
        for page in pages {
            let asked = groups.iter().filter(|group| group.iter().any(|name| needs[page].contains(name))).count();
            assert!(asked <= PER_PAGE, "{page} asks for {asked}");
        }
    }

    #[test]
    fn every_chunk_is_in_one_group() {
        let (sizes, needs) = book(&[("a", &[1, 2, 9]), ("b", &[2, 3, 8]), ("c", &[4, 7]), ("d", &[1, 5]), ("e", &[6])]);
        let groups = grouped(&sizes, &needs);
        let mut names: Vec<String> = groups.into_iter().flatten().collect();
        names.sort();
        assert_eq!(names, sizes.into_keys().collect::<Vec<_>>());
    }
}

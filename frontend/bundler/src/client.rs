//! The client: compiled by cargo, split at the lazy routes, given its JavaScript.

use crate::args::Profile;
use crate::chunks::gather;
use crate::workspace::{Workspace, cargo, files_below};
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{Parser, Payload};

/// The name under which the chunks look for their loader; Leptos' server side expects exactly this one.
const SPLIT_LOADER: &str = "./__wasm_split.______________________.js";

/// Compiles crate `frontend` and returns the path of the linked module.
pub fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let target = workspace.client_target(profile);
    let status = cargo()
        .current_dir(&workspace.root)
        .args(["build", "--package=frontend", "--lib", "--target=wasm32-unknown-unknown", "--profile", profile.cargo()])
        .arg("--target-dir")
        .arg(&target)
        // The splitter follows relocations to learn which function needs which; for this target only, so that host
        // builds keep their flags and stay fresh.
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Clink-args=--emit-relocs")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .context("run cargo build")?;
    if !status.success() {
        bail!("the client does not compile");
    }
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "wasm-release",
    };
    Ok(target.join("wasm32-unknown-unknown").join(folder).join("frontend.wasm"))
}

/// The files of the client by name: entry, glue, chunks, and which chunks each lazy route needs.
pub fn files(workspace: &Workspace, profile: Profile, wasm: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let linked = std::fs::read(wasm).with_context(|| format!("read {}", wasm.display()))?;
    let scratch = workspace.scratch(profile)?;
    let output = scratch.join("out");
    let entry = scratch.join("frontend.wasm");

    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = &output;
    options.main_out_path = &entry;
    options.link_name = SPLIT_LOADER;
    options.main_module = "./frontend.js";
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("split the client: {error:#}"))?;

    let release = profile == Profile::Release;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&entry).web(true)?.out_name("frontend").typescript(false);
    // The chunks import the entry's table, memory and stack pointer by the linker's export names.
    bindgen.keep_lld_exports(true);
    bindgen.demangle(!release).remove_name_section(release).remove_producers_section(release);
    bindgen.generate(&output).context("bind the client")?;

    let mut files = BTreeMap::new();
    for (name, path) in files_below(&output)? {
        let bytes = std::fs::read(&path)?;
        let is_chunk = split.split_modules.contains(&path);
        files.insert(name, if release && is_chunk { without_custom_sections(&bytes)? } else { bytes });
    }
    let mut needs: BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    if release {
        // Development keeps the chunks apart, and with them the names in stack traces.
        gather(&mut files, &mut needs)?;
    }
    files.insert("__wasm_split_manifest.json".into(), serde_json::to_vec(&needs)?);
    Ok(files)
}

/// The module without names and producers, which are most of a chunk's size. `target_features` stays: engines and tools
/// read it.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    let mut kept = module.get(..HEADER).context("a chunk is too short")?.to_vec();
    let mut end_of_last = HEADER;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Some((_, range)) = payload.as_section() else { continue };
        // The range is the content; what lies between two contents is the next section's id and length.
        let end = usize::try_from(range.end)?;
        let section = module.get(end_of_last..end).context("a chunk's section is cut off")?;
        end_of_last = end;
        let dropped = matches!(&payload, Payload::CustomSection(custom) if custom.name() != "target_features");
        if !dropped {
            kept.extend_from_slice(section);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_and_target_features_stay() {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let types = [1, 4, 1, 0x60, 0, 0];
        let features = [&[0, 17, 15][..], b"target_features", &[0]].concat();
        module.extend(types);
        module.extend([&[0, 6, 4][..], b"name", &[0]].concat());
        module.extend(&features);
        let kept = without_custom_sections(&module).unwrap();
        assert_eq!(kept, [&b"\0asm\x01\0\0\0"[..], &types, &features].concat());
    }
}

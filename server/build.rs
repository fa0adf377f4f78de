//! Tells the compiler where the client's bundle lies, so that `assets` can embed it.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=IRONBOOK_SITE");
    println!("cargo::rerun-if-changed=build.rs");
    let site = env::var_os("IRONBOOK_SITE").map_or_else(beside_the_profile, PathBuf::from);
    // Development reads the files from disk while running; what ships holds them and must follow them.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        let manifest = site.join("manifest.json");
        if !manifest.exists() {
            println!(
                "cargo::warning=no client bundle in {}: this server will show bare pages; `make build` bundles first",
                site.display()
            );
            // An absent file would count as changed in every build; an empty manifest says the same and stays.
            fs::create_dir_all(&site)
                .and_then(|()| fs::write(&manifest, "{}"))
                .unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
        }
        // Every other file's name says its content, so the manifest moves whenever one of them does.
        println!("cargo::rerun-if-changed={}", manifest.display());
    }
    println!("cargo::rustc-env=IRONBOOK_SITE={}", site.display());
}

/// `<target>/site/<debug or release>`, where the bundler writes. `OUT_DIR` is `<target>/<profile>/build/<crate>/out`.
fn beside_the_profile() -> PathBuf {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let target = out.ancestors().nth(4).unwrap_or_else(|| Path::new("target"));
    target.join("site").join(env::var("PROFILE").unwrap_or_default())
}

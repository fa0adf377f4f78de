//! Builds what the browser loads: the client split by lazy route, one style sheet and the public files, all under names
//! that say their content, compressed beside. `docs/adr/0001-bundler.md` says why this is a program of ours.

mod args;
mod chunks;
mod client;
mod merge;
mod names;
mod site;
mod style;
mod watch;
mod workspace;

use anyhow::Result;
use args::{Args, Profile};
use std::process::ExitCode;
use std::time::Instant;
use workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundler: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let args = Args::parse(std::env::args().skip(1))?;
    let workspace = Workspace::find()?;
    match args {
        Args::Bundle(profile) => bundle(&workspace, profile),
        Args::Watch(command) => watch::run(&workspace, &command),
    }
}

/// One whole bundle, written to `<target>/site/<profile>`.
fn bundle(workspace: &Workspace, profile: Profile) -> Result<()> {
    let start = Instant::now();
    let wasm = client::compile(workspace, profile)?;
    let compiled = start.elapsed();
    let mut site = site::Site::new(profile);
    site.add_directory("frontend.js", client::files(workspace, profile, &wasm)?);
    site.add("main.css", style::bundle(&workspace.root.join("style/main.css"))?);
    site.add_public(&workspace.root.join("public"))?;
    let report = site.write(&workspace.site(profile))?;
    println!("{report}");
    println!(
        "bundler: {:.1} s compiling, {:.1} s bundling",
        compiled.as_secs_f32(),
        (start.elapsed() - compiled).as_secs_f32()
    );
    Ok(())
}

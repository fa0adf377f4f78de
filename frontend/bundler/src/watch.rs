//! `make dev`: bundle, build the server and restart it after every edit.

use crate::args::Profile;
use crate::workspace::{Workspace, cargo, files_below};
use anyhow::{Context, Result, bail};
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime};

/// What the client, the server and the looks are made of.
const WATCHED: [&str; 8] = ["Cargo.toml", "app", "entity", "frontend/src", "migration", "public", "server", "style"];

/// Often enough that nobody waits, rare enough that nobody hears it.
const PAUSE: Duration = Duration::from_millis(300);

/// Never returns but by an error of the file system; a broken build is told and the running server stays.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut server: Option<Child> = None;
    loop {
        let seen = newest(workspace)?;
        let start = Instant::now();
        match build(workspace) {
            Ok(()) => {
                if let Some(mut old) = server.take() {
                    old.kill()?;
                    old.wait()?;
                }
                let program = workspace.target.join("debug/ironbook");
                let started = Command::new(&program).args(arguments).current_dir(&workspace.root).spawn();
                server = Some(started.with_context(|| format!("start {}", program.display()))?);
                println!("watch: rebuilt in {:.1} s", start.elapsed().as_secs_f32());
            }
            Err(error) => println!("watch: {error:#}; waiting for the next edit"),
        }
        while newest(workspace)? == seen {
            std::thread::sleep(PAUSE);
        }
    }
}

/// Client and server at the same time: for most of it each keeps one core busy.
fn build(workspace: &Workspace) -> Result<()> {
    std::thread::scope(|scope| {
        let client = scope.spawn(|| crate::bundle(workspace, Profile::Dev));
        let server = build_server(workspace);
        let client = client.join().unwrap_or_else(|_| bail!("the bundler broke down"));
        client.and(server)
    })
}

fn build_server(workspace: &Workspace) -> Result<()> {
    let built = cargo().current_dir(&workspace.root).args(["build", "--package=server", "--bin=ironbook"]).status()?;
    if !built.success() {
        bail!("the server does not compile");
    }
    Ok(())
}

/// The number of watched files and the latest change to one of them: a new, changed or removed file moves it.
fn newest(workspace: &Workspace) -> Result<(usize, Option<SystemTime>)> {
    let mut paths = Vec::new();
    for name in WATCHED {
        let path = workspace.root.join(name);
        if path.is_dir() {
            paths.extend(files_below(&path)?.into_iter().map(|(_, file)| file));
        } else if path.exists() {
            paths.push(path);
        }
    }
    // A file that an editor replaces just now has no time; the next look finds it.
    let latest = paths.iter().filter_map(|path| std::fs::metadata(path).ok()?.modified().ok()).max();
    Ok((paths.len(), latest))
}

//! Where things lie, as cargo sees it.

use crate::args::Profile;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project on this disk.
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever configuration or environment put it.
    pub target: PathBuf,
}

impl Workspace {
    /// Asks cargo, which knows every way to move the target folder.
    pub fn find() -> Result<Self> {
        let output = cargo().args(["metadata", "--no-deps", "--format-version=1"]).output().context("run cargo")?;
        if !output.status.success() {
            bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let path = |key: &str| metadata[key].as_str().map(PathBuf::from).context("cargo metadata names no folder");
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")? })
    }

    /// Where the client is compiled. For development beside everything else, so that it need not wait for the server's build
    /// and the server's not for it.
    pub fn client_target(&self, profile: Profile) -> PathBuf {
        match profile {
            Profile::Dev => self.target.join("client"),
            Profile::Release => self.target.clone(),
        }
    }

    /// The finished bundle.
    pub fn site(&self, profile: Profile) -> PathBuf {
        self.target.join("site").join(profile.directory())
    }

    /// A folder for files between two steps, empty.
    pub fn scratch(&self, profile: Profile) -> Result<PathBuf> {
        let path = self.target.join("bundler").join(profile.directory());
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
        }
        std::fs::create_dir_all(&path)?;
        Ok(path)
    }
}

/// The cargo that runs us, or the one on the path.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Every file below a folder, as (path relative to it with `/`, absolute path), sorted; files and folders whose name
/// starts with a dot are left out.
pub fn files_below(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut pending = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = pending.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("list {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let relative = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                pending.push((format!("{relative}/"), entry.path()));
            } else {
                found.push((relative, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

//! Mapping files: a plan in TOML.

use anyhow::{Context, Result, bail};
use app::core::ctx::Ctx;
use app::imports::store;
use entity::import::{Bound, ImportNoun, Plan, Profile, suggest};
use std::io::Write;
use std::path::Path;

/// A plan, with what had to be guessed for it, in words.
pub struct Mapping {
    /// The plan.
    pub plan: Plan,
    /// Empty when a mapping file said everything.
    pub guesses: Vec<String>,
}

/// Reads a mapping file.
///
/// # Errors
/// With the place that is wrong.
pub fn read(path: &Path) -> Result<Plan> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the mapping {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("the mapping {} is not one", path.display()))
}

/// Writes a plan where there is no file yet.
///
/// # Errors
/// With the place that cannot be written.
pub fn write_down(plan: &Plan, noun: ImportNoun, path: &Path) -> Result<()> {
    let text = toml::to_string_pretty(&Plan { noun: Some(noun), ..plan.clone() }).context("the mapping has no text")?;
    let file = std::fs::File::create_new(path);
    let mut file = file.with_context(|| format!("cannot write the mapping {}", path.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write the mapping {}", path.display()))
}

/// Guesses a plan for a file without a mapping.
///
/// # Errors
/// The database's.
pub async fn guess(ctx: &Ctx, noun: ImportNoun, profile: &Profile) -> Result<Mapping> {
    let known = store::looked_up(ctx).await?;
    let (plan, guesses) = suggest::suggest(noun, profile, &known);
    Ok(Mapping { plan, guesses })
}

/// Binds a plan to a file; what does not fit is told at once.
///
/// # Errors
/// A sentence per mistake.
pub fn bind(noun: ImportNoun, plan: Plan, profile: &Profile) -> Result<Bound> {
    let plan = Plan { read: profile.reading.clone(), ..plan };
    match Bound::new(noun, plan, profile) {
        Ok(bound) => Ok(bound),
        Err(errors) => {
            let sentences: Vec<&str> = errors.iter().map(|(_, sentence)| sentence).collect();
            bail!("the mapping does not fit the file:\n  {}", sentences.join("\n  "))
        }
    }
}

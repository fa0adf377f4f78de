//! `ironbook check`.

use super::{ready_database, say};
use crate::check::{Finding, check};
use crate::config::DataArgs;
use anyhow::{Result, ensure};

/// Proves the data sound and prints what was looked at.
///
/// # Errors
/// When something is broken; it was printed.
pub async fn run(data: &DataArgs) -> Result<()> {
    let findings = check(&ready_database(data).await?).await?;
    for Finding { id, law, rows, broken, examples } in &findings {
        let verdict = if *broken == 0 { "ok".to_owned() } else { format!("{broken} BROKEN") };
        say(format!("{id}  {law:<44} {rows:>9} looked at  {verdict}"))?;
        for example in examples {
            say(format!("      {example}"))?;
        }
    }
    let broken: usize = findings.iter().map(|finding| finding.broken).sum();
    ensure!(broken == 0, "{broken} broken");
    say("Sound.")
}

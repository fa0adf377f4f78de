//! The other side of the bench: the least that could do the job, a load generator for both, and their data.
//!
//! `bench seed FILE`, `bench floor FILE PORT PAGE`, `bench load PLAN`; `end2end/bench/run.mjs` drives them.

mod floor;
mod http;
mod load;
mod seed;

use anyhow::{Context, Result, bail};

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["seed", file, opportunities, open_percent] => {
            seed::write(file, opportunities.parse()?, open_percent.parse()?).await
        }
        ["floor", file, port, page] => floor::serve(file, port.parse()?, page).await,
        ["load", plan] => {
            let plan = std::fs::read_to_string(plan).with_context(|| format!("no plan {plan}"))?;
            let result = load::run(serde_json::from_str(&plan)?).await?;
            println!("{}", serde_json::to_string(&result)?);
            Ok(())
        }
        _ => bail!("bench seed FILE OPPORTUNITIES OPEN_PERCENT | floor FILE PORT PAGE | load PLAN"),
    }
}

//! `ironbook seed`.

use super::{ready_database, say};
use crate::config::DataArgs;
use crate::seed::{self, Volume};
use anyhow::Result;
use app::core::source::Source;
use clap::{Args, ValueEnum};

/// What to fill an empty database with.
#[derive(Debug, Args)]
pub struct SeedArgs {
    /// How large.
    #[arg(long, default_value = "demo")]
    size: Size,
    /// Password of the demo sign-ins.
    #[arg(long, default_value = seed::PASSWORD)]
    password: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Size {
    /// A dealer with a few dozen customers.
    Demo,
    /// 10,000 opportunities, for measuring.
    Volume,
}

/// Fills an empty database and prints who can sign in.
///
/// # Errors
/// With a sentence for the terminal, also when the database is not empty.
pub async fn run(data: &DataArgs, args: &SeedArgs) -> Result<()> {
    entity::user::password_fits(&args.password, "").map_err(anyhow::Error::msg)?;
    let db = ready_database(data).await?;
    let seeded = match args.size {
        Size::Demo => seed::demo(&db, &Source::system(), &args.password).await?,
        Size::Volume => seed::volume(&db, &Source::system(), &args.password, Volume::default()).await?,
    };
    say(format!("{} customers and {} opportunities are there.", seeded.customers, seeded.opportunities))?;
    say(sign_ins(&args.password))
}

/// The demo's sign-ins, by role.
pub fn sign_ins(password: &str) -> String {
    let line = |who: &seed::SignIn| format!("  {:<24} {}, {}", who.email, who.name, who.role.label().to_lowercase());
    let lines: Vec<_> = seed::SIGN_INS.iter().map(line).collect();
    format!("Sign in as one of these, password {password}:\n{}", lines.join("\n"))
}

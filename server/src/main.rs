//! `ironbook`: one executable.

use anyhow::Result;
use app::core::source::Source;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use server::cli::{check, ready_database, say, seed, serve, user};
use server::config::{DataArgs, ServeArgs};
use server::import::cli::{self as import, ImportArgs};
use tracing_subscriber::EnvFilter;

/// The CRM of an equipment dealer.
#[derive(Parser)]
#[command(name = "ironbook", version, about)]
struct Cli {
    #[command(flatten)]
    data: DataArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the product.
    Serve(ServeArgs),
    /// Bring the database up to date.
    Migrate,
    /// Fill an empty database.
    Seed(seed::SeedArgs),
    /// Bring a file of another system in: accounts, products, users or opportunities.
    Import(ImportArgs),
    /// Work on users.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Prove that the data is sound; the exit status says whether it is.
    Check,
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let done = runtime.block_on(run());
    // Not longer for a thread that reads a large file.
    runtime.shutdown_timeout(server::serve::LAST);
    done
}

async fn run() -> Result<()> {
    let filter = EnvFilter::try_from_env("IRONBOOK_LOG").unwrap_or_else(|_| "warn,server=info,app=info".into());
    // What happens while it connects would be told with the database's address, and that may hold a password (S45).
    let filter = filter.add_directive("sea_orm::driver=warn".parse()?);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let matches = Cli::command().get_matches();
    let mut cli = Cli::from_arg_matches(&matches)?;
    cli.data.weigh(&matches);
    match &cli.command {
        Command::Serve(args) => serve::run(&cli.data, args).await,
        Command::Migrate => {
            ready_database(&cli.data).await?;
            say("The database is up to date.")
        }
        Command::Seed(args) => seed::run(&cli.data, args).await,
        Command::Import(args) => {
            let db = ready_database(&cli.data).await?;
            import::run(args, db, Source::system(), &mut std::io::stdout().lock()).await.map(|_| ())
        }
        Command::User(command) => user::run(&cli.data, command).await,
        Command::Check => check::run(&cli.data).await,
    }
}

//! `ironbook`: one executable.

use anyhow::{Context, Result, bail};
use app::auth::password;
use app::core::source::Source;
use clap::{Parser, Subcommand, ValueEnum};
use entity::Role;
use entity::shared::ids::UserId;
use entity::user::{password_fits, row as user};
use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait, Set};
use server::config::{Config, DataArgs, ServeArgs};
use server::import::cli::ImportArgs;
use server::seed::{self, Volume};
use server::state::{AppState, Web};
use server::{database, import, migrate, serve};
use std::io::{BufRead, Write};

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
    Seed {
        /// What with.
        #[arg(long, default_value = "demo")]
        size: Size,
        /// Password of the demo sign-ins.
        #[arg(long, default_value = seed::PASSWORD)]
        password: String,
    },
    /// Bring a file of another system in: accounts, products, users or opportunities.
    Import(ImportArgs),
    /// Work on users.
    #[command(subcommand)]
    User(UserCommand),
    /// Prove that the data is sound.
    Check,
}

#[derive(Clone, Copy, ValueEnum)]
enum Size {
    /// A dealer with a few dozen customers.
    Demo,
    /// 10,000 opportunities, for measuring.
    Volume,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add a user; the password is read from the terminal or standard input.
    Add {
        email: String,
        #[arg(long)]
        name: String,
        /// sales_rep, product_support_rep, sales_manager, executive or admin.
        #[arg(long, default_value = "admin")]
        role: String,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_env("IRONBOOK_LOG")
        .unwrap_or_else(|_| "warn,server=info,app=info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = Cli::parse();
    match cli.command {
        Command::Serve(ref args) => run_server(&cli.data, args).await,
        Command::Migrate => {
            migrate::migrate(&database::open(&Config::new(&cli.data, None)?.database_url).await?).await?;
            say("The database is up to date.")
        }
        Command::Seed { size, ref password } => run_seed(&cli.data, size, password).await,
        Command::Import(ref args) => {
            let db = database::open(&Config::new(&cli.data, None)?.database_url).await?;
            migrate::migrate(&db).await?;
            import::cli::run(args, db, Source::system(), &mut std::io::stdout().lock()).await.map(|_| ())
        }
        Command::User(UserCommand::Add { ref email, ref name, ref role }) => {
            add_user(&cli.data, email, name, role).await
        }
        Command::Check => bail!("check is not there yet"),
    }
}

fn say(text: impl AsRef<str>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", text.as_ref())?;
    Ok(())
}

async fn run_server(data: &DataArgs, args: &ServeArgs) -> Result<()> {
    let config = Config::new(data, Some(args))?;
    let db = database::open(&config.database_url).await?;
    migrate::migrate(&db).await?;
    let source = Source::system();
    if args.demo {
        if !config.addr.ip().is_loopback() && !args.allow_demo {
            bail!("the demo's passwords are public; serve it on 127.0.0.1, or say --allow-demo");
        }
        if seed::is_empty(&db.write).await? {
            seed::demo(&db, &source, seed::PASSWORD).await?;
        }
    }
    say(format!("Ironbook is at http://{}", config.addr))?;
    if args.demo {
        say(sign_ins(seed::PASSWORD))?;
    }
    let web = Web { secure: config.behind_tls, trusted_proxies: config.trusted_proxies.clone() };
    serve::serve(AppState::new(db, source, web), config.addr).await
}

/// The demo's sign-ins, by role.
fn sign_ins(password: &str) -> String {
    let lines = seed::SIGN_INS
        .iter()
        .map(|who| format!("  {:<24} {}, {}", who.email, who.name, who.role.label().to_lowercase()));
    format!("Sign in as one of these, password {password}:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

async fn run_seed(data: &DataArgs, size: Size, password: &str) -> Result<()> {
    let db = database::open(&Config::new(data, None)?.database_url).await?;
    migrate::migrate(&db).await?;
    if !seed::is_empty(&db.write).await? {
        bail!("the database is not empty; seeding would mix demo data with yours");
    }
    match size {
        Size::Demo => seed::demo(&db, &Source::system(), password).await?,
        Size::Volume => seed::volume(&db, &Source::system(), password, Volume::default()).await?,
    };
    say(sign_ins(password))
}

async fn add_user(data: &DataArgs, email: &str, name: &str, role: &str) -> Result<()> {
    let db = database::open(&Config::new(data, None)?.database_url).await?;
    migrate::migrate(&db).await?;
    let role: Role = role.parse().map_err(|()| anyhow::anyhow!("there is no role {role}"))?;
    let email = entity::shared::text::email(email).map_err(anyhow::Error::msg)?;
    say(format!("Password for {email}:"))?;
    let mut typed = String::new();
    std::io::stdin().lock().read_line(&mut typed).context("no password was given")?;
    let typed = typed.trim_end_matches(['\r', '\n']).to_owned();
    password_fits(&typed, &email).map_err(anyhow::Error::msg)?;
    let source = Source::system();
    let row = user::ActiveModel {
        id: Set(UserId(source.id())),
        email: Set(email.clone()),
        name: Set(name.to_owned()),
        role: Set(role),
        region_id: Set(None),
        branch_id: Set(None),
        password_hash: Set(password::hash(typed).await?),
        active: Set(true),
        epoch: Set(0),
        time_zone: Set("UTC".to_owned()),
        theme: Set("auto".to_owned()),
        created_at: Set(source.now()),
        version: Set(1),
    };
    row.insert(&db.write).await.with_context(|| format!("{email} was not added"))?;
    let count = user::Entity::find().count(&db.read).await?;
    say(format!("{email} was added; there are {count} users."))
}

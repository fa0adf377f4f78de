//! `ironbook import`.

use super::mapping::{Mapping, bind, guess, read, write_down};
use anyhow::{Context, Result, bail};
use app::core::ctx::Ctx;
use app::core::db::Db;
use app::core::source::Source;
use app::imports::store::{self, Errors, Origin};
use chrono_tz::Tz;
use clap::{Args, ValueEnum};
use entity::import::{Counts, ImportNoun, Outcome, Verdict, csv_line};
use entity::shared::actor::{Action, Actor};
use entity::shared::ids::UserId;
use entity::shared::money::grouped;
use entity::user::row as user;
use entity::{Role, dealer::setting};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::io::Write;
use std::path::PathBuf;

/// Rows told on the terminal; the report holds all of them.
const TOLD: u64 = 50;

/// Bring a file of another system in.
///
/// Every row is checked first; unless `--good-rows-only` is said, one row in error stops the whole file and nothing
/// is written. The same file twice creates nothing new. The last line says what came of the rows; `skipped` are those
/// that wrote nothing.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// What the rows are.
    pub noun: Noun,
    /// The file: CSV or XLSX.
    pub file: PathBuf,
    /// Says what columns and values mean (TOML); without it they are guessed, and the guesses are printed.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Write the mapping that was guessed to a file, to be corrected and used with `--mapping`; the file is not read in.
    #[arg(long, value_name = "FILE", conflicts_with = "mapping")]
    pub write_mapping: Option<PathBuf>,
    /// Check every row and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Leave rows in error out instead of stopping at them.
    #[arg(long)]
    pub good_rows_only: bool,
    /// Whose import it is, with his rights [default: the first administrator].
    #[arg(long = "as", value_name = "EMAIL")]
    pub as_user: Option<String>,
    /// Write what happens with each row to a CSV file.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Noun {
    /// Customers and prospects.
    #[value(alias = "customers")]
    Accounts,
    /// The price list.
    Products,
    /// People and their regions.
    #[value(alias = "people")]
    Users,
    /// Opportunities.
    Opportunities,
}

impl From<Noun> for ImportNoun {
    fn from(noun: Noun) -> Self {
        match noun {
            Noun::Accounts => Self::Accounts,
            Noun::Products => Self::Products,
            Noun::Users => Self::Users,
            Noun::Opportunities => Self::Opportunities,
        }
    }
}

/// Runs the command; words go to `out`. Answers what came of the rows.
///
/// # Errors
/// With a sentence for the terminal when the file is refused; then nothing has been written.
pub async fn run(args: &ImportArgs, db: Db, source: Source, out: &mut impl Write) -> Result<Counts> {
    let ctx = context(db, source, args.as_user.as_deref()).await?;
    let noun = ImportNoun::from(args.noun);
    store::allowed(&ctx, noun)?;
    let origin = Origin::Disk(args.file.clone());
    let stated = args.mapping.as_deref().map(read).transpose()?;
    let reading = stated.as_ref().map(|plan| plan.read.clone()).unwrap_or_default();
    let profile = store::profile(&origin, &reading).await?;
    let file_name = args.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let (rows, columns) = (grouped(profile.rows), profile.columns.len());
    writeln!(out, "{file_name}: {}; {rows} rows, {columns} columns.", profile.reading.words())?;
    let Mapping { plan, guesses } = match stated {
        Some(plan) => Mapping { plan, guesses: Vec::new() },
        None => guess(&ctx, noun, &profile).await?,
    };
    for guess in guesses {
        writeln!(out, "  {guess}")?;
    }
    if let Some(path) = &args.write_mapping {
        write_down(&plan, noun, path)?;
        writeln!(out, "The mapping is in {}. docs/mapping.md says what it may hold.", path.display())?;
        return Ok(Counts::default());
    }
    let bound = bind(noun, plan, &profile)?;
    let ignored = bound.ignored(&profile).join(", ");
    if args.mapping.is_some() && !ignored.is_empty() {
        writeln!(out, "  Ignored: {ignored}.")?;
    }
    let counts = check(args, &ctx, &bound, &origin, out).await?;
    if counts.errors > 0 && !args.good_rows_only {
        let told = if args.dry_run { counts.clone() } else { counts.clone().refused() };
        writeln!(out, "{}", told.last_line())?;
        bail!(
            "{} of {} rows are in error; nothing was written. Correct them, or say --good-rows-only.",
            counts.errors,
            counts.read
        );
    }
    let counts = if args.dry_run {
        writeln!(out, "Dry run: nothing was written.")?;
        counts
    } else {
        let errors = if args.good_rows_only { Errors::LeaveOut } else { Errors::Stop };
        store::run_from_disk(&ctx, file_name, bound, origin, errors).await?
    };
    summary(&counts, out)?;
    Ok(counts)
}

fn summary(counts: &Counts, out: &mut impl Write) -> Result<()> {
    for (noun, n) in &counts.beside {
        writeln!(out, "With them: {} {noun}.", grouped(*n))?;
    }
    if counts.noted > 0 {
        writeln!(out, "{} rows have a note; --report FILE writes every row.", grouped(counts.noted))?;
    }
    if counts.won + counts.lost + counts.open > 0 {
        let (won, lost, open) = (grouped(counts.won), grouped(counts.lost), grouped(counts.open));
        writeln!(out, "Open {open}, won {won} for {}, lost {lost}.", counts.won_amount)?;
    }
    writeln!(out, "{}", counts.last_line())?;
    Ok(())
}

/// The dry run, with its words and its report.
async fn check(
    args: &ImportArgs,
    ctx: &Ctx,
    bound: &entity::import::Bound,
    origin: &Origin,
    out: &mut impl Write,
) -> Result<Counts> {
    let mut report = match &args.report {
        Some(path) => {
            let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut file = std::io::BufWriter::new(file);
            writeln!(file, "{}\r", csv_line(&Verdict::REPORT_HEADER))?;
            Some(file)
        }
        None => None,
    };
    let mut told = 0u64;
    let mut check = store::Check::open(ctx, bound, origin).await?;
    while let Some(verdicts) = check.next().await? {
        for verdict in &verdicts {
            tell(verdict, &mut told, out, report.as_mut()).context("cannot write the report")?;
        }
    }
    Ok(check.counts())
}

fn tell(
    verdict: &Verdict,
    told: &mut u64,
    out: &mut impl Write,
    report: Option<&mut std::io::BufWriter<std::fs::File>>,
) -> std::io::Result<()> {
    if let Some(report) = report {
        writeln!(report, "{}\r", csv_line(&verdict.report_cells()))?;
    }
    if !matches!(verdict.outcome, Outcome::Error | Outcome::Skipped) {
        return Ok(());
    }
    *told += 1;
    match *told {
        n if n <= TOLD => {
            let column = if verdict.column.is_empty() { String::new() } else { format!(" [{}]", verdict.column) };
            writeln!(out, "  Row {}{column}: {}", verdict.row, verdict.sentence)
        }
        n if n == TOLD + 1 => writeln!(out, "  More rows follow; --report FILE writes every one."),
        _ => Ok(()),
    }
}

/// Who imports: the one asked for, the first administrator, or on a fresh database the command line itself.
async fn context(db: Db, source: Source, email: Option<&str>) -> Result<Ctx> {
    let admins = user::Entity::find().filter(user::Column::Role.eq(Role::Admin)).order_by_asc(user::Column::CreatedAt);
    let found = match email {
        Some(email) => user::Entity::find().filter(user::Column::Email.eq(email.trim().to_lowercase())),
        None => admins,
    };
    let found = found.filter(user::Column::Active.eq(true)).one(&db.read).await?;
    let (actor, zone) = match (found, email) {
        (Some(row), _) => (row.actor(), row.time_zone),
        (None, Some(email)) => bail!("nobody active has the address {email}"),
        (None, None) => {
            let zone = setting::Entity::find_by_id("time_zone").one(&db.read).await?.map(|row| row.value);
            let id = UserId(uuid::Uuid::nil());
            let actor = Actor { id, name: "Command line".to_owned(), role: Role::Admin, region: None };
            (actor, zone.unwrap_or_default())
        }
    };
    if !actor.may(Action::Import) {
        bail!("{} may not import as {}", actor.name, actor.role.label().to_lowercase());
    }
    let now = source.now();
    let zone = zone.parse().unwrap_or(Tz::UTC);
    Ok(Ctx { db, actor, viewer: None, source, now, zone, session: String::new() })
}

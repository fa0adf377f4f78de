//! What the database said, as the one error of the product.

use super::AppError;
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use std::any::Any;

impl AppError {
    /// Logs what really happened under a fresh reference and gives the sentence for people.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        let reference = format!("{:08x}", rand::random::<u32>());
        tracing::error!(reference, "{what}");
        Self::Internal(reference)
    }

    /// The same for a panic that was caught.
    pub fn panicked(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        Self::internal(format!("panic: {text}"))
    }
}

impl From<DbErr> for AppError {
    fn from(error: DbErr) -> Self {
        if is_trouble(&error) || worth_another_try(&error) {
            tracing::warn!("the database is busy or away: {error}");
            return Self::Unavailable;
        }
        if is_no_text(&error) {
            return Self::BadRequest;
        }
        match error {
            DbErr::RecordNotFound(_) => Self::NotFound,
            other => match other.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(which)) => taken(&which),
                _ => Self::internal(other),
            },
        }
    }
}

/// Constraint to sentence, in one place. SQLite names the columns, PostgreSQL the constraint.
fn taken(which: &str) -> AppError {
    const FIELDS: &[(&str, &str, &str)] = &[
        ("user.email", "user_email", "email"),
        ("customer.number", "customer_number", "number"),
        ("opportunity.number", "opportunity_number", "number"),
        ("product.name_key", "product_name_key", "name"),
    ];
    match FIELDS.iter().find(|(lite, pg, _)| which.contains(lite) || which.contains(pg)) {
        Some((_, _, "email")) => AppError::field("email", "This e-mail address is taken."),
        Some((_, _, field)) => AppError::field(field, format!("This {field} is taken.")),
        None => AppError::internal(format!("unique constraint: {which}")),
    }
}

/// Whether the whole transaction is worth another try on fresh input: two writers met, or a place in a column or a number
/// was taken in between.
pub fn worth_another_try(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(said)) = cause(error) else { return false };
    let taken =
        ["ix_opportunity_rank", "opportunity.stage, opportunity.rank", "opportunity_number", "opportunity.number"];
    code_of(&**said).is_some_and(|code| code.is_collision())
        || (said.is_unique_violation() && taken.iter().any(|mark| said.message().contains(mark)))
}

/// Whether the database is busy, full or away: nobody's mistake, and over after a while.
fn is_trouble(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    match cause(error) {
        Some(sqlx::Error::Database(said)) => code_of(&**said).is_some_and(|code| code.is_trouble()),
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed,
        ) => true,
        _ => false,
    }
}

/// Whether a text held a zero byte, which PostgreSQL keeps nowhere. Forms and addresses drop it; no page of ours sends it.
fn is_no_text(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(said)) = cause(error) else { return false };
    code_of(&**said) == Some(Code::Postgres("22021".to_owned()))
}

fn cause(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

/// What an engine calls its error.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Code {
    /// The primary result code; the engine's own also says which kind of it.
    Sqlite(u32),
    /// SQLSTATE.
    Postgres(String),
}

fn code_of(said: &dyn sqlx::error::DatabaseError) -> Option<Code> {
    let code = said.code()?;
    if said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
        return Some(Code::Postgres(code.into_owned()));
    }
    code.parse::<u32>().ok().map(|code| Code::Sqlite(code & 0xff))
}

impl Code {
    /// SQLite: busy, locked. PostgreSQL: could not serialize, deadlock.
    fn is_collision(&self) -> bool {
        match self {
            Self::Sqlite(code) => [5, 6].contains(code),
            Self::Postgres(state) => ["40001", "40P01"].contains(&state.as_str()),
        }
    }

    /// SQLite: out of memory, I/O error, full, cannot open. PostgreSQL: no lock or no answer in time, shut down, idle too
    /// long, only to be read (a standby), out of something, connection lost.
    fn is_trouble(&self) -> bool {
        match self {
            Self::Sqlite(code) => [7, 10, 13, 14].contains(code),
            Self::Postgres(state) => {
                ["55P03", "57014", "57P01", "57P02", "57P03", "57P05", "25P03", "25006"].contains(&state.as_str())
                    || state.starts_with("53")
                    || state.starts_with("08")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn r03_codes_tell_what_passes_from_what_is_wrong() {
        let state = |state: &str| Code::Postgres(state.to_owned());
        for (code, collision, trouble) in [
            (Code::Sqlite(5), true, false),
            (Code::Sqlite(6), true, false),
            (Code::Sqlite(13), false, true),
            (Code::Sqlite(10), false, true),
            (Code::Sqlite(19), false, false),
            (Code::Sqlite(11), false, false),
            (state("40001"), true, false),
            (state("40P01"), true, false),
            (state("55P03"), false, true),
            (state("57014"), false, true),
            (state("57P01"), false, true),
            (state("53100"), false, true),
            (state("53300"), false, true),
            (state("08006"), false, true),
            (state("23505"), false, false),
            (state("42P01"), false, false),
        ] {
            assert_eq!((code.is_collision(), code.is_trouble()), (collision, trouble), "{code:?}");
        }
    }

    #[test]
    fn r03_a_lost_connection_is_trouble_and_a_wrong_statement_is_ours() {
        let of = |error: sqlx::Error| AppError::from(DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))));
        let lost = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert_eq!(of(sqlx::Error::Io(lost)), AppError::Unavailable);
        assert_eq!(of(sqlx::Error::PoolTimedOut), AppError::Unavailable);
        assert!(matches!(of(sqlx::Error::ColumnNotFound("x".to_owned())), AppError::Internal(_)));
    }
}

//! The least that could do the job: axum, one raw SQLite statement per answer, no rights, no laws, no history.

use anyhow::Result;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use entity::shared::page::PAGE;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sea_orm::sqlx::{Error, FromRow, Row, SqlitePool, query, query_as};
use serde::{Deserialize, Serialize};
use std::time::Duration;

const CARDS: &str = "SELECT hex(o.id) AS id, o.number, o.name, o.stage, o.version, o.amount, o.probability, o.summary, \
     o.expected_close, c.name AS customer, u.name AS owner FROM opportunity o \
     JOIN customer c ON c.id = o.customer_id JOIN \"user\" u ON u.id = o.owner_id ";

#[derive(Clone)]
struct Floor {
    read: SqlitePool,
    write: SqlitePool,
    page: String,
}

#[derive(Serialize)]
struct Card {
    id: String,
    number: String,
    name: String,
    stage: String,
    version: i64,
    amount: i64,
    probability: i64,
    summary: String,
    expected_close: Option<String>,
    customer: String,
    owner: String,
}

impl FromRow<'_, SqliteRow> for Card {
    fn from_row(row: &SqliteRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get(0)?,
            number: row.try_get(1)?,
            name: row.try_get(2)?,
            stage: row.try_get(3)?,
            version: row.try_get(4)?,
            amount: row.try_get(5)?,
            probability: row.try_get(6)?,
            summary: row.try_get(7)?,
            expected_close: row.try_get(8)?,
            customer: row.try_get(9)?,
            owner: row.try_get(10)?,
        })
    }
}

#[derive(Deserialize)]
struct Move {
    id: String,
    version: i64,
    to: String,
}

type Answer<T> = Result<Json<T>, StatusCode>;

/// Answers on loopback until it is killed. Durable like ours: write-ahead log, synchronous FULL, one writer.
pub async fn serve(file: &str, port: u16, page: &str) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5));
    let floor = Floor {
        read: SqlitePoolOptions::new().max_connections(4).connect_with(options.clone()).await?,
        write: SqlitePoolOptions::new().max_connections(1).connect_with(options).await?,
        page: std::fs::read_to_string(page)?,
    };
    let router = Router::new()
        .route("/", get(|State(floor): State<Floor>| async move { Html(floor.page) }))
        .route("/board", get(board))
        .route("/list", get(list))
        .route("/opportunities/{id}", get(point))
        .route("/move", post(change))
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn rows(pool: &SqlitePool, rest: &'static str) -> Answer<Vec<Card>> {
    let rows = query_as(rest).fetch_all(pool).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(rows))
}

async fn board(State(floor): State<Floor>) -> Answer<Vec<Card>> {
    static SQL: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        [CARDS, "WHERE o.closed_on IS NULL ORDER BY o.stage, o.sort_close, o.id LIMIT 480"].concat()
    });
    rows(&floor.read, SQL.as_str()).await
}

async fn list(State(floor): State<Floor>) -> Answer<Vec<Card>> {
    // As many rows as a page of ours.
    static SQL: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| [CARDS, "ORDER BY o.sort_close, o.id LIMIT ", &PAGE.to_string()].concat());
    rows(&floor.read, SQL.as_str()).await
}

async fn point(State(floor): State<Floor>, Path(id): Path<String>) -> Answer<Card> {
    static SQL: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| [CARDS, "WHERE o.id = unhex(?)"].concat());
    let row = query_as(SQL.as_str()).bind(id.replace('-', "")).fetch_optional(&floor.read).await;
    row.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?.map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn change(State(floor): State<Floor>, Json(form): Json<Move>) -> Result<StatusCode, StatusCode> {
    // Its own id and version make the rank unique.
    const SQL: &str = "UPDATE opportunity SET stage = ?1, phase = ?1, version = version + 1, \
         rank = hex(id) || version WHERE id = unhex(?2) AND version = ?3";
    let id = form.id.replace('-', "");
    let done = query(SQL).bind(form.to).bind(id).bind(form.version).execute(&floor.write).await;
    match done.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?.rows_affected() {
        1 => Ok(StatusCode::NO_CONTENT),
        _ => Err(StatusCode::CONFLICT),
    }
}

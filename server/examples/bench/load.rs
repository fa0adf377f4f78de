//! Requests without pause over a number of connections, for a number of seconds, against either side.

use super::http::Connection;
use anyhow::{Result, ensure};
use entity::opportunity::{StageKey, row};
use entity::shared::ids::OpportunityId;
use sea_orm::{ColumnTrait, ConnectOptions, Database, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What to do.
#[derive(Deserialize)]
pub struct Plan {
    port: u16,
    /// Which side: its paths and bodies.
    side: Side,
    /// URL of its database: ids and versions are read from it first.
    db: String,
    connections: usize,
    seconds: f64,
    /// How many of each kind in a round of requests.
    mix: Vec<(Kind, usize)>,
    /// `Cookie: ...` and what else each request carries.
    #[serde(default)]
    headers: Vec<String>,
    /// Cursor of the last page of the list, as far down as paging leads.
    #[serde(default)]
    last_page: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    Ours,
    Floor,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Board,
    List,
    Point,
    Move,
    /// The last page of the list; ours alone.
    Deep,
    /// The first records whose words begin like this; ours alone.
    Search,
}

/// What is searched for in turn: beginnings of a customer's name, of a product's, of two words at once.
const BEGINNINGS: [&str; 3] = ["cap", "whe", "lone pav"];

/// What came of it. Times in milliseconds.
#[derive(Serialize, Default)]
pub struct Outcome {
    requests: usize,
    per_second: f64,
    p50: f64,
    p99: f64,
    /// Answers outside 200 to 299, by status; 0 is a broken connection.
    errors: BTreeMap<u16, usize>,
}

/// An open opportunity, as the last answer left it.
struct Card {
    id: String,
    version: i64,
    stage: String,
}

struct Shared {
    plan: Plan,
    cards: Vec<Mutex<Card>>,
    next: AtomicUsize,
    keys: AtomicUsize,
    run: u128,
}

/// Runs a plan.
pub async fn run(plan: Plan) -> Result<Outcome> {
    let ours_alone = plan.mix.iter().any(|(kind, _)| matches!(kind, Kind::Deep | Kind::Search));
    ensure!(plan.side == Side::Ours || !ours_alone, "the floor neither pages nor searches");
    let cards = cards(&plan.db).await?;
    let run = std::time::UNIX_EPOCH.elapsed()?.as_nanos();
    let shared = Arc::new(Shared { plan, cards, next: AtomicUsize::new(0), keys: AtomicUsize::new(0), run });
    let start = Instant::now();
    let until = start + Duration::from_secs_f64(shared.plan.seconds);
    let tasks: Vec<_> =
        (0..shared.plan.connections).map(|_| tokio::spawn(worker(Arc::clone(&shared), until))).collect();
    let mut times = Vec::new();
    let mut outcome = Outcome::default();
    for task in tasks {
        let (mut mine, errors) = task.await??;
        times.append(&mut mine);
        errors.into_iter().for_each(|(status, n)| *outcome.errors.entry(status).or_default() += n);
    }
    let took = start.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |part: f64| {
        let place = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    (outcome.p50, outcome.p99) = (at(0.5), at(0.99));
    (outcome.requests, outcome.per_second) = (times.len(), times.len() as f64 / took);
    Ok(outcome)
}

/// Open cards that move freely: those in the first two columns.
async fn cards(url: &str) -> Result<Vec<Mutex<Card>>> {
    let db = Database::connect(ConnectOptions::new(url).max_connections(1).to_owned()).await?;
    let free = ["qualification", "development"].map(|key| StageKey(key.to_owned()));
    let rows: Vec<(OpportunityId, i64, StageKey)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Version, row::Column::Stage])
        .filter(row::Column::ClosedOn.is_null())
        .filter(row::Column::Stage.is_in(free))
        .order_by_asc(row::Column::Id)
        .into_tuple()
        .all(&db)
        .await?;
    ensure!(!rows.is_empty(), "no open cards in {url}");
    let card = |(id, version, stage): (OpportunityId, i64, StageKey)| {
        Mutex::new(Card { id: id.to_string(), version, stage: stage.0 })
    };
    Ok(rows.into_iter().map(card).collect())
}

type Times = (Vec<Duration>, BTreeMap<u16, usize>);

async fn worker(shared: Arc<Shared>, until: Instant) -> Result<Times> {
    let round: Vec<Kind> = shared.plan.mix.iter().flat_map(|(kind, n)| std::iter::repeat_n(*kind, *n)).collect();
    let mut connection = Connection::open(shared.plan.port).await?;
    let (mut times, mut errors) = (Vec::new(), BTreeMap::new());
    while Instant::now() < until {
        let i = shared.next.fetch_add(1, Ordering::Relaxed);
        let kind = round[i % round.len()];
        let place = i % shared.cards.len();
        let (request, to) = shared.request(kind, place);
        let start = Instant::now();
        let status = match connection.ask(&request).await {
            Ok(status) => status,
            Err(_) => {
                connection = Connection::open(shared.plan.port).await?;
                0
            }
        };
        times.push(start.elapsed());
        match (status, to) {
            (200..300, Some(to)) => {
                let mut card = shared.card(place);
                (card.version, card.stage) = (card.version + 1, to);
            }
            (200..300, None) => {}
            _ => *errors.entry(status).or_default() += 1,
        }
    }
    Ok((times, errors))
}

impl Shared {
    fn card(&self, place: usize) -> std::sync::MutexGuard<'_, Card> {
        self.cards[place].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of a request, and the stage it moves its card to.
    fn request(&self, kind: Kind, place: usize) -> (Vec<u8>, Option<String>) {
        let card = self.card(place);
        let to = if card.stage == "development" { "qualification" } else { "development" };
        let key = uuid::Uuid::from_u128(self.run << 32 | self.keys.fetch_add(1, Ordering::Relaxed) as u128);
        let (path, body) = match (self.plan.side, kind) {
            (Side::Floor, Kind::Board) => ("/board".to_owned(), None),
            (Side::Floor, Kind::List | Kind::Deep | Kind::Search) => ("/list".to_owned(), None),
            (Side::Floor, Kind::Point) => (format!("/opportunities/{}", card.id), None),
            (Side::Floor, Kind::Move) => {
                let Card { id, version, .. } = &*card;
                ("/move".to_owned(), Some(format!("{{\"id\":\"{id}\",\"version\":{version},\"to\":\"{to}\"}}")))
            }
            (Side::Ours, Kind::Board) => ("/api/pipeline/board".to_owned(), Some("query=limit%3D480".to_owned())),
            (Side::Ours, Kind::List) => ("/api/opportunities/list".to_owned(), Some("query=".to_owned())),
            (Side::Ours, Kind::Deep) => {
                let cursor = self.plan.last_page.replace(':', "%253A");
                ("/api/opportunities/list".to_owned(), Some(format!("query=sort%3Dclose%26after%3D{cursor}")))
            }
            (Side::Ours, Kind::Search) => {
                let words = BEGINNINGS[place % BEGINNINGS.len()].replace(' ', "%20");
                ("/api/search/find".to_owned(), Some(format!("q={words}&limit=8")))
            }
            (Side::Ours, Kind::Point) => ("/api/opportunities/show".to_owned(), Some(format!("id={}", card.id))),
            (Side::Ours, Kind::Move) => {
                let Card { id, version, .. } = &*card;
                let form = format!("form[id]={id}&form[version]={version}&form[key]={key}&form[to]={to}");
                ("/api/opportunities/move".to_owned(), Some(form))
            }
        };
        let json = matches!(self.plan.side, Side::Floor);
        (self.bytes(&path, body.as_deref(), json), matches!(kind, Kind::Move).then(|| to.to_owned()))
    }

    fn bytes(&self, path: &str, body: Option<&str>, json: bool) -> Vec<u8> {
        let method = if body.is_some() { "POST" } else { "GET" };
        let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
        let headers: String = self.plan.headers.iter().map(|header| format!("{header}\r\n")).collect();
        let body = body.unwrap_or_default();
        let port = self.plan.port;
        format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: application/json\r\n{headers}\
             content-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }
}

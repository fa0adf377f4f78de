//! Where a file's bytes are, and its rows as they stream from there.

use crate::core::AppError;
use crate::core::reader::Reader;
use crate::imports::file::{self, CSV_MAX, Kind, Refusal, Shape, TextReader, WORKBOOK_MAX, Whole};
use entity::Actor;
use entity::import::row::chunk;
use entity::import::{Encoding, Profile, Profiler, Reading, Row};
use entity::shared::ids::ImportId;
use sea_orm::{ColumnTrait, QueryFilter};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::path::PathBuf;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

/// Rows handed on at once.
pub const BATCH: usize = 500;
/// Bytes read from a disk at once.
const PIECE: usize = 512 * 1024;

/// Where the bytes are.
#[derive(Debug, Clone)]
pub enum Origin {
    /// In the database, uploaded by or visible to the actor.
    Stored(Reader, Actor, ImportId),
    /// On this machine's disk (command line).
    Disk(PathBuf),
}

impl From<Refusal> for AppError {
    fn from(why: Refusal) -> Self {
        Self::Refused(why.0)
    }
}

/// The bytes, piece by piece.
struct Bytes {
    origin: Origin,
    position: i32,
    open: Option<tokio::fs::File>,
}

impl Bytes {
    const fn new(origin: Origin) -> Self {
        Self { origin, position: 0, open: None }
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        match &self.origin {
            Origin::Stored(db, actor, import) => {
                let piece = chunk::Entity::visible_to(actor, *import)
                    .filter(chunk::Column::Position.eq(self.position))
                    .one(db)
                    .await?;
                self.position += 1;
                Ok(piece.map(|piece| piece.bytes))
            }
            Origin::Disk(path) => {
                let unreadable = |why: std::io::Error| AppError::Refused(format!("{}: {why}.", path.display()));
                let file = match &mut self.open {
                    Some(file) => file,
                    None => self.open.insert(tokio::fs::File::open(path).await.map_err(unreadable)?),
                };
                let mut piece = Vec::with_capacity(PIECE);
                let limit = u64::try_from(PIECE).unwrap_or(u64::MAX);
                file.take(limit).read_to_end(&mut piece).await.map_err(unreadable)?;
                Ok(if piece.is_empty() { None } else { Some(piece) })
            }
        }
    }

    /// All of them, as a workbook needs it.
    async fn all(mut self) -> Result<Vec<u8>, AppError> {
        let mut all = Vec::new();
        while let Some(piece) = self.next().await? {
            all.extend(piece);
            if all.len() as u64 > WORKBOOK_MAX {
                return Err(too_large(Kind::Workbook));
            }
        }
        Ok(all)
    }
}

/// SHA-256 of the bytes in hex, and how many there are.
///
/// # Errors
/// [`AppError::Refused`] when they cannot be read.
pub(super) async fn fingerprint(origin: &Origin) -> Result<(String, i64), AppError> {
    let (mut bytes, mut hash, mut size) = (Bytes::new(origin.clone()), Sha256::new(), 0usize);
    while let Some(piece) = bytes.next().await? {
        hash.update(&piece);
        size += piece.len();
    }
    Ok((hex(&hash.finalize()), i64::try_from(size).unwrap_or(i64::MAX)))
}

/// Bytes in hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The refusal of a file beyond its limit.
pub(super) fn too_large(kind: Kind) -> AppError {
    AppError::Refused(match kind {
        Kind::Csv => "A CSV file may have at most 100 MB. Split it.".to_owned(),
        Kind::Workbook => "A workbook may have at most 25 MB. Save the sheet as CSV.".to_owned(),
    })
}

/// The rows of a file.
pub struct Rows {
    feed: Feed,
    shape: Shape,
    ready: VecDeque<Row>,
}

enum Feed {
    Text(Box<TextReader>, Box<Bytes>, u64),
    Sheet(mpsc::Receiver<Result<Vec<Row>, Refusal>>),
    Over,
}

impl Rows {
    /// Opens a file that is read so.
    ///
    /// # Errors
    /// [`AppError::Refused`] when it cannot be.
    pub async fn open(origin: &Origin, reading: &Reading) -> Result<Self, AppError> {
        let bytes = Bytes::new(origin.clone());
        let feed = if reading.sheet.is_empty() {
            Feed::Text(Box::new(TextReader::new(reading)), Box::new(bytes), 0)
        } else {
            Feed::Sheet(sheet(bytes.all().await?, reading.sheet.clone()))
        };
        Ok(Self { feed, shape: Shape::new(reading), ready: VecDeque::new() })
    }

    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the file turns out not to be one.
    pub async fn next(&mut self) -> Result<Option<Vec<Row>>, AppError> {
        while self.ready.len() < BATCH && !matches!(self.feed, Feed::Over) {
            let raw = self.raw().await?;
            self.ready.extend(self.shape.rows(raw)?);
        }
        if matches!(self.feed, Feed::Over) {
            self.ready.extend(self.shape.finish()?);
        }
        let batch: Vec<Row> = self.ready.drain(..self.ready.len().min(BATCH)).collect();
        Ok(if batch.is_empty() { None } else { Some(batch) })
    }

    async fn raw(&mut self) -> Result<Vec<Row>, AppError> {
        let mut rows = Vec::new();
        match &mut self.feed {
            Feed::Over => {}
            Feed::Sheet(sheet) => match sheet.recv().await {
                Some(batch) => rows = batch?,
                None => self.feed = Feed::Over,
            },
            Feed::Text(reader, bytes, size) => match bytes.next().await? {
                Some(piece) => {
                    *size += piece.len() as u64;
                    if *size > CSV_MAX {
                        return Err(too_large(Kind::Csv));
                    }
                    reader.push(&piece, &mut rows)?;
                }
                None => {
                    reader.finish(&mut rows)?;
                    self.feed = Feed::Over;
                }
            },
        }
        Ok(rows)
    }

    fn is_malformed(&self) -> bool {
        matches!(&self.feed, Feed::Text(reader, ..) if reader.is_malformed())
    }
}

/// Reads a sheet off the async threads; a parser that panics on a damaged file refuses it.
fn sheet(bytes: Vec<u8>, name: String) -> mpsc::Receiver<Result<Vec<Row>, Refusal>> {
    let (send, receive) = mpsc::channel(2);
    tokio::spawn(async move {
        let rows = send.clone();
        let read = tokio::task::spawn_blocking(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let gone = |_| Refusal("The reader went away.".to_owned());
            file::read_workbook(bytes, &name, |row| {
                batch.push(row);
                if batch.len() < BATCH {
                    Ok(())
                } else {
                    rows.blocking_send(Ok(std::mem::take(&mut batch))).map_err(gone)
                }
            })?;
            rows.blocking_send(Ok(batch)).map_err(gone)
        });
        let result =
            read.await.unwrap_or_else(|_| Err(Refusal("The workbook is damaged and cannot be read.".to_owned())));
        if let Err(why) = result {
            // Nobody may be listening any more.
            let _ = send.send(Err(why)).await;
        }
    });
    receive
}

/// Reads a whole file once: how it is to be read, its columns, its values. What `stated` says stays.
///
/// # Errors
/// [`AppError::Refused`] when it is no table, or has no rows.
pub async fn profile(origin: &Origin, stated: &Reading) -> Result<Profile, AppError> {
    let mut bytes = Bytes::new(origin.clone());
    let head = bytes.next().await?.unwrap_or_default();
    match file::kind(&head)? {
        Kind::Csv => {
            let more = bytes.next().await?.is_some();
            let whole = if more { Whole::No } else { Whole::Yes };
            let sample = &head[..head.len().min(64 * 1024)];
            let whole = if sample.len() < head.len() { Whole::No } else { whole };
            let reading = file::reading(sample, whole, stated)?;
            let (profile, malformed) = profile_as(origin, &reading, Vec::new()).await?;
            let other = reading.encoding != Some(Encoding::Utf8);
            if !malformed || stated.encoding.is_some() || other || file::is_meant_as_utf8(sample) {
                return Ok(profile);
            }
            // It began with nothing but ASCII and went on otherwise.
            let reading = Reading { encoding: Some(Encoding::Windows1252), ..reading };
            Ok(profile_as(origin, &reading, Vec::new()).await?.0)
        }
        Kind::Workbook => {
            let bytes = Bytes::new(origin.clone()).all().await?;
            let sheets = tokio::task::spawn_blocking(move || file::sheets(bytes)).await;
            let sheets =
                sheets.map_err(|_| AppError::Refused("The workbook is damaged and cannot be opened.".to_owned()))??;
            let sheet = if stated.sheet.is_empty() {
                sheets.first().cloned().unwrap_or_default()
            } else {
                stated.sheet.clone()
            };
            let reading = Reading { encoding: None, delimiter: None, header: stated.header, sheet };
            let header = match stated.header {
                Some(header) => header,
                None => first_row_is_header(origin, &reading).await?,
            };
            Ok(profile_as(origin, &Reading { header: Some(header), ..reading }, sheets).await?.0)
        }
    }
}

async fn first_row_is_header(origin: &Origin, reading: &Reading) -> Result<bool, AppError> {
    let mut rows = Rows::open(origin, &Reading { header: Some(false), ..reading.clone() }).await?;
    let first = rows.next().await?.and_then(|batch| batch.into_iter().next());
    Ok(first.is_none_or(|row| file::is_header(&row.cells)))
}

async fn profile_as(origin: &Origin, reading: &Reading, sheets: Vec<String>) -> Result<(Profile, bool), AppError> {
    let mut rows = Rows::open(origin, reading).await?;
    let mut profiler: Option<Profiler> = None;
    let mut malformed = false;
    while let Some(batch) = rows.next().await? {
        malformed |= rows.is_malformed();
        let profiler = profiler.get_or_insert_with(|| Profiler::new(rows.shape.headers().unwrap_or_default().to_vec()));
        for row in batch.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
            profiler.add(row);
        }
    }
    let profiler = profiler.ok_or_else(|| AppError::Refused("The file has no rows below its header.".to_owned()))?;
    Ok((profiler.finish(reading.clone(), sheets), malformed))
}

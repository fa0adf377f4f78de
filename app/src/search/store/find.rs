//! Finding: one statement for each noun, whatever is asked.

mod branch;
mod contacts;
mod customers;
mod opportunities;

use crate::core::AppError;
use crate::core::ctx::Ctx;
use crate::search::types::{Found, Group, HITS_MAX, Hit, QUESTION_MAX};
use entity::event::Noun;
use entity::search::{pieces, plain};
use std::collections::HashSet;

/// Hits of each noun when nobody says how many.
const HITS: u64 = 8;
/// Words of a question that are looked at.
const WORDS: usize = 6;

/// A question, cut into words.
struct Question {
    /// As one text, for comparing whole names.
    text: String,
    /// The word that leads into the index: the longest, which is the rarest.
    lead: String,
    /// Every other word must be there too.
    others: Vec<String>,
    limit: u64,
}

/// A hit and by which way it was found: smaller is better.
struct Candidate {
    way: i32,
    hit: Hit,
}

/// Records in scope that the words of `q` find. `limit` 0 leaves the number of hits to us.
///
/// # Errors
/// The database's.
pub async fn find(ctx: &Ctx, q: &str, limit: u64) -> Result<Found, AppError> {
    let q: String = q.chars().take(QUESTION_MAX).collect();
    let q = q.trim().to_owned();
    let Some(question) = cut(&q, if limit == 0 { HITS } else { limit.min(HITS_MAX) }) else {
        return Ok(Found { q, groups: Vec::new() });
    };
    let ctx = &ctx.snapshot().await?;
    let groups = [
        group(Noun::Customer, &question, customers::find(ctx, &question).await?),
        group(Noun::Opportunity, &question, opportunities::find(ctx, &question).await?),
        group(Noun::Contact, &question, contacts::find(ctx, &question).await?),
    ];
    Ok(Found { q, groups: groups.into_iter().filter(|group| !group.hits.is_empty()).collect() })
}

fn cut(q: &str, limit: u64) -> Option<Question> {
    let mut words = pieces(q);
    words.truncate(WORDS);
    let longest = (0..words.len()).max_by_key(|i| words[*i].chars().count())?;
    let lead = words.swap_remove(longest);
    Some(Question { text: plain(q), lead, others: words, limit })
}

/// Each record once, the best way first: names that begin with the whole question, then as the ways say.
fn group(noun: Noun, question: &Question, mut found: Vec<Candidate>) -> Group {
    found.sort_by_cached_key(|candidate| {
        let title = plain(&candidate.hit.title);
        (!title.starts_with(&question.text), candidate.way, title, candidate.hit.id)
    });
    let mut seen = HashSet::new();
    let mut hits: Vec<Hit> =
        found.into_iter().filter(|one| seen.insert(one.hit.id)).map(|candidate| candidate.hit).collect();
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let more = hits.len() > limit;
    hits.truncate(limit);
    Group { noun, hits, more }
}

/// Parts of a detail line, those that are there.
fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ")
}

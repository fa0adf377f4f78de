//! Dates and amounts as files write them. What can be read two ways is not read at all until somebody says which.

use crate::{Money, Percent};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Order of day, month and year in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// `2016-10-20`
    #[serde(rename = "YMD")]
    Ymd,
    /// `20-10-16`
    #[serde(rename = "DMY")]
    Dmy,
    /// `10/20/16`
    #[serde(rename = "MDY")]
    Mdy,
}

impl FromStr for DateOrder {
    type Err = ();

    /// Reads `DMY` as well as a pattern such as `DD-MM-YY`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut order = String::new();
        for c in text.chars().map(|c| c.to_ascii_uppercase()).filter(|c| matches!(c, 'Y' | 'M' | 'D')) {
            if !order.contains(c) {
                order.push(c);
            }
        }
        match order.as_str() {
            "YMD" => Ok(Self::Ymd),
            "DMY" => Ok(Self::Dmy),
            "MDY" => Ok(Self::Mdy),
            _ => Err(()),
        }
    }
}

impl DateOrder {
    /// As people write it.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Ymd => "YYYY-MM-DD",
            Self::Dmy => "DD-MM-YYYY",
            Self::Mdy => "MM-DD-YYYY",
        }
    }
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not a date at all, or a day that does not exist.
    #[error("is no date")]
    NoDate,
    /// Day and month could be swapped.
    #[error("can be read two ways; say whether day or month comes first")]
    Ambiguous,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date in years 1900 to 2199; a time behind it is dropped. `order` decides what the text itself does not.
///
/// # Errors
/// [`DateError`].
pub fn date(text: &str, order: Option<DateOrder>) -> Result<NaiveDate, DateError> {
    let parts = parts(text).ok_or(DateError::NoDate)?;
    if let Some(date) = named_month(&parts) {
        return date.ok_or(DateError::NoDate);
    }
    let [a, b, c] = [number(&parts[0])?, number(&parts[1])?, number(&parts[2])?];
    if parts[0].len() == 4 {
        return day(a, b, c).ok_or(DateError::NoDate);
    }
    match order {
        Some(DateOrder::Ymd) => day(year(&parts[0], a), b, c).ok_or(DateError::NoDate),
        Some(DateOrder::Dmy) => day(year(&parts[2], c), b, a).ok_or(DateError::NoDate),
        Some(DateOrder::Mdy) => day(year(&parts[2], c), a, b).ok_or(DateError::NoDate),
        None => undeclared(&parts, a, b, c),
    }
}

/// Without a declared order only one reading may exist. A year of two digits comes first only when that is declared.
fn undeclared(parts: &[String; 3], a: u32, b: u32, c: u32) -> Result<NaiveDate, DateError> {
    let last = year(&parts[2], c);
    let mut readings: Vec<NaiveDate> = [day(last, b, a), day(last, a, b)].into_iter().flatten().collect();
    readings.dedup();
    match readings.as_slice() {
        [] => Err(DateError::NoDate),
        [only] => Ok(*only),
        _ => Err(DateError::Ambiguous),
    }
}

/// Three parts of a date; what follows a `T` or the date's third part is a time and dropped.
fn parts(text: &str) -> Option<[String; 3]> {
    let text = text.trim();
    if !text.is_ascii() || text.len() > 40 {
        return None;
    }
    let mut parts: Vec<String> = Vec::with_capacity(3);
    for piece in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()) {
        // 2016-10-20T00:00:00Z comes as one piece behind the last dash.
        let piece = match (parts.len(), piece.find('T')) {
            (2, Some(at)) if at > 0 => &piece[..at],
            _ => piece,
        };
        parts.push(piece.to_ascii_lowercase());
        if parts.len() == 3 {
            break;
        }
    }
    parts.try_into().ok()
}

/// `20 Oct 2016`, `Oct 20, 2016`. The outer `None` says that no month is named.
fn named_month(parts: &[String; 3]) -> Option<Option<NaiveDate>> {
    let month = |text: &str| {
        MONTHS.iter().position(|month| {
            text.len() >= 3 && text.starts_with(month) && text.bytes().all(|b| b.is_ascii_lowercase())
        })
    };
    let (at, index) = parts.iter().enumerate().find_map(|(at, part)| month(part).map(|index| (at, index)))?;
    let (day_part, year_part) = match at {
        0 => (&parts[1], &parts[2]),
        1 if parts[0].len() == 4 => (&parts[2], &parts[0]),
        1 => (&parts[0], &parts[2]),
        _ => return Some(None),
    };
    let (Ok(d), Ok(y)) = (number(day_part), number(year_part)) else { return Some(None) };
    Some(day(year(year_part, y), u32::try_from(index + 1).unwrap_or(0), d))
}

fn number(text: &str) -> Result<u32, DateError> {
    if text.len() > 4 { Err(DateError::NoDate) } else { text.parse().map_err(|_| DateError::NoDate) }
}

/// Two digits mean 1970 to 2069.
fn year(text: &str, value: u32) -> u32 {
    match (text.len(), value) {
        (1 | 2, 0..=69) => 2000 + value,
        (1 | 2, _) => 1900 + value,
        _ => value,
    }
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1900..2200).contains(&date.year()).then_some(date)
}

/// The one order in which all samples are dates. `None` when there is none, or when more than one would do.
pub fn date_order<'a>(samples: impl IntoIterator<Item = &'a str> + Clone) -> Option<DateOrder> {
    let fits = |order: DateOrder| {
        let mut some = false;
        let all = samples.clone().into_iter().all(|text| {
            some = true;
            let year_first = order == DateOrder::Ymd && date(text, None).is_err();
            !year_first && date(text, Some(order)).is_ok()
        });
        some && all
    };
    let mut orders = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy].into_iter().filter(|order| fits(*order));
    let first = orders.next()?;
    if orders.next().is_none() {
        return Some(first);
    }
    // Texts that need no order (ISO, named months): naming one does no harm.
    let plain = samples.into_iter().all(|text| date(text, Some(DateOrder::Dmy)) == date(text, Some(DateOrder::Mdy)));
    plain.then_some(first)
}

/// What separates units from cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `1,234.56`
    #[serde(rename = ".")]
    Point,
    /// `1.234,56`
    #[serde(rename = ",")]
    Comma,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a number, or too large, or too precise.
    #[error("is no amount")]
    NoAmount,
    /// `1.234` may be a thousand or one and a bit.
    #[error("can be read two ways; say what separates the cents")]
    Ambiguous,
}

/// Reads an amount: `1,234.56`, `1.234,56`, `$ 500`, `(41,000)`, `1'234.50`, `12,5`.
///
/// # Errors
/// [`AmountError`].
pub fn amount(text: &str, mark: Option<DecimalMark>) -> Result<Money, AmountError> {
    let text = text.trim();
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let (text, before) = without_minus(text);
    let (body, behind) = without_minus(without_currency(text));
    if usize::from(in_brackets) + usize::from(before) + usize::from(behind) > 1 {
        return Err(AmountError::NoAmount);
    }
    let negative = in_brackets || before || behind;
    let compact: String =
        body.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}')).collect();
    let mark = match mark {
        Some(mark) => mark,
        None => own_mark(&compact)?,
    };
    if !compact.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        return Err(AmountError::NoAmount);
    }
    let plain = match mark {
        DecimalMark::Point => ungroup(&compact, ',', '.'),
        DecimalMark::Comma => ungroup(&compact, '.', ',').map(|text| text.replace(',', ".")),
    };
    let money = plain.and_then(|text| Money::parse(&text).ok()).ok_or(AmountError::NoAmount)?;
    Ok(if negative { -money } else { money })
}

/// Currencies that may stand around a number. Other letters may mean thousands or millions.
const CURRENCIES: [&str; 12] =
    ["USD", "CAD", "AUD", "NZD", "EUR", "GBP", "CHF", "$", "\u{20ac}", "\u{a3}", "US$", "C$"];

fn without_currency(text: &str) -> &str {
    let body = CURRENCIES.iter().find_map(|code| text.strip_prefix(code).or_else(|| text.strip_suffix(code)));
    body.unwrap_or(text).trim()
}

fn without_minus(text: &str) -> (&str, bool) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    }
}

/// Takes out grouping marks, which must stand before groups of three and before the decimal mark.
fn ungroup(text: &str, group: char, decimal: char) -> Option<String> {
    let (units, cents) = match text.split_once(decimal) {
        Some((units, cents)) => (units, Some(cents)),
        None => (text, None),
    };
    let mut groups = units.split(group);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for part in groups {
        if part.len() != 3 || first.is_empty() {
            return None;
        }
        plain.push_str(part);
    }
    match cents {
        Some(cents) if cents.is_empty() || cents.contains([group, decimal]) => None,
        Some(cents) => Some(format!("{plain}{decimal}{cents}")),
        None => Some(plain),
    }
}

/// What the text itself says about its decimal mark. A lone comma before three digits groups them, as our own
/// amounts are written; a lone point before three digits could be either.
fn own_mark(text: &str) -> Result<DecimalMark, AmountError> {
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let tail = |mark: char| text.rsplit(mark).next().map_or(0, str::len);
    match (points, commas) {
        (0, 0) | (0, 2..) => Ok(DecimalMark::Point),
        (0, 1) => Ok(if tail(',') == 3 { DecimalMark::Point } else { DecimalMark::Comma }),
        (1, 0) if tail('.') == 3 => Err(AmountError::Ambiguous),
        (1, 0) => Ok(DecimalMark::Point),
        (2.., 0) => Ok(DecimalMark::Comma),
        _ if text.rfind('.') > text.rfind(',') => Ok(DecimalMark::Point),
        _ => Ok(DecimalMark::Comma),
    }
}

/// The decimal mark that samples agree on, as far as any of them tells: with both marks, or with one or two digits
/// behind its only one.
pub fn decimal_mark<'a>(samples: impl IntoIterator<Item = &'a str>) -> Option<DecimalMark> {
    let mut found = None;
    for text in samples {
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        let told = digits.matches('.').count() + digits.matches(',').count() >= 2
            || digits.rsplit(['.', ',']).next().is_some_and(|tail| tail.len() < 3 && tail.len() < digits.len());
        let Some(mark) = told.then(|| own_mark(&digits).ok()).flatten() else { continue };
        if found.is_some_and(|other| other != mark) {
            return None;
        }
        found = Some(mark);
    }
    found
}

/// Whether a column of percentages holds fractions of one: all of them are from 0 to 1, and some are neither.
pub fn are_fractions<'a>(samples: impl IntoIterator<Item = &'a str>) -> bool {
    let numbers: Option<Vec<f64>> = samples.into_iter().map(|text| decimal(text.trim())).collect();
    let numbers = numbers.unwrap_or_default();
    numbers.iter().all(|n| (0.0..=1.0).contains(n)) && numbers.iter().any(|n| n.fract() != 0.0)
}

/// A fraction of one as a whole percentage.
///
/// # Errors
/// A sentence.
pub fn fraction(text: &str) -> Result<Percent, String> {
    let hundredths = decimal(text.trim()).filter(|n| (0.0..=1.0).contains(n)).map(|n| n * 100.0);
    match hundredths {
        // A spreadsheet's 0.57 is 56.99999999999999 hundredths.
        Some(n) if (n - n.round()).abs() < 1e-6 => Ok(Percent(n.round() as i32)),
        Some(n) => Err(format!("{text} is {n:.1} percent; write a whole percentage.")),
        None => Err("Write a whole percentage from 0 to 100.".to_owned()),
    }
}

fn decimal(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests;

//! What a board or list of opportunities shows. Shared by board, list, export and API; the URL is its text.

use super::{OpportunityType, Phase, StageKey};
use crate::Money;
use crate::customer::{OwnerFilter, set};
use crate::shared::ids::{CustomerId, DivisionId};
use crate::shared::page::{SIZES, Seek};
use crate::shared::period::Period;
use crate::shared::{dates, query, vocabulary};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Order of cards and rows.
    OpportunitySort {
        /// Expected close, soonest first.
        Close = "close" => "Expected close",
        /// Expected close, latest first.
        CloseDown = "-close" => "Expected close, latest first",
        /// Largest amount first.
        AmountDown = "-amount" => "Amount, largest first",
        /// Smallest amount first.
        Amount = "amount" => "Amount",
        /// Last change first.
        Recent = "-updated" => "Last changed first",
        /// By name.
        Name = "name" => "Name",
        /// By name, from the end.
        NameDown = "-name" => "Name, Z to A",
        /// Order by hand (board only).
        Manual = "manual" => "By hand",
    }
}

vocabulary! {
    /// Which ones call for somebody.
    Next {
        /// Idle past the stage's days, or past their expected close.
        Attention = "attention" => "Need attention",
        /// Idle past the stage's days.
        Idle = "idle" => "Idle",
        /// Past their expected close.
        Past = "past" => "Past their close date",
    }
}

/// Filter, order and place of a board or list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpportunityFilter {
    /// Words in name, number or customer.
    pub q: String,
    pub owner: Option<OwnerFilter>,
    pub division: Option<DivisionId>,
    pub kind: Option<OpportunityType>,
    pub customer: Option<CustomerId>,
    /// Stages; empty means all open ones on the board, all on the list.
    pub stage: Vec<StageKey>,
    /// Outcome of closed ones (list only).
    pub outcome: Option<Phase>,
    /// Expected (or, for closed ones, actual) close within this period; then the two days below say nothing.
    pub period: Option<Period>,
    /// Close from this day,
    pub from: Option<NaiveDate>,
    /// up to and with this one.
    pub to: Option<NaiveDate>,
    pub min: Option<Money>,
    pub max: Option<Money>,
    pub next: Option<Next>,
    pub sort: OpportunitySort,
    /// Rows of a page, one of [`SIZES`] (list only).
    pub per: u16,
    /// Which page (list only).
    pub seek: Seek,
    /// Cards to load per board, for those who may ask for thousands.
    pub limit: Option<u32>,
    /// Names of parameters that could not be applied (U-3).
    pub ignored: Vec<String>,
}

impl Default for OpportunityFilter {
    fn default() -> Self {
        Self {
            q: String::new(),
            owner: None,
            division: None,
            kind: None,
            customer: None,
            stage: Vec::new(),
            outcome: None,
            period: None,
            from: None,
            to: None,
            min: None,
            max: None,
            next: None,
            sort: OpportunitySort::Close,
            per: SIZES[0],
            seek: Seek::First,
            limit: None,
            ignored: Vec::new(),
        }
    }
}

impl OpportunityFilter {
    /// Reads a query string; what is unknown is ignored and named (U-3).
    pub fn read(text: &str) -> Self {
        let mut f = Self::default();
        for (name, value) in query::pairs(text) {
            let date = || dates::parse(&value).ok().map(Some);
            let money = || Money::parse(&value).ok().map(Some);
            let known = match name.as_str() {
                "q" => set(&mut f.q, Some(value)),
                "owner" => set(&mut f.owner, OwnerFilter::read(&value).map(Some)),
                "division" => set(&mut f.division, value.parse().ok().map(Some)),
                "type" => set(&mut f.kind, value.parse().ok().map(Some)),
                "customer" => set(&mut f.customer, value.parse().ok().map(Some)),
                "stage" => set(&mut f.stage, value.split(',').map(|key| key.parse().ok()).collect()),
                "outcome" => set(&mut f.outcome, value.parse().ok().filter(|phase: &Phase| !phase.is_open()).map(Some)),
                "period" => set(&mut f.period, value.parse().ok().map(Some)),
                "from" => set(&mut f.from, date()),
                "to" => set(&mut f.to, date()),
                "min" => set(&mut f.min, money()),
                "max" => set(&mut f.max, money()),
                "next" => set(&mut f.next, value.parse().ok().map(Some)),
                "sort" => set(&mut f.sort, value.parse().ok()),
                "after" | "before" => set(&mut f.seek, Seek::of(&name, value)),
                "limit" => set(&mut f.limit, value.parse().ok().filter(|n| (1..=10_000).contains(n)).map(Some)),
                "per" => set(&mut f.per, value.parse().ok().filter(|n| SIZES.contains(n))),
                // Words of every view's grammar that narrow nothing here.
                "peek" | "flash" | "column" | "view" | "page" | "cols" | "v" => true,
                _ => false,
            };
            if !known {
                f.ignored.push(name);
            }
        }
        f
    }

    /// Writes the query string: defaults omitted, fixed order (U-1, U-2).
    pub fn write(&self) -> String {
        let Self {
            q,
            owner,
            division,
            kind,
            customer,
            stage,
            outcome,
            period,
            from,
            to,
            min,
            max,
            next,
            sort,
            per,
            seek,
            limit,
            ignored: _,
        } = self;
        let days = if period.is_some() { (None, None) } else { (*from, *to) };
        let text = |value: Option<String>| value.unwrap_or_default();
        let stages: Vec<&str> = stage.iter().map(|key| key.0.as_str()).collect();
        query::write([
            ("q", q.clone()),
            ("owner", text(owner.map(OwnerFilter::text))),
            ("division", text(division.map(|id| id.to_string()))),
            ("type", text(kind.map(|kind| kind.word().to_owned()))),
            ("customer", text(customer.map(|id| id.to_string()))),
            ("stage", stages.join(",")),
            ("outcome", text(outcome.map(|phase| phase.word().to_owned()))),
            ("period", text(period.map(|period| period.word().to_owned()))),
            ("from", text(days.0.map(|date| date.to_string()))),
            ("to", text(days.1.map(|date| date.to_string()))),
            ("min", text(min.map(Money::field_text))),
            ("max", text(max.map(Money::field_text))),
            ("next", text(next.map(|next| next.word().to_owned()))),
            ("sort", if *sort == OpportunitySort::Close { String::new() } else { sort.word().to_owned() }),
            ("per", if *per == SIZES[0] { String::new() } else { per.to_string() }),
            seek.pair(),
            ("limit", text(limit.map(|limit| limit.to_string()))),
        ])
    }

    /// First and last day on which something closes, as it is seen today.
    pub fn closing(&self, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self.period.map(|period| period.days(today)) {
            Some((first, last)) => (Some(first), Some(last)),
            None => (self.from, self.to),
        }
    }

    /// The same rows by days instead of a period that moves on (U-8); nothing where there is none.
    pub fn fixed(&self, today: NaiveDate) -> Option<Self> {
        self.period?;
        let (from, to) = self.closing(today);
        Some(Self { period: None, from, to, ..self.from_the_start() })
    }

    /// The same rows from the first one.
    pub fn from_the_start(&self) -> Self {
        Self { seek: Seek::First, ..self.clone() }
    }

    /// Whether anything narrows the rows.
    pub fn narrows(&self) -> bool {
        let plain = Self {
            sort: self.sort,
            per: self.per,
            limit: self.limit,
            seek: self.seek.clone(),
            ignored: self.ignored.clone(),
            ..Self::default()
        };
        *self != plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u2_a_filter_survives_its_url() {
        let text = "q=paver&owner=me&type=rental&stage=development,proposal&from=2026-11-01&to=2026-11-30&min=1000&next=idle&sort=-amount";
        let filter = OpportunityFilter::read(text);
        assert_eq!(filter.write(), text);
        assert!(filter.ignored.is_empty() && filter.narrows());
        assert_eq!(OpportunityFilter::default().write(), "");
        assert!(!OpportunityFilter::read("sort=-amount").narrows());
    }

    #[test]
    fn words_of_the_grammar_are_no_filters() {
        let filter = OpportunityFilter::read("view=table&per=25&page=2&cols=name,owner&v=sv_31&peek=opp:8&sort=-name");
        assert!(filter.ignored.is_empty() && !filter.narrows(), "{filter:?}");
        assert_eq!((filter.per, filter.sort), (25, OpportunitySort::NameDown));
        assert_eq!(filter.write(), "sort=-name&per=25");
        let filter = OpportunityFilter::read("per=26&period=some-month");
        assert_eq!((filter.per, filter.ignored), (50, vec!["per".to_owned(), "period".to_owned()]));
    }

    #[test]
    fn u8_a_period_stays_one_in_the_url_until_it_is_fixed() {
        let filter = OpportunityFilter::read("period=next-month&from=2020-01-01&before=x");
        assert_eq!(filter.write(), "period=next-month&before=x");
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(filter.closing(day("2026-11-27")), (Some(day("2026-12-01")), Some(day("2026-12-31"))));
        let fixed = filter.fixed(day("2026-11-27")).unwrap();
        assert_eq!(fixed.write(), "from=2026-12-01&to=2026-12-31");
        assert_eq!(fixed.fixed(day("2026-11-27")), None);
    }

    #[test]
    fn u3_unknown_values_are_named_not_fatal() {
        let filter =
            OpportunityFilter::read("stage=Robert');drop&limit=99999999&min=x&outcome=qualification&sort=password");
        assert_eq!(filter.ignored, ["stage", "limit", "min", "outcome", "sort"]);
        assert_eq!(filter.write(), "");
    }
}

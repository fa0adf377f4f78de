//! Ids: UUIDv7 made on the server, one newtype per noun so that a customer's id cannot pass for a contact's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }

        #[cfg(feature = "orm")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

id! {
    /// A region of the dealer, led by a sales manager.
    RegionId,
    /// A branch: a place.
    BranchId,
    /// A division: a business line.
    DivisionId,
    /// A person who signs in.
    UserId,
    /// A customer or prospect.
    CustomerId,
    /// A contact (the trade says influencer) at a customer.
    ContactId,
    /// A product of the price list.
    ProductId,
    /// An opportunity.
    OpportunityId,
    /// A line of an opportunity.
    LineId,
    /// A row of an opportunity's stage history.
    StageChangeId,
    /// The record of one closing of an opportunity.
    ClosureId,
    /// A competing dealer.
    CompetitorId,
    /// One import of one file.
    ImportId,
    /// A record of any noun, as an event names it.
    RecordId,
}

//! One macro for every closed list of words, so that a word is spelled once for code, column, wire and screen.

/// Declares an enum whose variants each carry a stored word and a label.
///
/// The stored word is the column value, the JSON value and the value in a URL.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal => $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(
            feature = "orm",
            derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
            sea_orm(rs_type = "String", db_type = "String(sea_orm::prelude::StringLen::N(24))")
        )]
        pub enum $name {
            $($(#[$vmeta])*
            #[serde(rename = $word)]
            #[cfg_attr(feature = "orm", sea_orm(string_value = $word))]
            $variant),+
        }

        impl $name {
            /// Every word, in the order people expect to see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored word: column, wire and URL.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The word on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(word: &str) -> Result<Self, ()> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(()) }
            }
        }
    };
}
pub(crate) use vocabulary;

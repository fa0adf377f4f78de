//! Whether somebody can sign in.

use crate::shared::vocabulary;

vocabulary! {
    /// Whether a user can sign in.
    Standing {
        /// He can.
        Able = "able" => "Can sign in",
        /// He may, and has no password yet: a file brought him.
        NoPassword = "no_password" => "No password yet",
        /// He may not.
        Disabled = "disabled" => "Disabled",
    }
}

impl Standing {
    /// Of somebody who is or is not switched on, and has or has no password.
    pub const fn of(active: bool, password: bool) -> Self {
        match (active, password) {
            (false, _) => Self::Disabled,
            (true, false) => Self::NoPassword,
            (true, true) => Self::Able,
        }
    }

    /// Whether an administrator may look on as such a user: there must be something that the user himself could see.
    pub const fn can_be_viewed(self) -> bool {
        !matches!(self, Self::Disabled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_switched_off_is_disabled_whatever_he_has() {
        for (active, password, standing, viewed) in [
            (true, true, Standing::Able, true),
            (true, false, Standing::NoPassword, true),
            (false, true, Standing::Disabled, false),
            (false, false, Standing::Disabled, false),
        ] {
            assert_eq!(Standing::of(active, password), standing);
            assert_eq!(standing.can_be_viewed(), viewed);
        }
    }
}

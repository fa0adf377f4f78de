//! Users, sessions and attempts in the database.

mod first;
mod session;
mod settings;
mod sign_in;
mod throttle;

pub use first::{first_admin, has_users, invite};
pub use session::{Lasting, NewSession, Signed, find, living, start};
pub use settings::{change_password, end_session, set_theme, settings, sign_out, sign_out_everywhere};
pub use sign_in::sign_in;
pub use throttle::count_stranger;

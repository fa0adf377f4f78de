//! Users, sessions and attempts in the database.

mod first;
mod living;
mod session;
mod settings;
mod sign_in;
mod throttle;
mod viewing;

pub use first::{first_admin, has_users, invite};
pub use living::{Signed, find, living};
pub use session::{Lasting, NewSession, start};
pub use settings::{change_password, end_session, set_theme, settings, sign_out, sign_out_everywhere};
pub use sign_in::sign_in;
pub use throttle::count_stranger;
pub use viewing::{stop_viewing, view_as};

//! Imports in the database: the file and its report, the check that writes nothing, the run that writes everything.

mod acts;
mod check;
mod fresh;
mod insert;
mod lookup;
mod opportunities;
mod origin;
mod progress;
mod run;
mod sweep;

pub use check::{allowed, check, looked_up};
pub use origin::{Origin, profile};
pub use progress::Progress;
pub use run::{CANCELLED, Errors, Job, run, run_from_disk};
pub use sweep::Sweep;

//! Imports in the database: the file and its report, the check that writes nothing, the run that writes everything.

mod acts;
mod check;
mod fresh;
mod id_at;
mod insert;
mod jobs;
mod lookup;
mod opportunities;
mod origin;
mod plan;
mod prepare;
mod progress;
mod run;
mod sweep;
mod upload;
mod view;

pub use check::{Check, allowed, looked_up};
pub use jobs::{Claim, cancel, claim, start};
pub use origin::{Origin, profile};
pub use plan::{columns_page, map_value, reread, save_columns, save_values, values_page};
pub use progress::Progress;
pub use run::{CANCELLED, Errors, Job, run, run_from_disk};
pub use sweep::Sweep;
pub use upload::{Upload, sweep_away};
pub use view::{list, named, piece, progress, report_page, rows};

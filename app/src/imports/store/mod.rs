//! Imports in the database: the file and its report, the check that writes nothing, the run that writes everything.

mod acts;
mod check;
mod claim;
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
mod taking_out;
mod undo;
mod upload;
mod view;
mod work;

pub use check::{Check, allowed, looked_up};
pub use claim::{Claim, claim};
pub use jobs::{cancel, start};
pub use origin::{Origin, profile};
pub use plan::{columns_page, map_value, reread, save_columns, save_values, values_page};
pub use progress::Progress;
pub use run::{CANCELLED, Errors, Job, run, run_from_disk};
pub use sweep::Sweep;
pub use undo::{undo, undo_page};
pub use upload::{Upload, sweep_away};
pub use view::{list, named, piece, progress, report_page, rows};

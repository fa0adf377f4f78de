//! Imports in the database: the file and its report, the check that writes nothing, the run that writes everything.

mod acts;
mod check;
mod claim;
mod columns;
mod elsewhere;
mod fresh;
mod insert;
mod jobs;
mod lists;
mod lookup;
mod opportunities;
mod origin;
mod parents;
mod prepare;
mod progress;
mod record;
mod run;
mod sweep;
mod taking_out;
mod undo;
mod upload;
mod values;
mod view;
mod work;

pub use check::{Check, allowed, looked_up};
pub use claim::{Claim, claim};
pub use columns::{columns_page, reread, save_columns};
pub use jobs::{cancel, start};
pub use origin::{Origin, profile};
pub use progress::Progress;
pub use run::{CANCELLED, Errors, Job, run, run_from_disk};
pub use sweep::Sweep;
pub use undo::{undo, undo_page};
pub use upload::{Upload, sweep_away};
pub use values::{map_value, save_values, values_page};
pub use view::{list, named, piece, progress, report_page, rows};

//! Bringing in somebody else's book: upload, columns, values, check, run, result.

pub mod api;
mod columns;
mod ending;
#[cfg(feature = "ssr")]
pub mod file;
mod list;
mod parts;
mod progress;
mod report;
#[cfg(feature = "ssr")]
pub mod store;
mod table;
pub mod types;
mod undo;
mod upload;
mod values;

pub use columns::ColumnsStep;
pub use list::ListPage;
pub use report::ReportStep;
pub use undo::UndoStep;
pub use upload::UploadPage;
pub use values::ValuesStep;

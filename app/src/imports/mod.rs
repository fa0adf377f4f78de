//! Bringing in somebody else's book: upload, columns, values, check, run, result.

pub mod api;
mod columns;
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
mod upload;
mod values;

pub use columns::ColumnsStep;
pub use list::ListPage;
pub use report::ReportStep;
pub use upload::UploadPage;
pub use values::ValuesStep;

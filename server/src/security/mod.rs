//! What stands between the network and the product.

pub mod address;
pub mod cookies;
pub mod forms;
pub mod headers;
pub mod limits;
pub mod policy;
pub mod refusal;
pub mod session;
pub mod trace;

//! What stands between the network and the product.

pub mod cookies;
pub mod forms;
pub mod headers;
pub mod limits;
pub mod session;

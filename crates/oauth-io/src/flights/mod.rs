//! Where a flight runs: a task that no caller can block, drop or shut down.

mod count;
#[cfg(feature = "tokio")]
mod outcome;
#[cfg(feature = "tokio")]
mod runtime;
mod threads;

pub use count::{Flight, Flights};
#[cfg(feature = "tokio")]
pub use runtime::Runtime;
pub use threads::Threads;

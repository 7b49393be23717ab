//! One way to wait, for callers that await and for callers that block.
//!
//! Callers that block poll the same futures as those that await, and park their thread in between. The primitives of an
//! async runtime are of no use for that. Inside a tokio task, for instance, its channels and join handles yield once the
//! task has used up its budget, and the wake-up is then left to the very thread that is parked.

mod alarm;
mod block_on;
mod mark;
mod watched;

pub(crate) use alarm::Alarm;
pub use block_on::block_on;
pub(crate) use mark::marked;
pub(crate) use watched::Watched;

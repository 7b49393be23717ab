//! One way to wait, for callers that await and for callers that block.
//!
//! Callers that block poll the same futures as those that await, and park their thread in between. The primitives of an
//! async runtime are of no use for that. Inside a tokio task, for instance, its channels and join handles yield once the
//! task has used up its budget, and the wake-up is then left to the very thread that is parked.

#[cfg(not(target_family = "wasm"))]
mod block_on;
#[cfg(not(target_family = "wasm"))]
mod mark;
mod watched;
mod within;

#[cfg(not(target_family = "wasm"))]
pub use block_on::block_on;
#[cfg(not(target_family = "wasm"))]
pub(crate) use mark::marked;
pub(crate) use watched::Watched;
pub(crate) use within::within;

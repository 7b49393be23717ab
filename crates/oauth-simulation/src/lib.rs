//! A deterministic simulation of the life of tokens.
//!
//! A run has processes with a [`Lifecycle`](oauth_core::lifecycle::Lifecycle) and a shell each, an authorization server
//! that reads and writes bytes, a store, callers, and clocks. Everything in it follows from a seed: what it is about, what
//! fails, and in which order things happen. While it runs, the promises are checked; a broken one is named in the failure.
//!
//! The planted bugs ([`Bug`]) show that the checks find something. They are in the shell and in the store of the
//! simulation, so that the published crate has no switch for them.

#![forbid(unsafe_code)]
#![allow(clippy::exhaustive_enums, reason = "nobody outside of this workspace uses it")]

mod bug;
mod callers;
mod chance;
mod counts;
mod happen;
mod process;
mod scenario;
mod server;
mod shell;
mod store;
mod watch;
mod world;

pub use bug::Bug;
pub use counts::Counts;
pub use scenario::{Kind, Scenario};
pub use world::Failure;

/// Runs what the seed describes.
///
/// # Errors
///
/// A promise was broken.
pub fn run(seed: u64) -> Result<Counts, Failure> {
    world::World::new(Scenario::of(seed), false).run()
}

/// Runs a scenario, and keeps a trace of it.
///
/// # Errors
///
/// A promise was broken.
pub fn run_scenario(scenario: Scenario, is_traced: bool) -> Result<Counts, Failure> {
    world::World::new(scenario, is_traced).run()
}

//! Waiting callers and their flight, under every order of their steps (loom).
//!
//! The two files of `src/wait` that everything rests on are compiled here with loom's primitives. The lifecycle is a model
//! of it: one token that is missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod model;
mod planted;
#[allow(dead_code, reason = "what these tests do not use")]
#[path = "../../src/wait/single_flight.rs"]
mod single_flight;
mod sound;
#[allow(dead_code, reason = "what these tests do not use")]
#[path = "../../src/wait/watched.rs"]
mod watched;

/// Stands for `src/wait/sync.rs`.
mod sync {
    pub(super) use loom::sync::{Mutex, MutexGuard};
}

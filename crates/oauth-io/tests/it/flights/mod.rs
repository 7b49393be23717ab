//! The places where tasks run, without a network.

mod any_transport;
mod block_on;
mod on_thread;
mod runtime;

use std::time::Duration;

/// A time limit that turns a task that never ends into a failure.
const PATIENCE: Duration = Duration::from_secs(30);

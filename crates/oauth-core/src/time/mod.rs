//! Points in time by two clocks, and the time between them.

mod now;

pub use now::{Age, Now};

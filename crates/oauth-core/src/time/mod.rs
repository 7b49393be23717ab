//! A moment, and how long ago it was.

mod now;

pub use now::{Age, Now};

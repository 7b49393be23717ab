//! The primitives of this module, in one place: `tests/interleavings` puts others in, under which every order of steps is
//! tried.

pub(super) use std::sync::{Mutex, MutexGuard};

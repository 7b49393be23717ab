//! What drives the protocol, over a transport and a clock made of memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod canned;
mod device;
mod secret_file;
mod testkit;

//! The drivers of the protocol, with a transport and a clock in memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod canned;
mod device;
mod flights;
mod secret_file;
mod signer;
mod source;
mod testkit;
mod transport_error;
mod virtual_time;

//! What the examples share: the settings from the environment, and a transport that shows what it sends.

#![forbid(unsafe_code)]

mod browser;
mod loopback;
mod settings;
mod show;
mod start;
mod time;
mod wire_log;

pub use browser::{follow, open, sign_in};
pub use loopback::LoopbackRedirect;
pub use settings::{Settings, Target};
pub use show::{ID, SECRET, application, show_tokens};
pub use start::start;
pub use time::rfc_3339;
pub use wire_log::WireLog;

/// The set-up in the testkit's documentation is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../crates/oauth-testkit/src/application.md")]
struct Application;

/// What MIGRATING.md shows is compiled, with both crates.
#[cfg(doctest)]
#[doc = include_str!("../../MIGRATING.md")]
struct Migrating;

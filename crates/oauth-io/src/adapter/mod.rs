//! For those who write an adapter: what every [`Transport`](crate::Transport) of this workspace is made of. A program that
//! uses an adapter needs nothing of it.
//!
//! A transport's `send` goes through these steps:
//!
//! 1. [`check_request`] refuses what must not be sent; [`KnownUrls`] remembers what it let pass.
//! 2. [`complete_request`] adds what some servers want.
//! 3. The engine sends, within [`connect_time`] and [`total_time`].
//! 4. [`BodyReader`] counts the body while it is read.
//! 5. [`engine_error`] makes a [`TransportError`](crate::TransportError) of an engine's error without quoting it, and
//!    [`TransportError::at`](crate::TransportError::at) names the server.
//!
//! Where a flight runs ([`Transport::spawn`](crate::Transport::spawn)) depends on the engine: [`Threads`] gives each its
//! thread, for an engine that can be used from everywhere; `Runtime` (feature `tokio`) has one tokio runtime for all of
//! them, for an engine whose connections are tied to a runtime. Both count the flights, refuse them after a shutdown, and
//! notice that the process was forked.

mod body;
mod coding;
mod engine_error;
#[cfg(feature = "gzip")]
mod gzip;
mod limits;
mod proxy;
mod request;
mod urls;

pub use body::BodyReader;
pub use engine_error::{causes, engine_error};
pub use limits::{connect_time, total_time};
pub use proxy::KnownProxy;
pub use request::{check_request, chosen_user_agent, complete_length, complete_request, user_agent};
pub use urls::KnownUrls;

#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
pub use crate::flights::Runtime;
#[cfg(not(target_family = "wasm"))]
pub use crate::flights::{Flight, Flights, Threads};
#[cfg(not(target_family = "wasm"))]
pub use crate::wait::block_on;

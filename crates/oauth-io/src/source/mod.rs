//! Tokens that do not run out: [`TokenSource`].

#[cfg(not(target_family = "wasm"))]
mod blocking;
mod builder;
mod callers;
mod caught;
mod checked;
mod demands;
mod error;
mod family;
mod flight;
mod late;
mod mark;
mod metrics;
mod plan;
mod pool;
mod renewals;
mod shared;
mod slot;
mod state;
mod subscription;
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
mod token_source;
mod token_sources;
#[cfg(feature = "tracing")]
mod trace;

pub use builder::TokenSourceBuilder;
pub use error::{Failing, TokenError};
pub use metrics::TokenMetrics;
pub use subscription::Subscription;
pub use token_source::TokenSource;
pub use token_sources::TokenSources;

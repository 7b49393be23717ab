//! reqwest, where there are sockets and where there is a browser.

#[cfg(target_family = "wasm")]
mod browser;
#[cfg(not(target_family = "wasm"))]
mod failure;
#[cfg(not(target_family = "wasm"))]
mod native;

use oauth_io::adapter::engine_error;
use oauth_io::{MaybeSend, MaybeSync, TransportError, TransportErrorKind};
use reqwest::ClientBuilder;

#[cfg(target_family = "wasm")]
pub(crate) use browser::Engine;
#[cfg(not(target_family = "wasm"))]
pub(crate) use native::Engine;

/// What a user makes of the adapter's builder.
pub(crate) trait Configure: Fn(ClientBuilder) -> ClientBuilder + MaybeSend + MaybeSync + 'static {}
impl<F: Fn(ClientBuilder) -> ClientBuilder + MaybeSend + MaybeSync + 'static> Configure for F {}

/// The adapter's name and version.
#[cfg(not(target_family = "wasm"))]
const USER_AGENT: &str = concat!("oauth-reqwest/", env!("CARGO_PKG_VERSION"));

/// An engine that cannot be built.
pub(crate) fn unusable(error: reqwest::Error) -> TransportError {
    engine_error(TransportErrorKind::Setup, &error.without_url()).not_sent()
}

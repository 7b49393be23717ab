//! The errors of a service whose requests have tokens.

use std::error::Error;

/// The errors of a [`TokenService`](crate::TokenService): a [`TokenError`](oauth_io::TokenError), or one of the service
/// beneath.
///
/// It is boxed, as for tower's own layers, because the errors of services are often boxed already, and such a one can be
/// the source of no enum.
pub type BoxError = Box<dyn Error + Send + Sync>;

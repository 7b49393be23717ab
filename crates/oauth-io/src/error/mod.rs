//! What can go wrong, by whose fault it is: everything of [`oauth_core::error`], and what the network adds.

mod io_error;

pub use io_error::Error;
pub use oauth_core::error::*;

pub use crate::transport::{SpawnError, TransportError, TransportErrorKind};

//! Why a flow ended without an outcome.

use super::discovery_error::DiscoveryError;
use crate::error::{DecodeError, EncodeError};

/// Why a flow ended without an outcome.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// A response ended it.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// No place has the metadata that was looked for.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// A request cannot be built.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The flow was asked for a step after its end, or before it learned what became of its last step.
    #[error("the flow is over, or waits for what became of its last step")]
    Ended,
    /// The time is over in which a user could decide. Expiry is detected locally: `expires_in` said so at the start.
    #[error("the time is over in which the user could decide; begin anew")]
    Expired,
}

impl FlowError {
    /// Whether the same may succeed later, with nothing changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Decode(error) => error.is_transient(),
            Self::Discovery(error) => error.is_transient(),
            Self::Encode(error) => error.is_transient(),
            Self::Ended | Self::Expired => false,
        }
    }

    /// Whether the server may have received the last request.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        match self {
            Self::Decode(error) => error.may_have_been_received(),
            Self::Discovery(error) => error.may_have_been_received(),
            Self::Encode(error) => error.may_have_been_received(),
            Self::Ended | Self::Expired => false,
        }
    }

    /// Whether only a new sign-in helps.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        match self {
            Self::Decode(error) => error.needs_sign_in(),
            Self::Encode(error) => error.needs_sign_in(),
            Self::Discovery(_) | Self::Ended => false,
            Self::Expired => true,
        }
    }

    /// Whether the server refused the client itself.
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        match self {
            Self::Decode(error) => error.is_client_fault(),
            Self::Encode(error) => error.is_client_fault(),
            Self::Discovery(_) | Self::Ended | Self::Expired => false,
        }
    }
}

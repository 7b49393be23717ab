//! Errors of flows.

use super::discovery_error::DiscoveryError;
use crate::error::{DecodeError, EncodeError};

/// The error of a flow.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// A response ended the flow.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// No location has the metadata.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// A request cannot be built.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The next step was requested although the flow is over, or before the result of the last step was reported.
    #[error("the flow is over, or is waiting for the result of its last step")]
    Ended,
    /// The user did not decide in time. Expiry is detected locally, from the `expires_in` of the first response.
    #[error("the time is over in which the user could decide; begin anew")]
    Expired,
}

impl FlowError {
    /// Returns whether the same flow may succeed later, unchanged.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Decode(error) => error.is_transient(),
            Self::Discovery(error) => error.is_transient(),
            Self::Encode(error) => error.is_transient(),
            Self::Ended | Self::Expired => false,
        }
    }

    /// Returns whether the server may have received the last request.
    #[must_use]
    pub fn may_have_been_received(&self) -> bool {
        match self {
            Self::Decode(error) => error.may_have_been_received(),
            Self::Discovery(error) => error.may_have_been_received(),
            Self::Encode(error) => error.may_have_been_received(),
            Self::Ended | Self::Expired => false,
        }
    }

    /// Returns whether only a new sign-in helps.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        match self {
            Self::Decode(error) => error.needs_sign_in(),
            Self::Encode(error) => error.needs_sign_in(),
            Self::Discovery(_) | Self::Ended => false,
            Self::Expired => true,
        }
    }

    /// Returns whether the server refused the client itself.
    #[must_use]
    pub fn is_client_fault(&self) -> bool {
        match self {
            Self::Decode(error) => error.is_client_fault(),
            Self::Encode(error) => error.is_client_fault(),
            Self::Discovery(_) | Self::Ended | Self::Expired => false,
        }
    }
}

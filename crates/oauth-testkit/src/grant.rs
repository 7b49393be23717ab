//! The grants of the token endpoint: one file each, found by `grant_type`.

pub(crate) mod client_credentials;

use crate::application::Application;
use crate::respond::{Refusal, Reply};
use crate::state::State;

/// A grant that the server knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GrantType {
    /// `client_credentials`, RFC 6749, section 4.4.
    ClientCredentials,
}

impl GrantType {
    pub(crate) const ALL: [Self; 1] = [Self::ClientCredentials];

    /// The value of the parameter `grant_type`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
        }
    }

    pub(crate) fn from_wire(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant_type| grant_type.as_str() == value)
    }

    /// Answers a request of `application`, which is authenticated and may use this grant.
    pub(crate) fn answer(
        self,
        state: &mut State,
        application: &Application,
        form: &crate::endpoint::token::Parameters,
    ) -> Result<Reply, Refusal> {
        match self {
            Self::ClientCredentials => client_credentials::answer(state, application, form),
        }
    }
}

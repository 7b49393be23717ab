//! The flaws of one response.

use crate::authorization::response_flaw::AuthorizationResponseFlaw;
use crate::fault::Fault;
use crate::token::id_token_flaw::IdTokenFlaw;

/// The flaws that the server puts into a response while it makes it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flaws {
    pub(crate) authorization_response: Option<AuthorizationResponseFlaw>,
    pub(crate) id_token: Option<IdTokenFlaw>,
}

impl Flaws {
    /// The flaw that a fault asks for. Most faults ask for none.
    pub(crate) fn of(fault: &Fault) -> Self {
        match fault {
            Fault::AuthorizationResponse(flaw) => Self { authorization_response: Some(*flaw), id_token: None },
            Fault::IdToken(flaw) => Self { authorization_response: None, id_token: Some(*flaw) },
            _ => Self::default(),
        }
    }
}

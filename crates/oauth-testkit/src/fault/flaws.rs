//! The flaws of one response.

use std::time::{Duration, SystemTime};

use crate::authorization::response_flaw::AuthorizationResponseFlaw;
use crate::fault::Fault;
use crate::token::id_token_flaw::IdTokenFlaw;

/// The flaws that the server puts into a response while it makes it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flaws {
    pub(crate) authorization_response: Option<AuthorizationResponseFlaw>,
    pub(crate) id_token: Option<IdTokenFlaw>,
    pub(crate) clock: Option<ClockShift>,
}

/// How wrong the clock of the server is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ClockShift {
    Ahead(Duration),
    Behind(Duration),
}

impl ClockShift {
    /// What the wrong clock shows at `now`.
    pub(crate) fn apply(self, now: SystemTime) -> SystemTime {
        match self {
            Self::Ahead(by) => now.checked_add(by).unwrap_or(now),
            Self::Behind(by) => now.checked_sub(by).unwrap_or(now),
        }
    }
}

impl Flaws {
    /// The flaw that a fault asks for. Most faults ask for none.
    pub(crate) fn of(fault: &Fault) -> Self {
        match fault {
            Fault::AuthorizationResponse(flaw) => Self { authorization_response: Some(*flaw), ..Self::default() },
            Fault::IdToken(flaw) => Self { id_token: Some(*flaw), ..Self::default() },
            Fault::ClockAhead(by) => Self { clock: Some(ClockShift::Ahead(*by)), ..Self::default() },
            Fault::ClockBehind(by) => Self { clock: Some(ClockShift::Behind(*by)), ..Self::default() },
            _ => Self::default(),
        }
    }
}

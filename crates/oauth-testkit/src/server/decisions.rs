//! What the users decide who are elsewhere: those of devices, and those of CIBA.

use crate::pending::decision::UserDecision;
use crate::server::AuthorizationServer;
use crate::server::decision_error::DecisionError;
use crate::user::consent::Consent;

/// The users elsewhere. A device shows a `user_code`, for which whoever is signed in decides; in CIBA the client names
/// the user.
impl AuthorizationServer {
    /// The user codes of the devices that wait for a decision.
    #[must_use]
    pub fn pending_devices(&self) -> Vec<String> {
        self.state().devices.undecided()
    }

    /// The user who is signed in enters this code and consents.
    ///
    /// # Errors
    ///
    /// No device waits with this code, or nobody is signed in.
    pub fn approve_device(&self, user_code: &str) -> Result<(), DecisionError> {
        let mut state = self.state();
        let Consent::Granted(subject) = state.users.consent.clone() else {
            return Err(DecisionError::NobodySignedIn);
        };
        found(state.devices.decide(user_code, UserDecision::Approved(subject)))
    }

    /// A user enters this code and says no.
    ///
    /// # Errors
    ///
    /// No device waits with this code.
    pub fn deny_device(&self, user_code: &str) -> Result<(), DecisionError> {
        found(self.state().devices.decide(user_code, UserDecision::Denied))
    }

    /// The `auth_req_id` of each CIBA request that waits for a decision.
    #[must_use]
    pub fn pending_backchannel_authentications(&self) -> Vec<String> {
        self.state().backchannel.undecided()
    }

    /// The user whom the CIBA request means consents.
    ///
    /// # Errors
    ///
    /// No request waits with this id.
    pub fn approve_backchannel_authentication(&self, auth_req_id: &str) -> Result<(), DecisionError> {
        found(self.state().backchannel.approve(auth_req_id))
    }

    /// The user whom the CIBA request means says no.
    ///
    /// # Errors
    ///
    /// No request waits with this id.
    pub fn deny_backchannel_authentication(&self, auth_req_id: &str) -> Result<(), DecisionError> {
        found(self.state().backchannel.decide(auth_req_id, UserDecision::Denied))
    }
}

fn found(found: bool) -> Result<(), DecisionError> {
    if found { Ok(()) } else { Err(DecisionError::NothingPending) }
}

//! Simulated user decisions on other devices (device flow, CIBA).

use crate::pending::decision::UserDecision;
use crate::server::AuthorizationServer;
use crate::server::decision_error::DecisionError;
use crate::user::consent::Consent;

/// User decisions on other devices. In the device flow, the signed-in user decides about a `user_code`. In CIBA, the
/// client names the user.
impl AuthorizationServer {
    /// The user codes of the pending device authorization requests.
    #[must_use]
    pub fn pending_devices(&self) -> Vec<String> {
        self.state().devices.undecided()
    }

    /// Approves a device authorization request in the name of the signed-in user.
    ///
    /// # Errors
    ///
    /// Fails if no request with this code is pending, or if no user is signed in.
    pub fn approve_device(&self, user_code: &str) -> Result<(), DecisionError> {
        let mut state = self.state();
        let Consent::Granted(subject) = state.users.consent.clone() else {
            return Err(DecisionError::NoUserSignedIn);
        };
        found(state.devices.decide(user_code, UserDecision::Approved(subject)))
    }

    /// Denies a device authorization request.
    ///
    /// # Errors
    ///
    /// Fails if no request with this code is pending.
    pub fn deny_device(&self, user_code: &str) -> Result<(), DecisionError> {
        found(self.state().devices.decide(user_code, UserDecision::Denied))
    }

    /// The `auth_req_id` of each pending CIBA request.
    #[must_use]
    pub fn pending_backchannel_authentications(&self) -> Vec<String> {
        self.state().backchannel.undecided()
    }

    /// Approves a CIBA request in the name of the user that it identifies.
    ///
    /// # Errors
    ///
    /// Fails if no request with this id is pending.
    pub fn approve_backchannel_authentication(&self, auth_req_id: &str) -> Result<(), DecisionError> {
        found(self.state().backchannel.approve(auth_req_id))
    }

    /// Denies a CIBA request.
    ///
    /// # Errors
    ///
    /// Fails if no request with this id is pending.
    pub fn deny_backchannel_authentication(&self, auth_req_id: &str) -> Result<(), DecisionError> {
        found(self.state().backchannel.decide(auth_req_id, UserDecision::Denied))
    }
}

fn found(found: bool) -> Result<(), DecisionError> {
    if found { Ok(()) } else { Err(DecisionError::NothingPending) }
}

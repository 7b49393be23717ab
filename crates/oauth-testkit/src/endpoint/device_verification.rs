//! The verification URI of the device flow, `/device/go`
//! ([RFC 8628 §3.3](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.3)). Opening it with a user code counts as
//! the decision of the signed-in user.

use http::{Method, StatusCode};

use crate::authorization::error::AuthorizationError;
use crate::endpoint::method::require_method;
use crate::pending::decision::UserDecision;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::user::consent::Consent;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    let parameters = Parameters::from_query(request)?;
    let Some(user_code) = parameters.value("user_code") else {
        let form = "<form><input name=\"user_code\"><button>Continue</button></form>";
        return Ok(response::page(StatusCode::OK, form));
    };
    let (decision, said) = match state.users.consent.clone() {
        Consent::Granted(subject) => (UserDecision::Approved(subject), "The device is connected."),
        Consent::Refused(AuthorizationError::AccessDenied) => (UserDecision::Denied, "The device was refused."),
        Consent::Refused(_) => return Ok(response::page(StatusCode::FORBIDDEN, "No user is signed in.")),
    };
    if state.devices.decide(user_code, decision) {
        Ok(response::page(StatusCode::OK, said))
    } else {
        Ok(response::page(StatusCode::NOT_FOUND, "No device has this code."))
    }
}

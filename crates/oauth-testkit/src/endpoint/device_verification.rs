//! `/device/go`: the page where a user enters the code of a device. Whoever is signed in consents by opening it.

use http::{Method, StatusCode};

use crate::authorization::AuthorizationError;
use crate::endpoint::require_method;
use crate::parameters::Parameters;
use crate::polling::UserDecision;
use crate::request::RecordedRequest;
use crate::respond::{self, Refusal, Response};
use crate::state::State;
use crate::users::Decision;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::GET)?;
    let parameters = Parameters::from_query(request)?;
    let Some(user_code) = parameters.value("user_code") else {
        let form = "<form><input name=\"user_code\"><button>Continue</button></form>";
        return Ok(respond::page(StatusCode::OK, form));
    };
    let (decision, said) = match state.users.decision.clone() {
        Decision::Consent(subject) => (UserDecision::Approved(subject), "The device is connected."),
        Decision::Refuse(AuthorizationError::AccessDenied) => (UserDecision::Denied, "The device was refused."),
        Decision::Refuse(_) => return Ok(respond::page(StatusCode::FORBIDDEN, "Nobody is signed in.")),
    };
    if state.devices.decide(user_code, decision) {
        Ok(respond::page(StatusCode::OK, said))
    } else {
        Ok(respond::page(StatusCode::NOT_FOUND, "No device has this code."))
    }
}

//! The device authorization endpoint, `/as/device_authorization`
//! ([RFC 8628 §3.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.1)).

use http::{Method, StatusCode};

use crate::access::requested::RequestedAccess;
use crate::client::authenticate::authenticate;
use crate::endpoint::Endpoint;
use crate::endpoint::method::require_method;
use crate::grant::GrantType;
use crate::pending::request::PendingRequest;
use crate::pending::user_code;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate(state, request, &form)?;
    client.require_grant(GrantType::DeviceCode)?;
    let requested = RequestedAccess::read(&client, &form)?;

    let (device_code, user_code) = (state.ids.uuid(), user_code::generate(&mut state.ids));
    let pending = PendingRequest::new(&client, requested, state.clock.now());
    state.devices.requests.by_secret.insert(device_code.clone(), pending);
    state.devices.user_codes.insert(user_code.clone(), device_code.clone());
    let verification_uri = state.url(Endpoint::DeviceVerification);
    let members = [
        ("device_code", device_code.into()),
        ("user_code", user_code.as_str().into()),
        ("verification_uri", verification_uri.as_str().into()),
        ("verification_uri_complete", format!("{verification_uri}?user_code={user_code}").into()),
        ("expires_in", client.polling_lifetime.as_secs().into()),
        ("interval", client.polling_interval.as_secs().into()),
    ];
    Ok(response::json(StatusCode::OK, json::object(&members)))
}

//! `/as/device_authorization`, RFC 8628, section 3.1: a device without a browser asks for a user.

use http::{Method, StatusCode};

use crate::asked::Asked;
use crate::authenticate::authenticate;
use crate::device;
use crate::endpoint::{Endpoint, require_method};
use crate::grant::GrantType;
use crate::json;
use crate::parameters::Parameters;
use crate::polling::Pending;
use crate::request::RecordedRequest;
use crate::respond::{self, Refusal, Response};
use crate::state::State;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate(state, request, &form)?;
    client.require_grant(GrantType::DeviceCode)?;
    let asked = Asked::read(&client, &form)?;

    let (device_code, user_code) = (state.ids.uuid(), device::user_code(&mut state.ids));
    let pending = Pending::new(&client, asked, state.clock.now());
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
    Ok(respond::json(StatusCode::OK, json::object(&members)))
}

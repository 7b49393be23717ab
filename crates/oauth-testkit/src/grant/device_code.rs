//! `urn:ietf:params:oauth:grant-type:device_code`, RFC 8628, section 3.4: a device asks whether its user has decided.

use crate::client::RegisteredClient;
use crate::parameters::Parameters;
use crate::respond::{Refusal, Response};
use crate::state::State;
use crate::token_response;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    let device_code = form.required("device_code")?;
    let now = state.clock.now();
    let (asked, subject) = state.devices.requests.poll(device_code, client.client_id(), now)?;
    Ok(token_response::for_consent(state, client, asked, &subject))
}

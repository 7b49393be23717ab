//! The grant `urn:ietf:params:oauth:grant-type:device_code`
//! ([RFC 8628 §3.4](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.4)).

use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;
use crate::token::token_response;

pub(crate) fn respond(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    let device_code = form.required("device_code")?;
    let now = state.clock.now();
    let (requested, subject) = state.devices.requests.poll(device_code, client.client_id(), now)?;
    Ok(token_response::for_consent(state, client, requested, &subject, flaw))
}

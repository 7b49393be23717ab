//! `urn:openid:params:grant-type:ciba`, CIBA Core, section 10.1: a client asks whether the user has decided.

use crate::client::RegisteredClient;
use crate::parameters::Parameters;
use crate::respond::{Refusal, Response};
use crate::state::State;
use crate::token_response;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    let auth_req_id = form.required("auth_req_id")?;
    let now = state.clock.now();
    let (asked, subject) = state.backchannel.requests.poll(auth_req_id, client.client_id(), now)?;
    Ok(token_response::for_consent(state, client, asked, &subject))
}

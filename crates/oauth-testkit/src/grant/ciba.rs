//! The grant `urn:openid:params:grant-type:ciba`
//! ([OpenID Connect CIBA §10.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#token_request)).

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
    let auth_req_id = form.required("auth_req_id")?;
    let now = state.clock.now();
    let (requested, subject) = state.backchannel.requests.poll(auth_req_id, client.client_id(), now)?;
    Ok(token_response::for_consent(state, client, requested, &subject, flaw))
}

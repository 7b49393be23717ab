//! The grant `client_credentials` ([RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4)).

use crate::access::authorization::Authorization;
use crate::access::requested::RequestedAccess;
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::token_response;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    client.require_confidential()?;
    let requested = RequestedAccess::read(client, form)?;
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let authorization = Authorization::new(id, client_id, client_id, requested, None);
    Ok(token_response::without_user(state, client, authorization))
}

//! The common part of the assertion grants ([RFC 7521 §4.1](https://www.rfc-editor.org/rfc/rfc7521.html#section-4.1)).

use crate::access::authorization::Authorization;
use crate::access::requested::RequestedAccess;
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::token_response;

/// Issues a token for the subject of an accepted assertion.
pub(crate) fn respond(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    assertion: &str,
) -> Result<Response, Refusal> {
    let Some(subject) = state.assertions.get(assertion).cloned() else {
        return Err(Refusal::invalid_grant("The assertion is not one of those that the test server accepts"));
    };
    let requested = RequestedAccess::read(client, form)?;
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let authorization = Authorization::new(id, client_id, &subject, requested, None);
    Ok(token_response::without_user(state, client, authorization))
}

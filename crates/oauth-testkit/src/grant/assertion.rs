//! What the grants of RFC 7522 and RFC 7523 have in common: an assertion that the server was told to accept.

use crate::access::authorization::Authorization;
use crate::access::requested::RequestedAccess;
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::token_response;

/// Grants a token in the name of whom the assertion speaks of.
pub(crate) fn respond(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    assertion: &str,
) -> Result<Response, Refusal> {
    let Some(subject) = state.assertions.get(assertion).cloned() else {
        return Err(Refusal::invalid_grant("The assertion is none of those that the test server was told to accept"));
    };
    let requested = RequestedAccess::read(client, form)?;
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let authorization = Authorization::new(id, client_id, &subject, requested, None);
    Ok(token_response::for_program(state, client, authorization))
}

//! The common part of the assertion grants ([RFC 7521 §4.1](https://www.rfc-editor.org/rfc/rfc7521.html#section-4.1)).

use crate::access::authorization::Authorization;
use crate::access::requested::RequestedAccess;
use crate::access::scope;
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
    respond_about(state, client, form, &subject, None)
}

/// Issues a token for the subject of an assertion, which may contain the requested scope.
pub(crate) fn respond_about(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    subject: &str,
    scope_claim: Option<&str>,
) -> Result<Response, Refusal> {
    let mut requested = RequestedAccess::read(client, form)?;
    match (scope_claim, form.value("scope")) {
        (Some(claim), Some(parameter)) if claim != parameter => {
            return Err(Refusal::invalid_request("The scope of the request is not that of the assertion"));
        }
        (Some(claim), _) => requested.scopes = scope::grant(Some(claim), &client.scopes)?,
        _ => {}
    }
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let authorization = Authorization::new(id, client_id, subject, requested, None);
    Ok(token_response::without_user(state, client, authorization))
}

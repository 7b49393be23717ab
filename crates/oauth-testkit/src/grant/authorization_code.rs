//! The grant `authorization_code` ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3)), with
//! PKCE ([RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.6)).

use crate::access::resource;
use crate::authorization::pkce;
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
    let value = form.required("code")?;
    let Some(code) = state.codes.take(value, client.client_id()) else {
        return Err(Refusal::invalid_grant("The code is unknown, or was issued to another client"));
    };
    if code.used {
        let id = code.authorization.id;
        state.tokens.revoke_where(|authorization| authorization.id == id);
        return Err(Refusal::invalid_grant("The code was used before; all tokens issued for it are now revoked"));
    }
    if state.clock.now() >= code.expires_at {
        return Err(Refusal::invalid_grant("The code has expired"));
    }
    if form.required("redirect_uri")? != code.redirect_uri {
        return Err(Refusal::invalid_grant("The redirect_uri is not that of the authorization request"));
    }
    prove(code.challenge.as_deref(), form.value("code_verifier"))?;
    let mut narrowed = code.authorization.clone();
    narrowed.resources = resource::narrow(form.values("resource"), &code.authorization.resources)?;
    Ok(token_response::for_user(state, client, code.authorization, narrowed, flaw))
}

/// Verifies the `code_verifier`.
fn prove(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), Refusal> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (Some(_), None) => Err(Refusal::invalid_grant("The code_verifier is missing")),
        // Prevents PKCE downgrade attacks (RFC 9700 §2.1.1).
        (None, Some(_)) => {
            Err(Refusal::invalid_grant("The request has a code_verifier, but there was no code_challenge"))
        }
        (Some(_), Some(verifier)) if !pkce::is_verifier(verifier) => {
            Err(Refusal::invalid_request("The code_verifier is not 43 to 128 unreserved characters"))
        }
        (Some(challenge), Some(verifier)) if !pkce::verifies(challenge, verifier) => {
            Err(Refusal::invalid_grant("The code_verifier is not that of the code_challenge"))
        }
        _ => Ok(()),
    }
}

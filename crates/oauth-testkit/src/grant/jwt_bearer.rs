//! The grant `urn:ietf:params:oauth:grant-type:jwt-bearer`
//! ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1)).

#[cfg(feature = "jwt")]
use crate::assertion::by_issuer;
use crate::client::RegisteredClient;
use crate::grant::assertion;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    let jwt = form.required("assertion")?;
    if jwt.split('.').count() != 3 {
        return Err(Refusal::invalid_grant("The assertion is not a JWT: it does not have three parts"));
    }
    if state.assertions.contains_key(jwt) || state.assertion_issuers.is_empty() {
        return assertion::respond(state, client, form, jwt);
    }
    of_an_issuer(state, client, form, jwt)
}

#[cfg(not(feature = "jwt"))]
fn of_an_issuer(_: &mut State, _: &RegisteredClient, _: &Parameters, _: &str) -> Result<Response, Refusal> {
    Err(Refusal::invalid_grant(crate::assertion::FEATURE_IS_OFF))
}

#[cfg(feature = "jwt")]
fn of_an_issuer(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    jwt: &str,
) -> Result<Response, Refusal> {
    let signed = by_issuer::verify(state, jwt)
        .map_err(|reason| Refusal::invalid_grant("The assertion is invalid").because(reason))?;
    assertion::respond_about(state, client, form, &signed.subject, signed.scope.as_deref())
}

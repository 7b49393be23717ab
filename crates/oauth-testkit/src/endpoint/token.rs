//! The token endpoint, `/as/token` ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use serde_json::Value;

use crate::client::RegisteredClient;
use crate::client::authenticate::authenticate;
use crate::endpoint::method::require_method;
use crate::grant::{GrantType, dispatch};
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;

pub(crate) fn respond(
    state: &mut State,
    request: &RecordedRequest,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = match assertion_client(state, request, &form) {
        Some(client) => client,
        None => authenticate(state, request, &form)?,
    };
    let Some(grant_type) = GrantType::from_wire(form.required("grant_type")?) else {
        let description = "This server does not support the grant_type of the request";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
    };
    client.require_grant(grant_type)?;
    dispatch::respond(grant_type, state, &client, &form, flaw)
}

/// The client of a request whose only credential is the assertion of its JWT bearer grant. Whether the assertion is valid,
/// the grant checks.
fn assertion_client(state: &State, request: &RecordedRequest, form: &Parameters) -> Option<RegisteredClient> {
    let credentials = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
    let is_bare = !request.has_authorization() && !request.has_credentials_in_query();
    if form.value("grant_type") != Some(GrantType::JwtBearer.as_str())
        || !is_bare
        || credentials.iter().any(|name| form.has(name))
    {
        return None;
    }
    let issuer = state.assertion_issuers.get(&unverified_issuer(form.value("assertion")?)?)?;
    issuer.scopes_without_client.as_ref()?;
    state.clients.get(&issuer.issuer).cloned()
}

/// The `iss` of a JWT that has not been verified.
fn unverified_issuer(jwt: &str) -> Option<String> {
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?).ok()?;
    claims.get("iss")?.as_str().map(str::to_owned)
}

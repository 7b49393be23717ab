//! The introspection endpoint, `/as/introspect` ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html)).

use http::{Method, StatusCode};
use serde_json::Value;

use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::client::authenticate::authenticate;
use crate::clock;
use crate::endpoint::method::require_method;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let client = authenticate(state, request, &form)?;
    if client.token_endpoint_auth_method() == TokenEndpointAuthMethod::None {
        // Authentication prevents token scanning attacks (RFC 7662 §2.1).
        return Err(Refusal::invalid_client("A public client may not ask about tokens", &state.ids.uuid()));
    }
    let members = describe(state, form.required("token")?);
    Ok(response::json(StatusCode::OK, json::object(&members)))
}

/// The members of the response. For an inactive token, `active` is the only one.
fn describe(state: &State, token: &str) -> Vec<(&'static str, Value)> {
    let now = state.clock.now();
    let access = state.tokens.active_access(token, now).map(|token| {
        let times = (token.issued_at, token.expires_at);
        (&token.authorization, times, vec![("token_type", "Bearer".into()), ("jti", token.jti.as_str().into())])
    });
    let refresh = || {
        let token = state.tokens.active_refresh(token, now)?;
        Some((&token.authorization, (token.issued_at, token.expires_at), Vec::new()))
    };
    let Some((authorization, (issued_at, expires_at), more)) = access.or_else(refresh) else {
        return vec![("active", false.into())];
    };
    let mut members: Vec<(&str, Value)> = vec![
        ("active", true.into()),
        ("iss", state.issuer().into()),
        ("sub", authorization.subject.as_str().into()),
        ("client_id", authorization.client_id.as_str().into()),
        ("iat", clock::seconds(issued_at).into()),
        ("exp", clock::seconds(expires_at).into()),
    ];
    members.extend(more);
    members.extend(authorization.claims());
    members
}

//! The end session endpoint, `/as/signoff`
//! ([OpenID Connect RP-Initiated Logout 1.0 §2](https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout)).

use http::{Method, StatusCode};

use crate::authorization::error::AuthorizationError;
use crate::client::RegisteredClient;
use crate::endpoint::method::require_methods;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::redirect::{redirect, with_query};
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::user::consent::Consent;
use crate::wire::form;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_methods(request, &[Method::GET, Method::POST])?;
    let parameters = match *request.method() {
        Method::GET => Parameters::from_query(request)?,
        _ => Parameters::from_body(request)?,
    };
    let client = client(state, &parameters)?;
    let location = parameters.value("post_logout_redirect_uri").map(|uri| match client {
        Some(client) if client.post_logout_redirect_uris.iter().any(|registered| registered == uri) => Ok(uri),
        Some(_) => {
            Err(Refusal::invalid_request("The post_logout_redirect_uri is not one that the client has registered"))
        }
        None => Err(Refusal::invalid_request("A post_logout_redirect_uri needs an id_token_hint or a client_id")),
    });
    let location = location.transpose()?.map(|uri| match parameters.value("state") {
        Some(state) => with_query(uri, &form::encode([("state", state)])),
        None => uri.to_owned(),
    });
    state.users.consent = Consent::Refused(AuthorizationError::LoginRequired);
    Ok(match location {
        Some(location) => redirect(&location),
        None => response::page(StatusCode::OK, "You are signed out."),
    })
}

/// The client that the request identifies, if any.
fn client<'a>(state: &'a State, parameters: &Parameters) -> Result<Option<&'a RegisteredClient>, Refusal> {
    let hinted = match parameters.value("id_token_hint") {
        Some(hint) => match state.tokens.id.get(hint) {
            Some(token) => Some(token.client_id.as_str()),
            None => return Err(Refusal::invalid_request("The id_token_hint is not an ID token of this server")),
        },
        None => None,
    };
    let client_id = match (hinted, parameters.value("client_id")) {
        (Some(hinted), Some(client_id)) if hinted != client_id => {
            return Err(Refusal::invalid_request("The id_token_hint is not for the client_id"));
        }
        (hinted, client_id) => hinted.or(client_id),
    };
    let Some(client_id) = client_id else { return Ok(None) };
    let client = state.clients.get(client_id);
    client.map(Some).ok_or_else(|| Refusal::invalid_request("No client has the client_id of the request"))
}

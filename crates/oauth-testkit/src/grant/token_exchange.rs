//! The grant `urn:ietf:params:oauth:grant-type:token-exchange`
//! ([RFC 8693](https://www.rfc-editor.org/rfc/rfc8693.html)).

use http::StatusCode;
use serde_json::Value;

use crate::access::authorization::Authorization;
use crate::access::requested::RequestedAccess;
use crate::client::RegisteredClient;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;
use crate::token::issue::id_token::{self, IssuedWith};
use crate::token::token_response;
use crate::wire::json;

const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const REFRESH_TOKEN: &str = "urn:ietf:params:oauth:token-type:refresh_token";
const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
const JWT: &str = "urn:ietf:params:oauth:token-type:jwt";
const SAML1: &str = "urn:ietf:params:oauth:token-type:saml1";
const SAML2: &str = "urn:ietf:params:oauth:token-type:saml2";

pub(crate) fn respond(
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    client.require_confidential()?;
    let subject = subject(state, form.required("subject_token")?, form.required("subject_token_type")?)?;
    let actor = match (form.value("actor_token"), form.value("actor_token_type")) {
        (Some(token), Some(token_type)) => Some(self::subject(state, token, token_type)?),
        (None, None) => None,
        _ => {
            return Err(Refusal::invalid_request("The actor_token and the actor_token_type must come together"));
        }
    };
    let token_type = form.value("requested_token_type").unwrap_or(ACCESS_TOKEN).to_owned();
    let mut requested = RequestedAccess::read(client, form)?;
    requested.resources.extend(audiences(client, form)?);
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let mut authorization = Authorization::new(id, client_id, &subject, requested, None);
    authorization.actor = actor;

    let mut members = match token_type.as_str() {
        ACCESS_TOKEN | JWT => token_response::access_token_members(state, client, authorization, None),
        ID_TOKEN => id_token_members(state, client, &authorization, flaw),
        _ => return Err(Refusal::invalid_request("This server does not issue tokens of the requested_token_type")),
    };
    members.insert(members.len().min(1), ("issued_token_type", token_type.into()));
    Ok(response::json(StatusCode::OK, json::object(&members)))
}

/// The members of a response with an ID token, which is in `access_token` regardless
/// ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.1)).
fn id_token_members(
    state: &mut State,
    client: &RegisteredClient,
    authorization: &Authorization,
    flaw: Option<IdTokenFlaw>,
) -> Vec<(&'static str, Value)> {
    let token = id_token::issue(state, client, authorization, IssuedWith::default(), flaw);
    let mut members: Vec<(&str, Value)> = token.map(|token| ("access_token", token.into())).into_iter().collect();
    members.push(("token_type", "N_A".into()));
    members.push(("expires_in", client.token_lifetime.as_secs().into()));
    members
}

/// The subject of a token, which was issued by this server or registered as an accepted assertion.
fn subject(state: &State, token: &str, token_type: &str) -> Result<String, Refusal> {
    let now = state.clock.now();
    let access = || state.tokens.active_access(token, now).map(|token| token.authorization.subject.clone());
    let id = || state.tokens.id.get(token).map(|token| token.subject.clone());
    let own = match token_type {
        ACCESS_TOKEN => access(),
        REFRESH_TOKEN => state.tokens.active_refresh(token, now).map(|token| token.authorization.subject.clone()),
        ID_TOKEN => id(),
        JWT => access().or_else(id),
        SAML1 | SAML2 => None,
        _ => return Err(Refusal::invalid_request("This server does not know the type of one of the tokens")),
    };
    own.or_else(|| state.assertions.get(token).cloned())
        .ok_or_else(|| Refusal::invalid_request("One of the tokens is not valid, or not of its type"))
}

/// The audiences of the request. They need not be URIs.
fn audiences(client: &RegisteredClient, form: &Parameters) -> Result<Vec<String>, Refusal> {
    let audiences = form.values("audience").map(|audience| {
        if client.resources.iter().any(|allowed| allowed == audience) {
            return Ok(audience.to_owned());
        }
        let description = format!("The audience {audience} is unknown or not for this client");
        Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_target", description))
    });
    audiences.collect()
}

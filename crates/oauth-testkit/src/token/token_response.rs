//! The successful token response ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).

use http::StatusCode;
use serde_json::Value;

use crate::access::authorization::Authorization;
use crate::access::requested::RequestedAccess;
use crate::access::sign_in::SignIn;
use crate::client::RegisteredClient;
use crate::grant::GrantType;
use crate::response::{self, Response};
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;
use crate::token::issue::id_token::{self, IssuedWith};
use crate::token::issue::{access_token, refresh_token};
use crate::wire::json;

/// A response without a user: an access token only.
pub(crate) fn without_user(state: &mut State, client: &RegisteredClient, authorization: Authorization) -> Response {
    let members = access_token_members(state, client, authorization, None);
    response::json(StatusCode::OK, json::object(&members))
}

/// A response with a user's consent: an access token for `narrowed`, which is the part of the authorization that this
/// request asks for; a refresh token for the whole authorization, if the client may use that grant; and an ID token, if
/// the scope `openid` was granted.
pub(crate) fn for_user(
    state: &mut State,
    client: &RegisteredClient,
    authorization: Authorization,
    narrowed: Authorization,
    flaw: Option<IdTokenFlaw>,
) -> Response {
    let refresh_token = client
        .grant_types
        .contains(&GrantType::RefreshToken)
        .then(|| refresh_token::issue(state, client, authorization, None));
    with_refresh_token(state, client, narrowed, refresh_token.clone(), refresh_token, flaw)
}

/// A response to a request that the user `subject` has just approved on another device.
pub(crate) fn for_consent(
    state: &mut State,
    client: &RegisteredClient,
    requested: RequestedAccess,
    subject: &str,
    flaw: Option<IdTokenFlaw>,
) -> Response {
    let sign_in = SignIn { auth_time: state.clock.now(), acr: requested.acr.clone(), nonce: None };
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let authorization = Authorization::new(id, client_id, subject, requested, Some(sign_in));
    for_user(state, client, authorization.clone(), authorization, flaw)
}

/// A response with an access token that belongs to the refresh token `current`, and an ID token if the scope `openid`
/// was granted. The response contains the refresh token `shown`.
pub(crate) fn with_refresh_token(
    state: &mut State,
    client: &RegisteredClient,
    authorization: Authorization,
    current: Option<String>,
    shown: Option<String>,
    flaw: Option<IdTokenFlaw>,
) -> Response {
    let mut members = access_token_members(state, client, authorization.clone(), current);
    members.extend(shown.map(|token| ("refresh_token", token.into())));
    if authorization.is_openid() {
        let access_token = members.first().and_then(|(_, token)| token.as_str());
        let id_token = id_token::issue(state, client, &authorization, IssuedWith { access_token, code: None }, flaw);
        members.extend(id_token.map(|token| ("id_token", token.into())));
    }
    response::json(StatusCode::OK, json::object(&members))
}

/// Issues an access token, and returns the members that describe it. The token is the first member.
pub(crate) fn access_token_members(
    state: &mut State,
    client: &RegisteredClient,
    authorization: Authorization,
    refresh_token: Option<String>,
) -> Vec<(&'static str, Value)> {
    let scope = authorization.scopes.join(" ");
    let details = authorization.authorization_details.clone();
    let token = access_token::issue(state, client, authorization, refresh_token);
    let lifetime = client.token_lifetime.as_secs();
    let mut members: Vec<(&str, Value)> =
        vec![("access_token", token.into()), ("token_type", "Bearer".into()), ("expires_in", lifetime.into())];
    if !scope.is_empty() {
        members.push(("scope", scope.into()));
    }
    members.extend(details.map(|details| ("authorization_details", details)));
    members
}

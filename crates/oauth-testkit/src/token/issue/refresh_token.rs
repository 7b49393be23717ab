//! Issuance of a refresh token, which is opaque.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::access::authorization::Authorization;
use crate::client::RegisteredClient;
use crate::state::State;
use crate::token::refresh_token::RefreshToken;

/// Issues a refresh token. `parent` is the one that it replaces.
pub(crate) fn issue(
    state: &mut State,
    client: &RegisteredClient,
    authorization: Authorization,
    parent: Option<String>,
) -> String {
    let issued_at = state.clock.now();
    let expires_at = issued_at.checked_add(client.refresh_token_lifetime).unwrap_or(issued_at);
    let inherited = parent.as_ref().and_then(|parent| state.tokens.refresh.get(parent));
    let key = inherited.map_or_else(|| client.authenticated_with.clone(), |parent| parent.key.clone());
    let token = URL_SAFE_NO_PAD.encode(state.ids.bytes(32));
    let record = RefreshToken { authorization, issued_at, expires_at, revoked: false, parent, exchanged_at: None, key };
    state.tokens.refresh.insert(token.clone(), record);
    token
}

//! Dispatch of a token request to its grant.

use super::{
    authorization_code, ciba, client_credentials, device_code, jwt_bearer, refresh_token, saml2_bearer, token_exchange,
};
use crate::client::RegisteredClient;
use crate::grant::GrantType;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;
use crate::token::id_token_flaw::IdTokenFlaw;

/// Responds to a token request of `client`, which is authenticated and may use this grant.
pub(crate) fn respond(
    grant_type: GrantType,
    state: &mut State,
    client: &RegisteredClient,
    form: &Parameters,
    flaw: Option<IdTokenFlaw>,
) -> Result<Response, Refusal> {
    match grant_type {
        GrantType::AuthorizationCode => authorization_code::respond(state, client, form, flaw),
        GrantType::ClientCredentials => client_credentials::respond(state, client, form),
        GrantType::RefreshToken => refresh_token::respond(state, client, form, flaw),
        GrantType::DeviceCode => device_code::respond(state, client, form, flaw),
        GrantType::Ciba => ciba::respond(state, client, form, flaw),
        GrantType::TokenExchange => token_exchange::respond(state, client, form, flaw),
        GrantType::JwtBearer => jwt_bearer::respond(state, client, form),
        GrantType::Saml2Bearer => saml2_bearer::respond(state, client, form),
        GrantType::Implicit => Err(Refusal::invalid_request("Implicit tokens come from the authorization endpoint")),
    }
}

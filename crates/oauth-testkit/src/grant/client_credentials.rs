//! `client_credentials`, RFC 6749, section 4.4: an application asks for a token of its own.

use http::StatusCode;

use crate::access_token;
use crate::application::{Application, TokenEndpointAuthMethod};
use crate::endpoint::token::Parameters;
use crate::respond::{Refusal, Reply};
use crate::scope;
use crate::state::State;

pub(crate) fn answer(state: &mut State, application: &Application, form: &Parameters) -> Result<Reply, Refusal> {
    if application.token_endpoint_auth_method() == TokenEndpointAuthMethod::None {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "unauthorized_client",
            "A public client has no credentials to grant a token for (RFC 6749, section 4.4)",
        ));
    }
    let granted = scope::grant(form.value("scope"), &application.scopes)?;
    Ok(access_token::answer(state, application, &granted))
}

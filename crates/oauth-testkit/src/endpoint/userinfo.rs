//! The UserInfo endpoint, `/as/userinfo`
//! ([OpenID Connect Core 1.0 §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).

use http::{Method, StatusCode};

use crate::endpoint::method::require_methods;
use crate::request::bearer_token;
use crate::request::recorded::RecordedRequest;
use crate::response::challenge::Challenge;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::user::User;
use crate::wire::json;

pub(crate) fn respond(state: &State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_methods(request, &[Method::GET, Method::POST])?;
    let challenge = Challenge::new("PingOne");
    let token = bearer_token::token(request, &challenge)?;
    let Some(token) = state.tokens.active_access(token, state.clock.now()) else {
        return Err(challenge.invalid_token());
    };
    let authorization = &token.authorization;
    if !authorization.is_openid() || authorization.sign_in.is_none() {
        let description = "The access token does not have the scope openid";
        return Err(challenge.with("scope", "openid").refuse(StatusCode::FORBIDDEN, "insufficient_scope", description));
    }
    let unknown = User::new(authorization.subject.clone());
    let user = state.users.get(&authorization.subject).unwrap_or(&unknown);
    Ok(response::json(StatusCode::OK, json::object(&user.released(&authorization.scopes))))
}

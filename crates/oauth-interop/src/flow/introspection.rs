//! Token introspection (RFC 7662).

use std::time::SystemTime;

use oauth_io::{Client, ClientAuthentication, ErrorCode, Secret};

use crate::browser::USER;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("introspection, access token", access_token),
    Check::new("introspection, refresh token", refresh_token),
    Check::new("introspection, unknown token", unknown_token),
    Check::new("introspection, wrong secret", wrong_secret),
];

fn access_token(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let tokens = scene.sign_in(&application)?;
    let call = application.client.introspect(&tokens.access_token).token_type_hint("access_token");
    let token = scene.send(&call)?;
    expect::that(token.active, "the token is not active")?;
    expect::that(token.sub.as_deref() == Some(USER), format!("the user is {:?}", token.sub))?;
    expect::that(token.client_id.as_deref() == Some("web"), format!("the client is {:?}", token.client_id))?;
    expect::that(token.scope == tokens.scope, format!("the scope is {:?}", token.scope))?;
    expect::that(token.exp.is_some_and(|exp| exp > SystemTime::now()), format!("it expires at {:?}", token.exp))
}

fn refresh_token(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let token = scene.sign_in(&application)?.refresh_token.ok_or("there is no refresh token")?;
    let token = scene.send(&application.client.introspect(&token).token_type_hint("refresh_token"))?;
    expect::that(token.active, "the token is not active")
}

fn unknown_token(scene: &Scene<'_>) -> Outcome {
    let client = scene.application("web")?.client;
    let token = scene.send(&client.introspect(&Secret::new("unknown")))?;
    expect::that(!token.active, "the token is active")
}

fn wrong_secret(scene: &Scene<'_>) -> Outcome {
    let client = Client::new(scene.discover()?.into(), "web", ClientAuthentication::client_secret_basic("wrong"))?;
    let call = client.introspect(&Secret::new("unknown"));
    expect::refused(scene.send(&call), 401, &ErrorCode::INVALID_CLIENT).map(drop)
}

//! Resource indicators (RFC 8707).

use oauth_io::authorization::AuthorizationResponse;
use oauth_io::{ErrorCode, TokenResponse};

use crate::application::Application;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

/// The resources that the server knows.
pub(super) const ONE: &str = "https://api.example.test/one";
const TWO: &str = "https://api.example.test/two";
const UNKNOWN: &str = "https://api.example.test/three";

pub(super) const CHECKS: &[Check] = &[
    Check::only("oidc-provider", "resources: two asked for, a token for each", two),
    Check::only("oidc-provider", "resource of a client's own token", own),
    Check::only("oidc-provider", "resource, unknown: callback", unknown_callback),
    Check::only("oidc-provider", "resource, unknown: token", unknown_token),
];

fn two(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let request = application.request().resource(ONE).resource(TWO);
    let authorized = scene.authorized(&application.client, &request)?;
    let tokens = scene.send(&authorized.authorization_code().resource(ONE))?;
    is_for(scene, &application, &tokens, ONE)?;
    let refresh_token = tokens.refresh_token.as_ref().ok_or("there is no refresh token")?;
    let tokens = scene.send(&application.client.refresh_token(refresh_token).resource(TWO))?;
    is_for(scene, &application, &tokens, TWO)
}

fn is_for(scene: &Scene<'_>, application: &Application, tokens: &TokenResponse, resource: &str) -> Outcome {
    let audience = scene.send(&application.client.introspect(&tokens.access_token))?.aud;
    expect::that(audience == [resource], format!("the token is for {audience:?}"))
}

fn own(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("post")?;
    let tokens = scene.send(&application.client.client_credentials().scope("read").resource(TWO))?;
    is_for(scene, &application, &tokens, TWO)
}

fn unknown_callback(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let (session, callback) = scene.callback(&application.request().resource(ONE).resource(UNKNOWN))?;
    let outcome = session.receive(&application.client, AuthorizationResponse::from_url(&callback)?);
    expect::refused_callback(outcome, &ErrorCode::INVALID_TARGET).map(drop)
}

fn unknown_token(scene: &Scene<'_>) -> Outcome {
    let client = scene.application("basic")?.client;
    let call = client.client_credentials().resource(UNKNOWN);
    expect::refused(scene.send(&call), 400, &ErrorCode::INVALID_TARGET).map(drop)
}

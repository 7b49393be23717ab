//! Pushed authorization requests (RFC 9126).

use oauth_io::authorization::AuthorizationResponse;
use oauth_io::{Client, ClientAuthentication, ErrorCode};

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::only("oidc-provider", "pushed request", |scene| pushed(scene, "web")),
    Check::only("oidc-provider", "pushed request of a public client", |scene| pushed(scene, "native")),
    Check::only("oidc-provider", "pushed request, wrong secret", wrong_secret),
    Check::only("oidc-provider", "pushed request, wrong redirect_uri", wrong_redirect_uri),
];

fn pushed(scene: &Scene<'_>, name: &str) -> Outcome {
    let application = scene.application(name)?;
    let pushed = scene.send(&application.request().push()?)?;
    expect::that(!pushed.url.contains("redirect_uri"), "the browser carries the request itself")?;
    let callback = scene.browse(&pushed.url)?.redirect()?;
    let authorized = pushed.session.receive(&application.client, AuthorizationResponse::from_url(&callback)?)?;
    let tokens = scene.send(&authorized.authorization_code())?;
    expect::that(tokens.id_token.is_some(), "there is no ID token")
}

fn wrong_secret(scene: &Scene<'_>) -> Outcome {
    let wrong = ClientAuthentication::client_secret_basic("wrong");
    let client = Client::new(scene.discover()?.into(), &scene.registered("web")?.id, wrong)?;
    let call = client.authorization_request(&scene.registered("web")?.redirect_uri).push()?;
    expect::refused(scene.send(&call), 401, &ErrorCode::INVALID_CLIENT).map(drop)
}

fn wrong_redirect_uri(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let call = application.client.authorization_request("http://127.0.0.1:7777/elsewhere").scope("openid").push()?;
    expect::refused(scene.send(&call), 400, &ErrorCode::INVALID_REQUEST).map(drop)
}

//! The authorization code with PKCE (RFC 6749 §4.1, RFC 7636), and what it guards against.

use std::time::Duration;

use oauth_io::authorization::{
    AuthorizationRequest, AuthorizationResponse, AuthorizationSession, Authorized, ReceiveError,
};
use oauth_io::error::FailedCheck;
use oauth_io::{Client, Error, ErrorCode, TokenResponse};

use crate::application::{Application, SCOPE};
use crate::browser::USER;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("code: sign in, ask who, refresh, ask again", whole_way),
    Check::new("code in a fresh browser", in_a_fresh_browser),
    Check::new("code with max_age: auth_time", with_auth_time),
    Check::new("code without openid", without_openid),
    Check::new("code of a public client", |scene| complete(&scene.sign_in(&scene.application("native")?)?)),
    Check::new("code, sent twice", sent_twice),
    Check::new("code of another sign-in: PKCE", stolen_with_pkce),
    Check::new("code of another sign-in: nonce", stolen_without_pkce),
    Check::new("callback of another sign-in: state", another_state),
    Check::new("callback of another server: iss", another_issuer),
    Check::new("callback without iss", no_issuer),
    Check::new("the user refuses", user_refuses),
    Check::only("oidc-provider", "prompt=none, nobody signed in", nobody_signed_in),
    // Canaille promises `iss` and leaves it out of this error, so that nobody can know whose error it is.
    Check::only("canaille", "prompt=none, an error without iss", nobody_signed_in_without_issuer),
];

fn whole_way(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let signed_in = scene.sign_in(&application)?;
    complete(&signed_in)?;
    is_user(scene, &application.client, &signed_in)?;
    let refresh_token = signed_in.refresh_token.ok_or("there is no refresh token")?;
    let refreshed = scene.send(&application.client.refresh_token(&refresh_token).original_scope(SCOPE))?;
    let renewed = refreshed.access_token.expose() != signed_in.access_token.expose();
    expect::that(renewed, "the access token is the old one")?;
    is_user(scene, &application.client, &refreshed)
}

/// The session is kept in between, as an application does that serves many users.
fn in_a_fresh_browser(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let begun = application.request().begin()?;
    let kept = serde_json::to_string(&begun.session)?;
    let mut browser = scene.fresh_browser()?;
    let response = AuthorizationResponse::from_url(&browser.go(&begun.url)?.redirect()?)?;
    expect::that(browser.passwords() == 1, "the user did not sign in")?;
    let session: AuthorizationSession = serde_json::from_str(&kept)?;
    let authorized = session.receive(&application.client, response)?;
    complete(&scene.send(&authorized.authorization_code())?)
}

/// That the ID token says when the user signed in is checked by the library.
fn with_auth_time(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let request = application.request().max_age(Duration::from_secs(3600));
    complete(&scene.send(&scene.authorized(&application.client, &request)?.authorization_code())?)
}

/// oidc-provider refuses a nonce where no ID token is asked for.
fn without_openid(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let request = application.request().scope("read");
    let authorized = scene.authorized(&application.client, &request)?;
    let tokens = scene.send(&authorized.authorization_code())?;
    expect::that(tokens.scope == Some("read".into()), format!("the scope is {:?}", tokens.scope))
}

/// All that was asked for is there. What the ID token says was checked before.
fn complete(tokens: &TokenResponse) -> Outcome {
    expect::that(tokens.id_token.is_some(), "there is no ID token")?;
    expect::that(tokens.refresh_token.is_some(), "there is no refresh token")?;
    let scope = tokens.scope.as_ref();
    expect::that(scope.is_some_and(|scope| scope.contains("read")), format!("the scope is {scope:?}"))
}

fn is_user(scene: &Scene<'_>, client: &Client, tokens: &TokenResponse) -> Outcome {
    scene.send(&client.userinfo(tokens).expect_subject(USER))?;
    Ok(())
}

fn sent_twice(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let call = scene.authorized(&application.client, &application.request())?.authorization_code();
    scene.send(&call)?;
    let error = expect::refused(scene.send(&call), 400, &ErrorCode::INVALID_GRANT)?;
    expect::that(error.needs_sign_in(), "the error does not say that a new sign-in is needed")
}

/// Brings the code of one sign-in into another, as an attacker would who got hold of it, and tries to redeem it.
fn redeem_stolen(
    scene: &Scene<'_>,
    request: fn(&Application) -> AuthorizationRequest,
) -> Outcome<Result<TokenResponse, Error>> {
    let application = scene.application("web")?;
    let request = request(&application);
    let (stolen, callback) = scene.callback(&request)?;
    let attacked = request.begin()?.session;
    let callback = callback.replace(stolen.state(), attacked.state());
    let authorized = attacked.receive(&application.client, AuthorizationResponse::from_url(&callback)?)?;
    Ok(scene.send(&authorized.authorization_code()))
}

fn stolen_with_pkce(scene: &Scene<'_>) -> Outcome {
    let outcome = redeem_stolen(scene, Application::request)?;
    expect::refused(outcome, 400, &ErrorCode::INVALID_GRANT).map(drop)
}

/// Where there is no PKCE, the server takes the code; the ID token then belongs to the other sign-in.
fn stolen_without_pkce(scene: &Scene<'_>) -> Outcome {
    let outcome = redeem_stolen(scene, |application| application.request().dangerous_without_pkce())?;
    expect::untrusted(outcome, &FailedCheck::IdToken { claim: "nonce" })
}

fn another_state(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let (_, callback) = scene.callback(&application.request())?;
    let attacked = application.request().begin()?.session;
    let outcome = attacked.receive(&application.client, AuthorizationResponse::from_url(&callback)?);
    expect::untrusted_callback(outcome, FailedCheck::State)
}

/// Changes a callback in one place.
fn receive_changed(scene: &Scene<'_>, from: &str, to: &str) -> Outcome<Result<Authorized, ReceiveError>> {
    let application = scene.application("web")?;
    let (session, callback) = scene.callback(&application.request())?;
    expect::that(callback.contains(from), "there is nothing in the callback to change")?;
    let response = AuthorizationResponse::from_url(&callback.replace(from, to))?;
    Ok(session.receive(&application.client, response))
}

fn another_issuer(scene: &Scene<'_>) -> Outcome {
    let expected = scene.issuer().as_str().to_owned();
    let found = expected.replace("http://", "https://");
    let outcome = receive_changed(scene, "iss=http%3A", "iss=https%3A")?;
    expect::untrusted_callback(outcome, FailedCheck::Issuer { expected, found })
}

fn no_issuer(scene: &Scene<'_>) -> Outcome {
    expect::untrusted_callback(receive_changed(scene, "iss=", "was=")?, FailedCheck::IssuerMissing)
}

fn user_refuses(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let begun = application.request().begin()?;
    let callback = scene.fresh_browser()?.refusing().go(&begun.url)?.redirect()?;
    let outcome =
        begun.session.receive(&application.client, AuthorizationResponse::from_query(query(&callback), &callback)?);
    expect::refused_callback(outcome, &ErrorCode::ACCESS_DENIED).map(drop)
}

/// Asks without disturbing the user, who is signed in nowhere.
fn silently(scene: &Scene<'_>) -> Outcome<Result<Authorized, ReceiveError>> {
    let application = scene.application("web")?;
    let begun = application.request().prompt("none").begin()?;
    let callback = scene.fresh_browser()?.go(&begun.url)?.redirect()?;
    Ok(begun.session.receive(&application.client, AuthorizationResponse::from_query(query(&callback), &callback)?))
}

fn nobody_signed_in(scene: &Scene<'_>) -> Outcome {
    let error = expect::refused_callback(silently(scene)?, &ErrorCode::LOGIN_REQUIRED)?;
    expect::that(error.needs_sign_in(), "the error does not say that a sign-in is needed")
}

fn nobody_signed_in_without_issuer(scene: &Scene<'_>) -> Outcome {
    expect::untrusted_callback(silently(scene)?, FailedCheck::IssuerMissing)
}

fn query(url: &str) -> &str {
    url.split_once('?').map_or("", |(_, query)| query)
}

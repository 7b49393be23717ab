//! The refresh token (RFC 6749 §6).

use oauth_io::{EncodeError, Error, ErrorCode, Secret, TokenResponse};

use crate::application::{Application, SCOPE};
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("refresh token, rotated", rotated),
    Check::new("refresh token, used twice", used_twice),
    Check::only("oidc-provider", "refresh token, ended by a double use", family_ended),
    Check::only("oidc-provider", "refresh token, not rotated", not_rotated),
    Check::new("refresh, narrower scope", narrower),
    Check::new("refresh, wider scope: not sent", wider_is_not_sent),
    Check::new("refresh, wider scope: refused", wider_is_refused),
];

/// Signs in. Hands back the refresh token too.
fn signed_in(scene: &Scene<'_>, name: &str) -> Outcome<(Application, Secret)> {
    let application = scene.application(name)?;
    let token = scene.sign_in(&application)?.refresh_token.ok_or("there is no refresh token")?;
    Ok((application, token))
}

/// The refresh token of an answer, which always has one.
fn next(tokens: TokenResponse) -> Outcome<Secret> {
    Ok(tokens.refresh_token.ok_or("the answer has no refresh token")?)
}

fn rotated(scene: &Scene<'_>) -> Outcome {
    let (application, first) = signed_in(scene, "native")?;
    let second = next(scene.send(&application.client.refresh_token(&first))?)?;
    expect::that(second.expose() != first.expose(), "the refresh token was not rotated")?;
    scene.send(&application.client.refresh_token(&second))?;
    Ok(())
}

fn not_rotated(scene: &Scene<'_>) -> Outcome {
    let (application, first) = signed_in(scene, "steady")?;
    for _ in 0..2 {
        let second = next(scene.send(&application.client.refresh_token(&first))?)?;
        expect::that(second.expose() == first.expose(), "the refresh token was rotated")?;
    }
    Ok(())
}

fn used_twice(scene: &Scene<'_>) -> Outcome {
    let (application, first) = signed_in(scene, "web")?;
    let call = application.client.refresh_token(&first);
    scene.send(&call)?;
    needs_sign_in(scene.send(&call))
}

/// Who used the token twice is not known, so nobody may go on.
fn family_ended(scene: &Scene<'_>) -> Outcome {
    let (application, first) = signed_in(scene, "web")?;
    let second = next(scene.send(&application.client.refresh_token(&first))?)?;
    needs_sign_in(scene.send(&application.client.refresh_token(&first)))?;
    needs_sign_in(scene.send(&application.client.refresh_token(&second)))
}

fn needs_sign_in(outcome: Result<TokenResponse, Error>) -> Outcome {
    let error = expect::refused(outcome, 400, &ErrorCode::INVALID_GRANT)?;
    expect::that(error.needs_sign_in(), "the error does not say that a new sign-in is needed")
}

fn narrower(scene: &Scene<'_>) -> Outcome {
    let (application, token) = signed_in(scene, "web")?;
    let call = application.client.refresh_token(&token).original_scope(SCOPE).scope("openid");
    let scope = scene.send(&call)?.scope;
    expect::that(scope == Some("openid".into()), format!("the scope is {scope:?}"))
}

fn wider_is_not_sent(scene: &Scene<'_>) -> Outcome {
    let (application, token) = signed_in(scene, "web")?;
    let call = application.client.refresh_token(&token).original_scope(SCOPE).scope("openid write");
    let refused = matches!(scene.send(&call), Err(Error::Encode(EncodeError::ScopeTooWide)));
    expect::that(refused, "a wider scope was asked for")
}

/// Where the client does not know what was granted, the server has to refuse.
fn wider_is_refused(scene: &Scene<'_>) -> Outcome {
    let (application, token) = signed_in(scene, "web")?;
    let call = application.client.refresh_token(&token).scope("openid write");
    expect::refused(scene.send(&call), 400, &ErrorCode::INVALID_SCOPE).map(drop)
}

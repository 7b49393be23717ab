//! Token revocation (RFC 7009).

use oauth_io::{ErrorCode, Secret};

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("revocation, access token", access_token),
    Check::new("revocation, refresh token", refresh_token),
    Check::new("revocation, unknown token", unknown_token),
];

fn access_token(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let token = scene.sign_in(&application)?.access_token;
    scene.send(&application.client.revoke(&token).token_type_hint("access_token"))?;
    let token = scene.send(&application.client.introspect(&token))?;
    expect::that(!token.active, "the token is still active")
}

fn refresh_token(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let token = scene.sign_in(&application)?.refresh_token.ok_or("there is no refresh token")?;
    scene.send(&application.client.revoke(&token))?;
    let outcome = scene.send(&application.client.refresh_token(&token));
    expect::refused(outcome, 400, &ErrorCode::INVALID_GRANT).map(drop)
}

/// A token that is unknown is as good as revoked.
fn unknown_token(scene: &Scene<'_>) -> Outcome {
    Ok(scene.send(&scene.application("web")?.client.revoke(&Secret::new("unknown")))?)
}

//! The JWT bearer grant (RFC 7523 §2.1).

use oauth_io::{ErrorCode, TokenResponse};

use crate::browser::USER;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] =
    &[Check::only("canaille", "JWT bearer", granted), Check::only("canaille", "JWT bearer, unknown user", refused)];

/// Trades an assertion about a user. Somebody at the server's own address issues it.
fn trade(scene: &Scene<'_>, subject: &str) -> Outcome<Result<TokenResponse, oauth_io::Error>> {
    let client = scene.application("assertion")?.client;
    let assertion = scene.browse(&format!("{}/assertion/{subject}", scene.issuer()))?.page()?;
    Ok(scene.send(&client.jwt_bearer(assertion).scope("openid profile")))
}

fn granted(scene: &Scene<'_>) -> Outcome {
    let tokens = trade(scene, USER)??;
    let client = scene.application("assertion")?.client;
    scene.send(&client.userinfo(&tokens).expect_subject(USER))?;
    Ok(())
}

fn refused(scene: &Scene<'_>) -> Outcome {
    expect::refused(trade(scene, "nobody")?, 400, &ErrorCode::INVALID_GRANT).map(drop)
}

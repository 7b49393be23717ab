//! The hybrid and implicit response types (OpenID Connect Core §3.2 and §3.3).

use oauth_io::authorization::{AuthorizationResponse, ResponseType};
use oauth_io::error::FailedCheck;

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("code id_token", |scene| arrives(scene, "hybrid", ResponseType::CODE_ID_TOKEN)),
    Check::new("code token", |scene| arrives(scene, "hybrid", ResponseType::CODE_TOKEN)),
    Check::new("code id_token token", |scene| arrives(scene, "hybrid", ResponseType::CODE_ID_TOKEN_TOKEN)),
    Check::new("id_token", |scene| arrives(scene, "implicit", ResponseType::ID_TOKEN)),
    Check::new("id_token token", |scene| arrives(scene, "implicit", ResponseType::ID_TOKEN_TOKEN)),
    Check::new("ID token of another sign-in: nonce", another_nonce),
];

/// What was asked for arrives, and nothing else; and where there is a code, it is redeemed.
fn arrives(scene: &Scene<'_>, name: &str, response_type: ResponseType) -> Outcome {
    let application = scene.application(name)?;
    let request = application.request().response_type(response_type.clone());
    let authorized = scene.authorized(&application.client, &request)?;
    let id_token = authorized.unverified_id_token.is_some();
    expect::that(id_token == response_type.contains("id_token"), format!("an ID token arrived: {id_token}"))?;
    let token = authorized.access_token.is_some();
    expect::that(token == response_type.contains("token"), format!("an access token arrived: {token}"))?;
    if response_type.contains("code") {
        let tokens = scene.send(&authorized.authorization_code())?;
        expect::that(tokens.id_token.is_some(), "the code brought no ID token")?;
    }
    Ok(())
}

fn another_nonce(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("hybrid")?;
    let request = application.request().response_type(ResponseType::CODE_ID_TOKEN);
    let (stolen, callback) = scene.callback(&request)?;
    let attacked = request.begin()?.session;
    let callback = callback.replace(stolen.state(), attacked.state());
    let outcome = attacked.receive(&application.client, AuthorizationResponse::from_url(&callback)?);
    expect::untrusted_callback(outcome, FailedCheck::IdToken { claim: "nonce" })
}

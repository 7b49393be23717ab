//! Backchannel authentication in poll mode (OpenID Connect CIBA).

use oauth_io::endpoint::{BackchannelAuthentication, UserHint};
use oauth_io::{Client, ErrorCode};

use crate::browser::USER;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::only("oidc-provider", "backchannel, pending", pending),
    Check::only("oidc-provider", "backchannel, approved while polling", approved),
    Check::only("oidc-provider", "backchannel, denied while polling", denied),
    Check::only("oidc-provider", "backchannel, unknown user", unknown_user),
];

fn begin(scene: &Scene<'_>) -> Outcome<(Client, BackchannelAuthentication)> {
    let client = scene.application("ciba")?.client;
    let call = client.backchannel_authentication(UserHint::Login(USER.to_owned())).binding_message("W4SCT");
    let authentication = scene.send(&call.scope("openid profile"))?;
    Ok((client, authentication))
}

/// The user decides, on the device that the server has for that.
fn decide(scene: &Scene<'_>, authentication: &BackchannelAuthentication, answer: &str) -> Outcome {
    let (issuer, id) = (scene.issuer(), authentication.auth_req_id.expose());
    let url = format!("{issuer}/authentication-device?auth_req_id={id}&answer={answer}");
    scene.browse(&url)?.page().map(drop)
}

fn pending(scene: &Scene<'_>) -> Outcome {
    let (client, authentication) = begin(scene)?;
    let outcome = scene.send(&client.backchannel_token(&authentication));
    expect::refused(outcome, 400, &ErrorCode::AUTHORIZATION_PENDING).map(drop)
}

fn approved(scene: &Scene<'_>) -> Outcome {
    let (client, authentication) = begin(scene)?;
    let flow = client.backchannel_token(&authentication).poll();
    let tokens = scene.poll(flow, || decide(scene, &authentication, "accept"))??;
    expect::that(tokens.id_token.is_some(), "there is no ID token")?;
    scene.send(&client.userinfo(&tokens).expect_subject(USER))?;
    Ok(())
}

fn denied(scene: &Scene<'_>) -> Outcome {
    let (client, authentication) = begin(scene)?;
    let flow = client.backchannel_token(&authentication).poll();
    let outcome = scene.poll(flow, || decide(scene, &authentication, "refuse"))?;
    expect::refused(outcome, 400, &ErrorCode::ACCESS_DENIED).map(drop)
}

fn unknown_user(scene: &Scene<'_>) -> Outcome {
    let client = scene.application("ciba")?.client;
    let call = client.backchannel_authentication(UserHint::Login("nobody".to_owned()));
    expect::refused(scene.send(&call), 400, &ErrorCode::UNKNOWN_USER_ID).map(drop)
}

//! Device authorization (RFC 8628).

use oauth_io::endpoint::DeviceAuthorization;
use oauth_io::{Client, ErrorCode};

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::only("oidc-provider", "device, pending", pending),
    Check::only("oidc-provider", "device, approved while polling", approved),
    Check::only("oidc-provider", "device, denied while polling", denied),
];

/// Asks for the codes. Hands back where the user goes, too.
fn begin(scene: &Scene<'_>) -> Outcome<(Client, DeviceAuthorization, String)> {
    let client = scene.application("device")?.client;
    let authorization = scene.send(&client.device_authorization().scope("openid read"))?;
    let page = authorization.verification_uri_complete.clone().ok_or("there is no complete verification URI")?;
    Ok((client, authorization, page))
}

fn pending(scene: &Scene<'_>) -> Outcome {
    let (client, authorization, _) = begin(scene)?;
    let outcome = scene.send(&client.device_token(&authorization));
    expect::refused(outcome, 400, &ErrorCode::AUTHORIZATION_PENDING).map(drop)
}

fn approved(scene: &Scene<'_>) -> Outcome {
    let (client, authorization, page) = begin(scene)?;
    let flow = client.device_token(&authorization).poll();
    let tokens = scene.poll(flow, || scene.browse(&page)?.page().map(drop))??;
    expect::that(tokens.id_token.is_some(), "there is no ID token")?;
    let refresh_token = tokens.refresh_token.ok_or("there is no refresh token")?;
    scene.send(&client.refresh_token(&refresh_token))?;
    Ok(())
}

fn denied(scene: &Scene<'_>) -> Outcome {
    let (client, authorization, page) = begin(scene)?;
    let flow = client.device_token(&authorization).poll();
    let outcome = scene.poll(flow, || scene.fresh_browser()?.refusing().go(&page)?.page().map(drop))?;
    expect::refused(outcome, 400, &ErrorCode::ACCESS_DENIED).map(drop)
}

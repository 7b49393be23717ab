//! The form_post response mode
//! ([OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)).

use oauth_io::ErrorCode;
use oauth_io::authorization::{AuthorizationResponse, ResponseType};

use crate::Outcome;
use crate::check::Check;
use crate::expect;
use crate::scene::Scene;

pub(super) const CHECKS: &[Check] = &[
    Check::only("oidc-provider", "form_post, code", |scene| arrives(scene, ResponseType::CODE)),
    Check::only("oidc-provider", "form_post, code id_token", |scene| arrives(scene, ResponseType::CODE_ID_TOKEN)),
    Check::only("oidc-provider", "form_post, the user refuses", user_refuses),
];

fn arrives(scene: &Scene<'_>, response_type: ResponseType) -> Outcome {
    let application = scene.application("hybrid")?;
    let begun = application.request().response_type(response_type).response_mode("form_post").begin()?;
    let body = scene.browse(&begun.url)?.form_post()?;
    let response = AuthorizationResponse::from_form_post(body, &application.redirect_uri)?;
    let authorized = begun.session.receive(&application.client, response)?;
    scene.send(&authorized.authorization_code())?;
    Ok(())
}

fn user_refuses(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("hybrid")?;
    let begun = application.request().response_mode("form_post").begin()?;
    let body = scene.fresh_browser()?.refusing().go(&begun.url)?.form_post()?;
    let response = AuthorizationResponse::from_form_post(body, &application.redirect_uri)?;
    let outcome = begun.session.receive(&application.client, response);
    expect::refused_callback(outcome, &ErrorCode::ACCESS_DENIED).map(drop)
}

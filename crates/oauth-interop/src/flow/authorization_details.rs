//! Rich authorization requests (RFC 9396).

use oauth_io::ErrorCode;
use oauth_io::authorization::{AuthorizationRequest, AuthorizationResponse};
use serde_json::{Value, json};

use crate::application::Application;
use crate::check::Check;
use crate::flow::resource::ONE;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::only("oidc-provider", "authorization_details", granted),
    Check::only("oidc-provider", "authorization_details, refused", refused),
];

fn request(application: &Application, details: &Value) -> AuthorizationRequest {
    application.request().resource(ONE).authorization_details(details.to_string())
}

fn granted(scene: &Scene<'_>) -> Outcome {
    let details = json!([{ "type": "payment", "amount": "12.00", "to": "Ünïcode & Co" }]);
    let application = scene.application("web")?;
    let authorized = scene.authorized(&application.client, &request(&application, &details))?;
    let tokens = scene.send(&authorized.authorization_code().resource(ONE))?;
    let found: Option<Value> = tokens.extra.get("authorization_details");
    expect::that(found.as_ref() == Some(&details), format!("what was granted is {found:?}"))?;
    let found: Option<Value> =
        scene.send(&application.client.introspect(&tokens.access_token))?.extra.get("authorization_details");
    expect::that(found.as_ref() == Some(&details), format!("what the token is good for is {found:?}"))
}

/// A payment without an amount.
fn refused(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let (session, callback) = scene.callback(&request(&application, &json!([{ "type": "payment" }])))?;
    let outcome = session.receive(&application.client, AuthorizationResponse::from_url(&callback)?);
    expect::refused_callback(outcome, &ErrorCode::INVALID_AUTHORIZATION_DETAILS).map(drop)
}

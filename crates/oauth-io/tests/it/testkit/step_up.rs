//! Step-up: a valid token that is not sufficient, and the sign-in that yields a sufficient one (RFC 9470).

use std::time::Duration;

use oauth_io::authorization::StepUp;
use oauth_io::error::challenges;
use oauth_testkit::ProtectedResource as Resource;

use super::protected_resource::{get, world};
use super::world::{CALLBACK, World};

/// The requirements of the resource, after it rejects a token with this status and error.
fn refused(world: &World, tokens: &oauth_io::TokenResponse, status: u16, error: &str) -> StepUp {
    let response = get(&world.server, &world.server.resource_url("orders"), Some(tokens));
    assert_eq!(response.status(), status);
    let challenges = challenges(response.headers());
    assert_eq!(challenges[0].error(), Some(error));
    challenges.iter().find_map(|challenge| challenge.step_up()).unwrap()
}

fn status(world: &World, tokens: &oauth_io::TokenResponse) -> u16 {
    get(&world.server, &world.server.resource_url("orders"), Some(tokens)).status().as_u16()
}

#[test]
fn a_stronger_sign_in() {
    let world = world(Resource::new("orders").acr_values(["phr", "mfa"]));
    let request = world.client.authorization_request(CALLBACK).scope("openid read");
    let weak = world.send(&world.authorize(&request).unwrap().authorization_code()).unwrap();
    let step_up = refused(&world, &weak, 401, "insufficient_user_authentication");
    assert_eq!(step_up.acr_values, ["phr", "mfa"]);
    assert_eq!((step_up.max_age, &step_up.scope), (None, &None));

    let call = world.authorize(&request.step_up(&step_up)).unwrap().authorization_code();
    let strong = world.send(&call).unwrap();
    assert_eq!(status(&world, &strong), 200);
    assert_eq!(status(&world, &weak), 401, "the old token stays what it was");
    let found = world.send(&world.client.introspect(&strong.access_token)).unwrap();
    assert_eq!(found.acr.as_deref(), Some("phr"));
    assert_eq!(found.scope, Some("openid read".into()));
}

#[test]
fn a_fresher_sign_in() {
    let world = world(Resource::new("orders").max_age(Duration::from_secs(300)));
    let request = world.client.authorization_request(CALLBACK).scope("openid");
    let old = world.send(&world.authorize(&request).unwrap().authorization_code()).unwrap();
    assert_eq!(status(&world, &old), 200);
    world.pass(301);
    let step_up = refused(&world, &old, 401, "insufficient_user_authentication");
    assert_eq!(step_up.max_age, Some(Duration::from_secs(300)));
    // A refresh is not a sign-in.
    let refreshed = world.send(&world.client.refresh_token(old.refresh_token.as_ref().unwrap())).unwrap();
    assert_eq!(status(&world, &refreshed), 401);

    let call = world.authorize(&request.step_up(&step_up)).unwrap().authorization_code();
    assert_eq!(status(&world, &world.send(&call).unwrap()), 200);
    let ledger = world.server.ledger();
    let queries = ledger.requests().filter_map(|request| request.expose_query());
    assert!(queries.filter(|query| query.contains("max_age=300")).count() == 1);
}

#[test]
fn a_wider_scope() {
    let world = world(Resource::new("orders").scopes(["read", "write"]));
    let request = world.client.authorization_request(CALLBACK).scope("openid read");
    let narrow = world.send(&world.authorize(&request).unwrap().authorization_code()).unwrap();
    let step_up = refused(&world, &narrow, 403, "insufficient_scope");
    let wide = world.send(&world.authorize(&request.step_up(&step_up)).unwrap().authorization_code()).unwrap();
    assert_eq!(wide.scope, Some("openid read write".into()));
    assert_eq!(status(&world, &wide), 200);
}

#[test]
fn an_invalid_token_needs_no_step_up() {
    let world = world(Resource::new("orders").acr_values(["mfa"]));
    let tokens = world.send(&world.client.client_credentials()).unwrap();
    world.pass(3600);
    let response = get(&world.server, &world.server.resource_url("orders"), Some(&tokens));
    let challenges = challenges(response.headers());
    assert_eq!(challenges[0].error(), Some("invalid_token"));
    assert!(challenges[0].step_up().is_none());
}

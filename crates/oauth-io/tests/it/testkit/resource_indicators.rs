//! Tokens for one resource or several (RFC 8707).

use oauth_io::{EncodeError, TokenResponse};
use oauth_testkit::Endpoint;

use super::outcome::Outcome;
use super::world::{CALLBACK, RESOURCES, World};

fn audience(world: &World, tokens: &TokenResponse) -> Vec<String> {
    world.send(&world.client.introspect(&tokens.access_token)).unwrap().aud
}

#[test]
fn each_grant_sends_all_resources() {
    let world = World::new();
    let [a, b] = RESOURCES;
    world.server.accept_assertion("a.b.c", "alice");
    world.server.accept_assertion("<a/>", "alice");

    let tokens = world.send(&world.client.client_credentials().resource(a).resource(b)).unwrap();
    assert_eq!(audience(&world, &tokens), RESOURCES);
    let tokens = world.send(&world.client.jwt_bearer("a.b.c").resource(b).resource(a)).unwrap();
    assert_eq!(audience(&world, &tokens), [b, a]);
    let tokens = world.send(&world.client.saml2_bearer("<a/>").resource(b)).unwrap();
    assert_eq!(audience(&world, &tokens), [b]);

    let device = world.send(&world.client.device_authorization().resource(a).resource(b)).unwrap();
    world.server.approve_device(&device.user_code).unwrap();
    let tokens = world.run(world.client.device_token(&device).poll()).unwrap();
    assert_eq!(audience(&world, &tokens), RESOURCES);

    let hint = oauth_io::endpoint::UserHint::Login("alice".to_owned());
    let call = world.client.backchannel_authentication(hint).resource(a).resource(b);
    let authentication = world.send(&call).unwrap();
    world.server.approve_backchannel_authentication(authentication.auth_req_id.expose()).unwrap();
    let tokens = world.run(world.client.backchannel_token(&authentication).poll()).unwrap();
    assert_eq!(audience(&world, &tokens), RESOURCES);

    let request = world.client.authorization_request(CALLBACK).resource(a).resource(b);
    let pushed = world.send(&request.push().unwrap()).unwrap();
    let response = super::browser::visit(&world.server, &pushed.url).read().unwrap();
    let call = pushed.session.receive(&world.client, response).unwrap().authorization_code();
    let tokens = world.send(&call).unwrap();
    assert_eq!(audience(&world, &tokens), RESOURCES);
}

#[test]
fn a_sign_in_for_several_resources_yields_tokens_for_each() {
    let world = World::new();
    let [a, b] = RESOURCES;
    let request = world.client.authorization_request(CALLBACK).resource(a).resource(b);
    let tokens = world.send(&world.authorize(&request).unwrap().authorization_code().resource(a)).unwrap();
    assert_eq!(audience(&world, &tokens), [a]);
    let call = world.client.refresh_token(tokens.refresh_token.as_ref().unwrap()).resource(b);
    let tokens = world.send(&call).unwrap();
    assert_eq!(audience(&world, &tokens), [b]);
    let tokens = world.send(&world.client.refresh_token(tokens.refresh_token.as_ref().unwrap())).unwrap();
    assert_eq!(audience(&world, &tokens), RESOURCES);
}

#[test]
fn refusals() {
    let world = World::new();
    let outcome = world.send(&world.client.client_credentials().resource("https://api.example/other"));
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "invalid_target"));

    // The refresh token was issued for one of them.
    let request = world.client.authorization_request(CALLBACK).resource(RESOURCES[0]);
    let tokens = world.send(&world.authorize(&request).unwrap().authorization_code()).unwrap();
    let call = world.client.refresh_token(tokens.refresh_token.as_ref().unwrap()).resource(RESOURCES[1]);
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::server(400, "invalid_target"));

    let before = world.server.ledger().count_at(Endpoint::Token);
    for resource in ["/a", "https://api.example/a#b", ""] {
        let outcome = world.send(&world.client.client_credentials().resource(resource));
        assert_eq!(Outcome::of(&outcome), Outcome::Encode(EncodeError::InvalidResource), "{resource}");
    }
    assert_eq!(world.server.ledger().count_at(Endpoint::Token), before, "nothing was sent");
}

//! Pushed authorization requests.

use oauth_io::EncodeError;
use oauth_io::error::Problem;
use oauth_testkit::{Endpoint, Fault};

use super::browser::{stays, visit};
use super::outcome::Outcome;
use super::world::{CALLBACK, World, everywhere};

#[test]
fn the_browser_only_carries_a_reference() {
    everywhere(
        |application| application.require_pushed_authorization_requests(),
        |world| {
            let request = world.client.authorization_request(CALLBACK).scope("openid read").login_hint("alice");
            let pushed = world.send(&request.push().unwrap()).unwrap();
            assert_eq!(pushed.expires_in.map(|time| time.as_secs()), Some(60));
            assert!(!pushed.url.contains("alice") && !pushed.url.contains("scope"));
            let response = visit(&world.server, &pushed.url).read().unwrap();
            let authorized = pushed.session.receive(&world.client, response).unwrap();
            let tokens = world.send(&authorized.authorization_code()).unwrap();
            assert_eq!(tokens.scope, Some("openid read".into()));
            assert_eq!(world.send(&world.client.userinfo(&tokens)).unwrap().sub, "alice");

            // The reference can be used once.
            let (status, page) = stays(&world.server, &pushed.url);
            assert_eq!(status, 400);
            assert!(page.contains("invalid_request_uri"), "{page}");

            // This client must use pushed requests.
            let outcome = world.authorize(&request);
            assert_eq!(Outcome::of_response(&outcome), Outcome::server(0, "invalid_request"));
        },
    );
}

#[test]
fn a_reference_expires_after_a_minute() {
    let world = World::new();
    let push = || world.send(&world.client.authorization_request(CALLBACK).push().unwrap()).unwrap();
    let (first, second) = (push(), push());
    assert_eq!(first.expires_at, Some(world.server.clock().now() + std::time::Duration::from_secs(60)));
    world.pass(59);
    assert!(visit(&world.server, &first.url).url().contains("code="));
    world.pass(1);
    let (status, page) = stays(&world.server, &second.url);
    assert_eq!(status, 400);
    assert!(page.contains("invalid_request_uri"), "{page}");
}

#[test]
fn the_server_rejects_a_request_before_the_browser_is_involved() {
    everywhere(
        |application| application,
        |world| {
            let request = || world.client.authorization_request(CALLBACK).scope("openid");
            let rows = [
                (request().scope("admin"), "invalid_scope"),
                (request().dangerous_without_pkce(), "invalid_request"),
                (request().resource("https://api.example/other"), "invalid_target"),
                (world.client.authorization_request("https://app.example/other"), "invalid_request"),
            ];
            for (request, code) in rows {
                let outcome = world.send(&request.push().unwrap());
                assert_eq!(Outcome::of(&outcome), Outcome::server(400, code));
            }
        },
    );
}

#[test]
fn a_server_can_require_pushed_requests() {
    let world = World::new();
    let issuer = oauth_io::Issuer::new(&world.server.issuer()).unwrap();
    world.server.queue(Fault::member("require_pushed_authorization_requests", "true"));
    let server = oauth_io::Server::from(world.run(issuer.discover()).unwrap());
    let authentication = oauth_io::ClientAuthentication::none();
    let client = oauth_io::Client::new(server, "any", authentication).unwrap();
    let request = client.authorization_request(CALLBACK);
    assert_eq!(request.begin().unwrap_err(), EncodeError::PushRequired);
    assert!(request.push().is_ok());
}

#[test]
fn flaws_of_the_response() {
    let world = World::new();
    let push = |fault: Fault| {
        world.server.queue(fault.at(Endpoint::PushedAuthorizationRequest));
        world.send(&world.client.authorization_request(CALLBACK).push().unwrap())
    };
    let pushed = push(Fault::uuid_request_uri()).unwrap();
    assert!(pushed.url.ends_with("&request_uri=urn%3Auuid%3A6d2dd4ae-4a0b-4b3e-9e0c-2b6e5f0d3a11"));
    assert_eq!(push(Fault::without_member("expires_in")).unwrap().expires_in, None);
    let outcome = Outcome::of(&push(Fault::without_member("request_uri")));
    assert_eq!(outcome, Outcome::Malformed(201, Problem::Missing { field: "request_uri" }));
}

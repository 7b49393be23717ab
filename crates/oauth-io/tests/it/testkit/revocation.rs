//! Token revocation.

use http::StatusCode;
use oauth_io::{Client, ClientAuthentication, Secret};
use oauth_testkit::{Endpoint, Fault, RegisteredClient, Script};

use super::outcome::Outcome;
use super::world::{World, everywhere};

#[test]
fn a_revoked_token_is_inactive() {
    everywhere(
        |application| application,
        |world| {
            let tokens = world.sign_in("openid");
            let user = || Outcome::of(&world.send(&world.client.userinfo(&tokens)));
            assert_eq!(user(), Outcome::Good);
            let call = world.client.revoke(&tokens.access_token).token_type_hint("access_token");
            world.send(&call).unwrap();
            assert_eq!(user(), Outcome::server(401, "invalid_token"));
            world.send(&call).unwrap();
        },
    );
}

#[test]
fn revoking_a_refresh_token_revokes_its_access_tokens() {
    everywhere(
        |application| application,
        |world| {
            let tokens = world.sign_in("openid");
            let refresh_token = tokens.refresh_token.clone().unwrap();
            // A wrong hint has no effect (RFC 7009 §2.1).
            world.send(&world.client.revoke(&refresh_token).token_type_hint("access_token")).unwrap();
            let outcome = world.send(&world.client.userinfo(&tokens));
            assert_eq!(Outcome::of(&outcome), Outcome::server(401, "invalid_token"));
            let outcome = world.send(&world.client.refresh_token(&refresh_token));
            assert_eq!(Outcome::of(&outcome), Outcome::server(400, "invalid_grant"));
        },
    );
}

#[test]
fn an_unknown_token_counts_as_revoked() {
    everywhere(
        |application| application,
        |world| {
            let outcome = world.send(&world.client.revoke(&Secret::new("never issued")));
            assert_eq!(Outcome::of(&outcome), Outcome::Good);
        },
    );
}

#[test]
fn after_a_503_the_token_is_still_valid() {
    let world = World::new();
    let tokens = world.sign_in("openid");
    let call = world.client.revoke(&tokens.access_token);
    world.server.queue(Fault::ServiceUnavailable { retry_after: "17".to_owned() }.at(Endpoint::Revocation));
    let outcome = world.send(&call);
    assert_eq!(Outcome::of(&outcome), Outcome::Unavailable(503));
    let now = world.server.clock().now();
    assert_eq!(outcome.unwrap_err().retry_after(now).map(|time| time.as_secs()), Some(17));
    assert_eq!(Outcome::of(&world.send(&world.client.userinfo(&tokens))), Outcome::Good);
    world.send(&call).unwrap();
    assert_eq!(Outcome::of(&world.send(&world.client.userinfo(&tokens))), Outcome::server(401, "invalid_token"));
}

#[test]
fn a_token_of_another_client_is_not_revoked() {
    let world = World::new();
    let server = world.server.clone().client(RegisteredClient::client_secret_post("other", "s"));
    let other = ClientAuthentication::client_secret_post("s");
    let other = Client::new(world.client.server().clone(), "other", other).unwrap();
    let tokens = world.send(&world.client.client_credentials()).unwrap();
    let outcome = world.send(&other.revoke(&tokens.access_token));
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "unauthorized_client"));
    assert_eq!(server.ledger().last().unwrap().status(), StatusCode::BAD_REQUEST);
    assert!(world.send(&world.client.introspect(&tokens.access_token)).unwrap().active);
}

#[test]
fn only_a_2xx_is_a_success() {
    let rows = [
        (Script::canaille_revoked(), Outcome::Good),
        (Script::revoked_without_body(), Outcome::Good),
        (Script::idpyoidc_revoked(), Outcome::Good),
        (Script::new(StatusCode::NO_CONTENT), Outcome::Good),
        (Script::canaille_unsupported_token_type_401(), Outcome::server(401, "unsupported_token_type")),
        (Script::html_502(), Outcome::Unavailable(502)),
        (Script::empty_401(), Outcome::Refused(401)),
    ];
    let world = World::new();
    for (script, expected) in rows {
        world.server.queue(script);
        assert_eq!(Outcome::of(&world.send(&world.client.revoke(&Secret::new("t")))), expected);
    }
}

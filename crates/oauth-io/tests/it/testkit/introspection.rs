//! Token introspection.

use std::time::Duration;

use oauth_io::Secret;
use oauth_io::endpoint::IntrospectionResponse;
use oauth_io::error::Problem;
use oauth_io::token::TokenType;
use oauth_testkit::{Fault, Script};

use super::outcome::Outcome;
use super::world::{ID, Method, World, confidential};

fn ask(world: &World, token: &Secret) -> IntrospectionResponse {
    world.send(&world.client.introspect(token)).unwrap()
}

#[test]
fn an_active_token_until_it_expires() {
    confidential(
        |application| application.token_lifetime(Duration::from_secs(60)),
        |world| {
            let now = world.server.clock().now();
            let tokens = world.sign_in("openid read");
            let found = ask(world, &tokens.access_token);
            assert!(found.active);
            assert_eq!(found.scope, Some("openid read".into()));
            assert_eq!((found.sub.as_deref(), found.client_id.as_deref()), (Some("alice"), Some(ID)));
            assert_eq!(found.iss.as_deref(), Some(&*world.server.issuer()));
            assert_eq!(found.token_type, Some(TokenType::BEARER));
            assert_eq!((found.iat, found.exp), (Some(now), Some(now + Duration::from_secs(60))));
            assert_eq!(found.auth_time, Some(now));
            assert!(found.jti.is_some() && found.aud.is_empty() && found.extra.is_empty());
            let refresh_token = tokens.refresh_token.as_ref().unwrap();
            let call = world.client.introspect(refresh_token).token_type_hint("refresh_token");
            assert!(world.send(&call).unwrap().active);

            world.pass(60);
            assert!(!ask(world, &tokens.access_token).active, "it has expired");
            assert!(ask(world, refresh_token).active);
            world.send(&world.client.revoke(refresh_token)).unwrap();
            assert!(!ask(world, refresh_token).active, "it is revoked");
            assert!(!ask(world, &Secret::new("unknown")).active);
        },
    );
}

#[test]
fn a_revoked_token_has_no_other_members() {
    let world = World::new();
    let token = world.send(&world.client.client_credentials()).unwrap().access_token;
    world.send(&world.client.revoke(&token)).unwrap();
    let found = ask(&world, &token);
    assert!(!found.active && found.sub.is_none() && found.exp.is_none() && found.extra.is_empty());
}

#[test]
fn a_public_client_may_not_ask() {
    let world = World::with(Method::None, |application| application);
    let outcome = world.send(&world.client.introspect(&Secret::new("t")));
    assert_eq!(Outcome::of(&outcome), Outcome::server(401, "invalid_client"));
}

#[test]
fn flaws_of_the_response() {
    let world = World::new();
    let token = world.send(&world.client.client_credentials()).unwrap().access_token;
    world.server.queue(Fault::fraction_of_a_second());
    let expiry = ask(&world, &token).exp.unwrap();
    let from_start = expiry.duration_since(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(from_start.as_secs(), 1_767_229_200);

    world.server.queue(Script::canaille_introspection());
    let found = ask(&world, &token);
    assert_eq!((found.aud, found.sub.as_deref()), (vec!["web".to_owned()], Some("bob")));

    let rows = [
        (Fault::without_member("active"), Outcome::Malformed(200, Problem::Missing { field: "active" })),
        (
            Fault::member("active", "\"true\""),
            Outcome::Malformed(200, Problem::WrongType { field: "active", expected: "a boolean", found: "a string" }),
        ),
        (Fault::Script(Script::userinfo_jwt()), Outcome::Malformed(200, Problem::Jwt)),
        (Fault::Script(Script::oidc_provider_no_authentication_400()), Outcome::server(400, "invalid_request")),
    ];
    for (fault, expected) in rows {
        world.server.queue(fault);
        assert_eq!(Outcome::of(&world.send(&world.client.introspect(&token))), expected);
    }
}

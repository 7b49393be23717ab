//! Token exchange: one token for another.

use oauth_io::Secret;
use oauth_io::token::{TokenType, TokenTypeIdentifier as Kind};

use super::outcome::Outcome;
use super::world::{Method, RESOURCES, World, confidential};

#[test]
fn every_type_of_token_can_be_exchanged() {
    confidential(
        |application| application,
        |world| {
            world.server.accept_assertion("j.w.t", "alice");
            world.server.accept_assertion("<saml/>", "alice");
            let own = world.sign_in("openid read");
            let id_token = own.id_token.clone().unwrap();
            let rows = [
                (own.access_token.clone(), Kind::ACCESS_TOKEN),
                (own.access_token.clone(), Kind::JWT),
                (own.refresh_token.clone().unwrap(), Kind::REFRESH_TOKEN),
                (id_token.clone(), Kind::ID_TOKEN),
                (id_token, Kind::JWT),
                (Secret::new("j.w.t"), Kind::JWT),
                (Secret::new("<saml/>"), Kind::SAML1),
                (Secret::new("<saml/>"), Kind::SAML2),
            ];
            for (subject, kind) in rows {
                let call = world.client.token_exchange(subject, kind.clone()).scope("read").resource(RESOURCES[0]);
                let tokens = world.send(&call).unwrap();
                assert_eq!(tokens.issued_token_type, Some(Kind::ACCESS_TOKEN), "{kind:?}");
                assert!(tokens.bearer_header().is_some());
                let information = world.send(&world.client.introspect(&tokens.access_token)).unwrap();
                assert_eq!(information.sub.as_deref(), Some("alice"));
                assert_eq!(information.aud, [RESOURCES[0]]);
                assert_eq!(information.scope, Some("read".into()));
            }
        },
    );
}

#[test]
fn an_actor_can_act_for_the_subject() {
    let world = World::new();
    world.server.accept_assertion("actor", "svc");
    let own = world.sign_in("openid read");
    let call = world.client.token_exchange(&own.access_token, Kind::ACCESS_TOKEN).actor_token("actor", Kind::JWT);
    let tokens = world.send(&call.audience(RESOURCES[0]).audience(RESOURCES[1])).unwrap();
    let information = world.send(&world.client.introspect(&tokens.access_token)).unwrap();
    assert_eq!(information.aud, RESOURCES);
    let actor: std::collections::BTreeMap<String, String> = information.extra.get("act").unwrap();
    assert_eq!(actor["sub"], "svc");
}

#[test]
fn only_an_access_token_is_presented_as_one() {
    let world = World::new();
    let own = world.sign_in("openid");
    let call = world.client.token_exchange(&own.access_token, Kind::ACCESS_TOKEN).requested_token_type(Kind::ID_TOKEN);
    let tokens = world.send(&call).unwrap();
    assert_eq!(tokens.issued_token_type, Some(Kind::ID_TOKEN));
    assert_eq!(tokens.token_type, Some(TokenType::NOT_APPLICABLE));
    assert!(tokens.bearer_header().is_none());
    let outcome = world.send(&world.client.userinfo(&tokens));
    assert_eq!(Outcome::of(&outcome), Outcome::Encode(oauth_io::EncodeError::NotBearer));
}

#[test]
fn refusals() {
    let world = World::new();
    let own = world.sign_in("openid read");
    let exchange = || world.client.token_exchange(&own.access_token, Kind::ACCESS_TOKEN);
    let rows = [
        (exchange().requested_token_type(Kind::SAML2), Outcome::server(400, "invalid_request")),
        (exchange().audience("https://api.example/other"), Outcome::server(400, "invalid_target")),
        (exchange().resource("https://api.example/other"), Outcome::server(400, "invalid_target")),
        (exchange().actor_token("unknown", Kind::JWT), Outcome::server(400, "invalid_request")),
        (world.client.token_exchange("unknown", Kind::JWT), Outcome::server(400, "invalid_request")),
        (world.client.token_exchange("x", "urn:example:unknown"), Outcome::server(400, "invalid_request")),
        // An access token is not an ID token, whatever its stated type.
        (world.client.token_exchange(&own.access_token, Kind::ID_TOKEN), Outcome::server(400, "invalid_request")),
    ];
    for (call, expected) in rows {
        assert_eq!(Outcome::of(&world.send(&call)), expected);
    }
    world.pass(3600);
    assert_eq!(Outcome::of(&world.send(&exchange())), Outcome::server(400, "invalid_request"), "it has expired");

    let public = World::with(Method::None, |application| application);
    let call = public.client.token_exchange("x", Kind::JWT);
    assert_eq!(Outcome::of(&public.send(&call)), Outcome::server(400, "unauthorized_client"));
}

//! The JWT bearer grant and the SAML bearer grant.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oauth_io::Secret;
use oauth_io::key::SecretSource;

use super::outcome::Outcome;
use super::world::{World, everywhere};

const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.AAAA";
const SAML: &str = "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">\u{fc}?>~</saml:Assertion>";

#[test]
fn an_assertion_is_valid_while_the_server_accepts_it() {
    everywhere(
        |application| application,
        |world| {
            world.server.accept_assertion(JWT, "alice");
            world.server.accept_assertion(SAML, "bob");
            let jwt = || world.send(&world.client.jwt_bearer(JWT).scope("read"));
            let saml = || world.send(&world.client.saml2_bearer(SAML).scope("read write"));
            for (tokens, scope) in [(jwt().unwrap(), "read"), (saml().unwrap(), "read write")] {
                assert_eq!(tokens.scope, Some(scope.into()));
                assert!(tokens.refresh_token.is_none() && tokens.id_token.is_none());
            }
            world.server.forget_assertion(JWT);
            assert_eq!(Outcome::of(&jwt()), Outcome::server(400, "invalid_grant"));
            assert_eq!(Outcome::of(&saml()), Outcome::Good);
            world.server.forget_assertion(SAML);
            let outcome = saml();
            assert_eq!(Outcome::of(&outcome), Outcome::server(400, "invalid_grant"));
            assert!(!outcome.unwrap_err().needs_sign_in(), "a new assertion helps, and no sign-in");
        },
    );
}

#[test]
fn the_token_is_for_the_subject_of_the_assertion() {
    let world = World::new();
    world.server.accept_assertion(JWT, "alice");
    world.server.accept_assertion(SAML, "bob");
    let calls = [
        (world.send(&world.client.jwt_bearer(JWT)).unwrap(), "alice"),
        (world.send(&world.client.saml2_bearer(SAML)).unwrap(), "bob"),
    ];
    for (tokens, subject) in calls {
        let information = world.send(&world.client.introspect(&tokens.access_token)).unwrap();
        assert_eq!(information.sub.as_deref(), Some(subject));
    }
}

#[test]
fn an_assertion_can_be_created_for_each_request() {
    let world = World::new();
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let assertion = SecretSource::from_fn(move |_| {
        let nth = count.fetch_add(1, Ordering::Relaxed);
        Ok::<_, String>(Secret::new(format!("a.{nth}.c")))
    });
    let call = world.client.jwt_bearer(assertion);
    for nth in 0..3 {
        world.server.accept_assertion(format!("a.{nth}.c"), "alice");
        assert_eq!(Outcome::of(&world.send(&call)), Outcome::Good);
        world.server.forget_assertion(&format!("a.{nth}.c"));
    }
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::server(400, "invalid_grant"));
    assert_eq!(made.load(Ordering::Relaxed), 4);
}

#[test]
fn an_invalid_jwt_is_rejected() {
    let world = World::new();
    world.server.accept_assertion("not-a-jwt", "alice");
    let outcome = world.send(&world.client.jwt_bearer("not-a-jwt"));
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "invalid_grant"));
}

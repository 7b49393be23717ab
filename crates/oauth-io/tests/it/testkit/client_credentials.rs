//! The client credentials grant, and the client secret.

use std::time::Duration;

use oauth_io::{Client, ClientAuthentication};
use oauth_testkit::Endpoint;

use super::outcome::Outcome;
use super::world::{ID, Method, SECRET, World, confidential};

#[test]
fn a_token_for_the_client_itself() {
    let lifetime = Duration::from_secs(120);
    confidential(
        |application| application.token_lifetime(lifetime),
        |world| {
            let begun = world.server.clock().now();
            let tokens = world.send(&world.client.client_credentials().scope("read write")).unwrap();
            assert_eq!(tokens.scope, Some("read write".into()));
            assert_eq!((tokens.expires_in, tokens.expires_at), (Some(lifetime), Some(begun + lifetime)));
            assert!(tokens.refresh_token.is_none() && tokens.id_token.is_none());
            assert!(tokens.extra.is_empty() && tokens.deviations.is_empty());

            let information = world.send(&world.client.introspect(&tokens.access_token)).unwrap();
            assert!(information.active);
            assert_eq!(information.sub.as_deref(), Some(ID));
        },
    );
}

#[test]
fn the_default_scope_is_everything_that_the_client_may_have() {
    confidential(
        |application| application,
        |world| {
            let tokens = world.send(&world.client.client_credentials()).unwrap();
            assert_eq!(tokens.scope, Some("openid email read write".into()));
        },
    );
}

#[test]
fn refusals() {
    let unknown_scope = World::new();
    let outcome = unknown_scope.send(&unknown_scope.client.client_credentials().scope("read admin"));
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "invalid_scope"));

    let public = World::with(Method::None, |application| application);
    let outcome = public.send(&public.client.client_credentials());
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "unauthorized_client"));

    let no_such_grant = World::with(Method::Post, |application| application.grant_types([]));
    let outcome = no_such_grant.send(&no_such_grant.client.client_credentials());
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "unauthorized_client"));
}

#[test]
fn the_server_only_accepts_the_registered_method_and_secret() {
    let rows = [
        (Method::Basic, ClientAuthentication::client_secret_basic(SECRET), Outcome::Good),
        (Method::Post, ClientAuthentication::client_secret_post(SECRET), Outcome::Good),
        // The metadata lists both; Basic is the default.
        (Method::Basic, ClientAuthentication::client_secret(SECRET), Outcome::Good),
        (Method::Post, ClientAuthentication::client_secret_basic(SECRET), Outcome::server(401, "invalid_client")),
        (Method::Basic, ClientAuthentication::client_secret_post(SECRET), Outcome::server(401, "invalid_client")),
        (Method::Basic, ClientAuthentication::none(), Outcome::server(401, "invalid_client")),
        (Method::None, ClientAuthentication::client_secret_post(SECRET), Outcome::server(401, "invalid_client")),
        (Method::Basic, ClientAuthentication::client_secret_basic("wrong"), Outcome::server(401, "invalid_client")),
        (Method::Post, ClientAuthentication::client_secret_post("wrong"), Outcome::server(401, "invalid_client")),
    ];
    for (registered, authentication, expected) in rows {
        let world = World::with(registered, |application| application);
        let client = Client::new(world.client.server().clone(), ID, authentication.clone()).unwrap();
        let outcome = world.send(&client.client_credentials());
        assert_eq!(Outcome::of(&outcome), expected, "{registered:?}, {authentication:?}");
        // No other method is tried after a refusal.
        assert_eq!(world.server.ledger().count_at(Endpoint::Token), 1);
    }
}

#[test]
fn a_rejected_basic_header_is_challenged() {
    let world = World::new();
    world.client.replace_client_secret("wrong").unwrap();
    let error = world.send(&world.client.client_credentials()).unwrap_err();
    let challenges = error.response().unwrap().challenges();
    assert!(matches!(&*challenges, [challenge] if challenge.is("Basic")));
}

#[test]
fn the_secret_can_be_rotated_at_run_time() {
    confidential(
        |application| application,
        |world| {
            let call = world.client.client_credentials();
            let outcome = || Outcome::of(&world.send(&call));
            world.server.rotate_secret(ID, "next %:", Duration::from_secs(60)).unwrap();
            assert_eq!(outcome(), Outcome::Good, "the old secret is good for a minute");
            world.pass(60);
            assert_eq!(outcome(), Outcome::server(401, "invalid_client"));
            // All clones of the client have the new secret, and so does the existing call.
            world.client.clone().replace_client_secret("next %:").unwrap();
            assert_eq!(outcome(), Outcome::Good);
        },
    );
}

//! CIBA: the server asks the user on another device.

use std::time::Duration;

use oauth_io::endpoint::{BackchannelAuthentication, UserHint};
use oauth_io::{EncodeError, Secret};

use super::outcome::Outcome;
use super::world::{Method, World, confidential};

fn begin(world: &World, hint: UserHint) -> BackchannelAuthentication {
    let call = world.client.backchannel_authentication(hint).scope("openid read").binding_message("W4SCT");
    let authentication = world.send(&call).unwrap();
    assert_eq!(world.server.pending_backchannel_authentications(), [authentication.auth_req_id.expose()]);
    authentication
}

/// The user decides during the nth wait of the client.
fn decide_in(world: &World, nth: usize, authentication: &BackchannelAuthentication, decision: &str) {
    let (server, id) = (world.server.clone(), authentication.auth_req_id.expose().to_owned());
    let decision = decision.to_owned();
    world.wire.meanwhile(move |wait| match &*decision {
        "yes" if wait == nth => server.approve_backchannel_authentication(&id).unwrap(),
        "no" if wait == nth => server.deny_backchannel_authentication(&id).unwrap(),
        _ => {}
    });
}

fn alice() -> UserHint {
    UserHint::Login("alice".to_owned())
}

#[test]
fn the_user_is_found_by_each_hint() {
    confidential(
        |application| application,
        |world| {
            world.server.accept_assertion("a.b.c", "alice");
            let id_token = world.sign_in("openid").id_token.unwrap();
            // The user of the hint decides, not the one in the browser.
            world.server.sign_in_as("bob");
            for hint in [alice(), UserHint::IdToken(id_token), UserHint::LoginToken(Secret::new("a.b.c"))] {
                let before = world.wire.waits().len();
                let authentication = begin(world, hint);
                decide_in(world, before + 2, &authentication, "yes");
                let tokens = world.run(world.client.backchannel_token(&authentication).poll()).unwrap();
                assert_eq!(world.wire.waits()[before..], [5, 5]);
                assert_eq!(tokens.scope, Some("openid read".into()));
                assert!(tokens.id_token.is_some() && tokens.refresh_token.is_some());
                assert_eq!(world.send(&world.client.userinfo(&tokens)).unwrap().sub, "alice");
            }
        },
    );
}

#[test]
fn the_user_refuses() {
    confidential(
        |application| application,
        |world| {
            let authentication = begin(world, alice());
            decide_in(world, 1, &authentication, "no");
            let outcome = world.run(world.client.backchannel_token(&authentication).poll());
            assert_eq!(Outcome::of(&outcome), Outcome::server(400, "access_denied"));
        },
    );
}

#[test]
fn the_user_does_not_decide_in_time() {
    confidential(
        |application| application.polling_interval(Duration::from_secs(7)),
        |world| {
            let call = world.client.backchannel_authentication(alice()).requested_expiry(Duration::from_millis(29_500));
            let authentication = world.send(&call).unwrap();
            assert_eq!((authentication.expires_in.as_secs(), authentication.interval.as_secs()), (30, 7));
            let outcome = world.run(world.client.backchannel_token(&authentication).poll());
            assert_eq!(Outcome::of(&outcome), Outcome::Expired);
            assert_eq!(world.wire.waits(), [7, 7, 7, 7]);
            world.pass(2);
            let outcome = world.send(&world.client.backchannel_token(&authentication));
            assert_eq!(Outcome::of(&outcome), Outcome::server(400, "expired_token"));
        },
    );
}

#[test]
fn refusals() {
    let world = World::new();
    let ask = |hint| world.client.backchannel_authentication(hint);
    let rows = [
        (ask(UserHint::Login("nobody".to_owned())), Outcome::server(400, "unknown_user_id")),
        (ask(UserHint::IdToken(Secret::new("x.y.z"))), Outcome::server(400, "unknown_user_id")),
        (ask(UserHint::LoginToken(Secret::new("x"))), Outcome::server(400, "unknown_user_id")),
        (ask(alice()).binding_message("x".repeat(65)), Outcome::server(400, "invalid_binding_message")),
        (ask(alice()).scope("openid admin"), Outcome::server(400, "invalid_scope")),
        (ask(alice()).scope("read"), Outcome::Encode(EncodeError::MissingOpenidScope)),
        (
            ask(UserHint::Login(String::new())),
            Outcome::Encode(EncodeError::EmptyParameter { name: "login_hint".to_owned() }),
        ),
    ];
    for (call, expected) in rows {
        assert_eq!(Outcome::of(&world.send(&call)), expected);
    }
    let public = World::with(Method::None, |application| application);
    let outcome = public.send(&public.client.backchannel_authentication(alice()));
    assert_eq!(Outcome::of(&outcome), Outcome::server(400, "unauthorized_client"));
}

//! The refresh token grant, with each rotation policy.

use std::time::Duration;

use oauth_io::{EncodeError, Secret, TokenResponse};
use oauth_testkit::{Endpoint, Fault, RefreshTokenRotation as Rotation, RegisteredClient};

use super::outcome::Outcome;
use super::world::{World, everywhere};

fn token(tokens: &TokenResponse) -> &Secret {
    tokens.refresh_token.as_ref().unwrap()
}

fn refresh(world: &World, token: &Secret) -> Outcome {
    Outcome::of(&world.send(&world.client.refresh_token(token)))
}

fn rotating(rotation: Rotation) -> impl Fn(RegisteredClient) -> RegisteredClient {
    move |application| application.refresh_token_rotation(rotation)
}

#[test]
fn the_response_has_the_token_to_use_next() {
    let rows = [
        (Rotation::Rotating, "another"),
        (Rotation::Grace(Duration::from_secs(30)), "another"),
        (Rotation::Repeated, "the same"),
        (Rotation::Omitted, "the same"),
    ];
    for (rotation, expected) in rows {
        everywhere(rotating(rotation), |world| {
            let first = world.sign_in("openid read write");
            let mut last = first.clone();
            for _ in 0..3 {
                world.pass(3600);
                let next = world.send(&world.client.refresh_token(token(&last)).original_scope("openid read write"));
                let next = next.unwrap();
                let same = token(&next).expose() == token(&last).expose();
                assert_eq!(if same { "the same" } else { "another" }, expected, "{rotation:?}");
                assert_ne!(next.access_token.expose(), last.access_token.expose());
                assert_eq!(next.scope, Some("openid read write".into()));
                assert_eq!(world.send(&world.client.userinfo(&next)).unwrap().sub, "alice");
                last = next;
            }
        });
    }
}

#[test]
fn a_response_without_a_token_keeps_the_old_one() {
    let world = World::with(super::world::Method::Post, rotating(Rotation::Repeated));
    let first = world.sign_in("read");
    world.server.queue(Fault::no_refresh_token());
    let next = world.send(&world.client.refresh_token(token(&first))).unwrap();
    assert_eq!(token(&next).expose(), token(&first).expose());
}

#[test]
fn reuse_of_a_token() {
    // The state of the old token, at once and after a minute, and then of the new one.
    let again = || Outcome::server(400, "invalid_grant");
    let rows = [
        (Rotation::Rotating, 0, again(), again()),
        (Rotation::Grace(Duration::from_secs(30)), 29, Outcome::Good, Outcome::Good),
        (Rotation::Grace(Duration::from_secs(30)), 30, again(), again()),
        (Rotation::Repeated, 60, Outcome::Good, Outcome::Good),
        (Rotation::Omitted, 60, Outcome::Good, Outcome::Good),
    ];
    for (rotation, after, old, new) in rows {
        everywhere(rotating(rotation), |world| {
            let first = world.sign_in("openid");
            let next = world.send(&world.client.refresh_token(token(&first))).unwrap();
            world.pass(after);
            assert_eq!(refresh(world, token(&first)), old, "{rotation:?}, the old one after {after} s");
            assert_eq!(refresh(world, token(&next)), new, "{rotation:?}, the new one after {after} s");
        });
    }
}

#[test]
fn reuse_requires_a_new_sign_in() {
    everywhere(rotating(Rotation::Rotating), |world| {
        let first = world.sign_in("openid");
        let next = world.send(&world.client.refresh_token(token(&first))).unwrap();
        let error = world.send(&world.client.refresh_token(token(&first))).unwrap_err();
        assert!(error.needs_sign_in());
        assert_eq!(Outcome::of(&world.send(&world.client.userinfo(&next))), Outcome::server(401, "invalid_token"));
        assert_eq!(refresh(world, token(&world.sign_in("openid"))), Outcome::Good);
    });
}

#[test]
fn a_request_with_a_lost_response_is_not_repeated() {
    let world = World::new();
    let first = world.sign_in("openid");
    let before = world.server.ledger().count_at(Endpoint::Token);
    world.server.queue(Fault::Reset);
    let error = world.send(&world.client.refresh_token(token(&first))).unwrap_err();
    assert!(matches!(&error, oauth_io::Error::Transport(error) if error.may_have_been_received()));
    assert!(!error.needs_sign_in());
    assert_eq!(world.server.ledger().count_at(Endpoint::Token), before + 1);
    // The server processed the request: the token is spent.
    assert_eq!(refresh(&world, token(&first)), Outcome::server(400, "invalid_grant"));
}

#[test]
fn a_refresh_can_narrow_but_not_widen_the_scope() {
    everywhere(
        |application| application,
        |world| {
            let first = world.sign_in("openid read");
            let call = world.client.refresh_token(token(&first)).original_scope("openid read");
            let before = world.server.ledger().count();
            let wider = Outcome::of(&world.send(&call.clone().scope("read write")));
            assert_eq!(wider, Outcome::Encode(EncodeError::ScopeTooWide));
            assert_eq!(world.server.ledger().count(), before, "nothing was sent");

            let narrow = world.send(&call.scope("read")).unwrap();
            assert_eq!(narrow.scope, Some("read".into()));
            assert!(narrow.id_token.is_none());
            // The next refresh may request the whole scope again, but no more: here, the server has to report it.
            let wide = world.send(&world.client.refresh_token(token(&narrow)).scope("openid read")).unwrap();
            assert_eq!(wide.scope, Some("openid read".into()));
            let wider = world.send(&world.client.refresh_token(token(&wide)).scope("read write"));
            assert_eq!(Outcome::of(&wider), Outcome::server(400, "invalid_scope"));
        },
    );
}

#[test]
fn a_wider_scope_in_the_response_is_cut() {
    let world = World::new();
    let first = world.sign_in("read");
    world.server.queue(Fault::member("scope", "\"read write\""));
    let next = world.send(&world.client.refresh_token(token(&first)).original_scope("read")).unwrap();
    assert_eq!(next.scope, Some("read".into()));
    assert_eq!(next.deviations, [oauth_io::call::Deviation::ScopeWidened]);
}

#[test]
fn expired_unknown_and_empty_tokens() {
    let day = Duration::from_secs(24 * 3600);
    let world = World::with(super::world::Method::None, |application| application.refresh_token_lifetime(day));
    let tokens = world.sign_in("openid");
    world.pass(24 * 3600);
    assert_eq!(refresh(&world, token(&tokens)), Outcome::server(400, "invalid_grant"));
    assert_eq!(refresh(&world, &Secret::new("unknown")), Outcome::server(400, "invalid_grant"));
    let empty = EncodeError::EmptyParameter { name: "refresh_token".to_owned() };
    assert_eq!(refresh(&world, &Secret::new("")), Outcome::Encode(empty));
}

//! The device flow: the user decides elsewhere, and time is virtual.

use std::time::Duration;

use http::StatusCode;
use oauth_io::TokenResponse;
use oauth_io::call::Deviation;
use oauth_io::endpoint::DeviceAuthorization;
use oauth_testkit::{Endpoint, Fault, Script};

use super::browser::stays;
use super::outcome::Outcome;
use super::world::{World, everywhere};

fn begin(world: &World) -> DeviceAuthorization {
    world.send(&world.client.device_authorization().scope("openid read")).unwrap()
}

fn poll(world: &World, device: &DeviceAuthorization) -> Result<TokenResponse, oauth_io::Error> {
    world.run(world.client.device_token(device).poll())
}

/// The user enters the code during the nth wait of the device.
fn approve_in(world: &World, nth: usize, device: &DeviceAuthorization) {
    let (server, code) = (world.server.clone(), device.user_code.clone());
    world.wire.meanwhile(move |wait| {
        if wait == nth {
            server.approve_device(&code).unwrap();
        }
    });
}

#[test]
fn the_user_consents_after_a_while() {
    everywhere(
        |application| application,
        |world| {
            let device = begin(world);
            assert_eq!(world.server.pending_devices(), [device.user_code.as_str()]);
            assert_eq!((device.interval.as_secs(), device.expires_in.as_secs()), (5, 600));
            approve_in(world, 3, &device);
            let tokens = poll(world, &device).unwrap();
            assert_eq!(world.wire.waits(), [5, 5, 5]);
            assert_eq!(tokens.scope, Some("openid read".into()));
            assert!(tokens.refresh_token.is_some() && tokens.id_token.is_some());
            assert_eq!(world.send(&world.client.userinfo(&tokens)).unwrap().sub, "alice");
            // A device code can be used once.
            assert_eq!(Outcome::of(&poll(world, &device)), Outcome::server(400, "invalid_grant"));
        },
    );
}

#[test]
fn the_verification_uri_can_contain_the_code() {
    for (decide, expected) in [(true, Outcome::Good), (false, Outcome::server(400, "access_denied"))] {
        let world = World::new();
        let device = begin(&world);
        if !decide {
            world.server.deny();
        }
        let (server, link) = (world.server.clone(), device.verification_uri_complete.clone().unwrap());
        assert!(link.ends_with(&device.user_code));
        world.wire.meanwhile(move |_| assert_eq!(stays(&server, &link).0, 200));
        assert_eq!(Outcome::of(&poll(&world, &device)), expected);
        assert_eq!(world.wire.waits(), [5]);
    }
}

#[test]
fn slow_down_lengthens_the_interval_permanently() {
    everywhere(
        |application| application,
        |world| {
            let device = begin(world);
            let slow_down = Script::json(StatusCode::BAD_REQUEST, r#"{"error":"slow_down"}"#);
            world.server.queue(Fault::Script(slow_down).at(Endpoint::Token));
            approve_in(world, 4, &device);
            assert_eq!(Outcome::of(&poll(world, &device)), Outcome::Good);
            assert_eq!(world.wire.waits(), [5, 10, 10, 10]);
        },
    );
}

#[test]
fn a_server_may_require_a_longer_interval_than_it_stated() {
    let world = World::new();
    let device = begin(&world);
    let once = || Outcome::of(&world.send(&world.client.device_token(&device)));
    assert_eq!(once(), Outcome::server(400, "authorization_pending"));
    assert_eq!(once(), Outcome::server(400, "slow_down"));
    // The flow does not know of the second request: it begins with 5 s, but the server now requires 10 s.
    approve_in(&world, 3, &device);
    assert_eq!(Outcome::of(&poll(&world, &device)), Outcome::Good);
    assert_eq!(world.wire.waits(), [5, 10, 15]);
}

#[test]
fn the_user_refuses() {
    everywhere(
        |application| application,
        |world| {
            let device = begin(world);
            let (server, code) = (world.server.clone(), device.user_code.clone());
            world.wire.meanwhile(move |wait| {
                if wait == 2 {
                    server.deny_device(&code).unwrap();
                }
            });
            assert_eq!(Outcome::of(&poll(world, &device)), Outcome::server(400, "access_denied"));
            assert_eq!(world.wire.waits(), [5, 5]);
        },
    );
}

#[test]
fn the_user_does_not_decide_in_time() {
    everywhere(
        |application| application.polling_lifetime(Duration::from_secs(30)),
        |world| {
            let device = begin(world);
            let outcome = poll(world, &device);
            assert_eq!(Outcome::of(&outcome), Outcome::Expired);
            assert!(outcome.unwrap_err().response().is_none(), "the server did not say so");
            assert_eq!(world.wire.waits(), [5, 5, 5, 5, 5]);
            // The server reports it as well, if asked.
            world.pass(5);
            let outcome = Outcome::of(&world.send(&world.client.device_token(&device)));
            assert_eq!(outcome, Outcome::server(400, "expired_token"));
        },
    );
}

#[test]
fn flaws_of_the_response() {
    let world = World::new();
    let with = |world: &World, fault| {
        world.server.queue(fault);
        begin(world)
    };
    assert_eq!(with(&world, Fault::no_interval()).interval.as_secs(), 5);
    let device = with(&world, Fault::verification_url());
    assert_eq!(device.verification_uri, world.server.endpoint(Endpoint::DeviceVerification));
    assert!(device.extra.is_empty());
    assert_eq!(with(&world, Fault::member("interval", "\"7\"")).interval.as_secs(), 7);
    assert_eq!(with(&world, Fault::member("interval", "0")).interval.as_secs(), 1);

    let device = with(&world, Fault::without_member("expires_in"));
    assert_eq!((device.expires_in.as_secs(), &*device.deviations), (300, &[Deviation::ExpiresInAssumed][..]));

    for (fault, field) in [
        (Fault::without_member("device_code"), "device_code"),
        (Fault::without_member("user_code"), "user_code"),
        (Fault::without_member("verification_uri"), "verification_uri"),
    ] {
        world.server.queue(fault);
        let outcome = Outcome::of(&world.send(&world.client.device_authorization()));
        assert_eq!(outcome, Outcome::Malformed(200, oauth_io::error::Problem::Missing { field }));
    }
}

#[test]
fn unsafe_pages() {
    let world = World::new();
    for (json, problem) in [
        ("\"javascript:alert(1)\"", oauth_io::error::UrlProblem::NotAbsolute),
        ("\"http://auth.pingone.com/device\"", oauth_io::error::UrlProblem::Http),
    ] {
        let field = "verification_uri";
        world.server.queue(Fault::member(field, json));
        let outcome = Outcome::of(&world.send(&world.client.device_authorization()));
        let expected = oauth_io::error::FailedCheck::VerificationUri { field, problem };
        assert_eq!(outcome, Outcome::Untrusted(200, expected));

        // The user can do without this one.
        let member = "verification_uri_complete";
        world.server.queue(Fault::member(member, json));
        let device = world.send(&world.client.device_authorization()).unwrap();
        assert_eq!(device.verification_uri_complete, None);
        assert_eq!(device.deviations, [Deviation::Unreadable { member }]);
    }
}

#[test]
fn an_outage_is_waited_out() {
    let world = World::new();
    let device = begin(&world);
    approve_in(&world, 4, &device);
    world.server.queue(Fault::ServiceUnavailable { retry_after: "42".to_owned() }.at(Endpoint::Token));
    world.server.queue(Fault::Reset.at(Endpoint::Token));
    assert_eq!(Outcome::of(&poll(&world, &device)), Outcome::Good);
    // The first response asks for 42 s; a second consecutive failure quadruples the interval.
    assert_eq!(world.wire.waits(), [5, 42, 20, 5]);
}

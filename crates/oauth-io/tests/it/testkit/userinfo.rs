//! UserInfo.

use http::StatusCode;
use oauth_io::Secret;
use oauth_io::error::{FailedCheck, Problem};
use oauth_testkit::{Endpoint, Fault, Script, User};

use super::outcome::Outcome;
use super::world::{World, everywhere};

#[test]
fn the_claims_depend_on_the_scope() {
    everywhere(
        |application| application,
        |world| {
            let tokens = world.sign_in("openid email");
            let user = world.send(&world.client.userinfo(&tokens).expect_subject("alice")).unwrap();
            assert_eq!((&*user.sub, user.email.as_deref()), ("alice", Some("alice@example.com")));
            assert_eq!(user.email_verified, Some(true));
            assert!(user.name.is_none() && user.extra.is_empty());
            // The request does not have the client's credentials.
            let ledger = world.server.ledger();
            let request = ledger.last().unwrap().request();
            assert_eq!(request.authorization_scheme(), Some("Bearer"));
            assert!(request.form_names().is_empty() && request.expose_query().is_none());
        },
    );
}

#[test]
fn an_invalid_token_is_challenged() {
    everywhere(
        |application| application,
        |world| {
            let tokens = world.sign_in("openid");
            world.pass(3600);
            for call in [world.client.userinfo(&tokens), world.client.userinfo_with(&Secret::new("unknown"))] {
                let outcome = world.send(&call);
                assert_eq!(Outcome::of(&outcome), Outcome::server(401, "invalid_token"));
                let challenges = outcome.unwrap_err().response().unwrap().challenges();
                let [challenge] = &challenges[..] else { panic!("{challenges:?}") };
                assert!(challenge.is("Bearer"));
                assert_eq!((challenge.error(), challenge.realm()), (Some("invalid_token"), Some("PingOne")));
                assert!(challenge.step_up().is_none());
            }
        },
    );
}

#[test]
fn an_insufficient_scope_is_reported_with_the_missing_one() {
    let world = World::new();
    let outcome = world.send(&world.client.userinfo(&world.sign_in("email")));
    assert_eq!(Outcome::of(&outcome), Outcome::server(403, "insufficient_scope"));
    let challenges = outcome.unwrap_err().response().unwrap().challenges();
    let step_up = challenges[0].step_up().unwrap();
    assert_eq!(step_up.scope, Some("openid".into()));
    let request = world.client.authorization_request(super::world::CALLBACK).scope("email").step_up(&step_up);
    let tokens = world.send(&world.authorize(&request).unwrap().authorization_code()).unwrap();
    assert_eq!(tokens.scope, Some("email openid".into()));
    assert_eq!(Outcome::of(&world.send(&world.client.userinfo(&tokens))), Outcome::Good);
}

#[test]
fn claims_about_another_user_are_rejected() {
    let world = World::new();
    let tokens = world.sign_in("openid");
    let call = world.client.userinfo(&tokens).expect_subject("alice");
    world.server.queue(Fault::member("sub", "\"bob\"").at(Endpoint::UserInfo));
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Untrusted(200, FailedCheck::Subject));
    world.server.queue(Fault::without_member("sub").at(Endpoint::UserInfo));
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Malformed(200, Problem::Missing { field: "sub" }));
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Good);
}

#[test]
fn claims_of_any_type() {
    let world = World::at(|server| {
        let user = User::new("alice").claim("name", "Alice \u{fc} \"\\").claim("updated_at", 1_767_225_600);
        let user = user.claim("email_verified", "true").claim("groups", vec!["a", "b"]);
        server.user(user)
    });
    let tokens = world.sign_in("openid email");
    let user = world.send(&world.client.userinfo(&tokens)).unwrap();
    assert_eq!(user.name, None, "the scope profile was not asked for");
    assert_eq!(user.email_verified, None, "a string is not a boolean");
    assert_eq!(user.extra.get::<String>("email_verified").as_deref(), Some("true"));
    assert_eq!(user.extra.get::<Vec<String>>("groups"), Some(vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn flaws_of_the_response() {
    let world = World::new();
    let tokens = world.sign_in("openid");
    let rows = [
        (Script::userinfo_jwt(), Outcome::Malformed(200, Problem::Jwt)),
        (Script::challenge_on_200(), Outcome::Good),
        (Script::challenge_lower_case(), Outcome::server(401, "missing_authorization")),
        (Script::empty_401(), Outcome::Refused(401)),
        (Script::new(StatusCode::NO_CONTENT), Outcome::Malformed(204, Problem::Empty)),
    ];
    for (script, expected) in rows {
        world.server.queue(script);
        assert_eq!(Outcome::of(&world.send(&world.client.userinfo(&tokens))), expected);
    }
}

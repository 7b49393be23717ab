//! Flaws of an ID token, and their outcomes. Signatures are not covered.

use oauth_io::authorization::ResponseType;
use oauth_io::error::{AuthorizationError, FailedCheck, Problem};
use oauth_testkit::IdTokenFlaw as Flaw;

use super::outcome::Outcome;
use super::world::{CALLBACK, Method, World};

fn claim(status: u16, claim: &'static str) -> Outcome {
    Outcome::Untrusted(status, FailedCheck::IdToken { claim })
}

fn missing(status: u16) -> Outcome {
    Outcome::Malformed(status, Problem::Missing { field: "id_token" })
}

/// Flaws that do not depend on where the ID token comes from, and their outcomes for a response with this status.
fn everywhere(status: u16) -> [(Flaw, Outcome); 15] {
    [
        (Flaw::Missing, missing(status)),
        (Flaw::NonceMissing, claim(status, "nonce")),
        (Flaw::NonceWrong, claim(status, "nonce")),
        (Flaw::IssuerWrong, claim(status, "iss")),
        (Flaw::AudienceWrong, claim(status, "aud")),
        // Valid by the standard.
        (Flaw::AudienceList, Outcome::Good),
        (Flaw::AuthTimeFraction, Outcome::Good),
        // Another audience next to the client, with no statement on whether it is trusted.
        (Flaw::AudienceShared, Outcome::Good),
        (Flaw::AuthorizedPartyWrong, claim(status, "azp")),
        (Flaw::ExpiryMissing, claim(status, "exp")),
        // These belong to the signature check: without a signature, they can be forged like the rest.
        (Flaw::AccessTokenHashWrong, Outcome::Good),
        (Flaw::CodeHashWrong, Outcome::Good),
        (Flaw::AlgorithmNone, claim(status, "alg")),
        (Flaw::AlgorithmOther, Outcome::Good),
        (Flaw::SubjectMissing, claim(status, "sub")),
    ]
}

#[test]
fn flaws_from_the_token_endpoint() {
    for method in [Method::None, Method::Basic, Method::Post] {
        let here = [
            (Flaw::SubjectWrong, Outcome::Good),
            (Flaw::Expired, claim(200, "exp")),
            (Flaw::IssuedInTheFuture, claim(200, "iat")),
        ];
        for (flaw, expected) in everywhere(200).into_iter().chain(here) {
            let world = World::with(method, |application| application);
            let request = world.client.authorization_request(CALLBACK).scope("openid");
            let call = world.authorize(&request).unwrap().authorization_code();
            world.server.queue(flaw);
            assert_eq!(Outcome::of(&world.send(&call)), expected, "{flaw:?}, {method:?}");
            assert_eq!(world.server.pending_faults(), 0);
        }
    }
}

#[test]
fn flaws_through_the_browser() {
    let front = [
        ResponseType::ID_TOKEN,
        ResponseType::ID_TOKEN_TOKEN,
        ResponseType::CODE_ID_TOKEN,
        ResponseType::CODE_ID_TOKEN_TOKEN,
    ];
    for response_type in front {
        for (flaw, expected) in everywhere(0).into_iter().chain([(Flaw::SubjectWrong, Outcome::Good)]) {
            let world = World::new();
            world.server.queue(flaw);
            let request = world.client.authorization_request(CALLBACK).scope("openid");
            let outcome = world.authorize(&request.response_type(response_type.as_str()));
            assert_eq!(Outcome::of_response(&outcome), expected, "{flaw:?}, {response_type}");
            assert_eq!(world.server.pending_faults(), 0);
        }
        // The time is not known before the claims are requested.
        for (flaw, claim) in [(Flaw::Expired, "exp"), (Flaw::IssuedInTheFuture, "iat")] {
            let world = World::new();
            world.server.queue(flaw);
            let request = world.client.authorization_request(CALLBACK).scope("openid");
            let authorized = world.authorize(&request.response_type(response_type.as_str())).unwrap();
            let error = authorized.unverified_claims(world.server.clock().now()).unwrap_err();
            assert_eq!(error, AuthorizationError::Untrusted(FailedCheck::IdToken { claim }));
        }
    }
}

#[test]
fn both_id_tokens_of_a_hybrid_sign_in_must_be_for_the_same_user() {
    let rows = [(Flaw::SubjectWrong, claim(200, "sub")), (Flaw::SubjectMissing, claim(200, "sub"))];
    for (flaw, expected) in rows {
        let world = World::new();
        let request = world.client.authorization_request(CALLBACK).scope("openid");
        let authorized = world.authorize(&request.response_type(ResponseType::CODE_ID_TOKEN)).unwrap();
        world.server.queue(flaw);
        assert_eq!(Outcome::of(&world.send(&authorized.authorization_code())), expected, "{flaw:?}");
    }
}

#[test]
fn max_age_requires_auth_time() {
    let world = World::new();
    let request = world.client.authorization_request(CALLBACK).scope("openid").max_age(std::time::Duration::ZERO);
    let call = world.authorize(&request).unwrap().authorization_code();
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Good);
    let call = world.authorize(&request).unwrap().authorization_code();
    world.server.queue(Flaw::AuthTimeFraction);
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Good);
}

#[test]
fn a_nonce_that_was_not_sent_is_rejected() {
    let world = World::new();
    let request = world.client.authorization_request(CALLBACK).scope("openid").dangerous_without_nonce();
    let call = world.authorize(&request).unwrap().authorization_code();
    assert_eq!(Outcome::of(&world.send(&call)), Outcome::Good);
    let call = world.authorize(&request).unwrap().authorization_code();
    world.server.queue(Flaw::NonceWrong);
    assert_eq!(Outcome::of(&world.send(&call)), claim(200, "nonce"));
    // Through the browser, nothing else binds the ID token to the sign-in.
    world.server.queue(Flaw::NonceWrong);
    let outcome = world.authorize(&request.response_type(ResponseType::CODE_ID_TOKEN));
    assert_eq!(Outcome::of_response(&outcome), claim(0, "nonce"));
}

//! Flaws of an authorization response, and their outcomes.

use oauth_io::authorization::AuthorizationResponse;
use oauth_io::error::{FailedCheck, Problem};
use oauth_testkit::AuthorizationResponseFlaw as Flaw;

use super::browser::visit;
use super::outcome::Outcome;
use super::world::{CALLBACK, World, everywhere};

const ATTACKER: &str = "https://issuer.example.com";

/// The outcome of the response or, if that is good, of its code.
fn outcome(world: &World, mode: &str, flaw: Flaw) -> Outcome {
    world.server.queue(flaw);
    let request = world.client.authorization_request(CALLBACK).scope("openid").response_mode(mode);
    let outcome = match world.authorize(&request) {
        Ok(authorized) => Outcome::of(&world.send(&authorized.authorization_code())),
        refused => Outcome::of_response(&refused),
    };
    assert_eq!(world.server.pending_faults(), 0);
    outcome
}

fn wrong_issuer(found: &str, world: &World) -> Outcome {
    let (expected, found) = (world.server.issuer(), found.to_owned());
    Outcome::Untrusted(0, FailedCheck::Issuer { expected, found })
}

#[test]
fn every_flaw_in_every_response_mode() {
    let twice = |member: &str| Outcome::Malformed(0, Problem::Duplicate { member: member.to_owned() });
    let no_code = || Outcome::Malformed(0, Problem::Missing { field: "code" });
    everywhere(
        |application| application,
        |world| {
            for mode in ["query", "fragment", "form_post"] {
                let rows = [
                    (Flaw::IssMissing, Outcome::Untrusted(0, FailedCheck::IssuerMissing)),
                    (Flaw::IssWrong, wrong_issuer(ATTACKER, world)),
                    (Flaw::IssRepeated, twice("iss")),
                    // Query and fragment are read together.
                    (Flaw::IssInQuery, Outcome::Good),
                    (Flaw::StateMissing, Outcome::Untrusted(0, FailedCheck::State)),
                    (Flaw::StateWrong, Outcome::Untrusted(0, FailedCheck::State)),
                    (Flaw::StateRepeated, twice("state")),
                    (Flaw::CodeMissing, no_code()),
                    (Flaw::CodeEmpty, no_code()),
                    (Flaw::CodeRepeated, twice("code")),
                    // Only the server can notice.
                    (Flaw::CodeForeign, Outcome::server(400, "invalid_grant")),
                    (Flaw::ErrorBesideCode, Outcome::server(0, "access_denied")),
                    (Flaw::WrongMode, Outcome::Good),
                    // The flaw is in an unknown parameter, which a client ignores (RFC 6749 §4.1.2).
                    (Flaw::InvalidEscape, Outcome::Good),
                ];
                for (flaw, expected) in rows {
                    assert_eq!(outcome(world, mode, flaw), expected, "{flaw:?} by {mode}");
                }
            }
        },
    );
}

#[test]
fn doubly_encoded_fields_do_not_name_the_issuer() {
    let world = World::new();
    let found = world.server.issuer().replace(':', "%3A").replace('/', "%2F");
    assert_eq!(outcome(&world, "form_post", Flaw::PercentEncodedFields), wrong_issuer(&found, &world));
    // Redirects have no such fields.
    assert_eq!(outcome(&world, "query", Flaw::PercentEncodedFields), Outcome::Good);
}

#[test]
fn an_issuer_that_was_not_promised_must_match() {
    // The issuer is not promised, but it must not be another one.
    let world = World::at(oauth_testkit::AuthorizationServer::without_iss);
    assert_eq!(outcome(&world, "query", Flaw::IssMissing), Outcome::Good);
    assert_eq!(outcome(&world, "query", Flaw::IssWrong), wrong_issuer(ATTACKER, &world));
}

#[test]
fn reading_only_query_or_fragment_misses_the_other() {
    let world = World::new();
    let receive = |mode: &str, flaw: Flaw, read: fn(&str) -> AuthorizationResponse| {
        world.server.queue(flaw);
        let begun = world.client.authorization_request(CALLBACK).response_mode(mode).begin().unwrap();
        let returned = visit(&world.server, &begun.url);
        Outcome::of_response(&world.receive(begun.session, read(returned.url())))
    };
    let query = |url: &str| {
        let query = url.split_once('?').map_or("", |(_, rest)| rest.split('#').next().unwrap());
        AuthorizationResponse::from_query(query, CALLBACK).unwrap()
    };
    let fragment = |url: &str| {
        let fragment = url.split_once('#').map_or("", |(_, rest)| rest);
        AuthorizationResponse::from_fragment(fragment, CALLBACK).unwrap()
    };
    assert_eq!(receive("query", Flaw::InvalidEscape, query), Outcome::Good);
    assert_eq!(receive("query", Flaw::WrongMode, query), Outcome::Untrusted(0, FailedCheck::State));
    assert_eq!(receive("fragment", Flaw::WrongMode, fragment), Outcome::Untrusted(0, FailedCheck::State));
    assert_eq!(receive("fragment", Flaw::IssInQuery, fragment), Outcome::Untrusted(0, FailedCheck::IssuerMissing));
}

#[test]
fn errors_are_checked_like_codes() {
    let world = World::new();
    world.server.deny();
    assert_eq!(outcome(&world, "query", Flaw::StateWrong), Outcome::Untrusted(0, FailedCheck::State));
    assert_eq!(outcome(&world, "query", Flaw::IssWrong), wrong_issuer(ATTACKER, &world));
    assert_eq!(outcome(&world, "query", Flaw::IssMissing), Outcome::Untrusted(0, FailedCheck::IssuerMissing));
}

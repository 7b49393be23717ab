//! The times and the `jti` of client assertions.

use std::time::Duration;

use oauth_testkit::{AssertionRules, RegisteredClient};
use serde_json::json;

use super::{NOW, ask, claims, none, scene, server_with};
use crate::signer::Signer;

#[test]
fn the_assertion_expires_within_an_hour() {
    let scene = scene(AssertionRules::new());
    scene.accepts(&none(), &json!({"exp": NOW + 1}));
    scene.accepts(&none(), &json!({"exp": NOW + 3600}));
    scene.accepts(&none(), &json!({"exp": 1_767_225_660.5}));
    scene.refuses(&none(), &json!({"exp": null}), "The assertion has no exp");
    scene.refuses(&none(), &json!({"exp": NOW}), "The exp 1767225600 was 0 s ago, by the clock of the server");
    scene.refuses(&none(), &json!({"exp": NOW - 75}), "The exp 1767225525 was 75 s ago, by the clock of the server");
    let ahead = "The exp 1767229201 is 3601 s ahead, by the clock of the server; it may be 3600 s ahead";
    scene.refuses(&none(), &json!({"exp": NOW + 3601}), ahead);
    for exp in [json!("1767225660"), json!(-1), json!(true)] {
        scene.refuses(&none(), &json!({"exp": exp}), &format!("The exp is {exp}, which is not a number of seconds"));
    }
}

#[test]
fn a_server_can_cap_the_lifetime() {
    let scene = scene(AssertionRules::new().longest_lifetime(Duration::from_secs(600)));
    scene.accepts(&none(), &json!({"exp": NOW + 600}));
    let ahead = "The exp 1767226245 is 645 s ahead, by the clock of the server; it may be 600 s ahead";
    scene.refuses(&none(), &json!({"exp": NOW + 645}), ahead);
}

#[test]
fn the_issue_time_may_be_a_little_ahead() {
    let scene = scene(AssertionRules::new());
    for iat in [json!(NOW + 10), json!(NOW - 100_000), json!(null)] {
        scene.accepts(&none(), &json!({"iat": iat}));
    }
    let ahead = "The iat 1767225611 is 11 s ahead, by the clock of the server; it may be 10 s ahead";
    scene.refuses(&none(), &json!({"iat": NOW + 11}), ahead);
    scene.refuses(&none(), &json!({"iat": "now"}), "The iat is \"now\", which is not a number of seconds");
}

#[test]
fn the_tolerance_of_the_issue_time_can_be_set() {
    let scene = scene(AssertionRules::new().issued_at_tolerance(Duration::ZERO));
    scene.accepts(&none(), &none());
    let ahead = "The iat 1767225601 is 1 s ahead, by the clock of the server; it may be 0 s ahead";
    scene.refuses(&none(), &json!({"iat": NOW + 1}), ahead);
}

#[test]
fn not_before_has_no_tolerance() {
    let scene = scene(AssertionRules::new());
    scene.accepts(&none(), &json!({"nbf": NOW}));
    scene.refuses(&none(), &json!({"nbf": NOW + 1}), "The nbf 1767225601 is 1 s ahead, by the clock of the server");
}

#[test]
fn an_assertion_can_be_used_again_as_at_pingone() {
    let scene = scene(AssertionRules::new());
    for changes in [none(), none(), json!({"jti": null})] {
        scene.accepts(&none(), &changes);
    }
    scene.refuses(&none(), &json!({"jti": 7}), "The jti is 7, which is not a text");
}

#[test]
fn a_server_can_demand_a_fresh_jti() {
    let scene = scene(AssertionRules::new().single_use());
    scene.accepts(&none(), &none());
    let used = "The jti was used before; this server accepts each assertion once";
    scene.refuses(&none(), &none(), used);
    scene.refuses(&none(), &json!({"exp": NOW + 61}), used);
    scene.accepts(&none(), &json!({"jti": "j2"}));
    scene.refuses(&none(), &json!({"jti": null}), "The assertion has no jti, and this server requires one");
    // One that is refused is not used up.
    scene.refuses(
        &none(),
        &json!({"jti": "j3", "nbf": NOW + 5}),
        "The nbf 1767225605 is 5 s ahead, by the clock of the server",
    );
    scene.accepts(&none(), &json!({"jti": "j3"}));
    // After its end it is forgotten.
    scene.server.clock().advance(Duration::from_secs(60));
    scene.accepts(&none(), &json!({"exp": NOW + 120}));
}

#[test]
fn the_jti_of_another_client_does_not_count() {
    let (one, other) = (Signer::p256(), Signer::p256());
    let client = RegisteredClient::private_key_jwt("other", [other.public("k1")]);
    let server = server_with([one.public("k1")], AssertionRules::new().single_use()).client(client);
    let header = json!({"alg": "ES256"});
    assert_eq!(ask(&server, &one.sign(&header, &claims(&none()))).status(), 200);
    let others = claims(&json!({"iss": "other", "sub": "other"}));
    assert_eq!(ask(&server, &other.sign(&header, &others)).status(), 200);
}

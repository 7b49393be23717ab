//! Faults around keys and clocks: a stale key set, refresh tokens that are bound to a key, a clock that is wrong.

use std::time::Duration;

use http::Response;
use oauth_testkit::{
    AssertionRules, AuthorizationServer, Endpoint, Fault, PublicKey, RegisteredClient, RotationError, SigningAlgorithm,
};
use serde_json::{Value, json};

use crate::browser::{CALLBACK, code, redemption, text};
use crate::client_assertion::{NOW, claims, with_assertion};
use crate::request::{ID, assert_refused, bare, json as body};
use crate::signer::Signer;

fn client(keys: impl IntoIterator<Item = PublicKey>) -> RegisteredClient {
    RegisteredClient::private_key_jwt(ID, keys).scopes(["openid", "read"]).redirect_uris([CALLBACK])
}

fn send(server: &AuthorizationServer, signer: &Signer, kid: &str, more: &str) -> Response<Vec<u8>> {
    let now = server.clock().now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    send_at(server, signer, kid, more, now)
}

/// Sends a request, by a client whose clock shows `now`.
fn send_at(server: &AuthorizationServer, signer: &Signer, kid: &str, more: &str, now: u64) -> Response<Vec<u8>> {
    let claims = claims(&json!({"iat": now, "exp": now + 60}));
    let assertion = signer.sign(&json!({"alg": "ES256", "kid": kid}), &claims);
    server.handle(bare(server, &format!("{}&{more}", with_assertion(&assertion))))
}

const GRANT: &str = "grant_type=client_credentials";

#[test]
fn a_new_key_is_refused_until_the_server_knows_it() {
    let (old, new) = (Signer::p256(), Signer::p256());
    let server = AuthorizationServer::new().client(client([old.public("old")]));
    let keys = [old.public("old"), new.public("new")];
    server.replace_keys(ID, keys, Duration::from_secs(600)).unwrap();
    assert_refused(&send(&server, &new, "new", GRANT), 401, "invalid_client", "Invalid client credentials");
    let reason = "No registered key has the kid \"new\"; registered: \"old\" (P-256). \
                  The server does not know the replaced keys of the client yet";
    assert_eq!(server.ledger().last().unwrap().refusal_reason(), Some(reason));
    assert_eq!(send(&server, &old, "old", GRANT).status(), 200);
    server.clock().advance(Duration::from_secs(599));
    assert_eq!(send(&server, &new, "new", GRANT).status(), 401);
    server.clock().advance(Duration::from_secs(1));
    assert_eq!(send(&server, &new, "new", GRANT).status(), 200);
    assert_eq!(send(&server, &old, "old", GRANT).status(), 200);
}

#[test]
fn keys_can_be_replaced_at_once() {
    let (old, new) = (Signer::p256(), Signer::p256());
    let server = AuthorizationServer::new().client(client([old.public("k")]));
    server.replace_keys(ID, [new.public("k")], Duration::ZERO).unwrap();
    assert_eq!(
        (send(&server, &old, "k", GRANT).status().as_u16(), send(&server, &new, "k", GRANT).status().as_u16()),
        (401, 200)
    );
    // While a first set is cached, the server goes by what it knew before.
    server.replace_keys(ID, [old.public("k")], Duration::from_secs(60)).unwrap();
    server.replace_keys(ID, [], Duration::from_secs(60)).unwrap();
    assert_eq!(send(&server, &new, "k", GRANT).status(), 200);
    server.clock().advance(Duration::from_secs(60));
    assert_eq!(send(&server, &new, "k", GRANT).status(), 401);
}

#[test]
fn only_keys_can_be_replaced() {
    let server = AuthorizationServer::new().client(RegisteredClient::client_secret_post(ID, "s"));
    assert_eq!(server.replace_keys(ID, [], Duration::ZERO), Err(RotationError::NoKeys));
    assert_eq!(server.replace_keys("nobody", [], Duration::ZERO), Err(RotationError::UnknownClient));
    let server = AuthorizationServer::new().client(client([]));
    assert_eq!(server.rotate_secret(ID, "x", Duration::ZERO), Err(RotationError::NoSecret));
}

/// Signs in with a key, and returns the token response.
fn sign_in(server: &AuthorizationServer, signer: &Signer, kid: &str) -> Value {
    server.sign_in_as("alice");
    let response = send(server, signer, kid, &redemption(&code(server, "")));
    assert_eq!(response.status(), 200, "{}", server.ledger().last().unwrap());
    body(&response)
}

fn refreshing(tokens: &Value) -> String {
    format!("grant_type=refresh_token&refresh_token={}", text(tokens, "refresh_token"))
}

#[test]
fn a_refresh_token_can_be_bound_to_the_key_of_the_sign_in() {
    let (old, new) = (Signer::p256(), Signer::p256());
    let keys = || [old.public("old"), new.public("new")];
    let server = AuthorizationServer::new().client(client(keys()).key_bound_refresh_tokens());
    let tokens = sign_in(&server, &old, "old");
    let refused = send(&server, &new, "new", &refreshing(&tokens));
    assert_refused(&refused, 400, "invalid_grant", "issued to the client with another key");
    // The token was not used up, and its successor is bound to the same key.
    let renewed = body(&send(&server, &old, "old", &refreshing(&tokens)));
    assert_refused(&send(&server, &new, "new", &refreshing(&renewed)), 400, "invalid_grant", "another key");
    assert_eq!(send(&server, &old, "old", &refreshing(&renewed)).status(), 200);

    let server = AuthorizationServer::new().client(client(keys()));
    let tokens = sign_in(&server, &old, "old");
    assert_eq!(send(&server, &new, "new", &refreshing(&tokens)).status(), 200, "by default, any key of the client");
}

#[test]
fn the_key_of_the_sign_in_is_remembered_through_refreshes() {
    let (old, new) = (Signer::p256(), Signer::p256());
    let keys = || [old.public("old"), new.public("new")];
    let server = AuthorizationServer::new().client(client(keys()));
    let tokens = sign_in(&server, &old, "old");
    let renewed = body(&send(&server, &new, "new", &refreshing(&tokens)));
    let server = server.client(client(keys()).key_bound_refresh_tokens());
    assert_refused(&send(&server, &new, "new", &refreshing(&renewed)), 400, "invalid_grant", "another key");
    assert_eq!(send(&server, &old, "old", &refreshing(&renewed)).status(), 200);
}

#[test]
fn the_clock_of_the_server_can_be_behind_or_ahead() {
    let signer = Signer::p256();
    let server = AuthorizationServer::new().client(client([signer.public("k")]));
    server.queue(Fault::ClockBehind(Duration::from_secs(45)).at(Endpoint::Token).times(2));
    server.queue(Fault::ClockAhead(Duration::from_secs(75)));
    let ask = || send_at(&server, &signer, "k", GRANT, NOW);

    let response = ask();
    assert_refused(&response, 401, "invalid_client", "Invalid client credentials");
    assert_eq!(response.headers()["date"], "Wed, 31 Dec 2025 23:59:15 GMT");
    let reason = "The iat 1767225600 is 45 s ahead, by the clock of the server; it may be 10 s ahead";
    assert_eq!(server.ledger().last().unwrap().refusal_reason(), Some(reason));
    let corrected = send_at(&server, &signer, "k", GRANT, NOW - 45);
    assert_eq!(corrected.status(), 200);
    let issued = crate::id_token::claims(text(&body(&corrected), "access_token"));
    assert_eq!(issued["iat"], NOW - 45, "its tokens follow the same clock");

    let response = ask();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["date"]),
        (401, &"Thu, 01 Jan 2026 00:01:15 GMT".parse().unwrap())
    );
    let reason = "The exp 1767225660 was 15 s ago, by the clock of the server";
    assert_eq!(server.ledger().last().unwrap().refusal_reason(), Some(reason));

    let response = ask();
    assert_eq!((response.status().as_u16(), response.headers().get("date")), (200, None), "the clock is right again");
    assert_eq!(server.clock().now(), std::time::UNIX_EPOCH + Duration::from_secs(NOW));
}

#[test]
fn the_metadata_lists_what_clients_may_use() {
    let rules = AssertionRules::new().algorithms([SigningAlgorithm::Ps256, SigningAlgorithm::Es256]);
    let server = AuthorizationServer::new()
        .assertion_rules(AssertionRules::new().algorithms([SigningAlgorithm::Rs256, SigningAlgorithm::Hs256]))
        .client(client([]).assertion_rules(rules));
    let response = server.handle(http::Request::get(server.openid_configuration_url()).body("").unwrap());
    let listed = &body(&response)["token_endpoint_auth_signing_alg_values_supported"];
    assert_eq!(*listed, json!(["RS256", "PS256", "ES256", "HS256"]));
}

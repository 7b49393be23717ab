//! The clock of each server, as its responses tell it, and the times of what is signed for it.

use std::time::{Duration, SystemTime};

use oauth_core::key::{Algorithm, SecretSource, SignedJwt};
use oauth_core::{Call as _, Client, ClientAuthentication, Endpoint, Response, Secret};

use crate::support::{EC_JWK, ID, TestKey, assertion, basic, client, json, now, parts, pingone};

const IAT: u64 = 1_795_349_000;

fn signing() -> Client {
    client(ClientAuthentication::private_key_jwt(TestKey::new(Algorithm::Es256)))
}

/// A response whose `Date` differs by so many seconds from now.
fn dated(status: u16, body: &str, seconds: i64) -> http::Response<Vec<u8>> {
    let date = now().checked_add(Duration::from_secs(seconds.max(0).unsigned_abs()));
    let date = date.and_then(|date| date.checked_sub(Duration::from_secs(seconds.min(0).unsigned_abs()))).unwrap();
    let mut response = json(status, body);
    response.headers_mut().insert("date", httpdate::fmt_http_date(date).parse().unwrap());
    response
}

const TOKENS: &str = r#"{"access_token":"A","token_type":"Bearer"}"#;

/// Lets the client learn from a response of the token endpoint.
fn learn(client: &Client, response: &http::Response<Vec<u8>>) -> Result<(), String> {
    let response = Response::from(response).received_at(now());
    client.client_credentials().decode(response, now()).map(drop).map_err(|error| error.to_string())
}

fn iat(client: &Client) -> u64 {
    assertion(&client.client_credentials().encode(now()).unwrap(), "client_assertion").1["iat"].as_u64().unwrap()
}

#[test]
fn the_next_assertion_has_the_time_of_the_server() {
    for (seconds, expected) in [(-45, IAT - 45), (75, IAT + 75), (0, IAT), (-900, IAT - 900), (900, IAT + 900)] {
        let client = signing();
        learn(&client, &dated(200, TOKENS, seconds)).unwrap();
        assert_eq!(iat(&client), expected, "{seconds}");
        // Every clone has learned it, and every endpoint of the origin.
        let request = client.clone().introspect(&Secret::new("t")).encode(now()).unwrap();
        assert_eq!(assertion(&request, "client_assertion").1["iat"], expected);
    }
}

#[test]
fn an_offset_is_bounded_and_can_be_switched_off() {
    let client = signing();
    learn(&client, &dated(200, TOKENS, -901)).unwrap();
    assert_eq!(iat(&client), IAT);
    let client = signing().with_clock_correction(Duration::from_secs(2000));
    learn(&client, &dated(200, TOKENS, -901)).unwrap();
    assert_eq!(iat(&client), IAT - 901);
    let client = signing().with_clock_correction(Duration::ZERO);
    learn(&client, &dated(200, TOKENS, -45)).unwrap();
    assert_eq!(iat(&client), IAT);
}

#[test]
fn the_latest_response_counts() {
    let client = signing();
    learn(&client, &dated(200, TOKENS, -45)).unwrap();
    learn(&client, &dated(200, TOKENS, -50)).unwrap();
    assert_eq!(iat(&client), IAT - 50);
    learn(&client, &json(200, TOKENS)).unwrap();
    assert_eq!(iat(&client), IAT - 50, "no Date, nothing new");
    learn(&client, &dated(200, TOKENS, 0)).unwrap();
    assert_eq!(iat(&client), IAT, "the clock was set");
    let mut stored = dated(200, TOKENS, -45);
    stored.headers_mut().insert("age", "45".parse().unwrap());
    learn(&client, &stored).unwrap();
    assert_eq!(iat(&client), IAT, "a stored response");
}

#[test]
fn another_origin_is_not_affected() {
    let server = pingone().with_endpoint(Endpoint::Introspection, "https://other.example/introspect").unwrap();
    let authentication = ClientAuthentication::private_key_jwt(TestKey::new(Algorithm::Es256));
    let client = Client::new(server, ID, authentication).unwrap();
    learn(&client, &dated(200, TOKENS, -45)).unwrap();
    let request = client.introspect(&Secret::new("t")).encode(now()).unwrap();
    assert_eq!(assertion(&request, "client_assertion").1["iat"], IAT);
    assert_eq!(iat(&client), IAT - 45);
}

#[test]
fn http_is_not_believed() {
    let server = oauth_core::Server::dangerous_http_loopback_at_token_endpoint("http://localhost:1/token").unwrap();
    let authentication = ClientAuthentication::private_key_jwt(TestKey::new(Algorithm::Es256));
    let client = Client::new(server, ID, authentication).unwrap();
    learn(&client, &dated(200, TOKENS, -45)).unwrap();
    assert_eq!(iat(&client), IAT);
}

#[test]
fn without_an_arrival_only_a_clock_ahead_is_known() {
    for (seconds, expected) in [(-45, IAT - 45), (75, IAT)] {
        let client = signing();
        client.client_credentials().decode((&dated(200, TOKENS, seconds)).into(), now()).unwrap();
        assert_eq!(iat(&client), expected);
    }
}

#[test]
fn proofs_signed_grants_and_sources_have_the_time_of_the_server() {
    let proof_iat = |request: &http::Request<Vec<u8>>| {
        parts(request.headers()["dpop"].to_str().unwrap()).1["iat"].as_u64().unwrap()
    };
    let bound = client(basic()).with_dpop(TestKey::new(Algorithm::Es256).jwk(EC_JWK).key()).unwrap();
    learn(&bound, &dated(400, r#"{"error":"invalid_dpop_proof"}"#, -45)).unwrap_err();
    assert_eq!(proof_iat(&bound.client_credentials().encode(now()).unwrap()), IAT - 45);
    let dpop = bound.dpop().unwrap();
    let request = || http::Request::get("https://api.example/x").body(Vec::new()).unwrap();
    let proof = || proof_iat(&dpop.draft(request(), &Secret::new("t"), now()).unwrap().into_request().unwrap());
    assert_eq!(proof(), IAT, "a resource has a clock of its own");
    let refused = dated(401, "", 75);
    dpop.learn(request().uri(), Response::from(&refused).received_at(now()), now());
    assert_eq!(proof(), IAT + 75);
    // A client that signs a grant learns from then on.
    let by_secret = client(basic());
    let grant = || by_secret.jwt_bearer(SignedJwt::new(TestKey::new(Algorithm::Es256)));
    let grant_iat = || assertion(&grant().encode(now()).unwrap(), "assertion").1["iat"].as_u64().unwrap();
    learn(&by_secret, &dated(200, TOKENS, -45)).unwrap();
    assert_eq!(grant_iat(), IAT);
    learn(&by_secret, &dated(200, TOKENS, -45)).unwrap();
    assert_eq!(grant_iat(), IAT - 45);
    // A source that signs is told the server's time.
    let source = SecretSource::from_fn(|input| {
        let seconds = input.at().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        Ok::<_, String>(Secret::new(seconds.to_string()))
    });
    let from_source = client(ClientAuthentication::client_assertion(source));
    learn(&from_source, &dated(200, TOKENS, -45)).unwrap();
    let request = from_source.client_credentials().encode(now()).unwrap();
    assert!(String::from_utf8(request.into_body()).unwrap().contains(&format!("client_assertion={}", IAT - 45)));
}

#[test]
fn a_refusal_says_how_far_this_clock_is_off() {
    let refusal = r#"{"error":"invalid_client"}"#;
    for (seconds, expected) in [
        (
            -45,
            Some("; this clock is 45 s ahead of auth.pingone.com; what is signed for it from now on allows for that"),
        ),
        (75, Some("; this clock is 75 s behind auth.pingone.com; what is signed for it from now on allows for that")),
        (-5, Some("; this clock is 5 s ahead of auth.pingone.com;")),
        (-3600, Some("; this clock is 3600 s ahead of auth.pingone.com; set this clock")),
        (-4, None),
        (4, None),
    ] {
        let message = learn(&signing(), &dated(401, refusal, seconds)).unwrap_err();
        match expected {
            Some(expected) => assert!(message.contains(expected), "{message}"),
            None => assert!(!message.contains("this clock"), "{message}"),
        }
    }
    let grant = client(basic()).jwt_bearer(SignedJwt::new(TestKey::new(Algorithm::Es256)));
    grant.encode(now()).unwrap();
    let response = dated(400, r#"{"error":"invalid_grant"}"#, -45);
    let error = grant.decode((&response).into(), now()).unwrap_err();
    assert!(error.to_string().contains("this clock is 45 s ahead"), "{error}");
    // Nothing is signed, so the clock does not matter.
    let message = learn(&client(basic()), &dated(401, refusal, -45)).unwrap_err();
    assert!(!message.contains("this clock"), "{message}");
}

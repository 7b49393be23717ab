//! A server that requires a nonce in the DPoP proof: once, always, and from a client without proofs.

use http::Response;
use oauth_foreign::{Canned, PUBLIC_JWK, PublicKey, Service};
use oauth_io::error::EncodeError;
use oauth_io::flow::{AfterFailure, Failure, RoundTrip};
use oauth_io::key::Key;
use oauth_io::{Call as _, ClientAuthentication, ErrorCode, Flow as _, FlowError, Step, Transport as _, send};

use crate::support::{ENV, TOKEN, client, jwt, now, response};

fn demand(nonce: &str) -> Response<Vec<u8>> {
    let mut response = response(400, r#"{"error":"use_dpop_nonce"}"#);
    response.headers_mut().insert("dpop-nonce", nonce.parse().unwrap());
    response
}

fn proof(request: &http::Request<Vec<u8>>) -> (serde_json::Value, serde_json::Value) {
    jwt(request.headers()["dpop"].to_str().unwrap())
}

#[tokio::test]
async fn a_required_nonce_repeats_the_request_with_a_new_proof_and_assertion() {
    let network = Canned::new([Ok(demand("n-1")), Ok(response(200, TOKEN)), Ok(response(200, TOKEN))]);
    let key = || Key::new(PublicKey);
    let client = client(ClientAuthentication::private_key_jwt(key())).with_dpop(key()).unwrap();
    send(&network, &client.client_credentials()).await.unwrap();
    // The client knows the nonce from now on.
    send(&network, &client.client_credentials()).await.unwrap();
    let [first, second, third] = network.requests().try_into().unwrap();
    let (header, claims) = proof(&first);
    let jwk: serde_json::Value = serde_json::from_str(PUBLIC_JWK).unwrap();
    assert_eq!(header, serde_json::json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}));
    assert_eq!((&claims["htm"], &claims["nonce"]), (&"POST".into(), &serde_json::Value::Null));
    assert_eq!(claims["htu"], format!("https://auth.pingone.eu/{ENV}/as/token"));
    assert_eq!(proof(&second).1["nonce"], "n-1");
    assert_eq!(proof(&third).1["nonce"], "n-1");
    assert_ne!(proof(&second).1["jti"], claims["jti"]);
    assert_ne!(first.body(), second.body(), "the assertion is signed afresh");
}

#[tokio::test]
async fn a_server_that_always_requires_another_nonce_gets_two_requests() {
    let network = Canned::new([Ok(demand("n-1")), Ok(demand("n-2")), Ok(demand("n-3"))]);
    let client = client(ClientAuthentication::none()).with_dpop(Key::new(PublicKey)).unwrap();
    let error = send(&network, &client.client_credentials()).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::USE_DPOP_NONCE));
    assert_eq!(network.requests().len(), 2);
}

#[tokio::test]
async fn a_request_without_a_proof_is_not_repeated() {
    let network = Canned::new([Ok(demand("n-1"))]);
    let call = client(ClientAuthentication::none()).client_credentials();
    assert_eq!(send(&network, &call).await.unwrap_err().code(), Some(&ErrorCode::USE_DPOP_NONCE));
    assert_eq!(network.requests().len(), 1);
}

#[tokio::test]
async fn a_key_in_a_service_can_sign_proofs() {
    let (service, network) = (Service::default(), Canned::new([Ok(demand("n-1")), Ok(response(200, TOKEN))]));
    let client = client(ClientAuthentication::none()).with_dpop(Service::key()).unwrap();
    send(&(&network).with_signer(&service), &client.client_credentials()).await.unwrap();
    assert_eq!(service.signatures(), 2);
}

#[test]
fn custom_random_bytes_are_in_every_proof_and_assertion() {
    let key = || Key::new(PublicKey);
    let sevens = |bytes: &mut [u8]| {
        bytes.fill(7);
        true
    };
    let plain = || client(ClientAuthentication::private_key_jwt(key()));
    let before = plain().with_random(sevens).with_dpop(key()).unwrap();
    let after = plain().with_dpop(key()).unwrap().with_random(sevens);
    for client in [before, after] {
        let request = client.client_credentials().encode(now()).unwrap();
        assert_eq!(proof(&request).1["jti"], "BwcHBwcHBwcHBwcHBwcHBw");
        let body = String::from_utf8(request.body().clone()).unwrap();
        let (_, assertion) = body.split_once("client_assertion=").unwrap();
        assert_eq!(jwt(assertion.split('&').next().unwrap()).1["jti"], "BwcHBwcHBwcHBwcHBwcHBw");
    }
    let none = plain().with_random(|_| false);
    assert_eq!(none.client_credentials().encode(now()).unwrap_err(), EncodeError::NoRandomness);
}

#[test]
fn a_resource_request_has_the_token_and_a_proof() {
    let client = client(ClientAuthentication::none()).with_dpop(Key::new(PublicKey)).unwrap();
    let dpop = client.dpop().unwrap();
    let request = || http::Request::get("https://api.example.com/orders?x=1").body(Vec::new()).unwrap();
    let token = oauth_io::Secret::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    let drafted = dpop.draft(request(), &token, now()).unwrap().into_request().unwrap();
    assert_eq!(drafted.headers()["authorization"], "DPoP Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    let (_, claims) = proof(&drafted);
    // The hash and the token are those of RFC 9449 §7.1.
    assert_eq!(claims["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    assert_eq!(claims["htu"], "https://api.example.com/orders");
    let mut refused = response(401, "");
    refused.headers_mut().insert("dpop-nonce", "r-1".parse().unwrap());
    dpop.learn(drafted.uri(), (&refused).into(), now());
    let again = dpop.draft(request(), &token, now()).unwrap().into_request().unwrap();
    assert_eq!(proof(&again).1["nonce"], "r-1");
}

#[test]
fn only_a_request_that_was_not_sent_is_repeated() {
    let call = client(ClientAuthentication::private_key_jwt(Key::new(PublicKey))).client_credentials();
    let sent = |flow: &mut RoundTrip<_>| match flow.step(now()).unwrap() {
        Step::Send(request) => request,
        other => panic!("{other:?}"),
    };
    let mut flow = RoundTrip::new(&call);
    let first = sent(&mut flow);
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)), "a second step sends nothing");
    assert_eq!(flow.failed(Failure::NotSent, now()), AfterFailure::Continue);
    assert_ne!(sent(&mut flow).body(), first.body(), "signed afresh");
    assert_eq!(flow.failed(Failure::NotSent, now()), AfterFailure::GiveUp);

    let mut flow = RoundTrip::new(&call);
    sent(&mut flow);
    assert_eq!(flow.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
}

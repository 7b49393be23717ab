//! Client assertions with keys of another crate: in memory, in a service, and locked.

use std::time::Duration;

use oauth_foreign::{Canned, FailingKey, PublicKey, Service};
use oauth_io::key::{Key, NotSupplied, SigningFailed};
use oauth_io::{Call as _, ClientAuthentication, EncodeError, Error, Transport as _, send};

use crate::support::{ENV, TOKEN, client, jwt, now, parameter, response};

#[test]
fn the_claims_of_an_assertion() {
    let call = client(ClientAuthentication::private_key_jwt(Key::new(PublicKey))).client_credentials();
    let request = call.encode(now()).unwrap();
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(parameter(&request, "client_id").as_deref(), Some("id"));
    let kind = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    assert_eq!(parameter(&request, "client_assertion_type").as_deref(), Some(kind));
    let (header, claims) = jwt(&parameter(&request, "client_assertion").unwrap());
    assert_eq!(header, serde_json::json!({"alg": "ES256", "typ": "JWT", "kid": "k1"}));
    let issuer = format!("https://auth.pingone.eu/{ENV}/as");
    assert_eq!((&claims["iss"], &claims["sub"], &claims["aud"]), (&"id".into(), &"id".into(), &issuer.into()));
    assert_eq!((claims["iat"].as_u64(), claims["exp"].as_u64()), (Some(1_795_349_000), Some(1_795_349_060)));
}

#[test]
fn every_transmission_has_a_new_jti() {
    let call = client(ClientAuthentication::private_key_jwt(Key::new(PublicKey))).client_credentials();
    let jti = || jwt(&parameter(&call.encode(now()).unwrap(), "client_assertion").unwrap()).1["jti"].clone();
    assert_ne!(jti(), jti());
}

#[tokio::test(start_paused = true)]
async fn a_signer_that_takes_50_ms() {
    let (service, network) = (Service::slow(), Canned::new([Ok(response(200, TOKEN))]));
    let transport = (&network).with_signer(&service);
    let began = tokio::time::Instant::now();
    let call = client(ClientAuthentication::private_key_jwt(Service::key())).client_credentials();
    send(&transport, &call).await.unwrap();
    assert_eq!((began.elapsed(), service.signatures()), (Duration::from_millis(50), 1));
    let [request] = network.requests().try_into().unwrap();
    let assertion = parameter(&request, "client_assertion").unwrap();
    assert!(assertion.ends_with("b2YgIHRoZSAgc2VydmljZQ"), "the signature is the service's: {assertion}");
    assert_eq!(jwt(&assertion).0["kid"], "orders-7");
}

#[tokio::test]
async fn nothing_is_sent_if_the_signer_fails() {
    for (failure, transient) in
        [(SigningFailed::new("the key is disabled"), false), (SigningFailed::new("busy").transient(), true)]
    {
        let (service, network) = (Service::failing(failure.clone()), Canned::default());
        let call = client(ClientAuthentication::private_key_jwt(Service::key())).client_credentials();
        let error = send(&(&network).with_signer(&service), &call).await.unwrap_err();
        let expected = EncodeError::NotSupplied(NotSupplied::Signing(failure));
        assert!(matches!(&error, Error::Encode(error) if *error == expected), "{error:?}");
        assert_eq!((error.is_transient(), error.may_have_been_received()), (transient, false));
        assert!(network.requests().is_empty());
    }
}

#[tokio::test]
async fn nothing_is_sent_without_a_signer() {
    let network = Canned::default();
    let call = client(ClientAuthentication::private_key_jwt(Service::key())).client_credentials();
    let error = send(&network, &call).await.unwrap_err();
    assert!(matches!(error, Error::Encode(EncodeError::NotSupplied(NotSupplied::Nobody { .. }))));
    assert!(network.requests().is_empty());
}

#[test]
fn a_locked_key_in_memory() {
    let call = client(ClientAuthentication::private_key_jwt(Key::new(FailingKey))).client_credentials();
    let error = call.encode(now()).unwrap_err();
    assert_eq!(error.to_string(), "the signature could not be made: the key is locked");
}

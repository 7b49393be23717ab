//! A client that authenticates by a JWT, at an authorization server that verifies it.

use oauth_io::key::Algorithm;
use oauth_io::{Client, ClientAuthentication, DecodeError, Error, Issuer, Server, TokenResponse, blocking};
use oauth_jose::{HmacKey, PrivateKey};
use oauth_testkit::{AssertionRules, AuthorizationServer, PublicKey, RegisteredClient, SigningAlgorithm, TestServer};

use super::{Open, patient, with};
use crate::Subject;

/// `private_key_jwt` by a key of each kind: one request, one token.
pub fn a_private_key_authenticates(open: Open<'_>) {
    let subject = with(open, patient());
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::Es384, Algorithm::EdDsa] {
        let key = PrivateKey::generate(algorithm).unwrap();
        let server = start(RegisteredClient::private_key_jwt(ID, [public(&key)]));
        let tokens = ask(&subject, &server, ClientAuthentication::private_key_jwt(key)).unwrap();
        assert!(!tokens.access_token.expose().is_empty(), "{algorithm}");
        let ledger = server.server().ledger();
        assert_eq!(ledger.count(), 1);
        let sent = ledger.last().unwrap().request();
        assert_eq!((sent.form_count("client_assertion"), sent.authorization_scheme()), (1, None), "{algorithm}");
    }
}

/// `client_secret_jwt`: the secret itself never leaves.
pub fn a_shared_secret_authenticates(open: Open<'_>) {
    const SECRET: &str = "Vd.kC2~b-9_xLZ0qVd.kC2~b-9_xLZ0qVd.kC2~b-9_xLZ0qVd.kC2~b-9_xLZ0q";
    let subject = with(open, patient());
    for algorithm in [Algorithm::Hs256, Algorithm::Hs512] {
        let server = start(RegisteredClient::client_secret_jwt(ID, SECRET));
        let key = HmacKey::new(algorithm, SECRET).unwrap();
        ask(&subject, &server, ClientAuthentication::client_secret_jwt(key)).unwrap();
        let ledger = server.server().ledger();
        let sent = ledger.last().unwrap().request().expose_raw_body().to_vec();
        assert!(!String::from_utf8(sent).unwrap().contains(SECRET), "{algorithm}");
    }
}

/// A server that takes each assertion once, and three requests of one client.
pub fn each_assertion_is_new(open: Open<'_>) {
    let subject = with(open, patient());
    let key = PrivateKey::generate(Algorithm::Es256).unwrap();
    let rules = AssertionRules::new().single_use();
    let server = start(RegisteredClient::private_key_jwt(ID, [public(&key)]).assertion_rules(rules));
    let client = client(&server, ClientAuthentication::private_key_jwt(key));
    for _ in 0..3 {
        blocking::send(&subject, &client.client_credentials()).unwrap();
    }
    assert_eq!(server.server().ledger().count(), 3);
}

/// The key is not that of the client: what the server says comes through, and nothing else is tried.
pub fn another_key_is_refused_once(open: Open<'_>) {
    let subject = with(open, patient());
    let [own, other] = [(); 2].map(|()| PrivateKey::generate(Algorithm::Es256).unwrap());
    let server = start(RegisteredClient::private_key_jwt(ID, [public(&own)]));
    let outcome = ask(&subject, &server, ClientAuthentication::private_key_jwt(other));
    let Err(Error::Decode(DecodeError::Server(error))) = outcome else { panic!("the server said no") };
    assert_eq!((error.code().as_str(), error.response().status().as_u16()), ("invalid_client", 401));
    let ledger = server.server().ledger();
    assert_eq!(ledger.count(), 1);
    let reason = ledger.last().unwrap().refusal_reason().unwrap_or_default();
    assert!(reason.starts_with("No registered key has the kid"), "{reason}");
}

const ID: &str = "2a7a1c6e-54e0-4a32-9f1d-6f6a3f1c0b11";

/// A server that accepts every algorithm.
fn start(client: RegisteredClient) -> TestServer {
    let rules = AssertionRules::new().algorithms(SigningAlgorithm::ALL);
    TestServer::start(AuthorizationServer::new().client(client).assertion_rules(rules)).unwrap()
}

fn public(key: &PrivateKey) -> PublicKey {
    PublicKey::from_jwk(&key.jwk().to_json().unwrap()).unwrap()
}

fn client(server: &TestServer, authentication: ClientAuthentication) -> Client {
    let issuer = Issuer::dangerous_http_loopback(&server.issuer()).unwrap();
    Client::new(Server::pingone_at(issuer).unwrap(), ID, authentication).unwrap()
}

fn ask(subject: &Subject, server: &TestServer, authentication: ClientAuthentication) -> Result<TokenResponse, Error> {
    blocking::send(subject, &client(server, authentication).client_credentials())
}

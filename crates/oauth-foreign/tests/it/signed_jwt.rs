//! JWTs with free claims and certificates, by keys of another crate.

use oauth_foreign::{Canned, PublicKey, Service};
use oauth_io::client::{Audience, ClientAssertion};
use oauth_io::key::{Algorithm, Certificate, Key, SignedJwt, SigningFailed, SigningKey};
use oauth_io::{Call as _, Client, ClientAuthentication, Server, Transport as _, send};

use crate::support::{TOKEN, client, jwt, now, parameter, response};

/// A key of another crate that has a certificate.
struct Certified(Certificate);

impl SigningKey for Certified {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn certificate(&self) -> Option<&Certificate> {
        Some(&self.0)
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        Ok(vec![1; 64])
    }
}

#[test]
fn a_key_of_another_crate_brings_its_certificate() {
    let key = Certified(Certificate::new([1; 20], [2; 32], [vec![3]]));
    let settings = ClientAssertion::new(key).with_x5t().with_x5c().audience(Audience::TokenEndpoint);
    let call = client(ClientAuthentication::private_key_jwt(settings)).client_credentials();
    let (header, _) = jwt(&parameter(&call.encode(now()).unwrap(), "client_assertion").unwrap());
    assert_eq!(header["x5t"], "AQEBAQEBAQEBAQEBAQEBAQEBAQE");
    assert_eq!(header["x5c"], serde_json::json!(["Aw=="]));
}

#[test]
fn a_key_of_another_crate_needs_no_wrapper() {
    let call = client(ClientAuthentication::private_key_jwt(PublicKey)).client_credentials();
    let (header, _) = jwt(&parameter(&call.encode(now()).unwrap(), "client_assertion").unwrap());
    assert_eq!(header["kid"], "k1");
    let _: Key = PublicKey.into();
}

#[tokio::test(start_paused = true)]
async fn a_signer_of_another_crate_signs_a_grant() {
    let (service, network) = (Service::slow(), Canned::new([Ok(response(200, TOKEN))]));
    let server = Server::at_token_endpoint("https://accounts.example/token").unwrap();
    let grant = SignedJwt::new(Service::key()).issuer("robot").audience("https://login.example");
    send(&(&network).with_signer(&service), &Client::without_identity(server).jwt_bearer(grant)).await.unwrap();
    let [request] = network.requests().try_into().unwrap();
    let (header, claims) = jwt(&parameter(&request, "assertion").unwrap());
    assert_eq!((&header["kid"], &claims["iss"]), (&"orders-7".into(), &"robot".into()));
    assert_eq!(claims["aud"], "https://login.example");
}

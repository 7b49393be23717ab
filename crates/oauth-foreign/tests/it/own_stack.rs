//! Three lines for a custom HTTP stack: with a secret, and with a key in memory.

use oauth_foreign::PublicKey;
use oauth_io::key::Key;
use oauth_io::{Call as _, ClientAuthentication};

use crate::support::{TOKEN, client, now, response};

#[test]
fn a_secret_or_a_key_in_memory_takes_three_lines() {
    for authentication in [
        ClientAuthentication::client_secret_basic("secret"),
        ClientAuthentication::private_key_jwt(Key::new(PublicKey)),
    ] {
        let call = client(authentication).client_credentials();
        let send = |_: http::Request<Vec<u8>>| response(200, TOKEN);

        let request = call.encode(now()).unwrap();
        let response = send(request);
        let tokens = call.decode((&response).into(), now()).unwrap();

        assert_eq!(tokens.access_token.expose(), "2YotnFZFEjr1zCsicMWpAA");
    }
}

#[test]
fn a_key_in_a_service_has_its_own_error() {
    let call = client(ClientAuthentication::private_key_jwt(oauth_foreign::Service::key())).client_credentials();
    let error = call.encode(now()).unwrap_err();
    assert!(error.to_string().contains("give the transport a signer, or use a key in memory"), "{error}");
}

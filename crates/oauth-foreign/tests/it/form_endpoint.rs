//! An endpoint in another crate, by its URL.

use std::time::SystemTime;

use oauth_io::call::{Extra, Parameters};
use oauth_io::endpoint::{Destination, FormEndpoint};
use oauth_io::error::UrlProblem;
use oauth_io::{Call as _, Client, ClientAuthentication, DecodeError, EncodeError, Response, Server};

use crate::support::{client, now, response};

struct Consents(&'static str);

impl FormEndpoint for Consents {
    type Output = Extra;

    fn destination(&self) -> Destination<'_> {
        Destination::url("consent_endpoint", self.0)
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push("user", "ada")
    }

    fn read(&self, _: &Client, response: Response<'_>, _: SystemTime) -> Result<Extra, DecodeError> {
        response.object()
    }
}

#[test]
fn a_custom_endpoint() {
    let call = client(ClientAuthentication::client_secret_basic("s")).form_request(Consents("https://a.example/c"));
    let request = call.extra_parameter("tenant", "1").encode(now()).unwrap();
    assert_eq!(
        (request.uri().to_string().as_str(), request.body().as_slice()),
        ("https://a.example/c", &b"user=ada&tenant=1"[..])
    );
    let call = client(ClientAuthentication::none()).form_request(Consents("https://a.example/c"));
    let error = call.decode((&response(403, "")).into(), now()).unwrap_err();
    assert!(error.to_string().starts_with("the consent_endpoint https://a.example/c refused"), "{error}");
}

#[test]
fn the_url_of_a_custom_endpoint_is_checked() {
    let call = client(ClientAuthentication::none()).form_request(Consents("http://a.example/c"));
    let endpoint = "consent_endpoint".to_owned();
    assert_eq!(call.encode(now()).unwrap_err(), EncodeError::InvalidEndpoint { endpoint, problem: UrlProblem::Http });
}

#[test]
fn a_server_with_only_a_token_endpoint() {
    let server = Server::at_token_endpoint("https://a.example/token").unwrap();
    assert!(server.issuer().is_none());
    let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("s")).unwrap();
    assert_eq!(client.client_credentials().encode(now()).unwrap().uri(), "https://a.example/token");
    let error = client.authorization_request("https://c.example/cb").begin().unwrap_err();
    assert_eq!(error, EncodeError::NoIssuer);
}

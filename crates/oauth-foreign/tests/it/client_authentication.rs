//! Custom client authentication, and a client without identity.

use http::{HeaderName, HeaderValue};
use oauth_io::call::{Draft, Place};
use oauth_io::key::SecretSource;
use oauth_io::token::TokenTypeIdentifier;
use oauth_io::{Call as _, Client, ClientAuthentication, EncodeError, Secret};

use crate::support::{client, now, server};

#[test]
fn a_custom_header_is_the_only_credential_of_every_request() {
    let vendor = ClientAuthentication::custom(|draft: &mut Draft| {
        let mut value = HeaderValue::from_static("hsm-token");
        value.set_sensitive(true);
        draft.header(HeaderName::from_static("x-hsm"), value);
        draft.credential("client_id", "id")
    });
    let client = client(vendor);
    let token = client.client_credentials().encode(now()).unwrap();
    let revocation = client.revoke(&Secret::new("t")).encode(now()).unwrap();
    for (request, body) in [(token, "grant_type=client_credentials&client_id=id"), (revocation, "token=t&client_id=id")]
    {
        assert_eq!(String::from_utf8_lossy(request.body()), body);
        assert_eq!(request.headers()["x-hsm"], "hsm-token");
        assert!(!request.headers().contains_key("authorization"));
    }
}

#[test]
fn a_credential_can_come_from_a_function() {
    let source = SecretSource::from_fn(|input| Ok::<_, String>(Secret::new(format!("for {}", input.client_id()))));
    let with_header = client(ClientAuthentication::client_secret_basic(source)).client_credentials();
    let request = with_header.encode(now()).unwrap();
    // base64("id:for%20id")
    assert_eq!(request.headers()["authorization"], "Basic aWQ6Zm9yJTIwaWQ=");
    let draft: Draft = http::Request::get("https://api.example.com/").body(Vec::new()).unwrap().into();
    let place = Place::Header(HeaderName::from_static("x-token"));
    assert!(format!("{place:?}").contains("x-token"));
    assert!(draft.into_request().is_ok());
}

#[test]
fn a_custom_authentication_cannot_repeat_a_parameter() {
    let twice = ClientAuthentication::custom(|draft| {
        draft.credential("client_id", "a")?;
        draft.credential("client_id", "b")
    });
    let error = client(twice).client_credentials().encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedParameter { name: "client_id".into() });
}

#[test]
fn a_client_without_identity_can_only_exchange_tokens_and_assertions() {
    let anonymous = Client::without_identity(server());
    let body = |request: http::Request<Vec<u8>>| String::from_utf8(request.into_body()).unwrap();
    let jwt = body(anonymous.jwt_bearer("a.b.c").encode(now()).unwrap());
    assert_eq!(jwt, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c");
    let exchange = anonymous.token_exchange("t", TokenTypeIdentifier::JWT).encode(now()).unwrap();
    assert!(!exchange.headers().contains_key("authorization"));
    assert!(!body(exchange).contains("client_id"));
    assert!(anonymous.saml2_bearer("<a/>").encode(now()).is_ok());
    let refused = [
        anonymous.client_credentials().encode(now()),
        anonymous.refresh_token(&Secret::new("r")).encode(now()),
        anonymous.revoke(&Secret::new("t")).encode(now()),
        anonymous.introspect(&Secret::new("t")).encode(now()),
        anonymous.device_authorization().encode(now()),
    ];
    for outcome in refused {
        assert_eq!(outcome.unwrap_err(), EncodeError::NoIdentity);
    }
}

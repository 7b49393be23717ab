//! A client authentication of one's own, and a client without identity.

use http::{HeaderName, HeaderValue};
use oauth_io::call::{Draft, Place};
use oauth_io::key::SecretSource;
use oauth_io::token::TokenTypeIdentifier;
use oauth_io::{Call as _, Client, ClientAuthentication, EncodeError, Secret};

use crate::support::{client, now, server};

#[test]
fn a_vendors_header_is_in_every_request_and_no_other_credential() {
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
fn a_place_can_be_left_to_a_need() {
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
fn a_custom_authentication_cannot_say_a_thing_twice() {
    let twice = ClientAuthentication::custom(|draft| {
        draft.credential("client_id", "a")?;
        draft.credential("client_id", "b")
    });
    let error = client(twice).client_credentials().encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedParameter { name: "client_id".into() });
}

#[test]
fn a_client_without_identity_exchanges_tokens_and_assertions_and_does_nothing_else() {
    let nobody = Client::without_identity(server());
    let body = |request: http::Request<Vec<u8>>| String::from_utf8(request.into_body()).unwrap();
    let jwt = body(nobody.jwt_bearer("a.b.c").encode(now()).unwrap());
    assert_eq!(jwt, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c");
    let exchange = nobody.token_exchange("t", TokenTypeIdentifier::JWT).encode(now()).unwrap();
    assert!(!exchange.headers().contains_key("authorization"));
    assert!(!body(exchange).contains("client_id"));
    assert!(nobody.saml2_bearer("<a/>").encode(now()).is_ok());
    let refused = [
        nobody.client_credentials().encode(now()),
        nobody.refresh_token(&Secret::new("r")).encode(now()),
        nobody.revoke(&Secret::new("t")).encode(now()),
        nobody.introspect(&Secret::new("t")).encode(now()),
        nobody.device_authorization().encode(now()),
    ];
    for outcome in refused {
        assert_eq!(outcome.unwrap_err(), EncodeError::NoIdentity);
    }
}

//! The placement of credentials, for every method and endpoint.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use http::header::AUTHORIZATION;
use oauth_core::endpoint::UserHint;
use oauth_core::server::{BasicEncoding, Dialect};
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call as _, Client, ClientAuthentication, ConfigError, EncodeError, Endpoint, Issuer, Secret, Server};

use crate::support::{ID, SECRET, basic, client, form, json, now, pingone, post, wire};

fn authorization(request: &Request<Vec<u8>>) -> Option<&str> {
    request.headers().get(AUTHORIZATION).map(|value| value.to_str().unwrap())
}

fn basic_header(server: Server, id: &str, secret: &str) -> String {
    let client = Client::new(server, id, ClientAuthentication::client_secret_basic(secret)).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    authorization(&request).unwrap().to_owned()
}

fn raw() -> Server {
    pingone().with_dialect(Dialect::new().basic_encoding(BasicEncoding::Raw))
}

#[test]
fn pingone_with_basic() {
    let request = client(basic()).client_credentials().encode(now()).unwrap();
    assert_eq!(
        wire(&request),
        "POST https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token\n\
         accept-encoding: identity\n\
         accept: application/json\n\
         authorization: Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow\n\
         content-type: application/x-www-form-urlencoded\n\
         \n\
         grant_type=client_credentials"
    );
}

#[test]
fn pingone_with_post() {
    let request = client(post()).client_credentials().encode(now()).unwrap();
    assert_eq!(
        wire(&request),
        "POST https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token\n\
         accept-encoding: identity\n\
         accept: application/json\n\
         content-type: application/x-www-form-urlencoded\n\
         \n\
         grant_type=client_credentials&client_id=48567a65-8f00-4630-b8b0-2c02ce94168a&client_secret=Ab~9.x_Y-z0"
    );
}

#[test]
fn none_sends_only_the_client_id() {
    let request = client(ClientAuthentication::none()).client_credentials().encode(now()).unwrap();
    assert_eq!(authorization(&request), None);
    assert_eq!(request.body(), format!("grant_type=client_credentials&client_id={ID}").as_bytes());
}

/// A request to each endpoint at which a client authenticates.
fn everywhere(client: &Client) -> Vec<(&'static str, Request<Vec<u8>>)> {
    let token = Secret::new("t");
    let device = r#"{"device_code":"D","user_code":"U","verification_uri":"https://a.example","expires_in":60}"#;
    let device = client.device_authorization().decode((&json(200, device)).into(), now()).unwrap();
    let ciba = client.backchannel_authentication(UserHint::Login("u".into()));
    let started = ciba.decode((&json(200, r#"{"auth_req_id":"A","expires_in":60}"#)).into(), now()).unwrap();
    let kind = TokenTypeIdentifier::ACCESS_TOKEN;
    let pushed = client.authorization_request("https://c.example/cb").push_with([7; 96]).unwrap();
    vec![
        ("client_credentials", client.client_credentials().encode(now()).unwrap()),
        ("refresh_token", client.refresh_token(&token).encode(now()).unwrap()),
        ("device_authorization", client.device_authorization().encode(now()).unwrap()),
        ("device_code", client.device_token(&device).encode(now()).unwrap()),
        ("ciba", ciba.encode(now()).unwrap()),
        ("ciba token", client.backchannel_token(&started).encode(now()).unwrap()),
        ("token_exchange", client.token_exchange(&token, kind).encode(now()).unwrap()),
        ("jwt_bearer", client.jwt_bearer(&token).encode(now()).unwrap()),
        ("revocation", client.revoke(&token).encode(now()).unwrap()),
        ("introspection", client.introspect(&token).encode(now()).unwrap()),
        ("pushed", pushed.encode(now()).unwrap()),
    ]
}

#[test]
fn every_method_uses_a_single_place_at_every_endpoint() {
    let rows = [
        (basic(), 1, 0, 0),
        (post(), 0, 1, 1),
        (ClientAuthentication::none(), 0, 1, 0),
        (ClientAuthentication::client_secret(SECRET), 1, 0, 0),
    ];
    for (authentication, headers, ids, secrets) in rows {
        for (endpoint, request) in everywhere(&client(authentication)) {
            let parameters = form(&request);
            let count = |name: &str| parameters.iter().filter(|(each, _)| each == name).count();
            // A pushed authorization request has its own `client_id` parameter (RFC 9126 §2.1).
            let ids = if endpoint == "pushed" { 1 } else { ids };
            assert_eq!(request.headers().get_all(AUTHORIZATION).iter().count(), headers, "{endpoint}");
            assert_eq!((count("client_id"), count("client_secret")), (ids, secrets), "{endpoint}: {parameters:?}");
            assert!(!request.uri().to_string().contains(SECRET), "{endpoint}");
        }
    }
}

#[test]
fn the_authorization_value_is_marked_sensitive() {
    let request = client(basic()).client_credentials().encode(now()).unwrap();
    assert!(request.headers()[AUTHORIZATION].is_sensitive());
    assert!(!format!("{request:?}").contains("NDg1"));
}

#[test]
fn basic_form_encodes_id_and_secret() {
    let (id, secret) = ("1PpG/Q 1", "z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw=");
    let header = basic_header(pingone(), id, secret);
    assert_eq!(
        header,
        "Basic MVBwRyUyRlElMjAxOnolMkZ0WjlWd0ZacUFwbUlRJTJCWkgxSTVwTGslMkZ1QjR1ZCUzQVgyJTJGOGJMJTJCd2ZGVHQxckZ3JTNE"
    );
    // The output of another library for the same pair and ours, read by an independent decoder.
    let appauth =
        "MVBwRyUyRlErMTp6JTJGdFo5VndGWnFBcG1JUSUyQlpIMUk1cExrJTJGdUI0dWQlM0FYMiUyRjhiTCUyQndmRlR0MXJGdyUzRA==";
    for header in [header.strip_prefix("Basic ").unwrap(), appauth] {
        assert_eq!(decode_basic(header), (id.to_owned(), secret.to_owned()));
    }
}

/// Decodes as a server does: base64, split at the first colon, form-decode each half.
fn decode_basic(base64: &str) -> (String, String) {
    let pair = String::from_utf8(STANDARD.decode(base64).unwrap()).unwrap();
    let (id, secret) = pair.split_once(':').unwrap();
    let decode = |half: &str| {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&format!("half={half}")).unwrap();
        pairs.into_iter().next().unwrap().1
    };
    (decode(id), decode(secret))
}

#[test]
fn basic_test_vectors() {
    assert_eq!(
        basic_header(pingone(), "CLIENT_ID??", "CLIENT_SECRET??"),
        "Basic Q0xJRU5UX0lEJTNGJTNGOkNMSUVOVF9TRUNSRVQlM0YlM0Y="
    );
    // RFC 6749 appendix B, with the space encoded for Basic.
    let header = basic_header(pingone(), "id", " %&+\u{a3}\u{20ac}");
    assert_eq!(STANDARD.decode(&header[6..]).unwrap(), b"id:%20%25%26%2B%C2%A3%E2%82%AC");
    // RFC 6749 §2.3.1.
    assert_eq!(
        basic_header(pingone(), "s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw"),
        "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"
    );
}

#[test]
fn raw_basic_test_vectors_of_rfc_7617() {
    assert_eq!(basic_header(raw(), "Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(basic_header(raw(), "test", "123\u{a3}"), "Basic dGVzdDoxMjPCow==");
}

#[test]
fn raw_basic_does_not_encode() {
    let header = basic_header(raw(), "1PpG/Q 1", "z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw=");
    assert_eq!(header, "Basic MVBwRy9RIDE6ei90WjlWd0ZacUFwbUlRK1pIMUk1cExrL3VCNHVkOlgyLzhiTCt3ZkZUdDFyRnc9");
    let error = Client::new(raw(), "a:b", ClientAuthentication::client_secret_basic("s")).unwrap_err();
    assert_eq!(error, ConfigError::ColonInRawClientId);
    assert!(Client::new(raw(), "a:b", ClientAuthentication::client_secret_post("s")).is_ok());
}

#[test]
fn post_encodes_id_and_secret() {
    let authentication = ClientAuthentication::client_secret_post("p&s=1 +%");
    let client = Client::new(pingone(), "i d&", authentication).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    assert_eq!(request.body(), b"grant_type=client_credentials&client_id=i+d%26&client_secret=p%26s%3D1+%2B%25");
}

#[test]
fn client_secret_uses_the_method_in_the_metadata() {
    let rows = [
        (r#","token_endpoint_auth_methods_supported":["client_secret_post"]"#, Ok("client_secret_post")),
        (
            r#","token_endpoint_auth_methods_supported":["client_secret_post","client_secret_basic"]"#,
            Ok("client_secret_basic"),
        ),
        (r#","token_endpoint_auth_methods_supported":["private_key_jwt"]"#, Err(ConfigError::NoSecretMethod)),
        (r#","token_endpoint_auth_methods_supported":[]"#, Err(ConfigError::NoSecretMethod)),
        ("", Ok("client_secret_basic")),
    ];
    for (member, expected) in rows {
        let issuer = Issuer::new("https://a.example").unwrap();
        let body = format!(r#"{{"issuer":"https://a.example","token_endpoint":"https://a.example/t"{member}}}"#);
        let metadata = issuer.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
        let client = Client::new(metadata.into(), "id", ClientAuthentication::client_secret("secret"));
        let placed = client.map(|client| {
            let request = client.client_credentials().encode(now()).unwrap();
            if authorization(&request).is_some() { "client_secret_basic" } else { "client_secret_post" }
        });
        assert_eq!(placed, expected, "{member}");
    }
}

#[test]
fn an_explicit_method_overrides_the_metadata() {
    let issuer = Issuer::new("https://a.example").unwrap();
    let body = r#"{"issuer":"https://a.example","token_endpoint":"https://a.example/t","token_endpoint_auth_methods_supported":["client_secret_basic"]}"#;
    let metadata = issuer.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
    let client = Client::new(metadata.into(), "id", ClientAuthentication::client_secret_post("s")).unwrap();
    assert_eq!(authorization(&client.client_credentials().encode(now()).unwrap()), None);
}

#[test]
fn a_replaced_secret_is_used_by_all_clones() {
    for (authentication, expected) in [(basic(), "header"), (post(), "body")] {
        let client = client(authentication);
        let call = client.clone().client_credentials();
        client.replace_client_secret("n&w").unwrap();
        let request = call.encode(now()).unwrap();
        let found = match authorization(&request) {
            Some(value) => {
                assert_eq!(decode_basic(&value[6..]), (ID.to_owned(), "n&w".to_owned()));
                "header"
            }
            None => {
                assert!(request.body().ends_with(b"&client_secret=n%26w"));
                "body"
            }
        };
        assert_eq!(found, expected);
    }
}

#[test]
fn an_invalid_secret_does_not_replace_the_old_one() {
    let client = client(post());
    assert_eq!(client.replace_client_secret("").unwrap_err(), ConfigError::EmptyClientSecret);
    assert_eq!(client.replace_client_secret("a\nb").unwrap_err(), ConfigError::ClientSecretCharacter);
    let request = client.client_credentials().encode(now()).unwrap();
    assert!(request.body().ends_with(b"&client_secret=Ab~9.x_Y-z0"));
    let public = crate::support::client(ClientAuthentication::none());
    assert_eq!(public.replace_client_secret("s").unwrap_err(), ConfigError::NoClientSecret);
}

#[test]
fn invalid_credentials_are_rejected_at_set_up() {
    let new = |id: &str, authentication| Client::new(pingone(), id, authentication).unwrap_err();
    assert_eq!(new("", basic()), ConfigError::EmptyClientId);
    assert_eq!(new("  ", basic()), ConfigError::EmptyClientId);
    assert_eq!(new("id\n", basic()), ConfigError::ClientIdCharacter);
    assert_eq!(new("i\u{0}d", ClientAuthentication::none()), ConfigError::ClientIdCharacter);
    assert_eq!(new("id", ClientAuthentication::client_secret_basic("")), ConfigError::EmptyClientSecret);
    assert_eq!(new("id", ClientAuthentication::client_secret("s\r\n")), ConfigError::ClientSecretCharacter);
}

#[test]
fn a_missing_token_endpoint_is_an_error_of_the_request() {
    let server = Server::new(Issuer::new("https://a.example").unwrap());
    let client = Client::new(server, "id", basic()).unwrap();
    assert_eq!(
        client.client_credentials().encode(now()).unwrap_err(),
        EncodeError::NoEndpoint { endpoint: "token_endpoint" }
    );
}

#[test]
fn an_endpoint_keeps_its_query() {
    let server = Server::new(Issuer::new("https://a.example").unwrap())
        .with_endpoint(Endpoint::Token, "https://a.example/token?tenant=a%20b")
        .unwrap();
    let client = Client::new(server, "id", basic()).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    assert_eq!(request.uri(), "https://a.example/token?tenant=a%20b");
}

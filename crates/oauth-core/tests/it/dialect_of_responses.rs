//! Dialects and responses of all endpoints; and the `client_id` that some endpoints require twice.

use oauth_core::call::Deviation;
use oauth_core::endpoint::{ClientConfiguration, ClientMetadata, UserHint};
use oauth_core::server::{Dialect, ExpiresInUnit};
use oauth_core::{Call as _, Client, ClientAuthentication, Endpoint, ErrorCode, Secret};

use crate::support::{CALLBACK, SECRET, basic, client, json, now, pingone, post, random, read_as};

#[test]
fn an_alias_has_its_own_unit() {
    let dialect = || Dialect::new().expires_in_alias("expires_on", ExpiresInUnit::UnixTime);
    let lifetime = |dialect, members: &str| {
        let body = format!(r#"{{"access_token":"A","token_type":"Bearer",{members}}}"#);
        read_as(dialect, &json(200, body)).unwrap()
    };
    // An hour from now, in each unit.
    let tokens = lifetime(dialect(), r#""expires_on":"1795352600""#);
    assert_eq!((tokens.expires_in.unwrap().as_secs(), tokens.extra.is_empty()), (3600, true));
    assert_eq!(tokens.deviations, [Deviation::ExpiresInNotInteger]);
    let tokens = lifetime(dialect(), r#""expires_on":1795352600,"expires_in":60"#);
    assert_eq!((tokens.expires_in.unwrap().as_secs(), tokens.extra.is_empty()), (60, false));
    let tokens = lifetime(dialect(), r#""expires_on":"soon""#);
    assert_eq!((tokens.expires_in, tokens.extra.get_json("expires_on")), (None, Some("\"soon\"")));
    assert_eq!(tokens.deviations, [Deviation::Unreadable { member: "expires_in" }]);
    let date = Dialect::new().expires_in_alias("until", ExpiresInUnit::DateTime);
    let tokens = lifetime(date, r#""until":"2026-11-22T13:03:20Z""#);
    assert_eq!((tokens.expires_in.unwrap().as_secs(), tokens.deviations), (3600, vec![]));
}

#[test]
fn a_synonym_of_bearer_must_be_configured() {
    for synonym in ["BearerToken", "jwt-bearer"] {
        let response = json(200, format!(r#"{{"access_token":"A","token_type":"{synonym}"}}"#));
        let tokens = read_as(Dialect::new(), &response).unwrap();
        assert_eq!(tokens.bearer_header(), None);
        let message = client(basic()).userinfo(&tokens).encode(now()).unwrap_err().to_string();
        assert!(message.contains("Dialect::bearer_synonym"), "{message}");

        let dialect = || Dialect::new().bearer_synonym("bearertoken").bearer_synonym("JWT-Bearer");
        let tokens = read_as(dialect(), &response).unwrap();
        assert_eq!(tokens.bearer_header().unwrap(), "Bearer A");
        assert_eq!(tokens.deviations, [Deviation::TokenTypeSynonym]);
        assert_eq!(tokens.extra.get::<String>("token_type").as_deref(), Some(synonym));
        assert!(read_as(dialect().strict(), &response).is_err());
    }
}

#[test]
fn the_client_id_is_repeated_at_the_configured_endpoint() {
    let dialect = Dialect::new().repeat_client_id(Endpoint::DeviceAuthorization).repeat_client_id(Endpoint::Token);
    let body = |authentication, call: fn(&Client) -> http::Request<Vec<u8>>| {
        let client = Client::new(pingone().with_dialect(dialect.clone()), "id", authentication).unwrap();
        String::from_utf8(call(&client).into_body()).unwrap()
    };
    let device = |client: &Client| client.device_authorization().encode(now()).unwrap();
    assert_eq!(body(basic(), device), "client_id=id");
    assert_eq!(body(post(), device), format!("client_id=id&client_secret={SECRET}"));
    assert_eq!(body(ClientAuthentication::none(), device), "client_id=id");
    // Other endpoints, including the token endpoint, are not affected.
    assert_eq!(body(basic(), |client| client.revoke(&Secret::new("t")).encode(now()).unwrap()), "token=t");
    let token = |client: &Client| client.client_credentials().encode(now()).unwrap();
    assert_eq!(body(basic(), token), "grant_type=client_credentials");
}

/// Unwraps `data` if a header is present, and makes an error of a status.
fn unwrap(status: http::StatusCode, headers: &http::HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    if status == 418 {
        return Some(br#"{"error":"invalid_grant"}"#.to_vec());
    }
    headers.get("x-wrapped")?;
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    serde_json::to_vec(body.get("data")?).ok()
}

#[test]
fn the_hook_sees_the_response_of_every_endpoint() {
    let server = pingone()
        .with_dialect(Dialect::new().response_hook(unwrap))
        .with_endpoint(Endpoint::Registration, "https://auth.pingone.com/register")
        .unwrap();
    let client = Client::new(server.clone(), "id", basic()).unwrap();
    fn ok<C: oauth_core::Call>(call: &C, members: &str) {
        let mut response = json(200, format!(r#"{{"data":{members}}}"#));
        assert!(call.decode((&response).into(), now()).is_err(), "{members}");
        response.headers_mut().insert("x-wrapped", "1".parse().unwrap());
        assert!(call.decode((&response).into(), now()).is_ok(), "{members}");
        refused(call);
    }
    fn refused<C: oauth_core::Call>(call: &C) {
        let Err(error) = call.decode((&json(418, "?")).into(), now()) else { panic!("418 is not a success") };
        assert_eq!(error.code(), Some(&ErrorCode::INVALID_GRANT));
    }
    let token = Secret::new("t");
    ok(&client.client_credentials(), r#"{"access_token":"A"}"#);
    ok(&client.refresh_token(&token), r#"{"access_token":"A"}"#);
    ok(&client.device_authorization(), r#"{"device_code":"D","user_code":"U","verification_uri":"https://a.example"}"#);
    ok(&client.backchannel_authentication(UserHint::Login("ada".into())), r#"{"auth_req_id":"A","expires_in":9}"#);
    ok(&client.authorization_request(CALLBACK).push_with(random()).unwrap(), r#"{"request_uri":"u"}"#);
    ok(&client.introspect(&token), r#"{"active":true}"#);
    ok(&client.userinfo_with(&token), r#"{"sub":"s"}"#);
    ok(&server.register(ClientMetadata::new()), r#"{"client_id":"c"}"#);
    refused(&client.revoke(&token));
    let configuration = ClientConfiguration::new(&server, "c", "https://auth.pingone.com/register/c", "t").unwrap();
    ok(&configuration.read(), r#"{"client_id":"c"}"#);
    ok(&configuration.update(ClientMetadata::new()), r#"{"client_id":"c"}"#);
    refused(&configuration.delete());
}

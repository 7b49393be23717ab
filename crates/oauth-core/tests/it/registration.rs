//! Dynamic client registration (RFC 7591).

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Response;
use oauth_core::call::Deviation;
use oauth_core::endpoint::{ClientConfiguration, ClientInformation, ClientMetadata, ClientRegistration};
use oauth_core::error::Problem;
use oauth_core::key::Algorithm;
use oauth_core::server::{BasicEncoding, Dialect};
use oauth_core::{
    Call as _, Client, ClientAssertion, ClientAuthentication, ConfigError, DecodeError, EncodeError, Endpoint,
    ErrorCode, Issuer, Scope, Secret, Server,
};

use crate::captures::recordings;
use crate::support::{EC_JWK, TestKey, assertion, json, now, wire};

pub(crate) fn server() -> Server {
    Server::new(Issuer::new("https://server.example.com").unwrap())
        .with_endpoint(Endpoint::Registration, "https://server.example.com/register")
        .unwrap()
        .with_endpoint(Endpoint::Token, "https://server.example.com/token")
        .unwrap()
}

pub(crate) fn decode(response: &Response<Vec<u8>>) -> Result<ClientInformation, DecodeError> {
    server().register(ClientMetadata::new()).decode(response.into(), now())
}

pub(crate) fn with(member: &str) -> Result<ClientInformation, DecodeError> {
    decode(&json(201, format!(r#"{{"client_id":"c",{member}}}"#)))
}

fn problem(response: Result<ClientInformation, DecodeError>) -> Problem {
    match response {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    }
}

fn at(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

pub(crate) const HEADERS: &str = "accept-encoding: identity\naccept: application/json\n";

#[test]
fn the_request() {
    let mut metadata = ClientMetadata::new()
        .redirect_uri("https://client.example.org/callback")
        .redirect_uri("https://client.example.org/callback2")
        .client_name("My \"Example\"")
        .token_endpoint_auth_method("client_secret_basic")
        .grant_type("authorization_code")
        .response_type("code")
        .scope("read write")
        .software_statement("eyJ")
        .extra("client_name#ja-Jpan-JP", "クライアント名")
        .extra("jwks", HashMap::from([("keys", Vec::<u8>::new())]))
        .extra("example", true);
    metadata.logo_uri = Some("https://client.example.org/logo.png".into());
    metadata.contacts = Some(vec!["ve7jtb@example.org".into()]);
    let call = server().register(metadata).extra_header("X-Tenant", "t");
    let body = "{\"token_endpoint_auth_method\":\"client_secret_basic\",\"client_name\":\"My \\\"Example\\\"\",\
         \"logo_uri\":\"https://client.example.org/logo.png\",\"scope\":\"read write\",\"software_statement\":\"eyJ\",\
         \"redirect_uris\":[\"https://client.example.org/callback\",\"https://client.example.org/callback2\"],\
         \"grant_types\":[\"authorization_code\"],\"response_types\":[\"code\"],\
         \"contacts\":[\"ve7jtb@example.org\"],\"client_name#ja-Jpan-JP\":\"クライアント名\",\
         \"jwks\":{\"keys\":[]},\"example\":true}";
    assert_eq!(
        wire(&call.encode(now()).unwrap()),
        format!(
            "POST https://server.example.com/register\n{HEADERS}content-type: application/json\nx-tenant: t\n\n{body}"
        )
    );
}

#[test]
fn the_initial_access_token() {
    let call = server().register(ClientMetadata::new()).initial_access_token("ey23f2.adfj230.af32-developer321");
    let request = call.encode(now()).unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer ey23f2.adfj230.af32-developer321");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.body(), b"{}");
    let error = server().register(ClientMetadata::new()).initial_access_token("").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::InvalidToken);
}

#[test]
fn invalid_requests_are_rejected() {
    let encode = |metadata: ClientMetadata| server().register(metadata).encode(now()).unwrap_err();
    for name in ["client_id", "client_secret", "registration_access_token", "redirect_uris", "scope"] {
        assert_eq!(
            encode(ClientMetadata::new().extra(name, "x")),
            EncodeError::ReservedParameter { name: name.into() }
        );
    }
    let twice = ClientMetadata::new().extra("a", 1).extra("a", 2);
    assert_eq!(encode(twice), EncodeError::RepeatedParameter { name: "a".into() });
    let no_json = ClientMetadata::new().extra("a", HashMap::from([((1, 2), 3)])).extra("b", 1);
    assert_eq!(encode(no_json), EncodeError::InvalidMember { name: "a".into() });
    assert_eq!(encode(ClientMetadata::new().scope("a\"b")), EncodeError::InvalidScope);
    let bare = Server::new(Issuer::new("https://a.example").unwrap());
    let error = bare.register(ClientMetadata::new()).encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::NoEndpoint { endpoint: "registration_endpoint" });
}

/// RFC 7591 §3.2.1, with the members of RFC 7592 §3.
pub(crate) const RESPONSE: &str = r#"{"client_id":"s6BhdRkqt3","client_secret":"cf136dc3c1fc93f31185e5885805d",
    "client_id_issued_at":2893256800,"client_secret_expires_at":2893276800,
    "redirect_uris":["https://client.example.org/callback","https://client.example.org/callback2"],
    "grant_types":["authorization_code","refresh_token"],"client_name":"My Example Client",
    "client_name#ja-Jpan-JP":"クライアント名","token_endpoint_auth_method":"client_secret_basic",
    "logo_uri":"https://client.example.org/logo.png","jwks_uri":"https://client.example.org/my_public_keys.jwks",
    "example_extension_parameter":"example_value",
    "registration_access_token":"reg-23410913-abewfq.123483",
    "registration_client_uri":"https://server.example.com/register/s6BhdRkqt3"}"#;

#[test]
fn the_example_of_the_rfc() {
    let information = decode(&json(201, RESPONSE)).unwrap();
    assert_eq!(information.client_id, "s6BhdRkqt3");
    let secret = information.client_secret.as_ref().map(Secret::expose);
    assert_eq!(secret, Some("cf136dc3c1fc93f31185e5885805d"));
    assert_eq!(information.client_id_issued_at, at(2_893_256_800));
    assert_eq!(information.client_secret_expires_at, at(2_893_276_800));
    let metadata = &information.metadata;
    assert_eq!(metadata.redirect_uris.as_ref().unwrap().len(), 2);
    assert_eq!(metadata.grant_types.as_ref().unwrap(), &["authorization_code", "refresh_token"]);
    assert_eq!(metadata.client_name.as_deref(), Some("My Example Client"));
    assert_eq!(metadata.jwks_uri.as_deref(), Some("https://client.example.org/my_public_keys.jwks"));
    let names: Vec<&str> = metadata.extra.names().collect();
    assert!(names.len() == 2 && names.contains(&"example_extension_parameter"), "{names:?}");
    let uri = "https://server.example.com/register/s6BhdRkqt3";
    assert_eq!(information.registration_client_uri(), Some(uri));

    let client = Client::registered(server(), &information).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    let basic = "Basic czZCaGRSa3F0MzpjZjEzNmRjM2MxZmM5M2YzMTE4NWU1ODg1ODA1ZA==";
    assert_eq!(request.headers()["authorization"], basic);
}

#[test]
fn spellings_of_numbers() {
    let information = with(r#""client_id_issued_at":"1795339143","client_secret_expires_at":0"#).unwrap();
    assert_eq!(information.client_id_issued_at, at(1_795_339_143));
    assert_eq!(information.client_secret_expires_at, None);
    assert_eq!(with(r#""client_secret_expires_at":"0""#).unwrap().client_secret_expires_at, None);
    assert_eq!(with(r#""client_secret_expires_at":1"#).unwrap().client_secret_expires_at, at(1));
}

#[test]
fn essential_members_are_read_or_named_in_the_error() {
    for body in ["{}", r#"{"client_id":""}"#, r#"{"client_id":null}"#] {
        assert_eq!(problem(decode(&json(201, body))), Problem::Missing { field: "client_id" });
    }
    for (field, value, found) in [
        ("client_id", "[]", "an array"),
        ("client_id", "true", "a boolean"),
        ("client_secret", "7", "a number"),
        ("client_secret", "{}", "an object"),
    ] {
        let body = format!(r#"{{"client_id":"c","{field}":{value}}}"#)
            .replace(r#""client_id":"c","client_id""#, r#""client_id""#);
        let wrong = Problem::WrongType { field, expected: "a string", found };
        assert_eq!(problem(decode(&json(201, body))), wrong);
    }
    let numbered = decode(&json(201, r#"{"client_id":7}"#)).unwrap();
    assert_eq!(numbered.client_id, "7");
    assert_eq!(numbered.deviations, [Deviation::NumberAsText { member: "client_id" }]);
}

#[test]
fn an_invalid_expiry_does_not_affect_id_and_secret() {
    for value in ["false", r#""2030-05-24T10:11:12Z""#, "-1", "[]", "1795339143000"] {
        let member = "client_secret_expires_at";
        let information = with(&format!(r#""client_secret":"s","{member}":{value}"#)).unwrap();
        assert_eq!(information.client_secret.as_ref().map(Secret::expose), Some("s"), "{value}");
        assert_eq!(information.client_secret_expires_at, None, "{value}");
        assert_eq!(information.deviations, [Deviation::Unreadable { member }], "{value}");
        assert!(information.metadata.extra.names().eq([member]), "{value}");
    }
}

#[test]
fn the_server_overrides_the_requested_method() {
    let asked = |method: &str| server().register(ClientMetadata::new().token_endpoint_auth_method(method));
    let read = |call: ClientRegistration, member: &str| {
        let response = json(201, format!(r#"{{"client_id":"c","client_secret":"s"{member}}}"#));
        let information = call.decode((&response).into(), now()).unwrap();
        let client = Client::registered(server(), &information).unwrap();
        let body = String::from_utf8(client.client_credentials().encode(now()).unwrap().into_body()).unwrap();
        (information.metadata.token_endpoint_auth_method, body.contains("client_secret=s"))
    };
    let post = Some("client_secret_post".to_owned());
    let basic = Some("client_secret_basic".to_owned());
    assert_eq!(read(asked("client_secret_post"), ""), (post.clone(), true));
    assert_eq!(read(asked("client_secret_post"), r#","token_endpoint_auth_method":7"#), (post.clone(), true));
    assert_eq!(
        read(asked("client_secret_post"), r#","token_endpoint_auth_method":"client_secret_basic""#),
        (basic.clone(), false)
    );
    assert_eq!(read(server().register(ClientMetadata::new()), ""), (None, false));
    let list = r#","token_endpoint_auth_method":["client_secret_post"]"#;
    assert_eq!(read(server().register(ClientMetadata::new()), list), (post.clone(), true));
    let configuration = ClientConfiguration::new(&server(), "c", "https://server.example.com/r/c", "t").unwrap();
    let update = configuration.update(ClientMetadata::new().token_endpoint_auth_method("client_secret_post"));
    let information = update.decode((&json(200, r#"{"client_id":"c"}"#)).into(), now()).unwrap();
    assert_eq!(information.metadata.token_endpoint_auth_method, post);
}

#[test]
fn the_authentication_method_can_be_chosen() {
    let id = "CCMJSQ0880Ih8bml9t//NyDWDR38Tt";
    let response = json(201, format!(r#"{{"client_id":"{id}","client_secret":"s/1"}}"#));
    let information = decode(&response).unwrap();
    let client = Client::registered_with(server(), &information, ClientAuthentication::client_secret_post).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    let body = b"grant_type=client_credentials&client_id=CCMJSQ0880Ih8bml9t%2F%2FNyDWDR38Tt&client_secret=s%2F1";
    assert_eq!(request.body(), body);
    assert!(!request.headers().contains_key("authorization"));
    let raw = server().with_dialect(Dialect::new().basic_encoding(BasicEncoding::Raw));
    let request = Client::registered(raw, &information).unwrap().client_credentials().encode(now()).unwrap();
    let basic = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("{id}:s/1"));
    assert_eq!(request.headers()["authorization"], format!("Basic {basic}"));
    let public = decode(&json(201, r#"{"client_id":"c"}"#)).unwrap();
    assert!(Client::registered_with(server(), &public, ClientAuthentication::client_secret_post).is_err());
}

#[test]
fn the_errors_of_the_rfc() {
    for (text, code) in [
        ("invalid_redirect_uri", ErrorCode::INVALID_REDIRECT_URI),
        ("invalid_client_metadata", ErrorCode::INVALID_CLIENT_METADATA),
        ("invalid_software_statement", ErrorCode::INVALID_SOFTWARE_STATEMENT),
        ("unapproved_software_statement", ErrorCode::UNAPPROVED_SOFTWARE_STATEMENT),
    ] {
        let error = decode(&json(400, format!(r#"{{"error":"{text}"}}"#))).unwrap_err();
        assert_eq!(error.code(), Some(&code));
    }
}

#[test]
fn a_client_can_be_created_from_a_registration() {
    let body = |members: &str| {
        let information = with(members).unwrap();
        let client = Client::registered(server(), &information)?;
        let request = client.client_credentials().encode(now()).unwrap();
        let basic = request.headers().contains_key("authorization");
        Ok::<_, ConfigError>((basic, String::from_utf8(request.into_body()).unwrap()))
    };
    let grant = "grant_type=client_credentials";
    let method = |method: &str| format!(r#""token_endpoint_auth_method":"{method}""#);
    let secret = r#","client_secret":"s""#;
    assert_eq!(body(&(method("client_secret_basic") + secret)).unwrap(), (true, grant.to_owned()));
    assert_eq!(body(&secret[1..]).unwrap(), (true, grant.to_owned()));
    let post = format!("{grant}&client_id=c&client_secret=s");
    assert_eq!(body(&(method("client_secret_post") + secret)).unwrap(), (false, post));
    let public = format!("{grant}&client_id=c");
    assert_eq!(body(&method("none")).unwrap(), (false, public.clone()));
    assert_eq!(body(&(method("none") + secret)).unwrap(), (false, public.clone()));
    assert_eq!(body(r#""x":1"#).unwrap(), (false, public));
    for (members, name) in [
        (method("private_key_jwt"), "private_key_jwt"),
        (method("client_secret_basic"), "client_secret_basic"),
        (method("client_secret_jwt") + secret, "client_secret_jwt"),
    ] {
        assert_eq!(body(&members).unwrap_err(), ConfigError::MethodWithoutCredentials { method: name.into() });
    }
}

#[test]
fn a_registered_client_signs_by_its_registered_method() {
    let registered = |method: Option<&str>| {
        let method = method.map(|method| format!(r#","token_endpoint_auth_method":"{method}""#)).unwrap_or_default();
        let response = json(201, format!(r#"{{"client_id":"c","client_secret":"s"{method}}}"#));
        server().register(ClientMetadata::new()).decode((&response).into(), now()).unwrap()
    };
    let sent = |method, algorithm| {
        let client = Client::registered_with_key(server(), &registered(method), TestKey::new(algorithm))?;
        let request = client.client_credentials().encode(now()).unwrap();
        Ok::<_, ConfigError>(assertion(&request, "client_assertion").0["alg"].clone())
    };
    for (method, algorithm) in [
        (Some("private_key_jwt"), Algorithm::Es256),
        (Some("client_secret_jwt"), Algorithm::Hs256),
        (None, Algorithm::Es256),
        (None, Algorithm::Hs256),
    ] {
        assert_eq!(sent(method, algorithm).unwrap(), algorithm.as_str());
    }
    assert!(matches!(sent(Some("private_key_jwt"), Algorithm::Hs256), Err(ConfigError::SymmetricKey { .. })));
    assert!(matches!(sent(Some("client_secret_jwt"), Algorithm::Es256), Err(ConfigError::AsymmetricKey { .. })));
    let other = ConfigError::MethodWithoutCredentials { method: "client_secret_post".to_owned() };
    assert_eq!(sent(Some("client_secret_post"), Algorithm::Es256), Err(other));
}

#[test]
fn the_public_keys_of_a_client_are_registered() {
    let keys = ClientAssertion::new(TestKey::new(Algorithm::Es256).jwk(EC_JWK)).public_jwks().unwrap();
    let request = server().register(ClientMetadata::new().jwks(&keys)).encode(now()).unwrap();
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["jwks"], serde_json::from_str::<serde_json::Value>(&keys).unwrap());
    for invalid in [
        "",
        "[]",
        r#"{"keys":{}}"#,
        r#"{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"C4N4RY"}]}"#,
        r#"{"keys":[{"kty":"oct","k":"C4N4RY"}]}"#,
    ] {
        let error = server().register(ClientMetadata::new().jwks(invalid)).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::InvalidMember { name: "jwks".to_owned() });
    }
}

#[test]
fn recorded_responses() {
    let (mut registered, mut errors, mut deleted) = (0, 0, 0);
    for (name, response) in recordings("registration") {
        if response.status() == 204 {
            let issuer = Issuer::dangerous_http_loopback("http://127.0.0.1:4101").unwrap();
            let configuration =
                ClientConfiguration::new(&Server::new(issuer), "c", "http://127.0.0.1:4101/reg/c", "t").unwrap();
            configuration.delete().decode((&response).into(), now()).unwrap();
            deleted += 1;
            continue;
        }
        let port = if name.starts_with("canaille") { 5001 } else { 4101 };
        let issuer = Issuer::dangerous_http_loopback(&format!("http://127.0.0.1:{port}")).unwrap();
        let server =
            Server::new(issuer).with_endpoint(Endpoint::Token, &format!("http://127.0.0.1:{port}/token")).unwrap();
        let said: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        match server.register(ClientMetadata::new()).decode((&response).into(), now()) {
            Ok(read) => {
                registered += 1;
                assert_eq!(Some(&*read.client_id), said["client_id"].as_str(), "{name}");
                assert_eq!(read.client_secret.as_ref().map(Secret::expose), said["client_secret"].as_str(), "{name}");
                assert_eq!(read.client_id_issued_at, said["client_id_issued_at"].as_u64().and_then(at), "{name}");
                assert_eq!(read.client_secret_expires_at, None, "{name}");
                assert_eq!(read.registration_client_uri(), said["registration_client_uri"].as_str(), "{name}");
                let scope = said["scope"].as_str().filter(|scope| !scope.is_empty());
                assert_eq!(read.metadata.scope.as_ref().map(Scope::as_str), scope, "{name}");
                let client = Client::registered(server, &read).unwrap();
                assert_eq!(client.client_id(), read.client_id);
                assert!(read.configuration().is_some(), "{name}");
            }
            Err(error) => {
                errors += 1;
                assert_eq!(error.code().map(ErrorCode::as_str), said["error"].as_str(), "{name}");
            }
        }
    }
    assert_eq!((registered, errors, deleted), (4, 4, 1));
}

//! Every member of every response with each wrong type, absent, empty or huge: it is read, or the error names it.

use http::Response;
use oauth_core::endpoint::{ClientMetadata, ProtectedResource, UserHint};
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call, DecodeError, Endpoint, Issuer, Secret};
use serde_json::{Value, json};

use crate::support::{basic, client, json, now, pingone};

/// Part of every text in the responses. No error of a malformed response may quote it.
const CANARY: &str = "C4N4RY";

type Decode = Box<dyn Fn(&Response<Vec<u8>>) -> Result<(), DecodeError>>;

fn decode<C: Call + 'static>(call: C) -> Decode {
    Box::new(move |response| call.decode(response.into(), now()).map(drop))
}

/// Each endpoint with a valid response whose members are all known.
fn endpoints() -> Vec<(&'static str, Decode, Value)> {
    let client = client(basic());
    let tokens = json!({"access_token": "A", "token_type": "Bearer", "expires_in": 1, "refresh_token": "R", "scope": "s",
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"});
    let secret = Secret::new("t");
    let server = pingone().with_endpoint(Endpoint::Registration, "https://auth.pingone.com/register").unwrap();
    vec![
        ("client_credentials", decode(client.client_credentials()), tokens.clone()),
        ("refresh_token", decode(client.refresh_token(&secret)), tokens.clone()),
        ("token_exchange", decode(client.token_exchange(&secret, TokenTypeIdentifier::JWT)), tokens),
        (
            "device_authorization",
            decode(client.device_authorization()),
            json!({"device_code": "D", "user_code": "U", "verification_uri": "https://a.example",
                "verification_uri_complete": "https://a.example/?u=U", "expires_in": 60, "interval": 5}),
        ),
        (
            "backchannel_authentication",
            decode(client.backchannel_authentication(UserHint::Login("u".into()))),
            json!({"auth_req_id": "A", "expires_in": 60, "interval": 5}),
        ),
        (
            "pushed_authorization_request",
            decode(client.authorization_request("https://c.example/cb").push_with([7; 96]).unwrap()),
            json!({"request_uri": "urn:x", "expires_in": 60}),
        ),
        (
            "introspection",
            decode(client.introspect(&secret)),
            json!({"active": true, "scope": "a", "client_id": "c", "username": "u", "token_type": "Bearer", "exp": 2,
                "iat": 1, "nbf": 1, "sub": "s", "aud": ["a"], "iss": "https://a.example", "jti": "j", "acr": "1",
                "auth_time": 1}),
        ),
        (
            "userinfo",
            decode(client.userinfo_with(&secret)),
            json!({"sub": "s", "name": "n", "email": "e", "email_verified": true, "updated_at": 1}),
        ),
        (
            "registration",
            decode(server.register(ClientMetadata::new())),
            json!({"client_id": "c", "client_secret": "s", "client_id_issued_at": 1, "client_secret_expires_at": 0,
                "registration_access_token": "t", "registration_client_uri": "https://auth.pingone.com/r/c",
                "redirect_uris": ["https://c.example"], "grant_types": ["x"], "client_name": "n"}),
        ),
        (
            "server metadata",
            decode(Issuer::new("https://a.example").unwrap().openid_metadata()),
            json!({"issuer": "https://a.example", "token_endpoint": "https://a.example/t", "jwks_uri": "https://a.example/j",
                "scopes_supported": ["a"], "grant_types_supported": ["b"],
                "authorization_response_iss_parameter_supported": true}),
        ),
        (
            "protected resource metadata",
            decode(ProtectedResource::new("https://a.example").unwrap().metadata()),
            json!({"resource": "https://a.example", "authorization_servers": ["https://b.example"],
                "scopes_supported": ["a"], "bearer_methods_supported": ["header"]}),
        ),
    ]
}

fn values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(1.5),
        json!(-1e300),
        json!(""),
        json!(CANARY),
        json!(format!("{CANARY}\r\n")),
        json!(format!("{CANARY}{}", "y".repeat(100_000))),
        json!([]),
        json!([1]),
        json!([CANARY, null]),
        json!({}),
        json!({CANARY: CANARY}),
    ]
}

#[test]
fn the_valid_responses_are_valid() {
    for (endpoint, decode, good) in endpoints() {
        assert!(decode(&json(201, good.to_string())).is_ok(), "{endpoint}: {:?}", decode(&json(201, good.to_string())));
    }
}

#[test]
fn every_member_is_read_or_named_in_the_error() {
    let mut refused = 0;
    for (endpoint, decode, good) in endpoints() {
        for member in good.as_object().unwrap().keys() {
            let absent = {
                let mut response = good.clone();
                response.as_object_mut().unwrap().remove(member);
                response
            };
            let replaced = values().into_iter().map(|value| {
                let mut response = good.clone();
                response[member] = value;
                response
            });
            for body in std::iter::once(absent).chain(replaced) {
                let Err(error) = decode(&json(200, body.to_string())) else { continue };
                refused += 1;
                let text = error.to_string();
                assert!(text.contains(member.as_str()), "{endpoint}, {member}: {text}");
                match error {
                    DecodeError::Malformed(_) => assert!(!text.contains(CANARY), "{endpoint}, {member}: {text}"),
                    DecodeError::Untrusted(_) => {}
                    _ => panic!("{endpoint}, {member}: {text}"),
                }
            }
        }
    }
    assert!(refused > 200, "{refused}");
}

//! UserInfo (OpenID Connect Core 1.0 §5.3): requests with a bearer token, and claims about the user.

use std::time::{Duration, UNIX_EPOCH};

use http::Response;
use oauth_core::call::Deviation;
use oauth_core::endpoint::{UserInfoRequest, UserInfoResponse};
use oauth_core::error::{FailedCheck, Problem};
use oauth_core::{Call as _, DecodeError, EncodeError, ErrorCode, Secret};

use crate::captures::recordings;
use crate::support::{ENV, basic, client, http_response, json, now, read, wire};

fn request() -> UserInfoRequest {
    client(basic()).userinfo_with(&Secret::new("SlAV32hkKG"))
}

fn decode(response: &Response<Vec<u8>>) -> Result<UserInfoResponse, DecodeError> {
    request().decode(response.into(), now())
}

fn with(member: &str) -> Result<UserInfoResponse, DecodeError> {
    decode(&json(200, format!(r#"{{"sub":"s",{member}}}"#)))
}

fn problem(response: Result<UserInfoResponse, DecodeError>) -> Problem {
    match response {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_request() {
    let encoded = request().extra_header("X-Tenant", "t").encode(now()).unwrap();
    assert!(encoded.headers()["authorization"].is_sensitive());
    assert_eq!(
        wire(&encoded),
        format!(
            "GET https://auth.pingone.com/{ENV}/as/userinfo\n\
             accept-encoding: identity\n\
             accept: application/json\n\
             authorization: Bearer SlAV32hkKG\n\
             x-tenant: t\n\n"
        )
    );
    let error = request().extra_header("authorization", "x").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedHeader { name: "authorization".into() });
}

#[test]
fn only_a_bearer_token_is_presented_as_one() {
    let encode = |token_type: &str| {
        let tokens = read(&json(200, format!(r#"{{"access_token":"A"{token_type}}}"#))).unwrap();
        client(basic()).userinfo(&tokens).encode(now())
    };
    for bearer in ["", r#","token_type":"Bearer""#, r#","token_type":"bearer""#] {
        assert_eq!(encode(bearer).unwrap().headers()["authorization"], "Bearer A");
    }
    for other in ["DPoP", "mac", "N_A"] {
        assert_eq!(encode(&format!(r#","token_type":"{other}""#)).unwrap_err(), EncodeError::NotBearer);
    }
    for token in ["", "a\r\nb", "\u{e9}"] {
        let error = client(basic()).userinfo_with(&Secret::new(token)).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::InvalidToken);
    }
}

#[test]
fn the_example_of_the_specification() {
    // OpenID Connect Core 1.0 §5.3.2
    let claims = decode(&json(
        200,
        r#"{"sub":"248289761001","name":"Jane Doe","given_name":"Jane","family_name":"Doe",
            "preferred_username":"j.doe","email":"janedoe@example.com",
            "picture":"http://example.com/janedoe/me.jpg"}"#,
    ))
    .unwrap();
    assert_eq!(claims.sub, "248289761001");
    assert_eq!(claims.name.as_deref(), Some("Jane Doe"));
    assert_eq!(claims.given_name.as_deref(), Some("Jane"));
    assert_eq!(claims.family_name.as_deref(), Some("Doe"));
    assert_eq!(claims.preferred_username.as_deref(), Some("j.doe"));
    assert_eq!(claims.email.as_deref(), Some("janedoe@example.com"));
    assert_eq!(claims.picture.as_deref(), Some("http://example.com/janedoe/me.jpg"));
    assert_eq!((claims.email_verified, claims.updated_at, claims.extra.is_empty()), (None, None, true));
}

#[test]
fn the_other_claims() {
    let claims = with(
        r#""email_verified":true,"phone_number":"+1","phone_number_verified":false,"locale":"de","updated_at":7,
           "address":{"country":"JP"}"#,
    )
    .unwrap();
    assert_eq!((claims.email_verified, claims.phone_number_verified), (Some(true), Some(false)));
    assert_eq!((claims.phone_number.as_deref(), claims.locale.as_deref()), (Some("+1"), Some("de")));
    assert_eq!(claims.updated_at, UNIX_EPOCH.checked_add(Duration::from_secs(7)));
    assert_eq!(claims.extra.get::<serde_json::Value>("address").unwrap()["country"], "JP");
}

#[test]
fn the_subject_is_required_and_must_match() {
    for body in ["{}", r#"{"sub":null}"#, r#"{"sub":""}"#] {
        assert_eq!(problem(decode(&json(200, body))), Problem::Missing { field: "sub" });
    }
    let response = json(200, r#"{"sub":"alice"}"#);
    assert_eq!(request().expect_subject("alice").decode((&response).into(), now()).unwrap().sub, "alice");
    for other in ["bob", "Alice", "alice ", ""] {
        match request().expect_subject(other).decode((&response).into(), now()) {
            Err(DecodeError::Untrusted(error)) => {
                assert_eq!(*error.check(), FailedCheck::Subject);
                assert!(!error.to_string().contains("alice"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn verified_must_be_a_boolean() {
    for value in ["\"true\"", "1", "\"1\"", "[true]", "{\"x\":true}"] {
        for field in ["email_verified", "phone_number_verified"] {
            let claims = with(&format!("\"{field}\":{value}")).unwrap();
            assert_eq!((claims.email_verified, claims.phone_number_verified), (None, None), "{value}");
            let kept: serde_json::Value = claims.extra.get(field).unwrap();
            assert_eq!(kept.to_string(), value, "reachable as it was");
        }
    }
}

#[test]
fn a_subject_of_a_wrong_type_is_named_in_the_error() {
    for (value, found) in [("true", "a boolean"), ("[]", "an array"), ("{}", "an object"), ("1.5", "a number")] {
        let wrong = Problem::WrongType { field: "sub", expected: "a string", found };
        assert_eq!(problem(decode(&json(200, format!(r#"{{"sub":{value}}}"#)))), wrong);
    }
    let claims = decode(&json(200, r#"{"sub":35}"#)).unwrap();
    assert_eq!((&*claims.sub, claims.deviations), ("35", vec![Deviation::NumberAsText { member: "sub" }]));
    assert!(with(r#""name":null,"email":null,"updated_at":null"#).unwrap().extra.is_empty());
}

#[test]
fn a_custom_accept_header() {
    let encoded = request().accept("application/vnd.example+json").encode(now()).unwrap();
    assert_eq!(encoded.headers()["accept"], "application/vnd.example+json");
    assert_eq!(
        request().accept("a\n").encode(now()).unwrap_err(),
        EncodeError::InvalidHeader { name: "accept".into() }
    );
}

#[test]
fn an_error_may_be_only_in_a_challenge() {
    // RFC 6750 §3
    let mut response = http_response(401, "text/html", "");
    let line = r#"Bearer realm="example", error="invalid_token", error_description="The access token expired""#;
    response.headers_mut().insert("www-authenticate", line.parse().unwrap());
    let error = decode(&response).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INVALID_TOKEN));
    let endpoint = format!("the userinfo_endpoint https://auth.pingone.com/{ENV}/as/userinfo");
    assert_eq!(error.to_string(), format!("{endpoint} answered 401 invalid_token: The access token expired"));
    assert_eq!(error.challenges()[0].realm(), Some("example"));

    let line = r#"Bearer error="insufficient_scope", scope="openid email""#;
    let mut response = http_response(403, "text/html", "");
    response.headers_mut().insert("www-authenticate", line.parse().unwrap());
    let error = decode(&response).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INSUFFICIENT_SCOPE));
    assert_eq!(error.challenges()[0].step_up().unwrap().scope.unwrap().as_str(), "openid email");
}

#[test]
fn a_jwt_response_has_its_own_error() {
    assert_eq!(problem(decode(&http_response(200, "application/jwt", "eyJ.eyJ.x"))), Problem::Jwt);
    let shown = format!(
        "the userinfo_endpoint https://auth.pingone.com/{ENV}/as/userinfo sent 200, which is not a valid OAuth response: \
         it is a JWT, which is not supported; register the client for a JSON response (9 bytes of application/jwt)"
    );
    assert_eq!(decode(&http_response(200, "application/jwt", "eyJ.eyJ.x")).unwrap_err().to_string(), shown);
}

#[test]
fn recorded_responses() {
    let (mut claims, mut errors, mut signed) = (0, 0, 0);
    for (name, response) in recordings("userinfo") {
        let said = serde_json::from_slice::<serde_json::Value>(response.body());
        match (decode(&response), said) {
            (Ok(read), Ok(said)) => {
                assert_eq!(Some(&*read.sub), said["sub"].as_str(), "{name}");
                assert_eq!(read.name.as_deref(), said["name"].as_str(), "{name}");
                assert_eq!(read.email_verified, said["email_verified"].as_bool(), "{name}");
                claims += 1;
            }
            (Err(DecodeError::Server(error)), Ok(said)) => {
                assert_eq!(Some(error.code().as_str()), said["error"].as_str(), "{name}");
                assert!(
                    error
                        .response()
                        .challenges()
                        .iter()
                        .any(|challenge| challenge.is("Bearer") || challenge.is("DPoP")),
                    "{name}"
                );
                errors += 1;
            }
            (Err(DecodeError::Malformed(error)), Err(_)) => {
                assert_eq!(*error.problem(), Problem::Jwt, "{name}");
                signed += 1;
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    assert_eq!((claims, errors, signed), (3, 5, 2));
}

//! Backchannel authentication requests and responses.

use std::time::Duration;

use http::Response;
use oauth_core::Client;
use oauth_core::call::Deviation;
use oauth_core::endpoint::{BackchannelAuthentication, UserHint};
use oauth_core::error::Problem;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, DecodeError, EncodeError, ErrorCode, Secret};
use serde_json::{Value, json as value};

use crate::captures::capture;
use crate::support::{ID, basic, client, json, now, pingone, post, wire};

fn ada() -> UserHint {
    UserHint::Login("ada".into())
}

pub(crate) fn asked(response: &Response<Vec<u8>>) -> Result<BackchannelAuthentication, DecodeError> {
    client(basic()).backchannel_authentication(ada()).decode(response.into(), now())
}

/// The response of CIBA §7.3 with one member replaced, or removed by `None`.
pub(crate) fn with(member: &str, replaced: Option<Value>) -> Response<Vec<u8>> {
    let mut body = value!({"auth_req_id": "1c266114-a1be-4252-8ad1-04986c5b9ac1", "expires_in": 120, "interval": 2});
    body.as_object_mut().unwrap().remove(member);
    if let Some(replaced) = replaced {
        body[member] = replaced;
    }
    json(200, body.to_string())
}

fn problem(response: &Response<Vec<u8>>) -> Problem {
    match asked(response) {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_request_to_pingone() {
    let call = client(post()).backchannel_authentication(ada()).scope("openid email").binding_message("W4SCT");
    let expected = "POST https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/cibaAuthorization\n\
        accept-encoding: identity\n\
        accept: application/json\n\
        content-type: application/x-www-form-urlencoded\n\n\
        scope=openid+email&login_hint=ada&binding_message=W4SCT\
        &client_id=48567a65-8f00-4630-b8b0-2c02ce94168a&client_secret=Ab~9.x_Y-z0";
    assert_eq!(wire(&call.encode(now()).unwrap()), expected);
}

#[test]
fn every_parameter() {
    let call = client(basic())
        .backchannel_authentication(UserHint::LoginToken(Secret::new("h.i.j")))
        .acr_values("high low")
        .binding_message("b")
        .user_code("1234")
        .requested_expiry(Duration::from_millis(59_001))
        .resource("https://r.example")
        .extra_parameter("x", "1");
    let expected = "scope=openid&login_hint_token=h.i.j&acr_values=high+low&binding_message=b&user_code=1234\
        &requested_expiry=60&resource=https%3A%2F%2Fr.example&x=1";
    assert_eq!(call.encode(now()).unwrap().body(), expected.as_bytes());
}

#[test]
fn one_hint_is_sent() {
    let body = |hint| {
        let request = client(basic()).backchannel_authentication(hint).encode(now()).unwrap();
        String::from_utf8(request.into_body()).unwrap()
    };
    assert_eq!(body(ada()), "scope=openid&login_hint=ada");
    assert_eq!(body(UserHint::IdToken(Secret::new("a.b.c"))), "scope=openid&id_token_hint=a.b.c");
    assert_eq!(body(UserHint::LoginToken(Secret::new("t"))), "scope=openid&login_hint_token=t");
    let call = client(basic()).backchannel_authentication(UserHint::Login(String::new()));
    assert_eq!(call.encode(now()).unwrap_err(), EncodeError::EmptyParameter { name: "login_hint".into() });
}

#[test]
fn invalid_requests_are_rejected() {
    let call = || client(basic()).backchannel_authentication(ada());
    for scope in ["", "email", "OPENID", "openid2"] {
        assert_eq!(call().scope(scope).encode(now()).unwrap_err(), EncodeError::MissingOpenidScope, "{scope}");
    }
    assert_eq!(call().scope("openid \"").encode(now()).unwrap_err(), EncodeError::InvalidScope);
    let error = call().binding_message("a\nb").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::InvalidParameter { name: "binding_message".into() });
    let error = call().extra_parameter("login_hint", "other").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedParameter { name: "login_hint".into() });
    let request = call().requested_expiry(Duration::ZERO).encode(now()).unwrap();
    assert!(request.body().ends_with(b"requested_expiry=1"));
}

#[test]
fn the_response() {
    let read = asked(&with("extension", Some(value!("kept")))).unwrap();
    assert_eq!(read.auth_req_id.expose(), "1c266114-a1be-4252-8ad1-04986c5b9ac1");
    assert_eq!((read.expires_in.as_secs(), read.interval.as_secs()), (120, 2));
    assert_eq!(read.expires_at, now() + Duration::from_secs(120));
    assert_eq!(read.extra.get::<String>("extension").as_deref(), Some("kept"));
}

#[test]
fn every_member_absent_null_or_empty() {
    for absent in [None, Some(Value::Null), Some(value!(""))] {
        let field = "auth_req_id";
        assert_eq!(problem(&with(field, absent.clone())), Problem::Missing { field });
        assert_eq!(asked(&with("interval", absent.clone())).unwrap().interval.as_secs(), 5);
        let assumed = asked(&with("expires_in", absent)).unwrap();
        assert_eq!((assumed.expires_in.as_secs(), assumed.deviations), (300, vec![Deviation::ExpiresInAssumed]));
    }
}

#[test]
fn every_wrong_type_of_the_id() {
    let field = "auth_req_id";
    for (wrong, found) in [(value!(true), "a boolean"), (value!([]), "an array"), (value!({}), "an object")] {
        let expected = Problem::WrongType { field, expected: "a string", found };
        assert_eq!(problem(&with(field, Some(wrong))), expected);
    }
    assert_eq!(
        problem(&with(field, Some(value!("a\u{0}")))),
        Problem::InvalidValue { field, reason: "holds a character that no token can hold" }
    );
    let strict = Client::new(pingone().with_dialect(Dialect::new().strict()), ID, basic()).unwrap();
    let response = with("expires_in", Some(value!("120")));
    assert!(asked(&response).is_ok());
    assert!(strict.backchannel_authentication(ada()).decode((&response).into(), now()).is_err());
}

#[test]
fn recorded_responses() {
    let read = |name: &str| asked(&capture("oidc-provider/polling", name));
    let first = read("ciba_request").unwrap();
    assert_eq!(first.auth_req_id.expose(), "i5qD2Huz_U_zpwJEFtxTD5dy2Sxt5z4N0HG47Y6ruR5");
    assert_eq!((first.expires_in.as_secs(), first.interval.as_secs()), (300, 5));
    assert!(read("ciba_request_deny").is_ok());
    for (name, code) in [
        ("ciba_bad_binding_message", ErrorCode::INVALID_BINDING_MESSAGE),
        ("ciba_no_hint", ErrorCode::INVALID_REQUEST),
        ("ciba_unknown_user", ErrorCode::UNKNOWN_USER_ID),
    ] {
        assert_eq!(read(name).unwrap_err().code(), Some(&code), "{name}");
    }
}

#[test]
fn the_error_codes_of_ciba() {
    for (text, code) in [
        ("access_denied", ErrorCode::ACCESS_DENIED),
        ("expired_login_hint_token", ErrorCode::EXPIRED_LOGIN_HINT_TOKEN),
        ("invalid_binding_message", ErrorCode::INVALID_BINDING_MESSAGE),
        ("invalid_user_code", ErrorCode::INVALID_USER_CODE),
        ("missing_user_code", ErrorCode::MISSING_USER_CODE),
        ("unknown_user_id", ErrorCode::UNKNOWN_USER_ID),
    ] {
        let error = asked(&json(400, format!(r#"{{"error":"{text}"}}"#))).unwrap_err();
        assert_eq!(error.code(), Some(&code));
    }
}

#[test]
fn the_request_expires_when_the_response_says() {
    let request = asked(&with("expires_in", Some(value!(60)))).unwrap();
    let at = |seconds| now() + Duration::from_secs(seconds);
    assert_eq!([0, 59, 60, 61].map(|seconds| request.is_expired(at(seconds))), [false, false, true, true]);
}

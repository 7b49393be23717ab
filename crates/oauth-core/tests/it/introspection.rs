//! Token introspection (RFC 7662): the request, and every member of the response.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Response;
use oauth_core::call::Deviation;
use oauth_core::endpoint::IntrospectionResponse;
use oauth_core::error::Problem;
use oauth_core::server::Dialect;
use oauth_core::token::TokenType;
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, EncodeError, ErrorCode, Scope, Secret};

use crate::captures::recordings;
use crate::support::{ENV, ID, basic, client, http_response, json, now, pingone, post, wire};

fn decode_as(dialect: Dialect, response: &Response<Vec<u8>>) -> Result<IntrospectionResponse, DecodeError> {
    let client = Client::new(pingone().with_dialect(dialect), ID, basic()).unwrap();
    client.introspect(&Secret::new("t")).decode(response.into(), now())
}

fn decode(response: &Response<Vec<u8>>) -> Result<IntrospectionResponse, DecodeError> {
    decode_as(Dialect::new(), response)
}

fn with(member: &str) -> Result<IntrospectionResponse, DecodeError> {
    decode(&json(200, format!(r#"{{"active":true,{member}}}"#)))
}

fn problem(response: Result<IntrospectionResponse, DecodeError>) -> Problem {
    match response {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    }
}

fn at(seconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[test]
fn the_request() {
    let call = client(basic()).introspect(&Secret::new("mF_9.B5f-4.1JqM")).token_type_hint("access_token");
    assert_eq!(
        wire(&call.encode(now()).unwrap()),
        format!(
            "POST https://auth.pingone.com/{ENV}/as/introspect\n\
             accept-encoding: identity\n\
             accept: application/json\n\
             authorization: Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow\n\
             content-type: application/x-www-form-urlencoded\n\n\
             token=mF_9.B5f-4.1JqM&token_type_hint=access_token"
        )
    );
    let error = client(basic()).introspect(&Secret::new("")).encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::EmptyParameter { name: "token".into() });
}

#[test]
fn the_example_of_the_rfc() {
    // RFC 7662 §2.2
    let token = decode(&json(
        200,
        r#"{"active":true,"client_id":"l238j323ds-23ij4","username":"jdoe","scope":"read write dolphin",
            "sub":"Z5O3upPC88QrAjx00dis","aud":"https://protected.example.net/resource",
            "iss":"https://server.example.com/","exp":1419356238,"iat":1419350238,"extension_field":"twenty-seven"}"#,
    ))
    .unwrap();
    assert!(token.active);
    assert_eq!(token.client_id.as_deref(), Some("l238j323ds-23ij4"));
    assert_eq!(token.username.as_deref(), Some("jdoe"));
    assert_eq!(token.scope, Some(Scope::from("read write dolphin")));
    assert_eq!(token.sub.as_deref(), Some("Z5O3upPC88QrAjx00dis"));
    assert_eq!(token.aud, ["https://protected.example.net/resource"]);
    assert_eq!(token.iss.as_deref(), Some("https://server.example.com/"));
    assert_eq!((token.exp, token.iat, token.nbf), (at(1_419_356_238), at(1_419_350_238), None));
    assert_eq!(token.extra.get::<String>("extension_field").as_deref(), Some("twenty-seven"));
    assert_eq!((token.jti, token.token_type, token.acr, token.auth_time), (None, None, None, None));
}

#[test]
fn the_example_of_a_step_up() {
    // RFC 9470 §6.2
    let token = with(r#""auth_time":1639528912,"acr":"myACR","token_type":"bearer","jti":"j","nbf":1"#).unwrap();
    assert_eq!((token.auth_time, token.acr.as_deref()), (at(1_639_528_912), Some("myACR")));
    assert_eq!((token.token_type, token.jti.as_deref(), token.nbf), (Some(TokenType::BEARER), Some("j"), at(1)));
}

#[test]
fn active_must_be_a_boolean() {
    for (value, found) in
        [("\"true\"", "a string"), ("1", "a number"), ("[]", "an array"), ("{}", "an object"), ("\"\"", "a string")]
    {
        let wrong = Problem::WrongType { field: "active", expected: "a boolean", found };
        assert_eq!(problem(decode(&json(200, format!(r#"{{"active":{value}}}"#)))), wrong);
    }
    for body in ["{}", r#"{"active":null}"#, r#"{"Active":true}"#] {
        assert_eq!(problem(decode(&json(200, body))), Problem::Missing { field: "active" });
    }
    let form = Problem::WrongType { field: "active", expected: "a boolean", found: "a string" };
    assert_eq!(problem(decode(&http_response(200, "text/plain", "active=true"))), form);
}

#[test]
fn an_inactive_token_has_no_other_members() {
    let body = r#"{"active":false,"sub":"alice","scope":"admin","exp":[],"aud":"x","username":"Alice","x":1}"#;
    let token = decode(&json(200, body)).unwrap();
    assert_eq!(format!("{token:?}"), format!("{:?}", IntrospectionResponse::default()));
}

#[test]
fn security_relevant_members_are_never_treated_as_absent() {
    for (field, expected) in [("iss", "a string"), ("scope", "a string"), ("exp", "a number"), ("nbf", "a number")] {
        for (value, found) in [("true", "a boolean"), ("{}", "an object")] {
            assert_eq!(problem(with(&format!("\"{field}\":{value}"))), Problem::WrongType { field, expected, found });
        }
    }
    for field in ["exp", "nbf"] {
        for value in ["-1", "1e300", "\"soon\"", "\"\"", "18446744073709551615", "253402300800"] {
            let reason = "is not a number of seconds from 1970 to the year 9999";
            assert_eq!(
                problem(with(&format!("\"{field}\":{value}"))),
                Problem::InvalidValue { field, reason },
                "{value}"
            );
        }
    }
    for (value, found) in [("1", "a number"), ("{}", "an object"), ("[\"a\",1]", "a number"), ("[null]", "null")] {
        let wrong = Problem::WrongType { field: "aud", expected: "a string or an array of strings", found };
        assert_eq!(problem(with(&format!("\"aud\":{value}"))), wrong);
    }
    for (field, value) in [("aud", "[]"), ("iss", "\"\"")] {
        let empty = Problem::InvalidValue { field, reason: "is empty" };
        assert_eq!(problem(with(&format!("\"{field}\":{value}"))), empty);
    }
    assert!(with(r#""aud":"a","aud":"b""#).is_err() && with(r#""active":false"#).is_err());
}

#[test]
fn a_number_is_read_as_its_digits() {
    let token = with(r#""sub":35,"client_id":42"#).unwrap();
    assert_eq!((token.sub.as_deref(), token.client_id.as_deref()), (Some("35"), Some("42")));
    let number = |member| Deviation::NumberAsText { member };
    assert_eq!(token.deviations, [number("client_id"), number("sub")]);
}

#[test]
fn null_and_absent_are_the_same() {
    let all = r#""scope":null,"client_id":null,"username":null,"token_type":null,"exp":null,"iat":null,"nbf":null,
        "sub":null,"aud":null,"iss":null,"jti":null,"acr":null,"auth_time":null"#;
    let nulls = format!("{:?}", with(all).unwrap());
    assert_eq!(nulls, format!("{:?}", decode(&json(200, r#"{"active":true}"#)).unwrap()));
}

#[test]
fn spellings_of_audience_and_scope() {
    assert_eq!(with(r#""aud":["a","b"]"#).unwrap().aud, ["a", "b"]);
    assert_eq!(with(r#""scope":["a","b"]"#).unwrap().scope, Some(Scope::from("a b")));
    let array = json(200, r#"{"active":true,"scope":["a"]}"#);
    assert!(decode_as(Dialect::new().strict(), &array).is_err());
    let comma = decode_as(Dialect::new().scope_separator(','), &json(200, r#"{"active":true,"scope":"a,b"}"#));
    assert_eq!(comma.unwrap().scope, Some(Scope::from("a b")));
}

#[test]
fn a_jwt_response_has_its_own_error() {
    for content_type in ["application/token-introspection+jwt", "Application/JWT; charset=utf-8"] {
        let response = http_response(200, content_type, "eyJhbGciOiJub25lIn0.eyJhY3RpdmUiOnRydWV9.");
        assert_eq!(problem(decode(&response)), Problem::Jwt);
        // The content type decides, not the body.
        assert_eq!(problem(decode(&http_response(200, content_type, r#"{"active":true}"#))), Problem::Jwt);
    }
}

#[test]
fn recorded_responses() {
    let (mut active, mut inactive, mut errors, mut signed) = (0, 0, 0, 0);
    for (name, response) in recordings("introspection") {
        let said = serde_json::from_slice::<serde_json::Value>(response.body());
        match (decode(&response), said) {
            (Ok(token), Ok(said)) => {
                assert_eq!(Some(token.active), said["active"].as_bool(), "{name}");
                *(if token.active { &mut active } else { &mut inactive }) += 1;
                assert_eq!(token.sub.as_deref(), said["sub"].as_str(), "{name}");
                let since = token.exp.map(|exp| exp.duration_since(UNIX_EPOCH).unwrap().as_secs_f64());
                assert_eq!(since, said["exp"].as_f64(), "{name}");
                assert_eq!(token.aud.is_empty(), said["aud"].is_null(), "{name}");
                assert_eq!(token.extra.names().collect::<Vec<_>>().contains(&"cnf"), !said["cnf"].is_null(), "{name}");
            }
            (Err(DecodeError::Server(error)), Ok(said)) => {
                assert_eq!(Some(error.code().as_str()), said["error"].as_str(), "{name}");
                errors += 1;
            }
            (Err(DecodeError::Malformed(error)), Err(_)) => {
                assert_eq!(*error.problem(), Problem::Jwt, "{name}");
                signed += 1;
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    assert_eq!((active, inactive, errors, signed), (5, 5, 6, 1));
}

#[test]
fn canaille_sends_times_with_fractions() {
    let (_, response) =
        recordings("introspection").into_iter().find(|(name, _)| name == "canaille/introspect_access").unwrap();
    let exp = decode(&response).unwrap().exp.unwrap().duration_since(UNIX_EPOCH).unwrap();
    assert_eq!((exp.as_secs(), exp.subsec_micros().abs_diff(897_781) <= 1), (1_796_203_142, true));
}

#[test]
fn the_caller_may_be_refused() {
    let error = decode(&json(401, r#"{"error":"invalid_client"}"#)).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INVALID_CLIENT));
    let error = decode(&json(403, "")).unwrap_err();
    assert!(matches!(error, DecodeError::Refused(_)));
    let message = error.to_string();
    assert!(message.contains("refused the request with 403") && message.contains("BasicEncoding::Raw"), "{message}");
}

#[test]
fn the_request_can_be_authorized_by_a_token() {
    for authentication in [basic(), post(), ClientAuthentication::none()] {
        let call =
            client(authentication).introspect(&Secret::new("mF_9")).authorized_by(&Secret::new("23410913-abewfq"));
        assert_eq!(
            wire(&call.encode(now()).unwrap()),
            format!(
                "POST https://auth.pingone.com/{ENV}/as/introspect\n\
                 accept-encoding: identity\n\
                 accept: application/json\n\
                 authorization: Bearer 23410913-abewfq\n\
                 content-type: application/x-www-form-urlencoded\n\n\
                 token=mF_9"
            )
        );
        assert!(call.encode(now()).unwrap().headers()["authorization"].is_sensitive());
        let echo = json(401, r#"{"error":"invalid_token","error_description":"23410913-abewfq is over, mF_9 too"}"#);
        let error = call.decode((&echo).into(), now()).unwrap_err().to_string();
        assert!(error.ends_with(": [cut out] is over, [cut out] too"), "{error}");
    }
    let anonymous = Client::without_identity(pingone()).introspect(&Secret::new("t"));
    assert_eq!(anonymous.encode(now()).unwrap_err(), EncodeError::NoIdentity);
    assert!(anonymous.clone().authorized_by(&Secret::new("b")).encode(now()).is_ok());
    assert_eq!(anonymous.authorized_by(&Secret::new("b\n")).encode(now()).unwrap_err(), EncodeError::InvalidToken);
}

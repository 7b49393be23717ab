//! Error responses and malformed responses, from real providers.

use std::error::Error as _;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use oauth_core::call::Deviation;
use oauth_core::error::{Problem, ServerError};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, DecodeError, ErrorCode, Response};

use crate::support::{BASIC_NOTE, basic, client, http_response, json, now, problem, read, read_as};

const TOKEN_ENDPOINT: &str =
    "the token_endpoint https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token";

fn server_error(response: &http::Response<Vec<u8>>) -> ServerError {
    match read(response) {
        Err(DecodeError::Server(error)) => error,
        other => panic!("expected the server's no, got {other:?}"),
    }
}

#[test]
fn pingone_sends_invalid_client() {
    let description =
        "Request denied: Invalid client credentials (Correlation ID: 1b2c3d4e-0000-4000-8000-000000000000)";
    let error =
        server_error(&json(401, format!(r#"{{"error":"invalid_client","error_description":"{description}"}}"#)));
    assert_eq!(*error.code(), ErrorCode::INVALID_CLIENT);
    assert_eq!(error.description(), Some(description));
    assert_eq!(error.response().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(error.to_string(), format!("{TOKEN_ENDPOINT} answered 401 invalid_client: {description}{BASIC_NOTE}"));
}

#[test]
fn github_sends_errors_with_200() {
    let error = server_error(&json(
        200,
        r#"{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.","error_uri":"/apps/managing-oauth-apps/x"}"#,
    ));
    assert_eq!(error.code().as_str(), "bad_verification_code");
    assert_eq!(error.uri(), Some("/apps/managing-oauth-apps/x"));
    assert_eq!(error.response().status(), StatusCode::OK);
}

#[test]
fn an_error_may_be_a_form() {
    let body = "error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.";
    for status in [200, 400] {
        let error = server_error(&http_response(status, "application/x-www-form-urlencoded", body));
        assert_eq!(error.description(), Some("The code passed is incorrect or expired."));
    }
}

#[test]
fn an_error_with_200_needs_no_other_members() {
    for body in [r#"{"error":"invalid_code"}"#, r#"{"ok":false,"error":"invalid_code"}"#] {
        assert_eq!(server_error(&json(200, body)).code().as_str(), "invalid_code");
    }
    assert_eq!(server_error(&json(200, r#"{"access_token":"A","error":"x"}"#)).code().as_str(), "x");
}

#[test]
fn an_empty_or_null_error_is_ignored() {
    for error in ["null", "\"\"", "0", "false", "[]"] {
        let response = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","error":{error}}}"#));
        let tokens = read(&response).unwrap();
        assert_eq!((tokens.deviations, tokens.extra.is_empty()), (vec![Deviation::ErrorEmpty], true), "{error}");
        assert!(read_as(Dialect::new().strict(), &response).is_err());
    }
    for error in ["true", "[0]", "{}", "1.5"] {
        let response = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","error":{error}}}"#));
        assert!(read(&response).is_err(), "{error}");
    }
}

#[test]
fn an_error_may_be_an_object_or_a_number() {
    let body = r#"{"error":{"message":"Invalid verification code","type":"OAuthException","code":100}}"#;
    let error = server_error(&json(400, body));
    assert_eq!((error.code().as_str(), error.description()), ("100", Some("Invalid verification code")));
    let inner: serde_json::Value = error.extra().get("error").unwrap();
    assert_eq!(inner["type"], "OAuthException");
    assert_eq!(error.response().expose_body(), body.as_bytes());
    let rows = [
        (403, r#"{"error":7}"#, "7"),
        (403, r#"{"error":-7}"#, "-7"),
        (400, r#"{"error":{"type":"Expired"}}"#, "Expired"),
        (200, r#"{"error":{"code":"x","status":"y"},"access_token":"A"}"#, "x"),
        (401, r#"{"error":{"code":{},"status":"UNAUTHENTICATED"}}"#, "UNAUTHENTICATED"),
    ];
    for (status, body, code) in rows {
        assert_eq!(server_error(&json(status, body)).code().as_str(), code, "{body}");
    }
    // A description in the response itself takes precedence over one inside the error object.
    let body = r#"{"error":{"code":"x","message":"in"},"error_description":"out"}"#;
    assert_eq!(server_error(&json(400, body)).description(), Some("out"));
}

#[test]
fn retry_after_of_too_many_requests() {
    let body = r#"{"message":"Too Many Requests","error":429}"#;
    let rows = [
        ("7", Some(7)),
        ("0", Some(0)),
        ("Sun, 22 Nov 2026 12:03:27 GMT", Some(7)),
        ("Wed, 21 Oct 2026 07:28:00 GMT", Some(0)),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("99999999999999999999", Some(315_360_000)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(315_360_000)),
    ];
    for (header, seconds) in rows {
        let mut response = json(429, body);
        response.headers_mut().insert("retry-after", header.parse().unwrap());
        let error = read(&response).unwrap_err();
        assert_eq!(error.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(error.retry_after(now()), seconds.map(Duration::from_secs), "{header:?}");
    }
    assert_eq!(read(&json(429, body)).unwrap_err().retry_after(now()), None);
    assert_eq!(server_error(&json(429, body)).code().as_str(), "429");
}

#[test]
fn other_error_bodies_are_a_refusal() {
    for body in [
        r#"{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x"}]}"#,
        r#"{"message":"Bad Request","errors":[{"resource":"AuthorizationCode","field":"code","code":"invalid"}]}"#,
        r#"{"status":400,"message":"Invalid refresh token"}"#,
    ] {
        let error = read(&json(400, body)).unwrap_err();
        assert!(matches!(error, DecodeError::Refused(_)), "{error:?}");
        assert_eq!((error.status().as_u16(), error.response().expose_body()), (400, body.as_bytes()));
    }
}

#[test]
fn a_wechat_error_is_malformed_without_a_hook() {
    let body = r#"{"errcode":40029,"errmsg":"invalid code"}"#;
    let response = http_response(200, "text/plain", body);
    assert_eq!(problem(&response), Problem::Missing { field: "access_token" });
    assert_eq!(read(&response).unwrap_err().response().expose_body(), body.as_bytes());
}

#[test]
fn extensions_of_an_error_are_kept() {
    let entra = server_error(&json(
        401,
        r#"{"error":"invalid_client","error_description":"AADSTS7000215: x\r\nTrace ID: t","error_codes":[7000215],"timestamp":"2026-11-22 12:00:00Z","trace_id":"t","correlation_id":"c","error_uri":"https://login.microsoftonline.com/error?code=7000215"}"#,
    ));
    assert_eq!(entra.description(), Some("AADSTS7000215: x\r\nTrace ID: t"));
    assert_eq!(entra.extra().get::<Vec<u32>>("error_codes"), Some(vec![7_000_215]));
    assert_eq!(entra.extra().get::<String>("trace_id").as_deref(), Some("t"));
    assert!(!entra.to_string().contains('\n'), "a message is one line");

    let zoom = server_error(&json(400, r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#));
    assert_eq!(*zoom.code(), ErrorCode::INVALID_CLIENT);
    assert_eq!(zoom.extra().get::<String>("reason").as_deref(), Some("Invalid client_id or client_secret"));
}

#[test]
fn unreadable_bodies_are_malformed() {
    let rows = [
        (http_response(200, "application/json", ""), Problem::Empty),
        (http_response(200, "application/json", " \r\n"), Problem::Empty),
        (json(200, vec![b' '; 5 * 1024 * 1024]), Problem::TooLarge { limit: 1_048_576 }),
        (json(200, vec![0xff; 4_097]), Problem::Utf8),
        (json(200, "[]"), Problem::NotAnObject { found: "an array" }),
        (json(200, "\"A\""), Problem::NotAnObject { found: "a string" }),
        (json(200, r#"{"access_token":"A"}{"access_token":"B"}"#), Problem::Syntax { offset: 20 }),
        (http_response(200, "text/plain", "OK"), Problem::Syntax { offset: 0 }),
        (http_response(200, "application/json", "a=b"), Problem::Syntax { offset: 0 }),
    ];
    for (response, expected) in &rows {
        assert_eq!(problem(response), *expected);
        assert_eq!(read(response).unwrap_err().status(), response.status());
    }
}

#[test]
fn an_unavailable_server_is_not_malformed() {
    let html = "<html><head><title>502 Bad Gateway</title></head></html>";
    for (status, content_type, body) in [
        (502, "text/html", html),
        (200, "text/html", html),
        (200, "text/html", "\u{feff}<html>"),
        (403, "text/html", html),
        (503, "text/plain", "Service Unavailable"),
        (504, "application/json", "a=b"),
        (500, "application/json", "{}"),
        (520, "text/plain", ""),
        (429, "text/plain", ""),
    ] {
        let error = read(&http_response(status, content_type, body)).unwrap_err();
        assert!(matches!(error, DecodeError::Unavailable(_)) && error.is_transient(), "{error:?}");
        assert_eq!(error.status().as_u16(), status);
    }
    let message = read(&http_response(502, "text/html", html)).unwrap_err().to_string();
    let body = "56 bytes of text/html titled \"502 Bad Gateway\"";
    assert_eq!(message, format!("{TOKEN_ENDPOINT} failed with 502 ({body})"));
}

#[test]
fn an_error_keeps_a_bounded_part_of_the_body() {
    let error = read(&json(500, vec![b'x'; 5 * 1024 * 1024])).unwrap_err();
    assert_eq!(error.response().expose_body().len(), 64 * 1024);
}

#[test]
fn a_body_may_have_one_mebibyte() {
    let body = |size: usize| {
        let empty = r#"{"access_token":"A","token_type":"Bearer","x":""}"#;
        empty.replace("\"\"}", &format!("\"{}\"}}", "y".repeat(size - empty.len())))
    };
    assert!(read(&json(200, body(1_048_576))).is_ok());
    assert_eq!(problem(&json(200, body(1_048_577))), Problem::TooLarge { limit: 1_048_576 });
}

#[test]
fn a_redirect_is_rejected_with_any_body() {
    for status in [301, 302, 303, 307, 308] {
        assert_eq!(problem(&json(status, r#"{"access_token":"A","token_type":"Bearer"}"#)), Problem::Redirect);
    }
}

#[test]
fn a_token_with_the_status_of_an_error_is_a_refusal() {
    let error = read(&json(400, r#"{"access_token":"A","token_type":"Bearer"}"#)).unwrap_err();
    assert!(matches!(error, DecodeError::Refused(_)), "{error:?}");
}

#[test]
fn a_token_of_a_wrong_type_is_named_in_the_error() {
    let field = "access_token";
    for (value, found) in [("true", "a boolean"), ("1", "a number"), ("[1]", "an array"), ("{}", "an object")] {
        let got = problem(&json(200, format!(r#"{{"access_token":{value},"token_type":"Bearer"}}"#)));
        assert_eq!(got, Problem::WrongType { field, expected: "a string", found });
        assert!(got.to_string().contains(field));
    }
}

#[test]
fn a_missing_access_token_is_named_in_the_error() {
    for body in [r#"{"token_type":"Bearer"}"#, r#"{"access_token":null}"#, r#"{"access_token":""}"#, "{}"] {
        assert_eq!(problem(&json(200, body)), Problem::Missing { field: "access_token" }, "{body}");
    }
}

#[test]
fn a_token_cannot_inject_a_header() {
    for value in ["a\\r\\nX: y", "a\\u0000", "\\u00e9", "a\\tb"] {
        for field in ["access_token", "refresh_token", "id_token"] {
            let mut body = serde_json::json!({"access_token": "A", "token_type": "Bearer"});
            body[field] = serde_json::from_str(&format!("\"{value}\"")).unwrap();
            let response = json(200, body.to_string());
            if field == "access_token" {
                let reason = "holds a character that no token can hold";
                assert_eq!(problem(&response), Problem::InvalidValue { field, reason });
                continue;
            }
            let tokens = read(&response).unwrap();
            assert!(tokens.refresh_token.is_none() && tokens.id_token.is_none());
            assert_eq!(tokens.deviations, [Deviation::Unreadable { member: field }]);
        }
    }
}

#[test]
fn an_error_has_no_source_and_quotes_no_value() {
    let body = r#"{"access_token":{"S3CRET":"S3CRET"}}"#;
    let error = read(&json(200, body)).unwrap_err();
    assert!(error.source().is_none());
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert!(!text.contains("S3CRET"), "{text}");
    }
}

#[test]
fn a_response_from_parts_is_read_like_any_other() {
    let mut headers = HeaderMap::new();
    headers.insert("x-trace", "t".parse().unwrap());
    let response = Response::new(StatusCode::OK, &headers, br#"{"access_token":"A","token_type":"Bearer"}"#);
    assert_eq!((response.status(), &response.headers()["x-trace"]), (StatusCode::OK, &headers["x-trace"]));
    assert!(response.body().starts_with(b"{\"access_token\""));
    let tokens = client(basic()).client_credentials().decode(response, now()).unwrap();
    assert_eq!(tokens.access_token.expose(), "A");
}

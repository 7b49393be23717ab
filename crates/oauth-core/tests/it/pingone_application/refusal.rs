//! Other responses than a record.

use http::Response;
use oauth_core::{DecodeError, ErrorCode};

use super::{WORKER_TOKEN, application, secret};
use crate::support::{ENV, ID, http_response, json};

/// The URL of the record in messages.
fn url() -> String {
    format!("https://api.pingone.com/v1/environments/{ENV}/applications/{ID}")
}

/// A refusal by PingOne's management API.
fn refusal(status: u16, code: &str) -> Response<Vec<u8>> {
    let body = format!(r#"{{"id":"8a2b","code":"{code}","message":"{WORKER_TOKEN} has no access","details":[]}}"#);
    json(status, body)
}

#[test]
fn a_refusal_hints_at_the_usual_cause() {
    const CODES: [(u16, &str); 3] = [(401, "ACCESS_FAILED"), (403, "ACCESS_FAILED"), (404, "NOT_FOUND")];
    let of_record = CODES.map(|(status, code)| application(&refusal(status, code)).unwrap_err());
    let of_secret = CODES.map(|(status, code)| secret(&refusal(status, code)).unwrap_err());
    let hints = [
        ["the worker's access token is wrong or expired"; 2],
        ["the worker has no role that may read applications", "a worker application cannot read its own secret"],
        ["the environment has no such application"; 2],
    ];
    for (at, (status, code)) in CODES.into_iter().enumerate() {
        for (error, hint) in [(&of_record[at], hints[at][0]), (&of_secret[at], hints[at][1])] {
            assert!(matches!(error, DecodeError::Refused(_)), "{error:?}");
            let text = error.to_string();
            assert!(text.contains(hint) && text.contains(&status.to_string()), "{text}");
            assert!(text.contains(&url()) && !text.contains(WORKER_TOKEN) && text.len() < 500, "{text}");
            assert!(!error.is_transient() && !error.needs_sign_in());
            // Nothing of it is lost.
            let body: serde_json::Value = serde_json::from_slice(error.response().expose_body()).unwrap();
            assert_eq!((body["code"].as_str(), body["id"].as_str()), (Some(code), Some("8a2b")));
        }
    }
    assert_eq!(
        of_secret[1].to_string(),
        format!(
            "the pingone_application_secret {}/secret refused the request with 403 and named no error (88 bytes of \
             application/json); a worker application cannot read its own secret, nor that of an application with more \
             roles than its own; use the token of another worker with a role that may read secrets",
            url()
        )
    );
}

#[test]
fn other_responses() {
    let page = http_response(200, "text/html", "<html><title>Sign in</title>");
    for response in [&page, &http_response(404, "text/html", "<html>"), &http_response(503, "text/plain", "later")] {
        assert!(matches!(application(response).unwrap_err(), DecodeError::Unavailable(_)));
        assert!(matches!(secret(response).unwrap_err(), DecodeError::Unavailable(_)));
    }
    assert!(application(&page).unwrap_err().to_string().contains("titled \"Sign in\""));
    assert!(matches!(secret(&http_response(302, "text/html", "")).unwrap_err(), DecodeError::Malformed(_)));
    let mut response = http_response(401, "application/json", "");
    let line = format!(r#"Bearer error="invalid_token", error_description="{WORKER_TOKEN} is over""#);
    response.headers_mut().insert("www-authenticate", line.parse().unwrap());
    let error = secret(&response).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INVALID_TOKEN));
    assert!(error.to_string().ends_with("invalid_token: [cut out] is over"), "{error}");
}

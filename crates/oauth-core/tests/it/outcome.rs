//! The next step after an error: a table with a row for each status, body and code.

use http::Response;
use oauth_core::call::RequestContext;
use oauth_core::error::{OnBehalfOf, Spent};
use oauth_core::{Call as _, ClientAuthentication, DecodeError, Secret};

use crate::support::{BASIC_NOTE, basic, client, http_response, json, now};

const HTML: &str = "<html><title>Blocked</title></html>";

/// The error for a refresh, a user's grant, client credentials, and a call without a context.
fn errors(response: &Response<Vec<u8>>) -> [DecodeError; 4] {
    let device = r#"{"device_code":"D","user_code":"U","verification_uri":"https://a.example"}"#;
    let device = client(basic()).device_authorization().decode((&json(200, device)).into(), now()).unwrap();
    [
        client(basic()).refresh_token(&Secret::new("R1")).decode(response.into(), now()).unwrap_err(),
        client(basic()).device_token(&device).decode(response.into(), now()).unwrap_err(),
        client(basic()).client_credentials().decode(response.into(), now()).unwrap_err(),
        oauth_core::Response::from(response).failure(),
    ]
}

/// What holds for every caller, and the state of the refresh token.
#[derive(Debug, PartialEq)]
struct Outcome {
    transient: bool,
    received: bool,
    client_fault: bool,
    refresh_token: Spent,
}

const LATER: Outcome = Outcome { transient: true, received: true, client_fault: false, refresh_token: Spent::Unspent };
const FAILED: Outcome = Outcome { refresh_token: Spent::Unknown, ..LATER };
const BETWEEN: Outcome = Outcome { received: false, ..LATER };
const NO: Outcome = Outcome { transient: false, ..LATER };
const DEAD: Outcome = Outcome { refresh_token: Spent::Dead, ..NO };
const CLIENT: Outcome = Outcome { client_fault: true, ..NO };
const UNUSABLE: Outcome = Outcome { refresh_token: Spent::Unknown, ..NO };

/// Whose sign-in ends: no one's, that of a refresh only, or that of every user.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ends {
    Nothing,
    Refresh,
    Users,
}

fn error(code: &str) -> String {
    format!(r#"{{"error":"{code}"}}"#)
}

fn rows() -> Vec<(u16, &'static str, String, Outcome, Ends)> {
    use Ends::{Nothing, Refresh, Users};
    let json = "application/json";
    let coded = |status, code, outcome, ends| (status, json, error(code), outcome, ends);
    let mut rows = vec![
        // The client's fault, with any status.
        coded(400, "invalid_client", CLIENT, Nothing),
        coded(401, "invalid_client", CLIENT, Nothing),
        coded(500, "invalid_client", CLIENT, Nothing),
        coded(400, "unauthorized_client", CLIENT, Nothing),
        coded(400, "invalid_dpop_proof", CLIENT, Nothing),
        coded(400, "invalid_request_object", CLIENT, Nothing),
        coded(400, "invalid_client_metadata", CLIENT, Nothing),
        // Later.
        coded(400, "use_dpop_nonce", LATER, Nothing),
        coded(401, "use_dpop_nonce", LATER, Nothing),
        coded(400, "authorization_pending", LATER, Nothing),
        coded(400, "slow_down", LATER, Nothing),
        coded(400, "temporarily_unavailable", LATER, Nothing),
        coded(503, "temporarily_unavailable", LATER, Nothing),
        coded(400, "server_error", FAILED, Nothing),
        coded(500, "server_error", FAILED, Nothing),
        coded(503, "server_error", LATER, Nothing),
        coded(500, "invalid_grant", FAILED, Nothing),
        coded(429, "invalid_request", LATER, Nothing),
        (429, json, r#"{"message":"Too Many Requests","error":429}"#.to_owned(), LATER, Nothing),
        // The caller's fault.
        coded(400, "invalid_scope", NO, Nothing),
        coded(400, "invalid_target", NO, Nothing),
        coded(400, "unsupported_grant_type", NO, Nothing),
        coded(400, "invalid_authorization_details", NO, Nothing),
        // A sign-in is over.
        coded(400, "invalid_grant", DEAD, Users),
        coded(200, "invalid_grant", DEAD, Users),
        coded(400, "interaction_required", DEAD, Users),
        coded(400, "login_required", DEAD, Users),
        coded(400, "consent_required", DEAD, Users),
        coded(400, "account_selection_required", DEAD, Users),
        coded(400, "expired_token", DEAD, Users),
        // In a refresh, a refusal can only be about the refresh token.
        coded(400, "invalid_request", DEAD, Refresh),
        coded(400, "token_revoked_by_admin", DEAD, Refresh),
        coded(403, "access_denied", DEAD, Refresh),
        (400, json, r#"{"error":{"code":190,"message":"Session has ended"}}"#.to_owned(), DEAD, Refresh),
        (400, json, String::new(), DEAD, Refresh),
        (400, "text/plain", "Bad Request".to_owned(), DEAD, Refresh),
        (400, json, r#"{"message":"no"}"#.to_owned(), DEAD, Refresh),
        (401, json, String::new(), DEAD, Refresh),
        (401, json, "{}".to_owned(), DEAD, Refresh),
        // Refusals that are not the endpoint's own.
        (401, "text/plain", "Unauthorized".to_owned(), NO, Nothing),
        (403, json, String::new(), NO, Nothing),
        (403, json, "{}".to_owned(), NO, Nothing),
        (404, json, "{}".to_owned(), NO, Nothing),
        (407, json, String::new(), Outcome { received: false, ..NO }, Nothing),
        (302, json, String::new(), NO, Nothing),
        // Not available.
        (503, "text/html", HTML.to_owned(), LATER, Nothing),
        (429, "text/plain", String::new(), LATER, Nothing),
        // Not a response of the protocol.
        (200, json, String::new(), UNUSABLE, Nothing),
        (200, json, "[]".to_owned(), UNUSABLE, Nothing),
    ];
    rows.extend([500, 502, 504, 520].map(|status| (status, "text/html", HTML.to_owned(), FAILED, Nothing)));
    rows.extend([200, 400, 401, 403, 404, 407].map(|status| (status, "text/html", HTML.to_owned(), BETWEEN, Nothing)));
    rows
}

#[test]
fn each_error_tells_the_next_step() {
    for (status, content_type, body, expected, ends) in rows() {
        let what = format!("{status} {content_type} {body}");
        let errors = errors(&http_response(status, content_type, &*body));
        let signs_in = errors.each_ref().map(DecodeError::needs_sign_in);
        assert_eq!(signs_in, [ends != Ends::Nothing, ends == Ends::Users, false, false], "{what}");
        for (error, signs_in) in errors.iter().zip(signs_in) {
            let found = Outcome {
                transient: error.is_transient(),
                received: error.may_have_been_received(),
                client_fault: error.is_client_fault(),
                refresh_token: error.refresh_token_is(),
            };
            let dead = expected.refresh_token == Spent::Dead && !signs_in;
            let expected = if dead { &NO } else { &expected };
            assert_eq!(found, *expected, "{what}: {error:?}");
        }
    }
}

#[test]
fn a_custom_call_can_set_its_context() {
    let response = json(400, r#"{"error":"unknown_reason"}"#);
    let context = RequestContext::new("token_endpoint", "https://a.example/token?secret=s");
    let error = |on_behalf_of| {
        let context = context.on_behalf_of(on_behalf_of);
        oauth_core::Response::from(&response).with_context(&context).failure()
    };
    assert!(error(OnBehalfOf::RefreshToken).needs_sign_in());
    assert!(!error(OnBehalfOf::User).needs_sign_in() && !error(OnBehalfOf::Client).needs_sign_in());
    let message = error(OnBehalfOf::Client).to_string();
    assert_eq!(message, "the token_endpoint https://a.example/token answered 400 unknown_reason");
}

#[test]
fn a_rejected_response_keeps_its_refresh_token() {
    let refresh = client(basic()).refresh_token(&Secret::new("R1"));
    let bodies = [
        r#"{"id_token":"a.b.c","token_type":"Bearer","refresh_token":"R2"}"#,
        r#"{"access_token":["A"],"refresh_token":"R2","id_token":"a.b.c"}"#,
        "\u{feff}{\"access_token\":7,\"refresh_token\":\"R2\",\"refresh_token\":\"R2\",\"id_token\":\"a.b.c\"}",
    ];
    let form = http_response(200, "text/plain", "refresh_token=R2&id_token=a.b.c&token_type=bearer");
    for response in bodies.iter().map(|body| json(200, *body)).chain([form]) {
        let error = refresh.decode((&response).into(), now()).unwrap_err();
        assert_eq!(error.rotated().map(Secret::expose), Some("R2"));
        assert_eq!(error.refresh_token_is(), Spent::Unknown);
        let message = error.to_string();
        assert!(message.ends_with("; it brought a refresh token and an ID token, which this error holds"), "{message}");
        assert!(!message.contains("R2") && !format!("{error:?}").contains("R2"));
        let DecodeError::Malformed(malformed) = error else { panic!("{message}") };
        assert_eq!(malformed.unverified_id_token().map(Secret::expose), Some("a.b.c"));
    }
    // A refusal by the server has no new token.
    let refused = json(400, r#"{"error":"invalid_grant","refresh_token":"R2"}"#);
    assert!(refresh.decode((&refused).into(), now()).unwrap_err().rotated().is_none());
}

#[test]
fn a_refusal_without_a_code_hints_at_the_usual_cause() {
    let message = |response: &Response<Vec<u8>>, authentication| {
        client(authentication).client_credentials().decode(response.into(), now()).unwrap_err().to_string()
    };
    let refused = message(&http_response(403, "text/plain", ""), basic());
    let url = "https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token";
    assert_eq!(
        refused,
        format!(
            "the token_endpoint {url} refused the request with 403 and named no error (an empty body); usually the \
             client's id, its secret or key, or its method of authentication is wrong{BASIC_NOTE}"
        )
    );
    for (status, line) in [
        (401, "error=invalid_request,error_description=Invalid request"),
        (400, "Key realm=\"gate\""),
        (403, "Key realm=\"gate\""),
        (422, "Key realm=\"gate\""),
    ] {
        let mut response = http_response(status, "text/plain", "");
        response.headers_mut().insert("www-authenticate", line.parse().unwrap());
        let message = message(&response, ClientAuthentication::none());
        assert!(message.contains(&format!("; WWW-Authenticate: {line}")), "{message}");
    }
}

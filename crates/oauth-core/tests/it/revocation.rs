//! Token revocation (RFC 7009): the request, and which responses mean success.

use std::time::Duration;

use http::Response;
use oauth_core::{
    Call as _, Client, ClientAuthentication, DecodeError, EncodeError, Endpoint, ErrorCode, Issuer, Secret, Server,
};

use crate::captures::recordings;
use crate::support::{ENV, ID, basic, client, http_response, json, now, post, wire};

fn decode(response: &Response<Vec<u8>>) -> Result<(), DecodeError> {
    client(basic()).revoke(&Secret::new("t")).decode(response.into(), now())
}

#[test]
fn the_example_of_the_rfc() {
    // RFC 7009 §2.1
    let server = Server::new(Issuer::new("https://server.example.com").unwrap())
        .with_endpoint(Endpoint::Revocation, "https://server.example.com/revoke")
        .unwrap();
    let client = Client::new(server, "s6BhdRkqt3", ClientAuthentication::client_secret_basic("gX1fBat3bV")).unwrap();
    let call = client.revoke(&Secret::new("45ghiukldjahdnhzdauz")).token_type_hint("refresh_token");
    assert_eq!(
        wire(&call.encode(now()).unwrap()),
        "POST https://server.example.com/revoke\n\
         accept-encoding: identity\n\
         accept: */*\n\
         authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
         content-type: application/x-www-form-urlencoded\n\n\
         token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token"
    );
}

#[test]
fn each_authentication_method() {
    let body = |authentication| {
        let request = client(authentication).revoke(&Secret::new("a/b")).encode(now()).unwrap();
        assert_eq!(request.uri(), &*format!("https://auth.pingone.com/{ENV}/as/revoke"));
        assert_eq!(request.uri().query(), None, "a token in a URL is a token in a log");
        String::from_utf8(request.into_body()).unwrap()
    };
    assert_eq!(body(basic()), "token=a%2Fb");
    assert_eq!(body(post()), format!("token=a%2Fb&client_id={ID}&client_secret=Ab~9.x_Y-z0"));
    assert_eq!(body(ClientAuthentication::none()), format!("token=a%2Fb&client_id={ID}"));
}

#[test]
fn an_empty_or_invalid_token_is_rejected() {
    let refused = |token: &str| client(basic()).revoke(&Secret::new(token)).encode(now()).unwrap_err();
    assert_eq!(refused(""), EncodeError::EmptyParameter { name: "token".into() });
    assert_eq!(refused("a\n"), EncodeError::InvalidParameter { name: "token".into() });
    let error = client(basic()).revoke(&Secret::new("t")).extra_parameter("token", "u").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedParameter { name: "token".into() });
    let bare = Server::new(Issuer::new("https://a.example").unwrap());
    let error = Client::new(bare, ID, basic()).unwrap().revoke(&Secret::new("t")).encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::NoEndpoint { endpoint: "revocation_endpoint" });
}

#[test]
fn a_success_may_have_any_body() {
    let bodies: [&[u8]; 7] = [b"", b"{}", b"OK", b"<html>", b"\xff", b"{\"error\":\"x\"}", b"[1"];
    for body in bodies {
        for content_type in ["application/json", "text/plain", "text/html"] {
            decode(&http_response(200, content_type, body)).unwrap();
        }
    }
    decode(&http_response(200, "text/html", vec![b'x'; 2 << 20])).unwrap();
    decode(&http_response(204, "text/html", "")).unwrap();
}

#[test]
fn after_a_503_the_token_is_still_valid() {
    for body in ["", "<html>", r#"{"error":"temporarily_unavailable"}"#] {
        let mut response = http_response(503, "text/html", body);
        response.headers_mut().insert("retry-after", "120".parse().unwrap());
        let error = decode(&response).unwrap_err();
        assert_eq!(error.retry_after(now()), Some(Duration::from_secs(120)));
        assert!(error.is_transient());
    }
}

#[test]
fn the_errors_of_the_rfc() {
    let rows = [
        ("unsupported_token_type", ErrorCode::UNSUPPORTED_TOKEN_TYPE),
        ("invalid_client", ErrorCode::INVALID_CLIENT),
        ("invalid_request", ErrorCode::INVALID_REQUEST),
    ];
    for (text, code) in rows {
        let error = decode(&json(400, format!(r#"{{"error":"{text}"}}"#))).unwrap_err();
        assert_eq!(error.code(), Some(&code));
    }
}

#[test]
fn other_responses_are_not_a_success() {
    for (status, body) in [(302, ""), (400, "{}"), (401, ""), (404, "<html>"), (500, "OK"), (502, "{}")] {
        assert!(decode(&json(status, body)).is_err(), "{status}");
    }
}

#[test]
fn recorded_responses() {
    let mut count = (0, 0);
    for (name, response) in recordings("revocation") {
        match decode(&response) {
            Ok(()) => {
                assert_eq!(response.status(), 200, "{name}");
                count.0 += 1;
            }
            Err(error) => {
                let said: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
                assert_eq!(error.code().map(ErrorCode::as_str), said["error"].as_str(), "{name}");
                count.1 += 1;
            }
        }
    }
    assert_eq!(count, (6, 5));
}

#[test]
fn the_request_can_be_authorized_by_a_token() {
    let call = client(post()).revoke(&Secret::new("t")).authorized_by(&Secret::new("b"));
    let request = call.encode(now()).unwrap();
    assert_eq!(
        (request.body().as_slice(), &request.headers()["authorization"]),
        (&b"token=t"[..], &"Bearer b".parse().unwrap())
    );
}

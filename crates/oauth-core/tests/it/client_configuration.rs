//! Management of a registration (RFC 7592), and where its token is sent.

use http::{HeaderMap, StatusCode};
use oauth_core::call::Deviation;
use oauth_core::endpoint::{ClientConfiguration, ClientMetadata};
use oauth_core::error::{FailedCheck, UrlProblem};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, ConfigError, DecodeError, ErrorCode, Secret};

use crate::registration::{HEADERS, RESPONSE, decode, server, with};
use crate::support::{http_response, json, now, wire};

#[test]
fn the_management_requests() {
    let configuration = decode(&json(201, RESPONSE)).unwrap().configuration().unwrap();
    let uri = "https://server.example.com/register/s6BhdRkqt3";
    let headers = format!("{HEADERS}authorization: Bearer reg-23410913-abewfq.123483\n");
    assert_eq!(wire(&configuration.read().encode(now()).unwrap()), format!("GET {uri}\n{headers}\n"));
    assert_eq!(wire(&configuration.delete().encode(now()).unwrap()), format!("DELETE {uri}\n{headers}\n"));
    let update = configuration.update(ClientMetadata::new().client_name("New").extra("a", [1]));
    assert_eq!(
        wire(&update.encode(now()).unwrap()),
        format!(
            "PUT {uri}\n{headers}content-type: application/json\n\n\
             {{\"client_id\":\"s6BhdRkqt3\",\"client_name\":\"New\",\"a\":[1]}}"
        )
    );
}

#[test]
fn an_update_sends_only_the_metadata() {
    let information = decode(&json(201, RESPONSE)).unwrap();
    let request = information.configuration().unwrap().update(information.metadata.clone()).encode(now()).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(RESPONSE).unwrap();
    for name in [
        "client_secret",
        "client_id_issued_at",
        "client_secret_expires_at",
        "registration_access_token",
        "registration_client_uri",
    ] {
        expected.as_object_mut().unwrap().remove(name).unwrap();
    }
    let sent: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(sent, expected);
}

#[test]
fn the_management_responses() {
    let configuration = ClientConfiguration::new(&server(), "c", "https://server.example.com/r/c", "old").unwrap();
    let kept = json(200, r#"{"client_id":"c","client_name":"n"}"#);
    let information = configuration.read().decode((&kept).into(), now()).unwrap();
    assert_eq!(information.metadata.client_name.as_deref(), Some("n"));
    assert_eq!(information.registration_client_uri(), Some("https://server.example.com/r/c"));
    assert_eq!(information.registration_access_token.as_ref().map(Secret::expose), Some("old"));

    let rotated = json(200, r#"{"client_id":"c","registration_access_token":"new"}"#);
    let information = configuration.update(ClientMetadata::new()).decode((&rotated).into(), now()).unwrap();
    let request = information.configuration().unwrap().read().encode(now()).unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer new");

    let other = json(200, r#"{"client_id":"d"}"#);
    match configuration.read().decode((&other).into(), now()) {
        Err(DecodeError::Untrusted(error)) => {
            assert_eq!(*error.check(), FailedCheck::ClientId { expected: "c".into(), found: "d".into() });
        }
        response => panic!("{response:?}"),
    }

    configuration.delete().decode((&http_response(204, "text/plain", "")).into(), now()).unwrap();
    let error = configuration.delete().decode((&json(401, r#"{"error":"invalid_token"}"#)).into(), now()).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INVALID_TOKEN));
    for status in [302, 403, 405, 500] {
        assert!(configuration.delete().decode((&http_response(status, "text/plain", "")).into(), now()).is_err());
    }
}

#[test]
fn management_at_another_origin_must_be_allowed() {
    let body = r#""registration_access_token":"t","registration_client_uri":"https://manage.example/c""#;
    let response = json(201, format!(r#"{{"client_id":"c",{body}}}"#));
    let call = server().register(ClientMetadata::new()).dangerous_management_at("https://manage.example").unwrap();
    let information = call.decode((&response).into(), now()).unwrap();
    let configuration = information.configuration().unwrap();
    assert_eq!(configuration.read().encode(now()).unwrap().uri(), "https://manage.example/c");
    for other in ["https://evil.example/c", "https://manage.example:8443/c"] {
        let response = json(201, format!(r#"{{"client_id":"c","registration_client_uri":"{other}"}}"#));
        assert_eq!(call.decode((&response).into(), now()).unwrap().registration_client_uri(), None, "{other}");
    }
    // Once there, it stays there.
    let moved = json(
        200,
        r#"{"client_id":"c","registration_client_uri":"https://server.example.com/c","registration_access_token":"n"}"#,
    );
    let information = configuration.read().decode((&moved).into(), now()).unwrap();
    assert!(information.configuration().is_none());
    let kept = ClientConfiguration::dangerous_at_any_origin(&server(), "c", "https://manage.example/c", "t").unwrap();
    assert_eq!(kept.read().encode(now()).unwrap().headers()["authorization"], "Bearer t");
    let error = server().register(ClientMetadata::new()).dangerous_management_at("manage.example").unwrap_err();
    assert_eq!(error, ConfigError::Url { what: "URL of the management", problem: UrlProblem::NotAbsolute });
}

#[test]
fn a_token_is_only_sent_to_the_url_it_was_issued_for() {
    let old = "https://server.example.com/r/c";
    let configuration = ClientConfiguration::new(&server(), "c", old, "old").unwrap();
    let rows = [
        // The members of the response, and where which token is sent afterwards.
        ("", Some((old, "old"))),
        (r#","registration_access_token":"new""#, Some((old, "new"))),
        (r#","registration_client_uri":"https://server.example.com/r/c""#, Some((old, "old"))),
        (r#","registration_client_uri":"/r/c""#, Some((old, "old"))),
        (r#","registration_client_uri":"https://server.example.com/r2/c""#, None),
        (
            r#","registration_client_uri":"https://server.example.com/r2/c","registration_access_token":"new""#,
            Some(("https://server.example.com/r2/c", "new")),
        ),
        (r#","registration_client_uri":"https://evil.example/c""#, None),
        (r#","registration_client_uri":"https://evil.example/c","registration_access_token":"new""#, None),
        (r#","registration_client_uri":7,"registration_access_token":"new""#, None),
    ];
    for (members, expected) in rows {
        let response = json(200, format!(r#"{{"client_id":"c"{members}}}"#));
        for information in [
            configuration.read().decode((&response).into(), now()).unwrap(),
            configuration.update(ClientMetadata::new()).decode((&response).into(), now()).unwrap(),
        ] {
            let request = information.configuration().map(|next| next.read().encode(now()).unwrap());
            let expected = expected.map(|(uri, token)| (uri.to_owned(), format!("Bearer {token}")));
            let sent = request.map(|request| {
                let bearer = request.headers()["authorization"].to_str().unwrap().to_owned();
                (request.uri().to_string(), bearer)
            });
            assert_eq!(sent, expected, "{members}");
        }
    }
}

#[test]
fn an_unsafe_registration_client_uri_is_ignored() {
    let member = "registration_client_uri";
    for (url, problem) in [
        ("http://server.example.com/c", UrlProblem::Http),
        ("http://127.0.0.1/c", UrlProblem::HttpLoopback),
        ("https://u:p@server.example.com/", UrlProblem::UserInfo),
        ("https://server.example.com/a/../c", UrlProblem::DotSegment),
        ("https://169.254.169.254/", UrlProblem::Origin),
        ("https://evil.example/r", UrlProblem::Origin),
        ("https://server.example.com.evil.example/r", UrlProblem::Origin),
        ("https://server.example.com:8443/r", UrlProblem::Origin),
        ("file:///etc/passwd", UrlProblem::NotAbsolute),
    ] {
        let body = format!(r#""client_secret":"s","registration_access_token":"t","{member}":"{url}""#);
        let information = with(&body).unwrap();
        assert_eq!(information.client_secret.as_ref().map(Secret::expose), Some("s"), "{url}");
        assert_eq!(information.registration_client_uri(), None, "{url}");
        assert!(information.configuration().is_none(), "{url}");
        assert_eq!(information.deviations, [Deviation::Unreadable { member }], "{url}");
        assert_eq!(information.metadata.extra.get::<String>(member).as_deref(), Some(url));
        let error = ClientConfiguration::new(&server(), "c", url, "t").unwrap_err();
        assert_eq!(error, ConfigError::Url { what: member, problem });
    }
    assert!(with(r#""registration_client_uri":"https://server.example.com/""#).unwrap().configuration().is_none());
    assert!(with(r#""registration_access_token":"t""#).unwrap().configuration().is_none());
    for relative in ["/oauth/register/c", "//server.example.com/oauth/register/c", "/oauth/../oauth/register/c"] {
        let body = format!(r#""registration_access_token":"t","{member}":"{relative}""#);
        let information = with(&body).unwrap();
        assert!(information.registration_client_uri().unwrap().ends_with("server.example.com/oauth/register/c"));
        assert_eq!(information.deviations, [Deviation::RelativeUrl { member }]);
        let request = information.configuration().unwrap().read().encode(now()).unwrap();
        assert_eq!(request.uri(), "https://server.example.com/oauth/register/c");
    }
}

#[test]
fn a_dialect_applies_to_registration_and_management() {
    fn unwrap_data(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
        let response: serde_json::Value = serde_json::from_slice(body).ok()?;
        serde_json::to_vec(response.get("data")?).ok()
    }
    let hooked = server().with_dialect(Dialect::new().response_hook(unwrap_data));
    let response = json(201, format!(r#"{{"data":{RESPONSE}}}"#));
    let information = hooked.register(ClientMetadata::new()).decode((&response).into(), now()).unwrap();
    assert_eq!(information.client_id, "s6BhdRkqt3");
    let configuration = information.configuration().unwrap();
    assert_eq!(configuration.read().decode((&response).into(), now()).unwrap().client_id, "s6BhdRkqt3");
    let update = configuration.update(ClientMetadata::new());
    assert_eq!(update.decode((&response).into(), now()).unwrap().client_id, "s6BhdRkqt3");
    let refused = json(200, r#"{"data":{"error":"invalid_token"}}"#);
    assert_eq!(update.decode((&refused).into(), now()).unwrap_err().code(), Some(&ErrorCode::INVALID_TOKEN));
    let error = configuration.delete().decode((&json(400, r#"{"data":{"error":"x"}}"#)).into(), now()).unwrap_err();
    assert_eq!(error.code().map(ErrorCode::as_str), Some("x"));

    let strict = server().with_dialect(Dialect::new().strict());
    let odd = json(200, r#"{"client_id":"c","contacts":"a@example.org"}"#);
    assert!(strict.register(ClientMetadata::new()).decode((&odd).into(), now()).is_err());
    let configuration = ClientConfiguration::new(&strict, "c", "https://server.example.com/r/c", "t").unwrap();
    assert!(configuration.read().decode((&odd).into(), now()).is_err());
}

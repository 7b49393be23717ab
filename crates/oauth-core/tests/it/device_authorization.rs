//! Device authorization requests and responses.

use std::time::Duration;

use http::Response;
use oauth_core::call::Deviation;
use oauth_core::endpoint::DeviceAuthorization;
use oauth_core::error::{FailedCheck, Problem, UrlProblem};
use oauth_core::server::Dialect;
use oauth_core::{
    Call as _, Client, ClientAuthentication, DecodeError, EncodeError, Endpoint, ErrorCode, Issuer, Server,
};
use serde_json::{Value, json as value};

use crate::captures::capture;
use crate::support::{ID, basic, client, json, now, pingone, wire};

fn authorized(dialect: Dialect, response: &Response<Vec<u8>>) -> Result<DeviceAuthorization, DecodeError> {
    let client = Client::new(pingone().with_dialect(dialect), ID, ClientAuthentication::none()).unwrap();
    client.device_authorization().scope("openid").decode(response.into(), now())
}

/// The response of RFC 8628 §3.2 with one member replaced, or removed by `None`.
pub(crate) fn with(member: &str, replaced: Option<Value>) -> Response<Vec<u8>> {
    let mut body = value!({
        "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
        "user_code": "WDJB-MJHT",
        "verification_uri": "https://example.com/device",
        "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
        "expires_in": 1800,
        "interval": 5,
    });
    body.as_object_mut().unwrap().remove(member);
    if let Some(replaced) = replaced {
        body[member] = replaced;
    }
    json(200, body.to_string())
}

pub(crate) fn read(response: &Response<Vec<u8>>) -> DeviceAuthorization {
    authorized(Dialect::new(), response).unwrap()
}

fn problem(dialect: Dialect, response: &Response<Vec<u8>>) -> Problem {
    match authorized(dialect, response) {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rfc_8628_section_3_1_with_a_public_client() {
    let client = Client::new(pingone(), "1406020730", ClientAuthentication::none()).unwrap();
    let request = client.device_authorization().scope("example_scope").encode(now()).unwrap();
    let expected = "POST https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/device_authorization\n\
        accept-encoding: identity\n\
        accept: application/json\n\
        content-type: application/x-www-form-urlencoded\n\n\
        scope=example_scope&client_id=1406020730";
    assert_eq!(wire(&request), expected);
}

#[test]
fn a_confidential_client_authenticates() {
    let call =
        client(basic()).device_authorization().scope("a").resource("https://r.example").extra_parameter("x", "1");
    let request = call.encode(now()).unwrap();
    assert_eq!(request.body(), b"scope=a&resource=https%3A%2F%2Fr.example&x=1");
    assert!(request.headers().contains_key("authorization"));
}

#[test]
fn invalid_requests_are_rejected() {
    let call = || client(basic()).device_authorization();
    assert_eq!(call().scope("a\"").encode(now()).unwrap_err(), EncodeError::InvalidScope);
    let error = call().resource("r#f").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::InvalidResource);
    let bare = Client::new(Server::new(Issuer::new("https://a.example").unwrap()), ID, basic()).unwrap();
    let error = bare.device_authorization().encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::NoEndpoint { endpoint: Endpoint::DeviceAuthorization.name() });
}

#[test]
fn rfc_8628_section_3_2() {
    let read = read(&with("", None));
    assert_eq!(read.device_code.expose(), "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS");
    assert_eq!(read.user_code, "WDJB-MJHT");
    assert_eq!(read.verification_uri, "https://example.com/device");
    assert_eq!(read.verification_uri_complete.as_deref(), Some("https://example.com/device?user_code=WDJB-MJHT"));
    assert_eq!(read.expires_in, Duration::from_secs(1800));
    assert_eq!(read.expires_at, now() + Duration::from_secs(1800));
    assert_eq!(read.interval, Duration::from_secs(5));
    assert!(read.extra.is_empty());
}

#[test]
fn responses_of_pingone_and_google() {
    let pingone = read(&json(
        200,
        r#"{"device_code":"031887ee-2328-49a7-a2cc-83ff491e10f8","user_code":"BVKV-2GZ2","verification_uri":"https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/device/go","verification_uri_complete":"https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/device/go?user_code=BVKV-2GZ2","expires_in":600,"interval":5}"#,
    ));
    assert_eq!(pingone.user_code, "BVKV-2GZ2");

    let google = r#"{"device_code":"d","user_code":"GQVQ-JKEC","verification_url":"https://www.google.com/device","expires_in":1800}"#;
    let google = json(200, google);
    let read = read(&google);
    assert_eq!(read.verification_uri, "https://www.google.com/device");
    assert_eq!(read.interval, Duration::from_secs(5));
    let strict = Dialect::new().strict();
    assert_eq!(problem(strict, &google), Problem::Missing { field: "verification_uri" });
}

#[test]
fn the_standard_name_takes_precedence() {
    let body = r#"{"device_code":"d","user_code":"u","verification_uri":"https://a.example","verification_url":"https://b.example","expires_in":1}"#;
    let read = read(&json(200, body));
    assert_eq!(read.verification_uri, "https://a.example");
    assert_eq!(read.extra.names().collect::<Vec<_>>(), ["verification_url"]);
}

#[test]
fn recorded_responses() {
    let issuer = Issuer::dangerous_http_loopback("http://127.0.0.1:4101").unwrap();
    let client = Client::new(Server::new(issuer), "device-public", ClientAuthentication::none()).unwrap();
    let read =
        |name: &str| client.device_authorization().decode((&capture("oidc-provider/polling", name)).into(), now());
    let public = read("device_authorization").unwrap();
    assert_eq!(public.user_code, "HJSX-RKZL");
    assert_eq!(public.verification_uri, "http://127.0.0.1:4101/device");
    assert_eq!((public.expires_in.as_secs(), public.interval.as_secs()), (600, 5));
    assert_eq!(read("device_authorization_conf").unwrap().user_code, "QRTL-NWZP");
    let refused = read("device_not_allowed_client").unwrap_err();
    assert_eq!(refused.code(), Some(&ErrorCode::INVALID_REQUEST));
}

#[test]
fn every_member_absent_null_or_empty() {
    for field in ["device_code", "user_code", "verification_uri"] {
        for absent in [None, Some(Value::Null), Some(value!(""))] {
            assert_eq!(problem(Dialect::new(), &with(field, absent)), Problem::Missing { field });
        }
    }
    for absent in [None, Some(Value::Null), Some(value!(""))] {
        assert_eq!(read(&with("verification_uri_complete", absent.clone())).verification_uri_complete, None);
        assert_eq!(read(&with("interval", absent.clone())).interval, Duration::from_secs(5));
        let assumed = read(&with("expires_in", absent.clone()));
        assert_eq!(
            (assumed.expires_in, assumed.deviations),
            (Duration::from_secs(300), vec![Deviation::ExpiresInAssumed])
        );
        assert!(authorized(Dialect::new().strict(), &with("expires_in", absent)).is_err());
    }
}

#[test]
fn every_essential_member_of_every_wrong_type() {
    let wrong = [value!(true), value!([1]), value!({"a": 1}), value!(7)];
    for field in ["device_code", "user_code", "verification_uri"] {
        for (value, found) in wrong.iter().zip(["a boolean", "an array", "an object", "a number"]) {
            let expected = Problem::WrongType { field, expected: "a string", found };
            assert_eq!(problem(Dialect::new(), &with(field, Some(value.clone()))), expected);
        }
    }
}

#[test]
fn a_relative_page_must_have_the_origin_of_the_endpoint() {
    let relative = read(&with("verification_uri", Some(value!("/device"))));
    assert_eq!(relative.verification_uri, "https://auth.pingone.com/device");
    assert_eq!(relative.deviations, [Deviation::RelativeUrl { member: "verification_uri" }]);
    let strict = authorized(Dialect::new().strict(), &with("verification_uri", Some(value!("/device"))));
    assert!(strict.is_err());
    for elsewhere in ["//evil.example/device", "/\\evil.example", "device", "/%2e%2e/device"] {
        assert!(authorized(Dialect::new(), &with("verification_uri", Some(value!(elsewhere)))).is_err(), "{elsewhere}");
    }
}

#[test]
fn spellings_of_numbers() {
    let ten_years = 10 * 365 * 86_400;
    let rows = [
        (value!("7"), 7_000),
        (value!(7.5), 7_500),
        (value!(0), 1_000),
        (value!(u64::MAX), ten_years * 1_000),
        (value!("99999999999999999999999"), ten_years * 1_000),
        (value!(1e300), ten_years * 1_000),
    ];
    for (number, millis) in rows {
        assert_eq!(read(&with("interval", Some(number.clone()))).interval.as_millis(), millis, "{number}");
    }
    for text in ["600", " 600 ", "600.0"] {
        assert_eq!(read(&with("expires_in", Some(value!(text)))).expires_in.as_secs(), 600);
    }
    assert_eq!(u128::from(read(&with("expires_in", Some(value!(u64::MAX)))).expires_in.as_secs()), ten_years);
    for value in [value!("7"), value!(7.5)] {
        assert!(authorized(Dialect::new().strict(), &with("interval", Some(value))).is_err());
    }
}

#[test]
fn an_unsafe_page_is_rejected() {
    let rows = [
        ("http://example.com/device", UrlProblem::Http),
        ("http://127.0.0.1/device", UrlProblem::HttpLoopback),
        ("javascript:alert(1)", UrlProblem::NotAbsolute),
        ("javascript://example.com/%0aalert(1)", UrlProblem::NotAbsolute),
        ("file:///etc/passwd", UrlProblem::NotAbsolute),
        ("data:text/html,x", UrlProblem::NotAbsolute),
        ("--config=x", UrlProblem::NotAbsolute),
        ("-https://example.com", UrlProblem::NotAbsolute),
        ("\\\\host\\share", UrlProblem::Character),
        ("https://good.example@evil.example/", UrlProblem::UserInfo),
        ("https://192.168.1.1/device", UrlProblem::PrivateHost),
        ("https://printer.local/device", UrlProblem::PrivateHost),
        ("//evil.example/device", UrlProblem::Origin),
        ("/a/%2e%2e/device", UrlProblem::DotSegment),
        ("https://example.com/a b", UrlProblem::Character),
        ("https://example.com/`id`", UrlProblem::Character),
        ("https://example.com/\"|x", UrlProblem::Character),
        ("https://example.com/#a b", UrlProblem::Character),
        ("https://example.com/\u{202e}", UrlProblem::Character),
    ];
    for (uri, problem) in rows {
        let field = "verification_uri";
        match authorized(Dialect::new(), &with(field, Some(value!(uri)))) {
            Err(DecodeError::Untrusted(error)) => {
                assert_eq!(*error.check(), FailedCheck::VerificationUri { field, problem }, "{uri}");
                assert!(error.to_string().contains(field) && !error.to_string().contains(uri));
            }
            other => panic!("{uri}: {other:?}"),
        }
        // The other one is optional.
        let member = "verification_uri_complete";
        let complete = with(member, Some(value!(uri)));
        let authorization = read(&complete);
        assert_eq!(authorization.verification_uri_complete, None, "{uri}");
        assert_eq!(authorization.deviations, [Deviation::Unreadable { member }], "{uri}");
        assert_eq!(authorization.extra.get::<String>(member).as_deref(), Some(uri));
        let refused = self::problem(Dialect::new().strict(), &complete);
        assert!(matches!(refused, Problem::InvalidValue { field, .. } if field == member), "{refused:?}");
    }
    let page = read(&with("verification_uri", Some(value!("https://example.com/app#/device?a=1"))));
    assert_eq!(page.verification_uri, "https://example.com/app#/device?a=1");
}

#[test]
fn a_relative_page_is_resolved_against_the_endpoint() {
    for (member, reference, url) in [
        ("verification_uri", "/device", "https://auth.pingone.com/device"),
        ("verification_uri", "/a/../device?x#y", "https://auth.pingone.com/device?x#y"),
        ("verification_uri_complete", "/device?u=1", "https://auth.pingone.com/device?u=1"),
        (
            "verification_uri_complete",
            "./device",
            "https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/device",
        ),
    ] {
        let response = with(member, Some(value!(reference)));
        let authorization = read(&response);
        let complete = authorization.verification_uri_complete.as_deref();
        let page = if member == "verification_uri" { Some(&*authorization.verification_uri) } else { complete };
        assert_eq!(page, Some(url));
        assert_eq!(authorization.deviations, [Deviation::RelativeUrl { member }]);
        let refused = problem(Dialect::new().strict(), &response);
        assert_eq!(refused, Problem::InvalidValue { field: member, reason: "is a relative URL" });
    }
}

#[test]
fn codes_with_control_characters_are_rejected() {
    for code in ["a\nb", "\u{1b}[31m", "\u{202e}abc"] {
        let reason = "holds a character that cannot be shown";
        let expected = Problem::InvalidValue { field: "user_code", reason };
        assert_eq!(problem(Dialect::new(), &with("user_code", Some(value!(code)))), expected);
        let reason = "holds a character that no token can hold";
        let expected = Problem::InvalidValue { field: "device_code", reason };
        assert_eq!(problem(Dialect::new(), &with("device_code", Some(value!(code)))), expected);
    }
}

#[test]
fn a_huge_response_is_rejected() {
    let huge = with("user_code", Some(value!("x".repeat(1 << 20))));
    assert_eq!(problem(Dialect::new(), &huge), Problem::TooLarge { limit: 1 << 20 });
}

#[test]
fn the_codes_expire_when_the_response_says() {
    let device = read(&with("expires_in", Some(value!(60))));
    let at = |seconds| now() + Duration::from_secs(seconds);
    assert_eq!([0, 59, 60, 61].map(|seconds| device.is_expired(at(seconds))), [false, false, true, true]);
}

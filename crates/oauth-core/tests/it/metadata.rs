//! Discovery: where it asks, and what it believes.

use http::Method;
use oauth_core::error::{FailedCheck, Problem, UrlProblem};
use oauth_core::server::ServerMetadata;
use oauth_core::{Call as _, DecodeError, EncodeError, Endpoint, Flow as _, Issuer, Server, Step};

use crate::support::{ENV, json, now};

fn issuer() -> Issuer {
    Issuer::new(&format!("https://auth.pingone.com/{ENV}/as")).unwrap()
}

fn read(body: &str) -> Result<ServerMetadata, DecodeError> {
    issuer().openid_metadata().decode((&json(200, body)).into(), now())
}

fn with(member: &str) -> Result<ServerMetadata, DecodeError> {
    read(&format!(r#"{{"issuer":"https://auth.pingone.com/{ENV}/as",{member}}}"#))
}

#[test]
fn case_30_where_it_asks() {
    let request = issuer().openid_metadata().encode(now()).unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.uri(), &*format!("https://auth.pingone.com/{ENV}/as/.well-known/openid-configuration"));
    assert_eq!(request.headers()["accept"], "application/json");
    assert!(request.body().is_empty() && !request.headers().contains_key("authorization"));
    let request = issuer().oauth_metadata().encode(now()).unwrap();
    assert_eq!(request.uri(), &*format!("https://auth.pingone.com/.well-known/oauth-authorization-server/{ENV}/as"));
}

#[test]
fn case_30_pingone_says_of_itself() {
    let as_ = format!("https://auth.pingone.com/{ENV}/as");
    let metadata = read(&format!(
        r#"{{"issuer":"{as_}","authorization_endpoint":"{as_}/authorize","pushed_authorization_request_endpoint":"{as_}/par",
        "token_endpoint":"{as_}/token","userinfo_endpoint":"{as_}/userinfo","jwks_uri":"{as_}/jwks",
        "end_session_endpoint":"{as_}/signoff","introspection_endpoint":"{as_}/introspect","revocation_endpoint":"{as_}/revoke",
        "device_authorization_endpoint":"{as_}/device_authorization","claims_parameter_supported":false,
        "response_types_supported":["code","id_token"],"response_modes_supported":["pi.flow","query"],
        "grant_types_supported":["client_credentials"],"new_member":{{"x":1}}}}"#
    ))
    .unwrap();
    assert_eq!(metadata.response_modes_supported.as_deref().unwrap(), ["pi.flow", "query"]);
    assert_eq!(metadata.token_endpoint_auth_methods_supported, None);
    assert!(metadata.extra.names().any(|name| name == "new_member"));

    let said: Server = metadata.into();
    let preset = Server::pingone(oauth_core::pingone::Region::NorthAmerica, ENV).unwrap();
    for endpoint in [
        Endpoint::Authorization,
        Endpoint::DeviceAuthorization,
        Endpoint::EndSession,
        Endpoint::Introspection,
        Endpoint::Jwks,
        Endpoint::PushedAuthorizationRequest,
        Endpoint::Revocation,
        Endpoint::Token,
        Endpoint::Userinfo,
    ] {
        assert_eq!(said.endpoint(endpoint), preset.endpoint(endpoint), "{endpoint:?}");
    }
    assert_eq!(said.endpoint(Endpoint::Registration), None);
}

#[test]
fn case_30_the_issuer_is_compared_byte_for_byte() {
    let expected = issuer().as_str().to_owned();
    for found in [
        format!("{expected}/"),
        expected.replace("https", "HTTPS"),
        expected.replace("com/", "com:443/"),
        expected.replace("abf", "ABF"),
        expected.replace("/as", "/%61s"),
        format!("{expected}.attacker.example"),
        "https://attacker.example".to_owned(),
    ] {
        match read(&format!(r#"{{"issuer":"{found}"}}"#)) {
            Err(DecodeError::Untrusted(error)) => {
                assert_eq!(*error.check(), FailedCheck::Issuer { expected: expected.clone(), found });
            }
            other => panic!("{found}: {other:?}"),
        }
    }
}

#[test]
fn case_30_another_issuer_is_taken_by_name_alone() {
    let request = issuer().openid_metadata().dangerous_expect_issuer("https://login.example/{tenantid}");
    let answer = json(200, r#"{"issuer":"https://login.example/{tenantid}"}"#);
    let metadata = request.decode((&answer).into(), now()).unwrap();
    assert_eq!(metadata.issuer(), Some(&issuer()));
    let answer = json(200, format!(r#"{{"issuer":"{}"}}"#, issuer()));
    assert!(request.decode((&answer).into(), now()).is_err());
}

#[test]
fn an_issuer_that_is_missing_or_of_another_type_is_named() {
    let problem = |body: &str| match read(body) {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(problem("{}"), Problem::Missing { field: "issuer" });
    let wrong = Problem::WrongType { field: "issuer", expected: "a string", found: "an array" };
    assert_eq!(problem(r#"{"issuer":["https://a.example"]}"#), wrong);
}

#[test]
fn an_endpoint_that_credentials_cannot_go_to_spoils_the_metadata() {
    let rows = [
        ("http://auth.pingone.com/token", UrlProblem::Http),
        ("http://127.0.0.1/token", UrlProblem::HttpLoopback),
        ("/as/token", UrlProblem::NotAbsolute),
        ("file:///etc/passwd", UrlProblem::NotAbsolute),
        ("javascript:alert(1)", UrlProblem::NotAbsolute),
        ("--help", UrlProblem::NotAbsolute),
        ("https://a.example/$(touch x)", UrlProblem::Character),
        ("https://u:p@a.example/", UrlProblem::UserInfo),
        ("https://a.example/#f", UrlProblem::Fragment),
    ];
    for (url, problem) in rows {
        for field in ["token_endpoint", "authorization_endpoint", "jwks_uri", "revocation_endpoint"] {
            match with(&format!(r#""{field}":"{url}""#)) {
                Err(DecodeError::Untrusted(error)) => {
                    assert_eq!(*error.check(), FailedCheck::Endpoint { field, problem }, "{url}");
                }
                other => panic!("{url}: {other:?}"),
            }
        }
    }
}

#[test]
fn null_and_absent_are_the_same() {
    let metadata = with(r#""token_endpoint":null,"scopes_supported":null"#).unwrap();
    assert_eq!((metadata.endpoint(Endpoint::Token), &metadata.scopes_supported), (None, &None));
}

#[test]
fn metadata_on_loopback_may_name_endpoints_on_loopback() {
    let issuer = Issuer::dangerous_http_loopback("http://127.0.0.1:9000").unwrap();
    let body = r#"{"issuer":"http://127.0.0.1:9000","token_endpoint":"http://127.0.0.1:9000/token"}"#;
    let metadata = issuer.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
    assert_eq!(metadata.endpoint(Endpoint::Token), Some("http://127.0.0.1:9000/token"));
    let body = body.replace("0.1:9000/token", "0.1.a.example/token");
    assert!(issuer.openid_metadata().decode((&json(200, body)).into(), now()).is_err());
}

#[test]
fn extra_parameters_and_headers_are_added() {
    let request = issuer().openid_metadata().extra_parameter("appid", "a b").extra_header("x-tenant", "t");
    let request = request.encode(now()).unwrap();
    assert_eq!(request.uri().query(), Some("appid=a+b"));
    assert_eq!(request.headers()["x-tenant"], "t");
    let reserved = issuer().oauth_metadata().extra_header("authorization", "x").encode(now()).unwrap_err();
    assert_eq!(reserved, EncodeError::ReservedHeader { name: "authorization".into() });
    let mut flow = issuer().discover().extra_parameter("appid", "x").extra_header("x-tenant", "t");
    for _place in 0..2 {
        match flow.step(now()).unwrap() {
            Step::Send(request) => {
                assert_eq!(request.uri().query(), Some("appid=x"));
                assert_eq!(request.headers()["x-tenant"], "t");
            }
            other => panic!("{other:?}"),
        }
        flow.receive((&json(404, "{}")).into(), now());
    }
}

//! Server metadata: its locations, and the checks of its contents.

use http::Method;
use oauth_core::call::Deviation;
use oauth_core::endpoint::ClientMetadata;
use oauth_core::error::{FailedCheck, Problem, UrlProblem};
use oauth_core::server::ServerMetadata;
use oauth_core::{Call as _, Client, ConfigError, DecodeError, EncodeError, Endpoint, Issuer, Secret, Server};

use crate::support::{ENV, basic, json, now};

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
fn the_well_known_locations() {
    let request = issuer().openid_metadata().encode(now()).unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.uri(), &*format!("https://auth.pingone.com/{ENV}/as/.well-known/openid-configuration"));
    assert_eq!(request.headers()["accept"], "application/json");
    assert!(request.body().is_empty() && !request.headers().contains_key("authorization"));
    let request = issuer().oauth_metadata().encode(now()).unwrap();
    assert_eq!(request.uri(), &*format!("https://auth.pingone.com/.well-known/oauth-authorization-server/{ENV}/as"));
}

#[test]
fn the_metadata_of_pingone() {
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
        Endpoint::UserInfo,
    ] {
        assert_eq!(said.endpoint(endpoint), preset.endpoint(endpoint), "{endpoint:?}");
    }
    assert_eq!(said.endpoint(Endpoint::Registration), None);
}

#[test]
fn the_issuer_is_compared_byte_for_byte() {
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
fn another_issuer_must_be_allowed() {
    let request = issuer().openid_metadata().dangerous_expect_issuer("https://login.example/{tenantid}");
    let response = json(200, r#"{"issuer":"https://login.example/{tenantid}"}"#);
    let metadata = request.decode((&response).into(), now()).unwrap();
    assert_eq!(metadata.issuer(), Some(&issuer()));
    let response = json(200, format!(r#"{{"issuer":"{}"}}"#, issuer()));
    assert!(request.decode((&response).into(), now()).is_err());
}

#[test]
fn a_missing_or_invalid_issuer_is_named_in_the_error() {
    let problem = |body: &str| match read(body) {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(problem("{}"), Problem::Missing { field: "issuer" });
    let wrong = Problem::WrongType { field: "issuer", expected: "a string", found: "an array" };
    assert_eq!(problem(r#"{"issuer":["https://a.example"]}"#), wrong);
}

#[test]
fn an_unsafe_endpoint_does_not_affect_the_others() {
    let rows = [
        ("http://auth.pingone.com/token", UrlProblem::Http),
        ("http://keycloak:8080/i", UrlProblem::Http),
        ("http://127.0.0.1/token", UrlProblem::HttpLoopback),
        ("/as/token", UrlProblem::NotAbsolute),
        ("file:///etc/passwd", UrlProblem::NotAbsolute),
        ("javascript:alert(1)", UrlProblem::NotAbsolute),
        ("--help", UrlProblem::NotAbsolute),
        ("https://a.example/$(touch x)", UrlProblem::Character),
        ("https://u:p@a.example/", UrlProblem::UserInfo),
        ("https://a.example/#f", UrlProblem::Fragment),
        ("https://a.example/a/../b", UrlProblem::DotSegment),
        ("https://a.example:0443/", UrlProblem::Port),
        ("https://0x7f000001/", UrlProblem::Host),
        ("https://127.0.0.1/", UrlProblem::PrivateHost),
        ("https://localhost/", UrlProblem::PrivateHost),
        ("https://169.254.169.254/latest/meta-data", UrlProblem::PrivateHost),
        ("https://10.0.0.5/", UrlProblem::PrivateHost),
        ("https://[::ffff:192.168.0.1]/", UrlProblem::PrivateHost),
        ("https://vault.internal/", UrlProblem::PrivateHost),
    ];
    for (url, problem) in rows {
        for &endpoint in Endpoint::ALL.iter().filter(|each| **each != Endpoint::Token) {
            let member = endpoint.name();
            let fine = format!(r#""token_endpoint":"https://auth.pingone.com/{ENV}/as/token","{member}":"{url}""#);
            let metadata = with(&fine).unwrap();
            assert!(metadata.endpoint(Endpoint::Token).is_some());
            assert_eq!(metadata.endpoint(endpoint), None, "{url}");
            assert_eq!(metadata.deviations, [Deviation::Unreadable { member }], "{url}");
            assert_eq!(metadata.extra.get::<String>(member).as_deref(), Some(url));
        }
        let metadata = with(&format!(r#""revocation_endpoint":"{url}""#)).unwrap();
        let client = Client::new(metadata.into(), "id", basic()).unwrap();
        let error = client.revoke(&Secret::new("t")).encode(now()).unwrap_err();
        let endpoint = "revocation_endpoint".to_owned();
        assert_eq!(error.to_string(), format!("the revocation_endpoint {problem}"));
        assert_eq!(error, EncodeError::InvalidEndpoint { endpoint, problem }, "{url}");
    }
}

#[test]
fn private_hosts_are_for_private_servers_or_must_be_allowed() {
    let ask = |issuer: Issuer, endpoint: &str| {
        let body = format!(r#"{{"issuer":"{issuer}","token_endpoint":"{endpoint}"}}"#);
        let metadata = issuer.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
        metadata.endpoint(Endpoint::Token).map(str::to_owned)
    };
    let inside = "https://10.0.0.5/token";
    let issuer = |text: &str| Issuer::new(text).unwrap();
    assert_eq!(ask(issuer("https://a.example"), inside), None);
    for private in ["https://10.0.0.6", "https://keycloak", "https://sso.internal", "https://[fd00::1]:8443"] {
        assert_eq!(ask(issuer(private), inside).as_deref(), Some(inside), "{private}");
    }
    assert_eq!(ask(issuer("https://a.example").dangerous_private_hosts(), inside).as_deref(), Some(inside));
    // A document at a private URL that was configured may name private hosts.
    let issuer = issuer("https://a.example");
    let request = issuer.metadata_at("https://10.0.0.5/a.json").unwrap();
    let body = format!(r#"{{"issuer":"https://a.example","token_endpoint":"{inside}"}}"#);
    let metadata = request.decode((&json(200, body)).into(), now()).unwrap();
    assert_eq!(metadata.endpoint(Endpoint::Token), Some(inside));
    // A host that is configured by hand is not named by a server.
    let server = Server::new(issuer).with_endpoint(Endpoint::Token, inside).unwrap();
    assert_eq!(server.endpoint(Endpoint::Token), Some(inside));
}

#[test]
fn http_can_be_allowed_for_hosts() {
    for (issuer, host) in [
        ("http://keycloak:8080/realms/r", "keycloak"),
        ("http://10.0.0.5", "10.0.0.5"),
        ("http://x.svc.cluster.local", "x.svc.cluster.local"),
    ] {
        let url = Issuer::new(issuer).unwrap_err();
        assert_eq!(url, ConfigError::Url { what: "issuer", problem: UrlProblem::Http });
        let name = Issuer::dangerous_http(issuer, [host, "other.internal"]).unwrap();
        let body = format!(
            r#"{{"issuer":"{issuer}","token_endpoint":"{issuer}/t","jwks_uri":"http://other.internal/k",
               "revocation_endpoint":"http://vault:8200/r","introspection_endpoint":"https://vault:8200/i"}}"#
        );
        let metadata = name.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
        assert_eq!(metadata.endpoint(Endpoint::Token), Some(&*format!("{issuer}/t")));
        assert_eq!(metadata.endpoint(Endpoint::Jwks), Some("http://other.internal/k"));
        assert_eq!(metadata.endpoint(Endpoint::Introspection), Some("https://vault:8200/i"));
        assert_eq!(metadata.endpoint(Endpoint::Revocation), None);
        let client = Client::new(metadata.into(), "id", basic()).unwrap();
        let request = client.client_credentials().encode(now()).unwrap();
        assert_eq!(request.uri(), &*format!("{issuer}/t"));
        assert_eq!(name.url_policy().check_uri(request.uri()), Ok(()));
    }
    let server = Server::dangerous_http_at_token_endpoint("http://keycloak:8080/t", ["keycloak"]).unwrap();
    assert_eq!(server.endpoint(Endpoint::Token), Some("http://keycloak:8080/t"));
    assert!(Server::dangerous_http_at_token_endpoint("http://vault/t", ["keycloak"]).is_err());
}

#[test]
fn metadata_at_a_custom_url_must_name_the_issuer() {
    let request = issuer().metadata_at("https://static.example/pingone.json?v=1").unwrap();
    assert_eq!(request.encode(now()).unwrap().uri(), "https://static.example/pingone.json?v=1");
    let response = json(200, format!(r#"{{"issuer":"{}"}}"#, issuer()));
    assert_eq!(request.decode((&response).into(), now()).unwrap().issuer(), Some(&issuer()));
    let other = json(200, r#"{"issuer":"https://static.example"}"#);
    assert!(matches!(request.decode((&other).into(), now()), Err(DecodeError::Untrusted(_))));
    let error = issuer().metadata_at("http://static.example/").unwrap_err();
    assert_eq!(error, ConfigError::Url { what: "URL of the metadata", problem: UrlProblem::Http });
}

#[test]
fn metadata_without_an_issuer_must_be_allowed() {
    let (absent, other) = (json(200, "{}"), json(200, r#"{"issuer":"https://b.example"}"#));
    assert!(issuer().openid_metadata().decode((&absent).into(), now()).is_err());
    let request = issuer().openid_metadata().dangerous_without_issuer();
    assert_eq!(request.decode((&absent).into(), now()).unwrap().issuer(), Some(&issuer()));
    assert!(matches!(request.decode((&other).into(), now()), Err(DecodeError::Untrusted(_))));
    for body in [r#"{"issuer":7}"#, r#"{"issuer":["https://b.example"]}"#] {
        assert!(matches!(request.decode((&json(200, body)).into(), now()), Err(DecodeError::Malformed(_))), "{body}");
    }
}

#[test]
fn the_error_of_a_missing_endpoint_names_the_documents_read() {
    let (openid, oauth) = (
        format!("https://auth.pingone.com/{ENV}/as/.well-known/openid-configuration"),
        format!("https://auth.pingone.com/.well-known/oauth-authorization-server/{ENV}/as"),
    );
    let response = json(200, format!(r#"{{"issuer":"{}"}}"#, issuer()));
    for (request, read, other) in
        [(issuer().openid_metadata(), &openid, &oauth), (issuer().oauth_metadata(), &oauth, &openid)]
    {
        let server: Server = request.decode((&response).into(), now()).unwrap().into();
        let error = server.register(ClientMetadata::new()).encode(now()).unwrap_err();
        let (read, other) = (read.clone(), Some(other.clone()));
        assert!(error.to_string().contains(&read) && error.to_string().contains(other.as_ref().unwrap()), "{error}");
        assert_eq!(error, EncodeError::NotInMetadata { endpoint: "registration_endpoint", read, other });
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
    let metadata = issuer.openid_metadata().decode((&json(200, body)).into(), now()).unwrap();
    assert_eq!(metadata.endpoint(Endpoint::Token), None);
}

#[test]
fn extra_parameters_and_headers_are_added() {
    let request = issuer().openid_metadata().extra_parameter("appid", "a b").extra_header("x-tenant", "t");
    let request = request.encode(now()).unwrap();
    assert_eq!(request.uri().query(), Some("appid=a+b"));
    assert_eq!(request.headers()["x-tenant"], "t");
    let reserved = issuer().oauth_metadata().extra_header("authorization", "x").encode(now()).unwrap_err();
    assert_eq!(reserved, EncodeError::ReservedHeader { name: "authorization".into() });
}

#[test]
fn mtls_aliases_are_checked_only_when_they_are_used() {
    let aliases = r#""mtls_endpoint_aliases":{"token_endpoint":"https://169.254.169.254/","revocation_endpoint":"http://a.example/r"}"#;
    let metadata = with(aliases).unwrap();
    assert!(metadata.deviations.is_empty() && Endpoint::ALL.iter().all(|each| metadata.endpoint(*each).is_none()));
    let aliases: std::collections::HashMap<String, String> = metadata.extra.get("mtls_endpoint_aliases").unwrap();
    let server = Server::from(metadata);
    let error = server.with_endpoint(Endpoint::Revocation, &aliases["revocation_endpoint"]).unwrap_err();
    assert_eq!(error, ConfigError::Url { what: "revocation_endpoint", problem: UrlProblem::Http });
}

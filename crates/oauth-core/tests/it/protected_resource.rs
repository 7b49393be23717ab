//! Protected resource metadata (RFC 9728): its location, and the check that it is about the right resource.

use http::{HeaderMap, Response};
use oauth_core::call::Deviation;
use oauth_core::endpoint::{ProtectedResource, ProtectedResourceMetadata, ProtectedResourceMetadataRequest};
use oauth_core::error::{Challenge, FailedCheck, Problem, UrlProblem, challenges};
use oauth_core::{Call as _, ConfigError, DecodeError, Issuer};

use crate::support::{json, now, wire};

const RESOURCE: &str = "https://resource.example.com/v1";

fn resource() -> ProtectedResource {
    ProtectedResource::new(RESOURCE).unwrap()
}

fn decode(response: &Response<Vec<u8>>) -> Result<ProtectedResourceMetadata, DecodeError> {
    resource().metadata().decode(response.into(), now())
}

fn with(member: &str) -> Result<ProtectedResourceMetadata, DecodeError> {
    decode(&json(200, format!(r#"{{"resource":"{RESOURCE}",{member}}}"#)))
}

fn challenge(url: &str) -> Challenge {
    let mut headers = HeaderMap::new();
    headers.append("www-authenticate", format!("Bearer resource_metadata=\"{url}\"").parse().unwrap());
    challenges(&headers).remove(0)
}

#[test]
fn the_well_known_location() {
    let rows = [
        ("https://resource.example.com", "https://resource.example.com/.well-known/oauth-protected-resource"),
        ("https://resource.example.com/", "https://resource.example.com/.well-known/oauth-protected-resource"),
        (
            "https://resource.example.com/resource1",
            "https://resource.example.com/.well-known/oauth-protected-resource/resource1",
        ),
        ("https://r.example:8443/a/b/", "https://r.example:8443/.well-known/oauth-protected-resource/a/b/"),
        ("https://r.example?t=1", "https://r.example/.well-known/oauth-protected-resource?t=1"),
        ("https://r.example/?t=/1", "https://r.example/.well-known/oauth-protected-resource?t=/1"),
        ("https://r.example/a?t=1", "https://r.example/.well-known/oauth-protected-resource/a?t=1"),
    ];
    for (identifier, url) in rows {
        let request = ProtectedResource::new(identifier).unwrap().metadata().encode(now()).unwrap();
        assert_eq!(wire(&request), format!("GET {url}\naccept-encoding: identity\naccept: application/json\n\n"));
    }
}

#[test]
fn an_invalid_identifier_is_rejected() {
    let rows = [
        ("http://r.example", UrlProblem::Http),
        ("http://127.0.0.1", UrlProblem::HttpLoopback),
        ("https://r.example/#f", UrlProblem::Fragment),
        ("https://u@r.example/", UrlProblem::UserInfo),
        ("r.example", UrlProblem::NotAbsolute),
    ];
    for (identifier, problem) in rows {
        let error = ProtectedResource::new(identifier).unwrap_err();
        assert_eq!(error, ConfigError::Url { what: "resource", problem }, "{identifier}");
    }
}

#[test]
fn the_location_from_a_challenge() {
    let url = "https://resource.example.com/meta?x=1";
    let request = resource().metadata_from(&challenge(url)).unwrap().encode(now()).unwrap();
    assert_eq!(request.uri(), url);
    let mut headers = HeaderMap::new();
    headers.append("www-authenticate", "Bearer".parse().unwrap());
    let request = resource().metadata_from(&challenges(&headers)[0]).unwrap().encode(now()).unwrap();
    assert_eq!(request.uri(), "https://resource.example.com/.well-known/oauth-protected-resource/v1");
}

#[test]
fn a_challenge_cannot_name_another_origin() {
    let rows = [
        ("https://attacker.example/", UrlProblem::Origin),
        ("https://resource.example.com.attacker.example/", UrlProblem::Origin),
        ("https://resource.example.com:8443/", UrlProblem::Origin),
        ("https://169.254.169.254/latest", UrlProblem::Origin),
        ("http://resource.example.com/", UrlProblem::Http),
        ("http://127.0.0.1/", UrlProblem::HttpLoopback),
        ("https://resource.example.com@attacker.example/", UrlProblem::UserInfo),
        ("file:///etc/passwd", UrlProblem::NotAbsolute),
        ("//attacker.example/", UrlProblem::Origin),
        ("/%2e%2e/meta", UrlProblem::DotSegment),
        ("", UrlProblem::NotAbsolute),
    ];
    for (url, problem) in rows {
        let error = resource().metadata_from(&challenge(url)).unwrap_err();
        assert_eq!(error, ConfigError::Url { what: "resource_metadata", problem }, "{url}");
    }
    let elsewhere = resource().dangerous_metadata_at("https://meta.example/r").unwrap().encode(now()).unwrap();
    assert_eq!(elsewhere.uri(), "https://meta.example/r");
    assert!(resource().dangerous_metadata_at("http://meta.example/r").is_err());
}

#[test]
fn the_example_of_the_rfc() {
    // RFC 9728 §3.2
    let resource = ProtectedResource::new("https://resource.example.com").unwrap();
    let response = json(
        200,
        r#"{"resource":"https://resource.example.com",
            "authorization_servers":["https://as1.example.com","https://as2.example.net"],
            "bearer_methods_supported":["header","body"],"scopes_supported":["profile","email","phone"],
            "resource_documentation":"https://resource.example.com/resource_documentation.html"}"#,
    );
    let metadata = resource.metadata().decode((&response).into(), now()).unwrap();
    assert_eq!(metadata.resource, resource.as_str());
    let servers: Vec<String> = metadata.authorization_servers.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["https://as1.example.com", "https://as2.example.net"]);
    assert_eq!(metadata.bearer_methods_supported.unwrap(), ["header", "body"]);
    assert_eq!(metadata.scopes_supported.unwrap(), ["profile", "email", "phone"]);
    let documentation = "https://resource.example.com/resource_documentation.html";
    assert_eq!(metadata.resource_documentation.as_deref(), Some(documentation));
    assert!(metadata.extra.is_empty());
}

#[test]
fn the_resource_is_compared_byte_for_byte() {
    for found in [
        format!("{RESOURCE}/"),
        RESOURCE.to_uppercase(),
        RESOURCE.replace("com/", "com:443/"),
        RESOURCE.replace("/v1", "/%761"),
        RESOURCE.replace("/v1", ""),
        "https://attacker.example".to_owned(),
    ] {
        match decode(&json(200, format!(r#"{{"resource":"{found}"}}"#))) {
            Err(DecodeError::Untrusted(error)) => {
                assert_eq!(*error.check(), FailedCheck::Resource { expected: RESOURCE.to_owned(), found });
            }
            other => panic!("{found}: {other:?}"),
        }
    }
    for body in ["{}", r#"{"resource":null}"#, r#"{"resource":""}"#] {
        match decode(&json(200, body)) {
            Err(DecodeError::Malformed(error)) => assert_eq!(*error.problem(), Problem::Missing { field: "resource" }),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_invalid_authorization_server_is_skipped() {
    let member = "authorization_servers";
    for server in [
        "http://as.example",
        "http://localhost",
        "as.example",
        "https://as.example/?x",
        "https://as.example/.well-known/openid-configuration",
        "https://169.254.169.254",
        "https://keycloak.internal",
        "https://[fe80::1]",
        "javascript:alert(1)",
    ] {
        let metadata = with(&format!(r#""{member}":["https://good.example","{server}"]"#)).unwrap();
        assert_eq!(metadata.authorization_servers.unwrap(), [Issuer::new("https://good.example").unwrap()], "{server}");
        assert_eq!(metadata.deviations, [Deviation::ListItemUnreadable { member }], "{server}");
        assert_eq!(metadata.extra.get::<Vec<String>>(member).unwrap(), ["https://good.example", server]);

        let alone = with(&format!(r#""{member}":["{server}"]"#)).unwrap();
        assert_eq!(alone.authorization_servers, None, "{server}");
        assert_eq!(alone.deviations, [Deviation::Unreadable { member }], "{server}");
        assert_eq!(alone.extra.get::<Vec<String>>(member).unwrap(), [server]);
    }
    let local = ProtectedResource::dangerous_http_loopback("http://127.0.0.1:1/r").unwrap();
    let body = r#"{"resource":"http://127.0.0.1:1/r","authorization_servers":["http://127.0.0.1:2"]}"#;
    let metadata = local.metadata().decode((&json(200, body)).into(), now()).unwrap();
    assert_eq!(metadata.authorization_servers.unwrap()[0].as_str(), "http://127.0.0.1:2");
    let inside = ProtectedResource::dangerous_http("http://api:1/r", ["api", "keycloak"]).unwrap();
    let body = r#"{"resource":"http://api:1/r","authorization_servers":["http://keycloak:8080","http://vault:1"]}"#;
    let metadata = inside.metadata().decode((&json(200, body)).into(), now()).unwrap();
    assert_eq!(metadata.authorization_servers.unwrap().len(), 1);
    assert!(ProtectedResource::dangerous_http("http://vault:1/r", ["api"]).is_err());
    let body = format!(r#"{{"resource":"{RESOURCE}","authorization_servers":["https://keycloak.internal"]}}"#);
    let metadata = resource().dangerous_private_hosts().metadata().decode((&json(200, body)).into(), now()).unwrap();
    assert_eq!(metadata.authorization_servers.unwrap()[0].as_str(), "https://keycloak.internal");
}

#[test]
fn a_parent_of_the_resource_must_be_allowed() {
    let response = |found: &str| json(200, format!(r#"{{"resource":"{found}"}}"#));
    let resource = ProtectedResource::new("https://api.example/mcp/v1?x=1").unwrap();
    for parent in
        ["https://api.example", "https://api.example/", "https://api.example/mcp", "https://api.example/mcp/v1"]
    {
        let read = |request: ProtectedResourceMetadataRequest| request.decode((&response(parent)).into(), now());
        assert!(matches!(read(resource.metadata()), Err(DecodeError::Untrusted(_))), "{parent}");
        assert_eq!(read(resource.metadata().accept_parents()).unwrap().resource, parent);
    }
    for other in [
        "https://api.example/mc",
        "https://api.example/mcp/v1/x",
        "https://api.example/mcp/v2",
        "https://api.example/mcp?x",
        "https://api.example:8443/mcp",
        "http://api.example/mcp",
        "https://api.example.evil.example/mcp",
        "https://evil.example",
        "https://api.example@evil.example",
    ] {
        let outcome = resource.metadata().accept_parents().decode((&response(other)).into(), now());
        assert!(matches!(outcome, Err(DecodeError::Untrusted(_))), "{other}");
    }
}

#[test]
fn a_relative_location_is_resolved_against_the_resource() {
    for (reference, url) in [
        ("/meta?x=1", "https://resource.example.com/meta?x=1"),
        ("./meta", "https://resource.example.com/meta"),
        ("/a/../meta", "https://resource.example.com/meta"),
        ("https://resource.example.com:443/meta", "https://resource.example.com:443/meta"),
    ] {
        let request = resource().metadata_from(&challenge(reference)).unwrap().encode(now()).unwrap();
        assert_eq!(request.uri(), url);
    }
}

#[test]
fn the_other_members() {
    let metadata = with(
        r#""resource_name":"R","dpop_bound_access_tokens_required":true,"dpop_signing_alg_values_supported":["ES256"],
           "tls_client_certificate_bound_access_tokens":false,"authorization_details_types_supported":["x"],
           "signed_metadata":"eyJ","authorization_servers":null"#,
    )
    .unwrap();
    assert_eq!(metadata.resource_name.as_deref(), Some("R"));
    assert_eq!(metadata.dpop_bound_access_tokens_required, Some(true));
    assert_eq!(metadata.dpop_signing_alg_values_supported.unwrap(), ["ES256"]);
    assert_eq!(metadata.tls_client_certificate_bound_access_tokens, Some(false));
    assert_eq!(metadata.authorization_details_types_supported.unwrap(), ["x"]);
    assert_eq!(metadata.authorization_servers, None);
    assert_eq!(metadata.extra.names().collect::<Vec<_>>(), ["signed_metadata"]);
}

//! The contents of a request besides the credentials.

use oauth_core::call::Parameters;
use oauth_core::error::UrlProblem;
use oauth_core::grant::Grant;
use oauth_core::pingone::Region;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ConfigError, EncodeError, Endpoint, Issuer, Scope, Server};

use crate::support::{ENV, ID, basic, client, form, now, pingone, post};

#[test]
fn scopes() {
    let body = |dialect: Dialect, scope: Scope| {
        let client = Client::new(pingone().with_dialect(dialect), ID, basic()).unwrap();
        String::from_utf8(client.client_credentials().scope(scope).encode(now()).unwrap().into_body()).unwrap()
    };
    let scope = || Scope::from_iter(["a", "b"]);
    assert_eq!(body(Dialect::new(), scope()), "grant_type=client_credentials&scope=a+b");
    let comma = || Dialect::new().scope_separator(',');
    assert_eq!(body(comma(), scope()), "grant_type=client_credentials&scope=a%2Cb");
    assert_eq!(body(Dialect::new(), Scope::from("")), "grant_type=client_credentials");
}

#[test]
fn a_scope_with_a_forbidden_character_is_rejected() {
    for scope in ["a\nb", "a\"b", "a\\b", "\u{0}"] {
        let error = client(basic()).client_credentials().scope(scope).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::InvalidScope, "{scope:?}");
    }
}

#[test]
fn extra_parameters_and_headers_are_added() {
    let request = client(post())
        .client_credentials()
        .scope("a")
        .extra_parameter("audience", "https://api.example/?a=b&c")
        .extra_header("X-Tenant", "t1")
        .encode(now())
        .unwrap();
    let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "scope", "audience", "client_id", "client_secret"]);
    assert_eq!(form(&request)[2].1, "https://api.example/?a=b&c");
    assert_eq!(request.headers()["x-tenant"], "t1");
}

#[test]
fn extra_parameters_cannot_replace_those_of_the_protocol() {
    for name in ["grant_type", "scope", "client_id", "client_secret", "client_assertion", "client_assertion_type"] {
        for authentication in [basic(), post()] {
            let error =
                client(authentication).client_credentials().extra_parameter(name, "x").encode(now()).unwrap_err();
            assert_eq!(error, EncodeError::ReservedParameter { name: name.into() });
        }
    }
}

#[test]
fn extra_headers_cannot_replace_those_of_the_protocol() {
    for name in [
        "accept",
        "accept-encoding",
        "Authorization",
        "connection",
        "content-encoding",
        "content-length",
        "Content-Type",
        "dpop",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ] {
        let error = client(post()).client_credentials().extra_header(name, "x").encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::ReservedHeader { name: name.into() });
    }
}

#[test]
fn invalid_extras_are_rejected() {
    let call = || client(basic()).client_credentials();
    for (name, value) in [("", "x"), ("a\nb", "x"), ("a", "x\u{7f}")] {
        let error = call().extra_parameter(name, value).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::InvalidParameter { name: name.into() });
    }
    for (name, value) in [("", "x"), ("a b", "x"), ("a", "x\r\ny: z")] {
        let error = call().extra_header(name, value).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::InvalidHeader { name: name.into() });
    }
}

#[test]
fn only_resource_and_audience_can_be_repeated() {
    let twice = |name: &str| {
        client(basic()).client_credentials().extra_parameter(name, "1").extra_parameter(name, "2").encode(now())
    };
    assert_eq!(twice("tenant").unwrap_err(), EncodeError::RepeatedParameter { name: "tenant".into() });
    let request = twice("resource").unwrap();
    assert_eq!(request.body(), b"grant_type=client_credentials&resource=1&resource=2");
}

struct Custom(&'static str);

impl Grant for Custom {
    fn grant_type(&self) -> std::borrow::Cow<'static, str> {
        "urn:example:custom".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push("account", "a b")?;
        parameters.push(self.0, "x")
    }
}

#[test]
fn a_custom_grant() {
    let request = client(basic()).token_request(Custom("other")).encode(now()).unwrap();
    assert_eq!(request.body(), b"grant_type=urn%3Aexample%3Acustom&account=a+b&other=x");
    for taken in ["account", "client_secret", "grant_type"] {
        let error = client(basic()).token_request(Custom(taken)).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::ReservedParameter { name: taken.into() });
    }
    let error =
        client(basic()).token_request(Custom("other")).extra_parameter("account", "y").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::ReservedParameter { name: "account".into() });
}

#[test]
fn pingone_in_each_region() {
    let rows = [
        ("AP", "https://auth.pingone.asia"),
        ("AU", "https://auth.pingone.com.au"),
        ("CA", "https://auth.pingone.ca"),
        ("EU", "https://auth.pingone.eu"),
        ("NA", "https://auth.pingone.com"),
        ("SG", "https://auth.pingone.sg"),
    ];
    for (code, origin) in rows {
        let server = Server::pingone(code.parse().unwrap(), ENV).unwrap();
        assert_eq!(server.issuer().unwrap().as_str(), format!("{origin}/{ENV}/as"));
        assert_eq!(server.endpoint(Endpoint::Token), Some(&*format!("{origin}/{ENV}/as/token")));
        let ciba = server.endpoint(Endpoint::BackchannelAuthentication);
        assert_eq!(ciba, Some(&*format!("{origin}/{ENV}/as/cibaAuthorization")));
    }
    assert_eq!("XX".parse::<Region>().unwrap_err(), ConfigError::Region);
}

#[test]
fn a_custom_domain_replaces_the_environment_id() {
    let server = Server::pingone_custom_domain("id.example.com").unwrap();
    assert_eq!(server.issuer().unwrap().as_str(), "https://id.example.com/as");
    assert_eq!(server.endpoint(Endpoint::Token), Some("https://id.example.com/as/token"));
    for domain in ["", "a b", "id.example.com/as", "u@id.example.com", "a?b", "a#b"] {
        assert_eq!(Server::pingone_custom_domain(domain).unwrap_err(), ConfigError::Domain, "{domain}");
    }
}

#[test]
fn an_environment_id_must_be_a_uuid() {
    for id in ["", "abc", "../x", "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f", "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/"] {
        assert_eq!(Server::pingone(Region::Europe, id).unwrap_err(), ConfigError::EnvironmentId, "{id}");
    }
}

#[test]
fn unsafe_endpoint_urls_are_rejected() {
    let rows = [
        ("http://a.example/t", UrlProblem::Http),
        ("http://127.0.0.1/t", UrlProblem::HttpLoopback),
        ("https://a.example/t#x", UrlProblem::Fragment),
        ("https://u:p@a.example/t", UrlProblem::UserInfo),
        ("a.example/t", UrlProblem::NotAbsolute),
        ("https://a.example/\n", UrlProblem::Character),
    ];
    for (url, problem) in rows {
        let error = Issuer::new(url).unwrap_err();
        assert_eq!(error, ConfigError::Url { what: "issuer", problem });
        let error = pingone().with_endpoint(Endpoint::Token, url).unwrap_err();
        assert_eq!(error, ConfigError::Url { what: "token_endpoint", problem });
        assert!(!error.to_string().contains(url));
    }
}

#[test]
fn http_on_loopback_must_be_allowed() {
    let issuer = Issuer::dangerous_http_loopback("http://127.0.0.1:8080/as").unwrap();
    let server = Server::pingone_at(issuer).unwrap();
    assert_eq!(server.endpoint(Endpoint::Token), Some("http://127.0.0.1:8080/as/token"));
    let error = server.with_endpoint(Endpoint::Token, "http://a.example/t").unwrap_err();
    assert_eq!(error, ConfigError::Url { what: "token_endpoint", problem: UrlProblem::Http });
}

//! The URL that begins a sign-in, and its session.

use std::time::Duration;

use oauth_core::authorization::{AuthorizationRequest, AuthorizationSession, ResponseType};
use oauth_core::error::UrlProblem;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Endpoint, Issuer, Server};

use crate::support::{
    CALLBACK, CHALLENGE, ENV, ID, NONCE, STATE, VERIFIER, basic, client, client_at, form, now, pingone, random,
};

fn request() -> AuthorizationRequest {
    client(basic()).authorization_request(CALLBACK)
}

/// The parameters of a URL, by an independent decoder.
fn query(url: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap()
}

fn names(request: &AuthorizationRequest) -> Vec<String> {
    query(&request.begin_with(random()).unwrap().url).into_iter().map(|(name, _)| name).collect()
}

fn value(request: &AuthorizationRequest, name: &str) -> Vec<String> {
    let url = request.begin_with(random()).unwrap().url;
    query(&url).into_iter().filter(|(each, _)| each == name).map(|(_, value)| value).collect()
}

fn refused(request: &AuthorizationRequest) -> EncodeError {
    request.begin_with(random()).unwrap_err()
}

#[test]
fn the_url_byte_for_byte() {
    let begun = request().scope("openid profile").begin_with(random()).unwrap();
    assert_eq!(
        begun.url,
        format!(
            "https://auth.pingone.com/{ENV}/as/authorize?client_id={ID}&response_type=code\
             &redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&scope=openid%20profile&state={STATE}&nonce={NONCE}\
             &code_challenge={CHALLENGE}&code_challenge_method=S256"
        )
    );
    assert_eq!(begun.session.state(), STATE);
    assert!(!begun.url.contains(VERIFIER));
}

#[test]
fn rfc_6749_section_4_1_1() {
    let client = client_at("https://server.example.com", "", "s6BhdRkqt3", ClientAuthentication::none());
    let begun = client.authorization_request("https://client.example.com/cb").begin_with(random()).unwrap();
    assert!(begun.url.starts_with("https://server.example.com/authorize?"));
    let parameters = query(&begun.url);
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "s6BhdRkqt3"),
        ("state", STATE),
        ("redirect_uri", "https://client.example.com/cb"),
    ] {
        assert!(parameters.contains(&(name.into(), value.into())), "{name}");
    }
}

#[test]
fn every_optional_parameter() {
    let request = request()
        .scope("openid")
        .response_mode("pi.flow")
        .prompt("login consent")
        .login_hint("a+b@example.org")
        .max_age(Duration::from_millis(3_600_999))
        .acr_values("urn:mace:incommon:iap:silver")
        .id_token_hint("e.y.J")
        .ui_locales("fr-CA fr")
        .claims(r#"{"id_token":{"acr":null}}"#)
        .authorization_details(r#"[{"type":"account_information","actions":["list_accounts"]}]"#)
        .resource("https://cal.example.com/")
        .resource("https://contacts.example.com/")
        .extra_parameter("dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    for (name, expected) in [
        ("response_mode", "pi.flow"),
        ("prompt", "login consent"),
        ("login_hint", "a+b@example.org"),
        ("max_age", "3600"),
        ("acr_values", "urn:mace:incommon:iap:silver"),
        ("id_token_hint", "e.y.J"),
        ("ui_locales", "fr-CA fr"),
        ("claims", r#"{"id_token":{"acr":null}}"#),
        ("authorization_details", r#"[{"type":"account_information","actions":["list_accounts"]}]"#),
        ("dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
    ] {
        assert_eq!(value(&request, name), [expected], "{name}");
    }
    // RFC 8707 §2.1.
    assert_eq!(value(&request, "resource"), ["https://cal.example.com/", "https://contacts.example.com/"]);
    let url = request.begin_with(random()).unwrap().url;
    assert!(url.is_ascii() && !url.contains(['+', ' ', '"', '[', '{']), "{url}");
    assert!(url.contains("login_hint=a%2Bb%40example.org"));
}

#[test]
fn the_last_value_of_an_optional_parameter_wins() {
    assert_eq!(value(&request().prompt("login").prompt("none"), "prompt"), ["none"]);
    assert_eq!(value(&request().scope("a").scope(""), "scope"), [""; 0]);
}

#[test]
fn pkce_is_used_if_and_only_if_a_code_is_requested() {
    for (response_type, expected) in [
        (ResponseType::CODE, true),
        (ResponseType::CODE_ID_TOKEN, true),
        (ResponseType::CODE_TOKEN, true),
        (ResponseType::CODE_ID_TOKEN_TOKEN, true),
        (ResponseType::TOKEN, false),
        (ResponseType::ID_TOKEN, false),
        (ResponseType::ID_TOKEN_TOKEN, false),
    ] {
        let request = request().response_type(response_type.clone());
        assert_eq!(names(&request).contains(&"code_challenge".to_owned()), expected, "{response_type}");
        assert_eq!(value(&request, "response_type"), [response_type.as_str()]);
        let without = names(&request.dangerous_without_pkce());
        assert!(!without.iter().any(|name| name.starts_with("code_challenge")), "{response_type}");
    }
}

#[test]
fn the_nonce_can_only_be_omitted_if_no_id_token_comes_through_the_browser() {
    let openid = || request().scope("a openid");
    assert_eq!(value(&openid(), "nonce"), [NONCE]);
    assert_eq!(value(&openid().dangerous_without_nonce(), "nonce"), [""; 0]);
    // It would not come back, and some servers reject it then.
    assert_eq!(value(&request(), "nonce"), [""; 0]);
    assert_eq!(value(&request().scope("open id"), "nonce"), [""; 0]);
    assert_eq!(value(&request().response_type("id_token").dangerous_without_nonce(), "nonce"), [NONCE]);
}

#[test]
fn extra_parameters_cannot_replace_those_of_the_protocol() {
    for name in [
        "client_id",
        "client_secret",
        "response_type",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "response_mode",
        "max_age",
        "authorization_details",
        "request",
        "request_uri",
    ] {
        let request = request().dangerous_without_pkce().dangerous_without_nonce().extra_parameter(name, "x");
        assert_eq!(refused(&request), EncodeError::ReservedParameter { name: name.into() });
    }
    let twice = request().prompt("login").extra_parameter("prompt", "none");
    assert_eq!(refused(&twice), EncodeError::ReservedParameter { name: "prompt".into() });
    assert_eq!(value(&request().extra_parameter("prompt", "none"), "prompt"), ["none"]);
}

#[test]
fn invalid_requests_are_rejected() {
    let rows = [
        ("http://client.example.org/cb", UrlProblem::Http),
        ("https://client.example.org/cb#x", UrlProblem::Fragment),
        ("/cb", UrlProblem::NotAbsolute),
        ("https://client.example.org/c b", UrlProblem::Character),
        ("javascript:alert(1)", UrlProblem::PrivateUseScheme),
    ];
    for (uri, problem) in rows {
        let error = refused(&client(basic()).authorization_request(uri));
        assert_eq!(error, EncodeError::InvalidRedirectUri { what: "redirect_uri", problem });
        assert!(error.to_string().starts_with("the redirect_uri "), "{error}");
    }
    for uri in ["http://127.0.0.1:49152/cb", "http://[::1]:1/cb", "com.example.app:/cb"] {
        assert!(client(basic()).authorization_request(uri).begin_with(random()).is_ok(), "{uri}");
    }
    assert_eq!(refused(&request().scope("a\"b")), EncodeError::InvalidScope);
    let resource = "https://api.example/#x".to_owned();
    assert_eq!(refused(&request().resource(&*resource)), EncodeError::InvalidResource);
    assert_eq!(refused(&request().prompt("a\nb")), EncodeError::InvalidParameter { name: "prompt".into() });
    let bare = Server::new(Issuer::new("https://a.example").unwrap());
    let begin = |server: &Server, response_type: &str| {
        let client = Client::new(server.clone(), "id", basic()).unwrap();
        refused(&client.authorization_request(CALLBACK).response_type(response_type))
    };
    // Before the user consents in vain.
    for response_type in ["code", "code id_token"] {
        assert_eq!(begin(&bare, response_type), EncodeError::NoEndpoint { endpoint: "token_endpoint" });
    }
    let missing = EncodeError::NoEndpoint { endpoint: "authorization_endpoint" };
    assert_eq!(begin(&bare, "id_token"), missing);
    let server = bare.with_endpoint(Endpoint::Token, "https://a.example/token").unwrap();
    assert_eq!(begin(&server, "code"), missing);
}

#[test]
fn a_pkce_method_that_the_server_does_not_list_is_rejected() {
    let at = |member: &str| client_at("https://a.example", member, "id", basic()).authorization_request(CALLBACK);
    let listing = |list: &str| at(&format!(r#","code_challenge_methods_supported":{list}"#));
    for good in [at(""), listing("[]"), listing(r#"["plain","S256"]"#), listing(r#"["S256"]"#)] {
        assert_eq!(value(&good, "code_challenge_method"), ["S256"]);
        assert!(good.push_with(random()).is_ok());
    }
    let plain = listing(r#"["plain"]"#);
    assert_eq!(refused(&plain), EncodeError::CodeChallengeMethod { method: "S256" });
    let error = plain.push_with(random()).unwrap_err();
    assert_eq!(error, EncodeError::CodeChallengeMethod { method: "S256" });
    assert_eq!(names(&plain.clone().dangerous_without_pkce()), ["client_id", "response_type", "redirect_uri", "state"]);
    let plain = plain.dangerous_plain_pkce();
    assert_eq!(value(&plain, "code_challenge"), [VERIFIER]);
    assert_eq!(value(&plain, "code_challenge_method"), ["plain"]);
    let error = refused(&listing(r#"["S256"]"#).dangerous_plain_pkce());
    assert_eq!(error, EncodeError::CodeChallengeMethod { method: "plain" });
}

#[test]
fn a_parameter_in_the_query_of_the_endpoint_is_not_repeated() {
    let request = |query: &str| {
        let server = client_at("https://a.example", "", "id", basic()).server().clone();
        let url = format!("https://a.example/authorize?{query}");
        let server = server.with_endpoint(Endpoint::Authorization, &url).unwrap();
        Client::new(server, "id", basic()).unwrap().authorization_request(CALLBACK)
    };
    for name in ["client_id", "response_type", "redirect_uri", "state", "code_challenge", "prompt"] {
        let expected = EncodeError::EndpointParameter { endpoint: "authorization_endpoint", name: name.into() };
        assert_eq!(refused(&request(&format!("tenant=1&{name}=x")).prompt("login")), expected);
    }
    let escaped = EncodeError::EndpointParameter { endpoint: "authorization_endpoint", name: "state".into() };
    assert_eq!(refused(&request("st%61te=x")), escaped);
    assert_eq!(value(&request("p=b2c&prompt=login"), "prompt"), ["login"]);
}

#[test]
fn a_redirect_uri_with_a_parameter_of_the_response_is_rejected() {
    let at = |query: &str| client(basic()).authorization_request(format!("{CALLBACK}?{query}"));
    for name in ["state", "code", "error", "error_description", "error_uri", "iss", "response"] {
        let expected = EncodeError::RedirectUriParameter { name: name.into() };
        assert_eq!(refused(&at(&format!("x=1&{name}=y"))), expected);
    }
    assert_eq!(refused(&at("%73tate=y")), EncodeError::RedirectUriParameter { name: "state".into() });
    // Parameters that this response type does not have are allowed.
    for free in ["tenant=1", "x=1&x=2", "access_token=1", "scope=a", "id_token=x"] {
        assert_eq!(value(&at(free), "redirect_uri"), [format!("{CALLBACK}?{free}")]);
    }
    for (name, response_type) in [("scope", "token"), ("id_token", "id_token"), ("access_token", "code token")] {
        let expected = EncodeError::RedirectUriParameter { name: name.into() };
        assert_eq!(refused(&at(&format!("{name}=y")).response_type(response_type)), expected);
    }
}

#[test]
fn redirect_uris_of_apps_and_home_networks() {
    for uri in ["myapp://cb", "vscode://pub.ext/cb", "com.example.app:/cb"] {
        assert_eq!(value(&client(basic()).authorization_request(uri), "redirect_uri"), [uri]);
    }
    let home = || client(basic()).authorization_request("http://homeassistant.local:8123/cb");
    let problem = UrlProblem::Http;
    assert_eq!(refused(&home()), EncodeError::InvalidRedirectUri { what: "redirect_uri", problem });
    assert!(home().dangerous_http_redirect_uri().begin_with(random()).is_ok());
    for bad in ["http://user@homeassistant.local/cb", "http://a.example/cb#x", "file:///cb", "javascript://x"] {
        let request = client(basic()).authorization_request(bad).dangerous_http_redirect_uri();
        assert!(matches!(refused(&request), EncodeError::InvalidRedirectUri { .. }), "{bad}");
    }
}

#[test]
fn an_omitted_redirect_uri_is_still_compared_with_the_response() {
    let client = client_at("https://a.example", "", "id", basic());
    let request = client.authorization_request(CALLBACK).omit_redirect_uri();
    assert!(!names(&request).contains(&"redirect_uri".to_owned()));
    let receive = |path: &str| {
        let url = format!("{path}?code=c&state={STATE}");
        let session = request.begin_with(random()).unwrap().session;
        session.receive(&client, oauth_core::authorization::AuthorizationResponse::from_url(&url).unwrap())
    };
    let call = receive("/cb").unwrap().authorization_code();
    assert!(!form(&call.encode(now()).unwrap()).iter().any(|(name, _)| name == "redirect_uri"));
    assert!(receive("/other").is_err());
}

#[test]
fn an_endpoint_keeps_its_query() {
    for (endpoint, expected) in [
        ("https://a.example/auth?tenant=a%20b", "https://a.example/auth?tenant=a%20b&client_id=id&"),
        ("https://a.example/auth?", "https://a.example/auth?client_id=id&"),
    ] {
        let server = Server::new(Issuer::new("https://a.example").unwrap())
            .with_endpoint(Endpoint::Authorization, endpoint)
            .and_then(|server| server.with_endpoint(Endpoint::Token, "https://a.example/token"))
            .unwrap();
        let client = Client::new(server, "id", basic()).unwrap();
        let url = client.authorization_request(CALLBACK).begin_with(random()).unwrap().url;
        assert!(url.starts_with(expected), "{url}");
    }
}

#[test]
fn scopes_are_joined_by_the_separator_of_the_dialect() {
    let server = pingone().with_dialect(Dialect::new().scope_separator(','));
    let client = Client::new(server, ID, basic()).unwrap();
    let url = client.authorization_request(CALLBACK).scope("a b").begin_with(random()).unwrap().url;
    assert!(url.contains("&scope=a%2Cb&"), "{url}");
}

#[test]
fn a_server_that_requires_pushed_requests_gets_no_others() {
    let member = r#","require_pushed_authorization_requests":true"#;
    let client = client_at("https://a.example", member, "id", basic());
    assert_eq!(client.server().metadata().require_pushed_authorization_requests, Some(true));
    let request = client.authorization_request(CALLBACK);
    assert_eq!(refused(&request), EncodeError::PushRequired);
    assert!(request.push_with(random()).is_ok());
}

#[cfg(feature = "getrandom")]
#[test]
fn every_sign_in_has_its_own_state_nonce_and_verifier() {
    let request = request().scope("openid");
    let kept = |session: &AuthorizationSession| serde_json::to_value(session).unwrap();
    let (one, other) = (kept(&request.begin().unwrap().session), kept(&request.begin().unwrap().session));
    for name in ["state", "nonce", "code_verifier"] {
        let text = one[name].as_str().unwrap();
        assert_eq!(text.len(), 43, "{name}");
        assert_ne!(one[name], other[name], "{name}");
    }
    assert_ne!(one["state"], one["nonce"]);
}

#[test]
fn a_session_can_be_serialized_but_not_read_from_another_version() {
    let begun = request().scope("openid").max_age(Duration::from_secs(60)).begin_with(random()).unwrap();
    let kept = serde_json::to_value(&begun.session).unwrap();
    let expected = serde_json::json!({
        "version": 2,
        "state": STATE,
        "state_required": true,
        "nonce": NONCE,
        "code_verifier": VERIFIER,
        "issuer": format!("https://auth.pingone.com/{ENV}/as"),
        "iss_promised": false,
        "client_id": ID,
        "redirect_uri": CALLBACK,
        "redirect_uri_sent": true,
        "response_type": "code",
        "response_mode": null,
        "scope": "openid",
        "max_age": 60,
        "began_at": null,
        "auth_time_required": true,
    });
    assert_eq!(kept, expected);
    let session: AuthorizationSession = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!(serde_json::to_value(&session).unwrap(), kept);

    for (name, value) in
        [("version", 1.into()), ("version", 3.into()), ("state", "".into()), ("state", 7.into()), ("issuer", ().into())]
    {
        let mut kept = kept.clone();
        kept[name] = value;
        let error = serde_json::from_value::<AuthorizationSession>(kept).unwrap_err();
        assert_eq!(error.to_string(), "this is not an authorization session of this version");
    }
}

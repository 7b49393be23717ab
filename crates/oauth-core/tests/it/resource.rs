//! Requests to resources: which of them carry the token, and what a response says about it.

use http::{HeaderMap, Request, StatusCode};
use oauth_core::ConfigError;
use oauth_core::error::UrlProblem;
use oauth_core::resource::{ResourcePolicy, ResourceRequest, Verdict, WithoutReplay};
use oauth_core::server::{Endpoint, Server, UrlPolicy};
use oauth_core::token::{AccessToken, TokenType};

fn policy() -> ResourcePolicy {
    ResourcePolicy::new().allow("https://api.example.com").unwrap()
}

fn begin(policy: &ResourcePolicy) -> ResourceRequest {
    policy.begin(&Request::get("https://api.example.com/orders").body(()).unwrap()).unwrap()
}

fn lines(lines: &[&str]) -> HeaderMap {
    lines.iter().map(|line| (http::header::WWW_AUTHENTICATE, line.parse().unwrap())).collect()
}

#[test]
fn only_allowed_origins_get_the_token() {
    let policy = policy().allow("https://files.example.com:8443").unwrap();
    let gets = |url: &str| policy.begin(&Request::get(url).body(()).unwrap()).is_some();
    for url in ["https://api.example.com", "https://API.example.com:443/x", "https://files.example.com:8443/y?z"] {
        assert!(gets(url), "{url}");
    }
    for url in [
        "http://api.example.com/x",
        "https://api.example.com:8443/x",
        "https://files.example.com/",
        "https://api.example.com.evil.example/",
        "https://api.example.com@evil.example/",
        "https://storage.example/signed?sig=1",
        "/orders",
    ] {
        assert!(!gets(url), "{url}");
    }
    let nowhere = ResourcePolicy::new();
    assert!(nowhere.begin(&Request::get("https://api.example.com/x").body(()).unwrap()).is_none());
}

#[test]
fn a_request_that_is_authorized_already_is_left_alone() {
    let request = Request::get("https://api.example.com/x").header("authorization", "Basic eDp5").body(()).unwrap();
    assert!(policy().begin(&request).is_none());
}

#[test]
fn no_token_goes_where_the_client_authenticates() {
    let server = Server::at_token_endpoint("https://api.example.com:443/as/token").unwrap();
    let server = server.with_endpoint(Endpoint::UserInfo, "https://api.example.com/as/userinfo").unwrap();
    let policy = policy().except_endpoints(&server);
    let gets = |url: &str| policy.begin(&Request::post(url).body(()).unwrap()).is_some();
    for bare in ["https://api.example.com/as/token", "https://API.example.com:443/as/token?x=1"] {
        assert!(!gets(bare), "{bare}");
    }
    for url in ["https://api.example.com/as/userinfo", "https://api.example.com/as/token/x"] {
        assert!(gets(url), "{url}");
    }
}

#[test]
fn an_allowed_origin_is_an_origin() {
    let problem = |url: &str| match ResourcePolicy::new().allow(url).unwrap_err() {
        ConfigError::Url { what: "origin of the resource", problem } => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem("https://api.example.com/v1"), UrlProblem::NotAnOrigin);
    assert_eq!(problem("http://api.example.com"), UrlProblem::Http);
    assert_eq!(problem("http://127.0.0.1:8080"), UrlProblem::HttpLoopback);
    assert_eq!(problem("*"), UrlProblem::NotAbsolute);
    let local = ResourcePolicy::new().urls(UrlPolicy::new().dangerous_http_loopback());
    assert!(local.allow("http://127.0.0.1:8080").is_ok());
}

#[test]
fn a_refusal_is_about_the_token() {
    let refused = Verdict::Refused { replay: true };
    let rows: &[(u16, &[&str], &Verdict)] = &[
        (401, &[], &refused),
        (401, &["Bearer"], &refused),
        (401, &["bearer realm=\"x\""], &refused),
        (401, &["Bearer error=\"invalid_token\""], &refused),
        (401, &["DPoP error=\"invalid_token\", algs=\"ES256\""], &refused),
        (401, &["Bearer error=\"token_expired\""], &refused),
        (401, &["Basic realm=\"x\", Bearer error=\"invalid_token\""], &refused),
        (401, &["Basic realm=\"x\"", "Bearer error=\"invalid_token\""], &refused),
        // It cannot be read.
        (401, &["\"\""], &refused),
        (401, &["Bearer error=\"invalid_request\""], &Verdict::Return),
        (401, &["Bearer error=\"insufficient_user_authentication\""], &Verdict::Return),
        (401, &["Basic realm=\"x\""], &Verdict::Return),
        (401, &["Negotiate"], &Verdict::Return),
        (401, &["DPoP error=\"use_dpop_nonce\""], &Verdict::Return),
        (401, &["DPoP error=\"invalid_dpop_proof\""], &Verdict::Return),
        (403, &[], &Verdict::Return),
        (403, &["Bearer error=\"invalid_token\""], &Verdict::Return),
        (403, &["Bearer error=\"insufficient_scope\", scope=\"a\""], &Verdict::Return),
        (407, &["Bearer"], &Verdict::Return),
        (400, &["Bearer error=\"invalid_token\""], &Verdict::Return),
        (200, &["Bearer error=\"invalid_token\""], &Verdict::Return),
        (500, &[], &Verdict::Return),
    ];
    for (status, headers, expected) in rows {
        let verdict = begin(&policy()).judge(StatusCode::from_u16(*status).unwrap(), &lines(headers));
        assert_eq!(&verdict, *expected, "{status} {headers:?}");
    }
}

#[test]
fn a_resource_may_have_a_status_of_its_own() {
    let policy = policy().refused_if(|status, _| status.as_u16() == 419);
    let judge = |status: u16| begin(&policy).judge(StatusCode::from_u16(status).unwrap(), &HeaderMap::new());
    assert_eq!(judge(419), Verdict::Refused { replay: true });
    assert_eq!(judge(401), Verdict::Return);
}

#[test]
fn a_request_is_sent_at_most_twice() {
    let mut request = begin(&policy());
    assert_eq!(request.judge(StatusCode::UNAUTHORIZED, &lines(&[])), Verdict::Refused { replay: true });
    assert_eq!(request.judge(StatusCode::UNAUTHORIZED, &lines(&[])), Verdict::Refused { replay: false });

    let policy = policy().may_request("a b");
    let scope = lines(&["Bearer error=\"insufficient_scope\", scope=\"a\""]);
    let mut request = begin(&policy);
    assert_eq!(request.judge(StatusCode::UNAUTHORIZED, &lines(&[])), Verdict::Refused { replay: true });
    assert_eq!(request.judge(StatusCode::FORBIDDEN, &scope), Verdict::Return);
}

#[test]
fn a_replay_can_be_turned_off() {
    let no_replay = Verdict::Refused { replay: false };
    assert_eq!(begin(&policy().without_replay()).judge(StatusCode::UNAUTHORIZED, &lines(&[])), no_replay);

    let mut request = Request::get("https://api.example.com/login").body(()).unwrap();
    request.extensions_mut().insert(WithoutReplay);
    assert_eq!(policy().begin(&request).unwrap().judge(StatusCode::UNAUTHORIZED, &lines(&[])), no_replay);
}

#[test]
fn scopes_are_added_as_far_as_the_caller_allows() {
    let policy = policy().may_request("orders:write orders:read");
    let judge = |scope: &str| {
        let line = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        begin(&policy).judge(StatusCode::FORBIDDEN, &lines(&[&line]))
    };
    assert_eq!(judge("orders:write"), Verdict::NeedsScope("orders:write".into()));
    assert_eq!(judge("orders:write admin"), Verdict::Return);
    assert_eq!(judge(""), Verdict::Return);
}

/// A challenge names all scopes that the resource needs, also those that the token has.
#[test]
fn scopes_are_added_to_those_of_the_token() {
    let policy = policy().may_request("write");
    let judge = |held: &str, scope: &str| {
        let mut request = begin(&policy);
        assert!(request.carry(&AccessToken::bearer("a1").with_scope(held), &mut HeaderMap::new()));
        let line = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        request.judge(StatusCode::FORBIDDEN, &lines(&[&line]))
    };
    assert_eq!(judge("read list", "read write"), Verdict::NeedsScope("read list write".into()));
    assert_eq!(judge("read", "write"), Verdict::NeedsScope("read write".into()));
    assert_eq!(judge("read", "read write admin"), Verdict::Return);
    // Another token would be no better.
    assert_eq!(judge("read write", "read write"), Verdict::Return);
}

#[test]
fn a_token_is_carried_as_a_sensitive_header() {
    let mut headers = HeaderMap::new();
    assert!(begin(&policy()).carry(&AccessToken::bearer("a1"), &mut headers));
    assert!(headers["authorization"].is_sensitive() && headers["authorization"] == "Bearer a1");

    let mut headers = HeaderMap::new();
    assert!(!begin(&policy()).carry(&AccessToken::new("a1", TokenType::DPOP), &mut headers));
    assert!(headers.is_empty());
}

/// An engine that follows redirects does not take the token along.
#[test]
fn a_response_of_another_origin_says_nothing_about_the_token() {
    let policy = policy().allow("https://files.example.com").unwrap().follow_claims().may_request("write");
    let challenge = lines(&["Bearer error=\"insufficient_scope\", scope=\"write\""]);
    let verdict = |url: &str, status, headers: &HeaderMap| {
        begin(&policy).judge_from(&url.parse().unwrap(), StatusCode::from_u16(status).unwrap(), headers)
    };
    for url in ["https://evil.example/", "https://files.example.com/", "http://api.example.com/", "/orders"] {
        assert_eq!(verdict(url, 401, &HeaderMap::new()), Verdict::Return, "{url}");
        assert_eq!(verdict(url, 403, &challenge), Verdict::Return, "{url}");
    }
    let same = "https://api.example.com/moved";
    assert_eq!(verdict(same, 401, &HeaderMap::new()), Verdict::Refused { replay: true });
    assert_eq!(verdict(same, 403, &challenge), Verdict::NeedsScope("write".into()));
}

#[test]
fn a_request_says_whether_its_body_is_to_be_kept() {
    let mut request = begin(&policy());
    assert!(request.may_replay() && !begin(&policy().without_replay()).may_replay());
    request.judge(StatusCode::UNAUTHORIZED, &HeaderMap::new());
    assert!(!request.may_replay());
}

#[test]
fn claims_are_followed_if_the_caller_says_so() {
    let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    let encoded = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ";
    let judge = |policy: &ResourcePolicy, claims: &str| {
        let claims = claims.replace('"', "\\\"");
        let line = format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\"");
        begin(policy).judge(StatusCode::UNAUTHORIZED, &lines(&[&line]))
    };
    let following = policy().follow_claims();
    assert_eq!(judge(&following, encoded), Verdict::NeedsClaims(json.to_owned()));
    assert_eq!(judge(&following, &format!("{encoded}==")), Verdict::NeedsClaims(json.to_owned()));
    assert_eq!(judge(&following, json), Verdict::NeedsClaims(json.to_owned()));
    for bad in ["", "e30x!", "W10", "{\"a\":", &"e".repeat(9_000)] {
        assert_eq!(judge(&following, bad), Verdict::Return, "{bad}");
    }
    assert_eq!(judge(&policy(), encoded), Verdict::Return);
}

#[test]
fn a_policy_shows_its_origins() {
    let shown = format!("{:?}", policy());
    assert!(shown.contains("https://api.example.com:443"), "{shown}");
}

//! The authorization endpoint.

use http::{Request, Response};
use oauth_testkit::{
    AuthorizationError, AuthorizationResponseFlaw as Flaw, AuthorizationServer, Endpoint, RegisteredClient,
};
use oauth_testkit::{GrantType, PkceEnforcement};

use crate::browser::{
    CALLBACK, CHALLENGE, code_query, location, parameters, query, server, server_of, text, visit, web,
};
use crate::id_token::claims;
use crate::request::{FORM, ID, assert_refused, json};

/// The error that is returned to the redirect URI.
fn error(server: &AuthorizationServer, query: &str) -> String {
    let returned = parameters(&visit(server, query), '?');
    assert_eq!(returned["state"], "s 1");
    assert_eq!(returned["iss"], server.issuer());
    assert!(!returned.contains_key("code"));
    format!("{}: {}", returned["error"], returned["error_description"])
}

#[test]
fn the_response_contains_a_code() {
    let server = server();
    let response = visit(&server, &code_query(""));
    let code = parameters(&response, '?')["code"].clone();
    assert_eq!(code.len(), 36);
    let issuer = "https%3A%2F%2Fauth.pingone.com%2Fabfba8f6-49eb-49f5-a5d9-80ad5c98f9f6%2Fas";
    assert_eq!(location(&response), format!("{CALLBACK}?code={code}&state=s+1&iss={issuer}"));
    assert_eq!((response.headers()["cache-control"].as_bytes(), response.body().len()), (b"no-store".as_slice(), 0));
    assert_eq!(server.ledger().last().unwrap().endpoint(), Some(Endpoint::Authorization));
    assert!(!server.ledger().to_string().contains(&code));
}

#[test]
fn a_request_can_be_posted() {
    let server = server();
    let url = server.endpoint(Endpoint::Authorization);
    let request = Request::post(&url).header("content-type", FORM).body(code_query("")).unwrap();
    assert!(parameters(&server.handle(request), '?').contains_key("code"));
    let request = Request::put(&url).body("").unwrap();
    let response = server.handle(request);
    assert_refused(&response, 405, "invalid_request", "GET and POST only");
    assert_eq!(response.headers()["allow"], "GET, POST");
}

#[test]
fn there_is_no_redirect_to_an_unregistered_uri() {
    let server = server();
    let refused = |query: &str, description: &str| {
        assert_refused(&visit(&server, query), 400, "invalid_request", description);
    };
    refused("response_type=code", "client_id is missing");
    refused("response_type=code&client_id=nobody", "No client");
    refused(&format!("response_type=code&client_id={ID}"), "redirect_uri is missing");
    for uri in
        ["https://app.example/cb/", "https://app.example/cb?x", "https://evil.example/cb", "http://app.example/cb"]
    {
        refused(&format!("response_type=code&client_id={ID}&redirect_uri={uri}"), "not one that the client has");
    }
    refused(&code_query("&state=again"), "more than once");
    refused(&code_query("&client_secret=x"), "client_secret is a credential");
    refused(&code_query("&x=%zz"), "percent sign");
}

#[test]
fn a_loopback_redirect_may_have_any_port() {
    let server = server_of(web().redirect_uris(["http://127.0.0.1/cb"]));
    let query = format!("response_type=code&client_id={ID}&redirect_uri=http://127.0.0.1:4711/cb");
    assert!(location(&visit(&server, &query)).starts_with("http://127.0.0.1:4711/cb?code="));
}

#[test]
fn errors_are_returned_to_the_redirect_uri() {
    let server = server();
    for (query, expected) in [
        (
            query("code", "").replace("response_type=code&", ""),
            "invalid_request: The parameter response_type is missing",
        ),
        (query("code+code", ""), "unsupported_response_type: "),
        (query("none", ""), "unsupported_response_type: "),
        (code_query("").replace("read", "admin"), "invalid_scope: The scope admin"),
        (code_query("&response_mode=pi.flow"), "invalid_request: This server does not support the response_mode"),
        (code_query("&request=eyJ"), "request_not_supported: "),
        (code_query("&registration=%7B%7D"), "registration_not_supported: "),
        (code_query("&max_age=soon"), "invalid_request: max_age"),
        (code_query("&resource=https://api.example/c"), "invalid_target: The resource https://api.example/c"),
        (code_query("&resource=a"), "invalid_target: A resource is an absolute URI"),
        (code_query("&authorization_details=%7B%7D"), "invalid_authorization_details: "),
        (code_query("&authorization_details=%5B%7B%22type%22:%22x%22%7D%5D"), "invalid_authorization_details: "),
    ] {
        let said = error(&server, &query);
        assert!(said.starts_with(expected), "{query}: {said}");
    }
}

#[test]
fn a_challenge_must_use_s256() {
    let server = server();
    let plain = code_query("").replace("S256", "plain");
    let silent = code_query("").replace("&code_challenge_method=S256", "");
    let bad = code_query("").replace(CHALLENGE, "abc");
    let method_only = code_query("").replace(&format!("&code_challenge={CHALLENGE}"), "");
    for (query, expected) in [
        (&plain, "invalid_request: The code_challenge_method is not S256"),
        (&silent, "invalid_request: The code_challenge_method is not S256"),
        (&bad, "invalid_request: The code_challenge is not 32 bytes"),
        (&method_only, "invalid_request: There is a code_challenge_method"),
    ] {
        assert!(error(&server, query).starts_with(expected), "{query}");
    }
    assert!(parameters(&visit(&server, &query("code", "")), '?').contains_key("code"));
    for enforcement in [PkceEnforcement::Required, PkceEnforcement::S256Required] {
        let server = server_of(web().pkce_enforcement(enforcement));
        assert_eq!(error(&server, &query("code", "")), "invalid_request: The client must send a code_challenge");
        assert!(error(&server, &plain).starts_with("invalid_request: "));
        assert!(parameters(&visit(&server, &code_query("")), '?').contains_key("code"));
        let implicit = visit(&server, &query("id_token", "&nonce=n"));
        assert!(parameters(&implicit, '#').contains_key("id_token"), "without a code there is nothing to prove");
    }
}

#[test]
fn the_user_decides() {
    let server = AuthorizationServer::new().client(web());
    assert!(error(&server, &code_query("")).starts_with("login_required: "));
    server.deny();
    assert!(error(&server, &code_query("")).starts_with("access_denied: "));
    server.sign_in_as("alice");
    assert!(parameters(&visit(&server, &code_query("")), '?').contains_key("code"));
    for named in [
        AuthorizationError::ServerError,
        AuthorizationError::TemporarilyUnavailable,
        AuthorizationError::ConsentRequired,
        AuthorizationError::InteractionRequired,
        AuthorizationError::AccountSelectionRequired,
        AuthorizationError::UnmetAuthenticationRequirements,
        AuthorizationError::Unregistered,
    ] {
        server.refuse_authorization(named);
        assert!(error(&server, &code_query("")).starts_with(&format!("{}: ", named.as_str())));
    }
}

#[test]
fn a_response_type_needs_its_grants() {
    let server = server_of(web().grant_types([GrantType::Implicit]));
    assert!(error(&server, &code_query("")).starts_with("unauthorized_client: "));
    let server = server_of(web().grant_types([GrantType::AuthorizationCode]));
    assert!(parameters(&visit(&server, &code_query("")), '?').contains_key("code"));
    let returned = parameters(&visit(&server, &query("code+token", "")), '#');
    assert_eq!(returned["error"], "unauthorized_client");
}

#[test]
fn implicit_and_hybrid_responses_are_in_the_fragment() {
    let server = server();
    for (response_type, names) in [
        ("token", ["access_token", "expires_in", "iss", "scope", "state", "token_type"].as_slice()),
        ("id_token", &["id_token", "iss", "state"]),
        ("id_token+token", &["access_token", "expires_in", "id_token", "iss", "scope", "state", "token_type"]),
        ("code+id_token", &["code", "id_token", "iss", "state"]),
        ("code+token", &["access_token", "code", "expires_in", "iss", "scope", "state", "token_type"]),
        (
            "code+id_token+token",
            &["access_token", "code", "expires_in", "id_token", "iss", "scope", "state", "token_type"],
        ),
    ] {
        let returned = parameters(&visit(&server, &query(response_type, "&nonce=n1")), '#');
        assert_eq!(returned.keys().collect::<Vec<_>>(), names, "{response_type}");
        assert!(returned.get("token_type").is_none_or(|token_type| token_type == "Bearer"));
        assert!(returned.get("expires_in").is_none_or(|seconds| seconds == "3600"));
        if let Some(id_token) = returned.get("id_token") {
            let claims = claims(id_token);
            assert_eq!(text(&claims, "nonce"), "n1");
            assert_eq!(claims.get("at_hash").is_some(), returned.contains_key("access_token"), "{response_type}");
            assert_eq!(claims.get("c_hash").is_some(), returned.contains_key("code"), "{response_type}");
        }
    }
}

#[test]
fn an_id_token_needs_a_nonce_and_the_scope_openid_and_no_query() {
    let server = server();
    let refused = |query: &str| {
        let returned = parameters(&visit(&server, query), '#');
        format!("{}: {}", returned["error"], returned["error_description"])
    };
    assert!(refused(&query("id_token", "")).contains("without a nonce"));
    assert!(refused(&query("id_token", "&nonce=n").replace("openid+", "")).contains("without the scope openid"));
    assert!(refused(&query("token", "&response_mode=query")).contains("must not be in a query"));
}

#[test]
fn the_response_mode_can_be_chosen() {
    let server = server();
    assert!(parameters(&visit(&server, &code_query("&response_mode=query")), '?').contains_key("code"));
    assert!(parameters(&visit(&server, &code_query("&response_mode=fragment")), '#').contains_key("code"));
    for query in [code_query("&response_mode=form_post"), query("token", "&response_mode=form_post")] {
        let response = visit(&server, &query.replace("s+1", "%22%3E%26"));
        assert_eq!((response.status().as_u16(), response.headers().contains_key("location")), (200, false));
        assert_eq!(response.headers()["content-type"], "text/html;charset=UTF-8");
        let page = std::str::from_utf8(response.body()).unwrap();
        assert!(page.contains(&format!("<form method=\"post\" action=\"{CALLBACK}\">")), "{page}");
        assert!(page.contains("<input type=\"hidden\" name=\"state\" value=\"&quot;&gt;&amp;\"/>"), "{page}");
        assert!(page.contains("name=\"code\"") || page.contains("name=\"access_token\""), "{page}");
    }
}

#[test]
fn the_query_of_the_redirect_uri_is_kept() {
    let server = server_of(web().redirect_uris(["https://app.example/cb?tenant=x"]));
    let query = code_query("").replace("cb&", "cb%3Ftenant%3Dx&");
    assert!(location(&visit(&server, &query)).starts_with("https://app.example/cb?tenant=x&code="));
}

#[test]
fn iss_can_be_omitted() {
    let metadata = |server: &AuthorizationServer| {
        json(&server.handle(Request::get(server.openid_configuration_url()).body("").unwrap()))
    };
    const MEMBER: &str = "authorization_response_iss_parameter_supported";
    let server = server();
    assert_eq!(metadata(&server)[MEMBER], true);
    let server = server.without_iss();
    assert_eq!(metadata(&server)[MEMBER], false);
    assert!(!parameters(&visit(&server, &code_query("")), '?').contains_key("iss"));
}

fn flawed(flaw: Flaw, query: &str) -> Response<Vec<u8>> {
    let server = server();
    server.queue(flaw);
    let response = visit(&server, query);
    assert_eq!(server.pending_faults(), 0);
    let next = location(&visit(&server, &code_query(""))).to_owned();
    assert!(next.contains("?code=") && next.contains("&state=s+1&iss=https%3A%2F%2Fauth.pingone.com"), "{next}");
    response
}

#[test]
fn each_flaw_affects_one_response() {
    let with = |flaw| location(&flawed(flaw, &code_query(""))).to_owned();
    let (missing, wrong) = (with(Flaw::IssMissing), with(Flaw::IssWrong));
    assert!(!missing.contains("iss=") && missing.contains("state="), "{missing}");
    assert!(wrong.ends_with("&iss=https%3A%2F%2Fissuer.example.com"), "{wrong}");
    let repeated = with(Flaw::IssRepeated);
    assert_eq!(repeated.matches("iss=").count(), 2, "{repeated}");
    let missing = with(Flaw::StateMissing);
    assert!(!missing.contains("state=") && missing.contains("iss="), "{missing}");
    assert!(with(Flaw::StateWrong).contains("&state=the-state-of-another-request&iss="));
    assert_eq!(with(Flaw::StateRepeated).matches("state=").count(), 2);
    let missing = with(Flaw::CodeMissing);
    assert!(!missing.contains("code=") && !missing.contains("error"), "{missing}");
    assert!(with(Flaw::CodeEmpty).contains("?code=&state="));
    assert_eq!(with(Flaw::CodeRepeated).matches("code=").count(), 2);
    assert!(with(Flaw::CodeForeign).contains("?code=another-code&"));
    let both = with(Flaw::ErrorBesideCode);
    assert!(both.contains("code=") && both.ends_with("&error=access_denied"), "{both}");
    assert!(with(Flaw::WrongMode).starts_with(&format!("{CALLBACK}#code=")));
    assert!(with(Flaw::InvalidEscape).ends_with("&x=%zz"));
}

#[test]
fn flaws_of_the_fragment_and_of_the_form() {
    let fragment = query("token", "");
    let response = flawed(Flaw::IssInQuery, &fragment);
    let location = location(&response);
    assert!(location.starts_with(&format!("{CALLBACK}?iss=https%3A%2F%2Fauth.pingone.com")), "{location}");
    assert!(location.contains("#access_token=") && location.matches("iss=").count() == 1, "{location}");
    let response = flawed(Flaw::PercentEncodedFields, &code_query("&response_mode=form_post"));
    let page = String::from_utf8_lossy(response.body()).into_owned();
    assert!(page.contains("name=\"iss\" value=\"https%3A%2F%2Fauth.pingone.com"), "{page}");
}

#[test]
fn a_flaw_waits_for_the_authorization_endpoint() {
    let server = server();
    server.queue(Flaw::IssMissing);
    server.handle(Request::get(server.openid_configuration_url()).body("").unwrap());
    assert_eq!(server.pending_faults(), 1);
    server.deny();
    let returned = parameters(&visit(&server, &code_query("")), '?');
    assert_eq!((returned["error"].as_str(), returned.contains_key("iss")), ("access_denied", false));
}

#[test]
fn a_client_without_redirect_uris_is_refused() {
    let server = server_of(RegisteredClient::none(ID).scopes(["openid", "read"]));
    assert_refused(&visit(&server, &code_query("")), 400, "invalid_request", "not one that the client has");
}

//! The URL at which a response arrives, and forged responses, which do not end a session.

use oauth_core::authorization::{AuthorizationRequest, AuthorizationResponse, AuthorizationSession, ReceiveError};
use oauth_core::error::{AuthorizationError, FailedCheck};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, EncodeError, ErrorCode};

use crate::support::{CALLBACK, STATE, basic, client_at, form, now, random};

const ONE: &str = "https://one.example";
const PROMISED: &str = r#","authorization_response_iss_parameter_supported":true"#;

fn client(member: &str) -> Client {
    client_at(ONE, member, "id", basic())
}

fn session(request: &AuthorizationRequest) -> AuthorizationSession {
    request.begin_with(random()).unwrap().session
}

fn url(url: &str) -> AuthorizationResponse {
    AuthorizationResponse::from_url(&url.replace("STATE", STATE)).unwrap()
}

fn received_at(redirect_uri: &str, response: AuthorizationResponse) -> Result<(), AuthorizationError> {
    let client = client("");
    let session = session(&client.authorization_request(redirect_uri));
    session.receive(&client, response).map(|_| ()).map_err(AuthorizationError::from)
}

fn elsewhere(expected: &str, found: &str) -> Result<(), AuthorizationError> {
    let (expected, found) = (expected.to_owned(), found.to_owned());
    Err(AuthorizationError::Untrusted(FailedCheck::RedirectUri { expected, found }))
}

#[test]
fn a_code_of_another_server_is_not_sent_to_the_first_server() {
    // The sign-in begins at a malicious server, which redirects the browser to an honest one that sends no `iss`.
    let malicious = client("");
    let begun = session(&malicious.authorization_request("https://client.example.org/cb/malicious"));
    let error = begun.receive(&malicious, url("/cb/honest?code=of-the-honest&state=STATE")).unwrap_err();
    let expected = elsewhere("https://client.example.org/cb/malicious", "/cb/honest");
    assert_eq!(Err(error.error().clone()), expected);
    assert_eq!(
        error.to_string(),
        "the authorization response cannot be trusted: the response came to \"/cb/honest\" where \
         \"https://client.example.org/cb/malicious\" is expected (compared by path and by the redirect URI's own query)"
    );
}

#[test]
fn the_url_of_a_response_is_compared_by_all_constructors() {
    let text = format!("code=c&state={STATE}");
    let ways = |place: &str| {
        [
            AuthorizationResponse::from_url(&format!("{place}?{text}")).unwrap(),
            AuthorizationResponse::from_url(&format!("{place}#{text}")).unwrap(),
            AuthorizationResponse::from_query(&text, place).unwrap(),
            AuthorizationResponse::from_fragment(&text, place).unwrap(),
            AuthorizationResponse::from_form_post(&text, place).unwrap(),
            AuthorizationResponse::from_pairs([("code", "c"), ("state", STATE)], place).unwrap(),
        ]
    };
    for good in ["/cb", "https://client.example.org/cb", "http://10.0.0.7:8080/cb"] {
        for response in ways(good) {
            assert_eq!(received_at(CALLBACK, response), Ok(()), "{good}");
        }
    }
    for bad in ["/", "/cb/", "/cb/x", "/other", "https://client.example.org/other", "com.example.app:/cb"] {
        for response in ways(bad) {
            assert_eq!(received_at(CALLBACK, response), elsewhere(CALLBACK, bad));
        }
    }
}

#[test]
fn the_query_of_the_redirect_uri_is_compared() {
    let uri = "https://client.example.org/cb?idp=one";
    let text = format!("code=c&state={STATE}");
    for good in [
        url("/cb?idp=one&code=c&state=STATE"),
        url("/cb?code=c&state=STATE&idp=%6fne"),
        url("/cb?idp=one#code=c&state=STATE"),
        AuthorizationResponse::from_query(&format!("idp=one&{text}"), "/cb").unwrap(),
        AuthorizationResponse::from_form_post(&text, "/cb?idp=one").unwrap(),
        AuthorizationResponse::from_fragment(&text, "/cb?idp=one").unwrap(),
        AuthorizationResponse::from_pairs([("idp", "one"), ("code", "c"), ("state", STATE)], "/cb").unwrap(),
    ] {
        assert_eq!(received_at(uri, good), Ok(()));
    }
    for bad in [
        url("/cb?code=c&state=STATE"),
        url("/cb?idp=two&code=c&state=STATE"),
        url("/cb?idp=one&idp=two&code=c&state=STATE"),
        url("/cb#idp=one&code=c&state=STATE"),
        AuthorizationResponse::from_form_post(format!("idp=one&{text}"), "/cb").unwrap(),
        AuthorizationResponse::from_form_post(format!("idp=one&{text}"), "/cb?idp=two").unwrap(),
    ] {
        assert_eq!(received_at(uri, bad), elsewhere(uri, "/cb"));
    }
    // A repeated name is kept and ignored.
    let twice = "https://client.example.org/cb?x=1&x=2";
    assert_eq!(received_at(twice, url("/cb?x=1&x=2&code=c&state=STATE")), Ok(()));
}

#[test]
fn the_origin_is_compared_on_request_and_other_urls_must_be_allowed() {
    let good = || url("https://client.example.org/cb?code=c&state=STATE");
    let proxied = || url("http://10.0.0.7/cb?code=c&state=STATE");
    let forwarded = || url("/internal/callback?code=c&state=STATE");
    assert_eq!(received_at(CALLBACK, good().compare_origin()), Ok(()));
    assert_eq!(received_at(CALLBACK, proxied().compare_origin()), elsewhere(CALLBACK, "http://10.0.0.7/cb"));
    assert_eq!(received_at(CALLBACK, forwarded()), elsewhere(CALLBACK, "/internal/callback"));
    assert_eq!(received_at(CALLBACK, forwarded().dangerous_at_any_place()), Ok(()));
    let foreign = AuthorizationResponse::from_query("code=c&state=x", "").unwrap().dangerous_at_any_place();
    assert_eq!(received_at(CALLBACK, foreign), Err(AuthorizationError::Untrusted(FailedCheck::State)));
}

#[test]
fn a_forged_response_does_not_end_a_sign_in() {
    let client = client(PROMISED);
    let mut session = session(&client.authorization_request(CALLBACK));
    let good = "/cb?code=c&state=STATE&iss=https%3A%2F%2Fone.example";
    for (forged, check) in [
        ("/cb?code=evil&state=guessed", FailedCheck::State),
        ("/cb?error=access_denied", FailedCheck::State),
        ("/cb?code=c&state=STATE", FailedCheck::IssuerMissing),
        (
            "/cb?code=c&state=STATE&iss=https://evil.example",
            FailedCheck::Issuer { expected: ONE.into(), found: "https://evil.example".into() },
        ),
        ("/cb?response=a.b.c&state=STATE", FailedCheck::ResponseJwt),
    ] {
        let error: ReceiveError = session.receive(&client, url(forged)).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Untrusted(check), "{forged}");
        assert!(!error.ends_sign_in() && error.session().state() == STATE);
        assert!(!error.to_string().contains("configure"), "{error}");
        session = error.into_session();
    }
    let error = session.receive(&client, url("/cb?state=STATE&iss=https%3A%2F%2Fone.example")).unwrap_err();
    let (session, reason) = error.into_parts();
    assert!(matches!(reason, AuthorizationError::Malformed(_)));
    let call = session.receive(&client, url(good)).unwrap().authorization_code();
    assert!(form(&call.encode(now()).unwrap()).iter().any(|(name, _)| name == "code_verifier"));
}

#[test]
fn an_error_without_the_issuer_keeps_its_code() {
    let client = client(PROMISED);
    let request = client.authorization_request(CALLBACK);
    let error = session(&request).receive(&client, url("/cb?error=login_required&state=STATE")).unwrap_err();
    assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::IssuerMissing));
    assert_eq!(error.code(), Some(&ErrorCode::LOGIN_REQUIRED));
    assert!(error.needs_sign_in() && !error.ends_sign_in());
    // Without the state, anyone can have sent it.
    let error = session(&request).receive(&client, url("/cb?error=login_required")).unwrap_err();
    assert_eq!((error.code(), error.unauthenticated_code()), (None, Some(&ErrorCode::LOGIN_REQUIRED)));
    assert!(!error.needs_sign_in());
    assert_eq!(AuthorizationError::from(error), AuthorizationError::Untrusted(FailedCheck::State));
}

#[test]
fn a_dialect_can_accept_errors_but_not_codes_without_the_issuer() {
    let server = client(PROMISED).server().clone().with_dialect(Dialect::new().errors_without_issuer());
    let client = Client::new(server, "id", basic()).unwrap();
    let request = client.authorization_request(CALLBACK);
    let error = session(&request).receive(&client, url("/cb?error=access_denied&state=STATE")).unwrap_err();
    assert!(error.ends_sign_in() && error.code() == Some(&ErrorCode::ACCESS_DENIED));
    let error = session(&request).receive(&client, url("/cb?code=c&state=STATE")).unwrap_err();
    assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::IssuerMissing));
    let foreign = url("/cb?error=access_denied&state=STATE&iss=https://evil.example");
    assert!(!session(&request).receive(&client, foreign).unwrap_err().ends_sign_in());
}

#[test]
fn a_missing_state_must_be_allowed() {
    let client = client("");
    let request = client.authorization_request(CALLBACK).dangerous_without_state();
    assert!(session(&request).receive(&client, url("/cb?code=c")).is_ok());
    assert!(session(&request).receive(&client, url("/cb?code=c&state=STATE")).is_ok());
    let error = session(&request).receive(&client, url("/cb?code=c&state=other")).unwrap_err();
    assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::State));
}

#[test]
fn the_state_can_carry_application_data() {
    let client = client("");
    let request = client.authorization_request(CALLBACK).state_text("eu-1/tenant.7 b");
    let session_of = || session(&request);
    assert_eq!(session_of().state(), format!("{STATE}.eu-1/tenant.7 b"));
    assert_eq!(session_of().state_text(), Some("eu-1/tenant.7 b"));
    let response = url("/cb?code=c&state=STATE.eu-1/tenant.7+b");
    assert_eq!(response.unverified_state_text(), Some("eu-1/tenant.7 b"));
    assert!(session_of().receive(&client, response).is_ok());
    for foreign in ["STATE", "STATE.eu-2", "STATE.", ".eu-1/tenant.7+b"] {
        let error = session_of().receive(&client, url(&format!("/cb?code=c&state={foreign}"))).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::State), "{foreign}");
    }
    assert_eq!(session(&client.authorization_request(CALLBACK)).state_text(), None);
    for broken in ["a\nb", "\u{e9}"] {
        let error = client.authorization_request(CALLBACK).state_text(broken).begin_with(random()).unwrap_err();
        assert_eq!(error, EncodeError::InvalidParameter { name: "state".into() });
    }
}

#[test]
fn a_code_that_the_user_copies_must_be_allowed() {
    let client = client("");
    let request = client.authorization_request("").dangerous_out_of_band();
    let begun = request.begin_with(random()).unwrap();
    assert!(begun.url.contains("&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&"), "{}", begun.url);
    let call = begun.session.dangerous_receive_code(&client, "copied").unwrap().authorization_code();
    let sent = form(&call.encode(now()).unwrap());
    assert!(sent.contains(&("code".into(), "copied".into())));
    assert!(sent.contains(&("redirect_uri".into(), "urn:ietf:wg:oauth:2.0:oob".into())));
    for broken in ["", "a\nb", "\u{e9}"] {
        let error = session(&request).dangerous_receive_code(&client, broken).unwrap_err();
        assert!(matches!(error.error(), AuthorizationError::Malformed(_)), "{broken}");
    }
    let hybrid = session(&client.authorization_request(CALLBACK).response_type("code id_token"));
    assert!(hybrid.dangerous_receive_code(&client, "copied").is_err());
    let other = client_at("https://two.example", "", "id", basic());
    let error = session(&request).dangerous_receive_code(&other, "copied").unwrap_err();
    assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::Session));
}

//! Authorization responses.

use std::time::Duration;

use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession, Authorized, ResponseType};
use oauth_core::error::{AuthorizationError, FailedCheck, Problem};
use oauth_core::server::Dialect;
use oauth_core::token::TokenType;
use oauth_core::{Client, ErrorCode};

use crate::support::{CALLBACK, NONCE, STATE, altered, basic, client_at, fresh_id_token, random};

const ISSUER: &str = "https://honest.as.example";
const PROMISED: &str = r#","authorization_response_iss_parameter_supported":true"#;
const ISS: &str = "&iss=https%3A%2F%2Fhonest.as.example";

fn client(member: &str) -> Client {
    client_at(ISSUER, member, "s6BhdRkqt3", basic())
}

fn session(client: &Client, response_type: ResponseType) -> AuthorizationSession {
    let request = client.authorization_request(CALLBACK).response_type(response_type).scope("openid");
    request.begin_with(random()).unwrap().session
}

fn query(query: &str) -> AuthorizationResponse {
    AuthorizationResponse::from_query(query, "/cb").unwrap()
}

fn receive(member: &str, text: &str) -> Result<Authorized, AuthorizationError> {
    let client = client(member);
    Ok(session(&client, ResponseType::CODE).receive(&client, query(text))?)
}

fn untrusted(member: &str, text: &str) -> FailedCheck {
    match receive(member, text) {
        Err(AuthorizationError::Untrusted(check)) => check,
        other => panic!("{text}: {other:?}"),
    }
}

fn malformed(text: &str) -> Problem {
    match AuthorizationResponse::from_query(text, "/cb") {
        Err(AuthorizationError::Malformed(problem)) => problem,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn rfc_6749_section_4_1_2() {
    let client = client("");
    let session = altered(&session(&client, ResponseType::CODE), &[("state", "xyz")]);
    let url = "https://client.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz";
    let authorized = session.receive(&client, AuthorizationResponse::from_url(url).unwrap()).unwrap();
    assert!(authorized.access_token.is_none() && authorized.unverified_id_token.is_none());
    assert_eq!(authorized.scope, None, "it is of an access token that comes through the browser");
}

#[test]
fn rfc_6749_section_4_1_2_1() {
    let client = client("");
    let session = altered(&session(&client, ResponseType::CODE), &[("state", "xyz")]);
    let url = "https://client.example.com/cb?error=access_denied&state=xyz";
    let error = session.receive(&client, AuthorizationResponse::from_url(url).unwrap()).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ACCESS_DENIED));
    assert!(!error.needs_sign_in() && error.ends_sign_in());
}

#[test]
fn rfc_6749_section_4_2_2() {
    let client = client("");
    let session = altered(&session(&client, ResponseType::TOKEN), &[("state", "xyz")]);
    let url = "http://example.com/cb#access_token=2YotnFZFEjr1zCsicMWpAA&state=xyz&token_type=example&expires_in=3600";
    let authorized = session.receive(&client, AuthorizationResponse::from_url(url).unwrap()).unwrap();
    assert_eq!(authorized.access_token.unwrap().expose(), "2YotnFZFEjr1zCsicMWpAA");
    assert_eq!(authorized.token_type, Some(TokenType::from("example")));
    assert_eq!(authorized.expires_in, Some(Duration::from_secs(3600)));
}

#[test]
fn rfc_9207_section_2_1_and_2_2() {
    let client = client(PROMISED);
    let state = "ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI";
    let good = format!("code=x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58&state={state}{ISS}");
    let begun = || altered(&session(&client, ResponseType::CODE), &[("state", state)]);
    assert!(begun().receive(&client, query(&good)).is_ok());
    let denied = format!("error=access_denied&state={state}{ISS}");
    let error = begun().receive(&client, query(&denied)).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ACCESS_DENIED));
}

#[test]
fn a_missing_or_wrong_state_is_not_trusted() {
    let longer = format!("{STATE}A");
    for state in ["", &STATE[1..], &longer, "x", &STATE.to_lowercase()] {
        for rest in ["code=c", "error=access_denied"] {
            assert_eq!(untrusted("", &format!("{rest}&state={state}")), FailedCheck::State, "{state}");
        }
    }
    assert_eq!(untrusted("", "code=c"), FailedCheck::State);
}

#[test]
fn the_issuer_is_compared_byte_for_byte_even_if_it_was_not_promised() {
    for member in [PROMISED, ""] {
        for rest in ["code=c", "error=access_denied"] {
            assert!(!matches!(
                receive(member, &format!("{rest}&state={STATE}{ISS}")),
                Err(AuthorizationError::Untrusted(_))
            ));
            for iss in ["https://attacker.example", "https://honest.as.example/", "HTTPS://honest.as.example", "x"] {
                let expected = FailedCheck::Issuer { expected: ISSUER.into(), found: iss.into() };
                assert_eq!(untrusted(member, &format!("{rest}&state={STATE}&iss={iss}")), expected);
            }
        }
    }
}

#[test]
fn a_missing_issuer_is_not_trusted_if_it_was_promised() {
    for rest in ["code=c", "error=access_denied", "code=c&iss="] {
        assert_eq!(untrusted(PROMISED, &format!("{rest}&state={STATE}")), FailedCheck::IssuerMissing, "{rest}");
    }
    let client = client(PROMISED);
    for response_type in [ResponseType::ID_TOKEN, ResponseType::CODE_ID_TOKEN] {
        let response = query(&format!("error=access_denied&id_token=x&state={STATE}"));
        let error = session(&client, response_type).receive(&client, response).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::IssuerMissing));
    }
    assert!(receive("", &format!("code=c&state={STATE}")).is_ok());
    let denied = r#","authorization_response_iss_parameter_supported":false"#;
    assert!(receive(denied, &format!("code=c&state={STATE}")).is_ok());
}

#[test]
fn a_session_of_another_client_or_server_is_not_trusted() {
    let mine = client("");
    for other in [
        client_at("https://other.example", "", "s6BhdRkqt3", basic()),
        client_at("https://honest.as.example/", "", "s6BhdRkqt3", basic()),
        client_at(ISSUER, "", "other", basic()),
    ] {
        let response = query(&format!("code=c&state={STATE}"));
        let error = session(&mine, ResponseType::CODE).receive(&other, response).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::Session));
    }
}

#[test]
fn a_parameter_with_two_values_is_rejected() {
    for name in ["state", "iss", "error", "response"] {
        assert_eq!(malformed(&format!("{name}=a&x=y&{name}=b")), Problem::Duplicate { member: name.into() });
    }
    let duplicate = |member: &str| Err(AuthorizationError::Malformed(Problem::Duplicate { member: member.into() }));
    let error = AuthorizationResponse::from_url("https://c.example/cb?state=a#state=b").map(|_| ());
    assert_eq!(error, duplicate("state"));
    let good = format!("code=c&state={STATE}");
    for twice in ["c%6fde=d", "code=", "code=c%20"] {
        assert_eq!(receive("", &format!("{good}&{twice}")).map(|_| ()), duplicate("code"), "{twice}");
    }
    // A repeated value adds nothing, and unknown parameters are ignored (RFC 6749 §4.1.2).
    for twice in ["code=c", &format!("state={STATE}"), "ui=a&ui=b", "access_token=a&access_token=b"] {
        let authorized = receive("", &format!("{good}&{twice}")).unwrap();
        assert_eq!(authorized.extra.get::<String>("ui").is_some(), twice.starts_with("ui"), "{twice}");
    }
    let strict = Dialect::new().strict();
    let client = Client::new(client("").server().clone().with_dialect(strict), "s6BhdRkqt3", basic()).unwrap();
    let response = query(&format!("{good}&ui=a&ui=a"));
    let error = session(&client, ResponseType::CODE).receive(&client, response).unwrap_err();
    assert_eq!(Err(error.error().clone()), duplicate("ui"));
}

#[test]
fn invalid_parameter_values_are_rejected() {
    let wrong = |field, reason| Problem::InvalidValue { field, reason };
    let reason = "contains an invalid character";
    for value in ["a%0D%0Ab", "a%00", "%C3%A9", "%FF", "a%7F"] {
        for field in ["state", "response"] {
            assert_eq!(malformed(&format!("{field}={value}")), wrong(field, reason));
        }
        for (field, response_type) in
            [("code", ResponseType::CODE), ("access_token", ResponseType::TOKEN), ("id_token", ResponseType::ID_TOKEN)]
        {
            let client = client("");
            let response = query(&format!("state={STATE}&{field}={value}"));
            let error = session(&client, response_type).receive(&client, response).unwrap_err();
            assert_eq!(error.error(), &AuthorizationError::Malformed(wrong(field, reason)));
        }
    }
    let reason = "holds a control character";
    for field in ["iss", "error"] {
        assert_eq!(malformed(&format!("{field}=a%0Ab")), wrong(field, reason));
    }
    for field in ["token_type", "scope", "expires_in"] {
        let client = client("");
        let response = query(&format!("state={STATE}&access_token=a&{field}=a%0Ab"));
        let error = session(&client, ResponseType::TOKEN).receive(&client, response).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Malformed(wrong(field, reason)));
    }
}

#[test]
fn parameters_of_other_response_types_are_ignored() {
    let odd = "token_type=a%0Ab&expires_in=1&expires_in=2&access_token=%FF&id_token=x&scope=a%20b";
    let authorized = receive("", &format!("code=c&state={STATE}&{odd}")).unwrap();
    assert!(authorized.access_token.is_none() && authorized.token_type.is_none() && authorized.scope.is_none());
    assert_eq!(authorized.extra.get::<String>("scope").as_deref(), Some("a b"));
    // The server repeats a query of the redirect URI in the fragment.
    let client = client("");
    let request = client.authorization_request("https://client.example.org/cb?tenant=1").response_type("token");
    let session = request.begin_with(random()).unwrap().session;
    let url = format!("/cb?tenant=1#tenant=1&access_token=A&token_type=Bearer&state={STATE}");
    assert!(session.receive(&client, AuthorizationResponse::from_url(&url).unwrap()).is_ok());
}

#[test]
fn a_response_that_is_too_long_is_rejected() {
    let limit = 64 * 1024;
    let fits = format!("code={}", "a".repeat(limit - 5));
    assert!(AuthorizationResponse::from_query(&fits, "/cb").is_ok());
    assert_eq!(malformed(&format!("{fits}a")), Problem::TooLarge { limit });
    let many: String = (0..1001).map(|n| format!("p{n}=&")).collect();
    assert_eq!(malformed(&many), Problem::TooManyMembers { limit: 1000 });
}

#[test]
fn broken_percent_encoding_is_kept_as_text() {
    for text in ["state=%", "state=%4", "state=%zz", "%=%", "&&==&", "?", "#", "", "=", "a=%e0%a4"] {
        let response = AuthorizationResponse::from_query(text, "/cb").unwrap();
        assert_eq!(response.state(), text.strip_prefix("state="), "{text}");
    }
}

#[test]
fn all_constructors_read_the_same_response() {
    let text = format!("code=a%2Bb&state={STATE}");
    for response in [
        AuthorizationResponse::from_query(&text, "/cb"),
        AuthorizationResponse::from_query(&format!("?{text}"), "/cb"),
        AuthorizationResponse::from_fragment(&text, "/cb"),
        AuthorizationResponse::from_fragment(&format!("#{text}"), "/cb?x=1"),
        AuthorizationResponse::from_form_post(text.as_bytes(), "https://c.example/cb"),
        AuthorizationResponse::from_pairs([("code", "a+b"), ("state", STATE)], "/cb"),
        AuthorizationResponse::from_url(&format!("https://c.example/cb#{text}")),
        AuthorizationResponse::from_url(&format!("https://c.example/cb?x=1#{text}")),
        AuthorizationResponse::from_url(&format!("/cb?{text}#_=_")),
    ] {
        let client = client("");
        assert!(session(&client, ResponseType::CODE).receive(&client, response.unwrap()).is_ok());
    }
}

#[test]
fn requested_parameters_are_required() {
    let client = client("");
    let good = fresh_id_token(&format!(r#""iss":"{ISSUER}","aud":"s6BhdRkqt3","nonce":"{NONCE}","sub":"u""#));
    let parts = [
        ("code", "code", "&code=c".to_owned()),
        ("id_token", "id_token", format!("&id_token={good}")),
        ("token", "access_token", "&access_token=a&token_type=Bearer&expires_in=99999999999".to_owned()),
    ];
    for response_type in [
        ResponseType::CODE,
        ResponseType::TOKEN,
        ResponseType::ID_TOKEN,
        ResponseType::ID_TOKEN_TOKEN,
        ResponseType::CODE_ID_TOKEN,
        ResponseType::CODE_TOKEN,
        ResponseType::CODE_ID_TOKEN_TOKEN,
    ] {
        let all: String = parts.iter().map(|(_, _, text)| text.as_str()).collect();
        let receive = |text: &str| {
            session(&client, response_type.clone()).receive(&client, query(&format!("state={STATE}{text}")))
        };
        // What was not requested is not returned.
        let authorized = receive(&all).unwrap();
        assert_eq!(authorized.access_token.is_some(), response_type.contains("token"), "{response_type}");
        assert_eq!(authorized.expires_in.is_some(), response_type.contains("token"), "{response_type}");
        assert_eq!(authorized.unverified_id_token.is_some(), response_type.contains("id_token"), "{response_type}");
        for (word, field, text) in &parts {
            let result = receive(&all.replace(text.as_str(), ""));
            if response_type.contains(word) {
                assert_eq!(result.unwrap_err().error(), &AuthorizationError::Malformed(Problem::Missing { field }));
            } else {
                assert!(result.is_ok(), "{response_type} without {field}");
            }
        }
    }
}

#[test]
fn a_signed_response_is_returned_but_never_trusted() {
    let text = format!("response=e.y.J&code=c&state={STATE}");
    let response = query(&text);
    assert_eq!(response.unverified_response().unwrap().expose(), "e.y.J");
    assert_eq!(untrusted("", &text), FailedCheck::ResponseJwt);
    // A response that is not signed is rejected if a signed one was requested.
    for mode in ["jwt", "query.jwt", "fragment.jwt", "form_post.jwt"] {
        let client = client("");
        let begun = client.authorization_request(CALLBACK).response_mode(mode).begin_with(random()).unwrap();
        let error = begun.session.receive(&client, query(&format!("code=c&state={STATE}"))).unwrap_err();
        assert_eq!(error.error(), &AuthorizationError::Untrusted(FailedCheck::ResponseJwt));
    }
}

#[test]
fn every_error_code_is_known_and_tells_whether_the_user_is_needed() {
    let rows = [
        ("access_denied", ErrorCode::ACCESS_DENIED, false),
        ("account_selection_required", ErrorCode::ACCOUNT_SELECTION_REQUIRED, true),
        ("consent_required", ErrorCode::CONSENT_REQUIRED, true),
        ("interaction_required", ErrorCode::INTERACTION_REQUIRED, true),
        ("invalid_authorization_details", ErrorCode::INVALID_AUTHORIZATION_DETAILS, false),
        ("invalid_request", ErrorCode::INVALID_REQUEST, false),
        ("invalid_request_object", ErrorCode::INVALID_REQUEST_OBJECT, false),
        ("invalid_request_uri", ErrorCode::INVALID_REQUEST_URI, false),
        ("invalid_scope", ErrorCode::INVALID_SCOPE, false),
        ("invalid_target", ErrorCode::INVALID_TARGET, false),
        ("login_required", ErrorCode::LOGIN_REQUIRED, true),
        ("registration_not_supported", ErrorCode::REGISTRATION_NOT_SUPPORTED, false),
        ("request_not_supported", ErrorCode::REQUEST_NOT_SUPPORTED, false),
        ("request_uri_not_supported", ErrorCode::REQUEST_URI_NOT_SUPPORTED, false),
        ("server_error", ErrorCode::SERVER_ERROR, false),
        ("temporarily_unavailable", ErrorCode::TEMPORARILY_UNAVAILABLE, false),
        ("unauthorized_client", ErrorCode::UNAUTHORIZED_CLIENT, false),
        ("unmet_authentication_requirements", ErrorCode::UNMET_AUTHENTICATION_REQUIREMENTS, false),
        ("unsupported_response_type", ErrorCode::UNSUPPORTED_RESPONSE_TYPE, false),
        ("missing_authorization", ErrorCode::from("missing_authorization"), false),
    ];
    for (text, code, needs_sign_in) in rows {
        let error = receive("", &format!("error={text}&state={STATE}&code=c")).unwrap_err();
        assert_eq!(error.code(), Some(&code));
        assert_eq!(error.needs_sign_in(), needs_sign_in, "{text}");
    }
}

#[test]
fn error_texts_are_kept_verbatim_and_shown_escaped() {
    let text = "error=server_error&error_description=AADSTS90002:%0D%0ATrace&error_uri=%2Fx&session_state=s";
    let Err(AuthorizationError::Server(error)) = receive("", &format!("{text}&state={STATE}")) else { panic!() };
    assert_eq!(error.description(), Some("AADSTS90002:\r\nTrace"));
    assert_eq!(error.uri(), Some("/x"));
    assert_eq!(error.extra().get::<String>("session_state").as_deref(), Some("s"));
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("AADSTS90002") && !shown.contains(['\r', '\n']), "{shown}");
}

#[test]
fn unknown_parameters_are_kept() {
    let authorized = receive("", &format!("code=c&state={STATE}&user=%7B%22name%22%3A1%7D")).unwrap();
    assert_eq!(authorized.extra.get::<String>("user").as_deref(), Some("{\"name\":1}"));
}

#[test]
fn lifetimes_in_an_authorization_response() {
    use oauth_core::server::ExpiresInUnit;
    let lifetime = |dialect: Dialect, text: &str| {
        let client = Client::new(client("").server().clone().with_dialect(dialect), "s6BhdRkqt3", basic()).unwrap();
        let response = query(&format!("state={STATE}&access_token=A&token_type=Bearer&expires_in={text}"));
        session(&client, ResponseType::TOKEN).receive(&client, response).unwrap().expires_in
    };
    let seconds = |number| Some(Duration::from_secs(number));
    for (text, expected) in [
        ("3600", seconds(3600)),
        ("0", seconds(0)),
        ("", None),
        ("-1", None),
        ("%2B5", None),
        ("3600.0", seconds(3600)),
        ("soon", None),
        ("99999999999", seconds(315_360_000)),
        ("99999999999999999999999", seconds(315_360_000)),
    ] {
        assert_eq!(lifetime(Dialect::new(), text), expected, "{text}");
    }
    assert_eq!(lifetime(Dialect::new().expires_in(ExpiresInUnit::Milliseconds), "60000"), seconds(60));
    assert_eq!(lifetime(Dialect::new().expires_in(ExpiresInUnit::UnixTime), "1795352600"), None);
    assert_eq!(lifetime(Dialect::new().zero_expires_in_means_never(), "0"), None);
}

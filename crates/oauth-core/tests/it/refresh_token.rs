//! The refresh token grant: the request, the refresh token to use next, and the scope, which is never widened.

use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession};
use oauth_core::call::Deviation;
use oauth_core::error::Problem;
use oauth_core::flow::{AfterFailure, Failure, RoundTrip};
use oauth_core::grant::{AuthorizationCode, TokenRequest};
use oauth_core::server::Dialect;
use oauth_core::{
    Call as _, Client, ClientAuthentication, DecodeError, EncodeError, ErrorCode, Flow as _, FlowError, Scope, Secret,
    Step, TokenResponse,
};

use crate::support::{CALLBACK, ID, STATE, basic, client, form, json, now, pingone, post, random, wire};

const OLD: &str = "tGzv3JOkF0XG5Qx2TlKWIA";

fn refreshed(original: Option<&str>, requested: Option<&str>, members: &str) -> Result<TokenResponse, DecodeError> {
    refreshed_by(Dialect::new(), original, requested, members)
}

fn refreshed_by(
    dialect: Dialect,
    original: Option<&str>,
    requested: Option<&str>,
    members: &str,
) -> Result<TokenResponse, DecodeError> {
    let client = Client::new(pingone().with_dialect(dialect), ID, basic()).unwrap();
    let mut call = client.refresh_token(&Secret::new(OLD));
    if let Some(scope) = original {
        call = call.original_scope(scope);
    }
    if let Some(scope) = requested {
        call = call.scope(scope);
    }
    let response = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer"{members}}}"#));
    call.decode((&response).into(), now())
}

#[test]
fn rfc_6749_section_6() {
    let client = Client::new(pingone(), "s6BhdRkqt3", ClientAuthentication::client_secret_basic("gX1fBat3bV")).unwrap();
    let request = client.refresh_token(&Secret::new(OLD)).encode(now()).unwrap();
    let expected = "POST https://auth.pingone.com/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token\n\
        accept-encoding: identity\n\
        accept: application/json\n\
        authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n\
        content-type: application/x-www-form-urlencoded\n\n\
        grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA";
    assert_eq!(wire(&request), expected);
}

#[test]
fn each_authentication_method() {
    let names = |authentication| {
        let request = client(authentication).refresh_token(&Secret::new(OLD)).scope("a").encode(now()).unwrap();
        form(&request).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(basic()), "grant_type scope refresh_token");
    assert_eq!(names(post()), "grant_type scope refresh_token client_id client_secret");
    assert_eq!(names(ClientAuthentication::none()), "grant_type scope refresh_token client_id");
}

#[test]
fn the_old_token_is_kept_if_there_is_no_new_one() {
    let token = |members| refreshed(None, None, members).unwrap().refresh_token.unwrap().expose().to_owned();
    for none in ["", r#","refresh_token":null"#, r#","refresh_token":"""#] {
        assert_eq!(token(none), OLD);
    }
    assert_eq!(token(r#","refresh_token":"new""#), "new");
}

#[test]
fn an_id_token_is_returned() {
    let tokens = refreshed(None, None, r#","id_token":"a.b.c""#).unwrap();
    assert_eq!(tokens.id_token.unwrap().expose(), "a.b.c");
}

#[test]
fn the_scope_falls_back_to_the_requested_and_then_the_original_scope() {
    let rows = [
        (Some("a b c"), Some("a b"), r#","scope":"a""#, Some("a")),
        (Some("a b c"), Some("a b"), "", Some("a b")),
        (Some("a b c"), None, "", Some("a b c")),
        (Some("a b c"), None, r#","scope":"c b""#, Some("c b")),
        (None, Some("a"), "", Some("a")),
        (None, Some("a"), r#","scope":"a b""#, Some("a b")),
        (None, None, "", None),
        (Some(""), None, "", None),
    ];
    for (original, requested, members, expected) in rows {
        let tokens = refreshed(original, requested, members).unwrap();
        assert_eq!(tokens.scope, expected.map(Scope::from), "{original:?} {requested:?} {members}");
        assert_eq!(tokens.deviations, []);
    }
}

#[test]
fn a_response_cannot_widen_the_scope() {
    let rows = [
        (r#","scope":"a admin b""#, "a b", [Deviation::ScopeWidened].as_slice()),
        (r#","scope":["admin","b"]"#, "b", &[Deviation::ScopeIsArray, Deviation::ScopeWidened]),
        (r#","scope":"A""#, "a b", &[Deviation::ScopeKept]),
        (r#","scope":"b,a""#, "a b", &[Deviation::ScopeKept]),
    ];
    for (members, expected, deviations) in rows {
        let tokens = refreshed(Some("a b"), None, members).unwrap();
        assert_eq!((tokens.scope, &*tokens.deviations), (Some(expected.into()), deviations), "{members}");
    }
    match refreshed_by(Dialect::new().strict(), Some("a"), None, r#","scope":"a b""#) {
        Err(DecodeError::Malformed(error)) => {
            assert!(matches!(error.problem(), Problem::InvalidValue { field: "scope", .. }));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_cannot_widen_the_scope() {
    let call = || client(basic()).refresh_token(&Secret::new(OLD)).original_scope("a b");
    for wider in ["c", "a c", "A"] {
        assert_eq!(call().scope(wider).encode(now()).unwrap_err(), EncodeError::ScopeTooWide);
    }
    let request = call().scope("b").encode(now()).unwrap();
    assert_eq!(request.body(), b"grant_type=refresh_token&scope=b&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA");
}

#[test]
fn an_empty_or_invalid_token_is_rejected() {
    let error = |token: &str| client(basic()).refresh_token(&Secret::new(token)).encode(now()).unwrap_err();
    assert_eq!(error(""), EncodeError::EmptyParameter { name: "refresh_token".into() });
    assert_eq!(error("a\n"), EncodeError::InvalidParameter { name: "refresh_token".into() });
}

#[test]
fn a_refusal_of_the_refresh_token_needs_a_new_sign_in() {
    let call = client(basic()).refresh_token(&Secret::new(OLD));
    let error = |code: &str| call.decode((&json(400, format!(r#"{{"error":"{code}"}}"#))).into(), now()).unwrap_err();
    assert!(error("invalid_grant").needs_sign_in());
    for other in ["invalid_client", "invalid_scope", "temporarily_unavailable"] {
        assert!(!error(other).needs_sign_in(), "{other}");
    }
    match error("invalid_grant") {
        DecodeError::Server(error) => {
            assert_eq!(*error.code(), ErrorCode::INVALID_GRANT);
        }
        other => panic!("{other:?}"),
    }
    let html = call.decode((&json(400, "<html>invalid_grant")).into(), now()).unwrap_err();
    assert!(!html.needs_sign_in());
}

#[test]
fn it_is_not_sent_again_if_the_response_is_lost() {
    let mut once = RoundTrip::new(client(basic()).refresh_token(&Secret::new(OLD)));
    assert!(matches!(once.step(now()), Ok(Step::Send(_))));
    assert_eq!(once.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
    assert!(matches!(once.step(now()), Err(FlowError::Ended)));
}

#[test]
fn the_tokens_of_an_earlier_response_limit_the_scope() {
    let client = client(basic());
    let response = json(200, r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R","scope":"a b"}"#);
    let tokens = client.client_credentials().decode((&response).into(), now()).unwrap();
    let call = client.refresh(&tokens).unwrap();
    assert_eq!(call.encode(now()).unwrap().body(), b"grant_type=refresh_token&refresh_token=R");
    assert_eq!(call.clone().scope("a c").encode(now()).unwrap_err(), EncodeError::ScopeTooWide);
    let wider = json(200, r#"{"access_token":"A","token_type":"Bearer","scope":"a b c"}"#);
    assert_eq!(call.decode((&wider).into(), now()).unwrap().scope, Some("a b".into()));
    let none = json(200, r#"{"access_token":"A","token_type":"Bearer"}"#);
    let tokens = client.client_credentials().decode((&none).into(), now()).unwrap();
    assert_eq!(client.refresh(&tokens).unwrap_err(), EncodeError::NoRefreshToken);
}

#[test]
fn the_original_scope_is_kept_after_a_narrower_refresh() {
    let client = client(basic());
    let body = r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R","scope":"openid profile email"}"#;
    let tokens = client.client_credentials().decode((&json(200, body)).into(), now()).unwrap();
    let narrow = json(200, r#"{"access_token":"B","token_type":"Bearer","scope":"email"}"#);
    let narrowed = client.refresh(&tokens).unwrap().scope("email").decode((&narrow).into(), now()).unwrap();
    assert_eq!(narrowed.scope, Some("email".into()));
    assert_eq!(narrowed.granted_scope, Some("openid profile email".into()));
    let again = client.refresh(&narrowed).unwrap();
    assert!(again.clone().scope("openid profile").encode(now()).is_ok());
    assert_eq!(again.scope("phone").encode(now()).unwrap_err(), EncodeError::ScopeTooWide);
}

#[test]
fn a_refresh_token_alone_has_no_known_scope() {
    let client = client(basic());
    let narrow = json(200, r#"{"access_token":"B","token_type":"Bearer","scope":"email"}"#);
    let call = client.refresh_token(&Secret::new(OLD));
    let narrowed = call.clone().scope("email").decode((&narrow).into(), now()).unwrap();
    assert_eq!(narrowed.granted_scope, None);
    assert!(client.refresh(&narrowed).unwrap().scope("openid profile").encode(now()).is_ok());
    // If the request has no scope, the response names the whole scope (RFC 6749 §6).
    let whole = call.decode((&narrow).into(), now()).unwrap();
    assert_eq!(whole.granted_scope, Some("email".into()));

    let message = client.refresh(&whole).unwrap().scope("email offline_access").encode(now()).unwrap_err().to_string();
    assert!(message.contains("refresh_token with the refresh token alone"), "{message}");
    assert!(call.scope("email offline_access").encode(now()).is_ok());
}

#[test]
fn an_empty_scope_limits_nothing() {
    let client = client(basic());
    let empty = json(200, r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R","scope":""}"#);
    let tokens = client.client_credentials().decode((&empty).into(), now()).unwrap();
    assert_eq!((&tokens.scope, &*tokens.deviations), (&None, &[Deviation::ScopeEmpty][..]));
    let call = client.refresh(&tokens).unwrap();
    assert!(call.clone().scope("orders").encode(now()).is_ok());
    let orders = json(200, r#"{"access_token":"B","token_type":"Bearer","scope":"orders"}"#);
    let tokens = call.decode((&orders).into(), now()).unwrap();
    assert_eq!((tokens.scope, tokens.deviations), (Some("orders".into()), vec![]));
    // A known scope is not cut either.
    let kept = refreshed(Some("a b"), None, r#","scope":"""#).unwrap();
    assert_eq!((kept.scope, kept.deviations), (Some("a b".into()), vec![Deviation::ScopeEmpty]));
}

/// The tokens of a sign-in for two resources.
fn signed_in(client: &Client) -> (TokenRequest<AuthorizationCode>, TokenResponse) {
    let request = client.authorization_request(CALLBACK).resource("https://a.example").resource("https://b.example");
    let begun = request.begin_with(random()).unwrap();
    let kept = serde_json::to_string(&begun.session).unwrap();
    let session: AuthorizationSession = serde_json::from_str(&kept).unwrap();
    let response = AuthorizationResponse::from_url(&format!("{CALLBACK}?code=C&state={STATE}")).unwrap();
    let call = session.receive(client, response).unwrap().authorization_code();
    let body = r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R","scope":"a"}"#;
    let tokens = call.decode((&json(200, body)).into(), now()).unwrap();
    (call, tokens)
}

#[test]
fn the_resources_of_a_sign_in_are_requested_again() {
    let client = client(basic());
    let resources = |call: Result<http::Request<Vec<u8>>, EncodeError>| {
        let named = form(&call.unwrap()).into_iter().filter(|(name, _)| name == "resource");
        named.map(|(_, value)| value).collect::<Vec<_>>()
    };
    let both = ["https://a.example", "https://b.example"];
    let (redeem, tokens) = signed_in(&client);
    assert_eq!(resources(redeem.encode(now())), both);
    assert_eq!(tokens.resources, both);
    let refresh = client.refresh(&tokens).unwrap();
    assert_eq!(resources(refresh.encode(now())), both);

    // One of them, and then both again.
    let one = refresh.clone().resource("https://b.example");
    assert_eq!(resources(one.encode(now())), ["https://b.example"]);
    let narrow = json(200, r#"{"access_token":"B","token_type":"Bearer"}"#);
    let narrowed = one.decode((&narrow).into(), now()).unwrap();
    assert_eq!(resources(client.refresh(&narrowed).unwrap().encode(now())), both);

    let none = refresh.without_resources();
    assert!(resources(none.encode(now())).is_empty());
    assert!(none.decode((&narrow).into(), now()).unwrap().resources.is_empty());
    assert!(resources(redeem.without_resources().encode(now())).is_empty());
}

//! The refresh token grant: what is sent, what stays of the old token, and a scope that is never widened.

use oauth_core::call::Deviation;
use oauth_core::error::Problem;
use oauth_core::flow::{AfterFailure, Failure, RoundTrip};
use oauth_core::server::Dialect;
use oauth_core::{
    Call as _, Client, ClientAuthentication, DecodeError, EncodeError, ErrorCode, Flow as _, FlowError, Scope, Secret,
    Step, TokenResponse,
};

use crate::support::{ID, basic, client, form, json, now, pingone, post, wire};

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
    let answer = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer"{members}}}"#));
    call.decode((&answer).into(), now())
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
fn each_way_to_authenticate() {
    let names = |authentication| {
        let request = client(authentication).refresh_token(&Secret::new(OLD)).scope("a").encode(now()).unwrap();
        form(&request).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(basic()), "grant_type scope refresh_token");
    assert_eq!(names(post()), "grant_type scope refresh_token client_id client_secret");
    assert_eq!(names(ClientAuthentication::none()), "grant_type scope refresh_token client_id");
}

#[test]
fn case_28_the_old_token_stays_where_there_is_no_new_one() {
    let token = |members| refreshed(None, None, members).unwrap().refresh_token.unwrap().expose().to_owned();
    for none in ["", r#","refresh_token":null"#, r#","refresh_token":"""#] {
        assert_eq!(token(none), OLD);
    }
    assert_eq!(token(r#","refresh_token":"new""#), "new");
}

#[test]
fn an_id_token_is_handed_out() {
    let tokens = refreshed(None, None, r#","id_token":"a.b.c""#).unwrap();
    assert_eq!(tokens.id_token.unwrap().expose(), "a.b.c");
}

#[test]
fn a_scope_is_what_the_answer_says_else_what_was_asked_for_else_what_was_granted_at_first() {
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
fn an_answer_cannot_widen_the_scope() {
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
fn an_empty_token_and_a_broken_one_are_not_sent() {
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
fn it_is_sent_once_even_if_the_answer_is_lost() {
    let mut once = RoundTrip::new(client(basic()).refresh_token(&Secret::new(OLD)));
    assert!(matches!(once.step(now()), Ok(Step::Send(_))));
    assert_eq!(once.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
    assert!(matches!(once.step(now()), Err(FlowError::Ended)));
}

#[test]
fn the_tokens_of_an_earlier_answer_bring_their_scope() {
    let client = client(basic());
    let answer = json(200, r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R","scope":"a b"}"#);
    let tokens = client.client_credentials().decode((&answer).into(), now()).unwrap();
    let call = client.refresh(&tokens).unwrap();
    assert_eq!(call.encode(now()).unwrap().body(), b"grant_type=refresh_token&refresh_token=R");
    assert_eq!(call.clone().scope("a c").encode(now()).unwrap_err(), EncodeError::ScopeTooWide);
    let wider = json(200, r#"{"access_token":"A","token_type":"Bearer","scope":"a b c"}"#);
    assert_eq!(call.decode((&wider).into(), now()).unwrap().scope, Some("a b".into()));
    let none = json(200, r#"{"access_token":"A","token_type":"Bearer"}"#);
    let tokens = client.client_credentials().decode((&none).into(), now()).unwrap();
    assert_eq!(client.refresh(&tokens).unwrap_err(), EncodeError::NoRefreshToken);
}

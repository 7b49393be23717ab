//! Token exchange (RFC 8693).

use oauth_core::call::Deviation;
use oauth_core::server::Dialect;
use oauth_core::token::{TokenType, TokenTypeIdentifier};
use oauth_core::{Call as _, Client, DecodeError, EncodeError, ErrorCode, Secret, TokenResponse};

use crate::support::{ID, basic, client, form, json, now, pingone};

const SUBJECT: &str = "accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC";

fn exchanged(body: &str) -> Result<TokenResponse, DecodeError> {
    let call = client(basic()).token_exchange(SUBJECT, TokenTypeIdentifier::ACCESS_TOKEN);
    call.decode((&json(200, body)).into(), now())
}

#[test]
fn rfc_8693_section_2_3() {
    let call = client(basic())
        .token_exchange(SUBJECT, TokenTypeIdentifier::ACCESS_TOKEN)
        .resource("https://backend.example.com/api");
    let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange\
        &subject_token=accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC\
        &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token\
        &resource=https%3A%2F%2Fbackend.example.com%2Fapi";
    assert_eq!(call.encode(now()).unwrap().body(), expected.as_bytes());

    let tokens = exchanged(
        r#"{"access_token":"eyJhbGciOiJFUzI1NiIsImtpZCI6IjllciJ9.eyJhdWQiOi.40Y3ZgQDedw6rxf59WlwHDD9jryFOr0_Wh3CGozQBihNBhnXEQgU85AI9x3KmsPottVMLPIWvmDCMy5-kdXjwhw",
            "issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":60}"#,
    )
    .unwrap();
    assert_eq!(tokens.issued_token_type, Some(TokenTypeIdentifier::ACCESS_TOKEN));
    assert_eq!(tokens.token_type, Some(TokenType::BEARER));
    assert!(tokens.extra.is_empty() && tokens.bearer_header().is_some());
}

#[test]
fn every_parameter() {
    let call = client(basic())
        .token_exchange(Secret::new("s"), TokenTypeIdentifier::JWT)
        .actor_token("a", TokenTypeIdentifier::ID_TOKEN)
        .requested_token_type("urn:example:badge")
        .audience("one")
        .audience("two")
        .resource("https://a.example")
        .resource("urn:b")
        .scope("x y");
    let pairs = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("scope", "x y"),
        ("audience", "one"),
        ("audience", "two"),
        ("requested_token_type", "urn:example:badge"),
        ("subject_token", "s"),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
        ("actor_token", "a"),
        ("actor_token_type", "urn:ietf:params:oauth:token-type:id_token"),
        ("resource", "https://a.example"),
        ("resource", "urn:b"),
    ];
    assert_eq!(form(&call.encode(now()).unwrap()), pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn the_identifiers_of_section_3() {
    let rows = [
        (TokenTypeIdentifier::ACCESS_TOKEN, "access_token"),
        (TokenTypeIdentifier::REFRESH_TOKEN, "refresh_token"),
        (TokenTypeIdentifier::ID_TOKEN, "id_token"),
        (TokenTypeIdentifier::SAML1, "saml1"),
        (TokenTypeIdentifier::SAML2, "saml2"),
        (TokenTypeIdentifier::JWT, "jwt"),
    ];
    for (identifier, name) in rows {
        assert_eq!(identifier.as_str(), format!("urn:ietf:params:oauth:token-type:{name}"));
    }
}

#[test]
fn an_issued_token_need_not_be_an_access_token() {
    let tokens = exchanged(
        r#"{"access_token":"PHNhbWw","issued_token_type":"urn:ietf:params:oauth:token-type:saml2","token_type":"N_A"}"#,
    )
    .unwrap();
    assert_eq!(tokens.issued_token_type, Some(TokenTypeIdentifier::SAML2));
    assert_eq!(tokens.token_type, Some(TokenType::NOT_APPLICABLE));
    assert!(tokens.bearer_header().is_none(), "it is not presented as an access token");
}

#[test]
fn a_missing_issued_token_type_is_a_deviation() {
    for absent in ["", r#","issued_token_type":null"#, r#","issued_token_type":"""#] {
        let body = format!(r#"{{"access_token":"A","token_type":"Bearer"{absent}}}"#);
        let tokens = exchanged(&body).unwrap();
        assert_eq!((tokens.issued_token_type, tokens.access_token.expose()), (None, "A"));
        assert_eq!(tokens.deviations, [Deviation::IssuedTokenTypeMissing]);
        let strict = Client::new(pingone().with_dialect(Dialect::new().strict()), ID, basic()).unwrap();
        let call = strict.token_exchange(SUBJECT, TokenTypeIdentifier::ACCESS_TOKEN);
        assert!(call.decode((&json(200, body)).into(), now()).is_err());
    }
}

#[test]
fn an_empty_token_is_rejected() {
    let kind = || TokenTypeIdentifier::JWT;
    let error = client(basic()).token_exchange("", kind()).encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::EmptyParameter { name: "subject_token".into() });
    let error = client(basic()).token_exchange("s", kind()).actor_token("", kind()).encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::EmptyParameter { name: "actor_token".into() });
}

#[test]
fn invalid_target() {
    let call = client(basic()).token_exchange(SUBJECT, TokenTypeIdentifier::ACCESS_TOKEN);
    let error = call.decode((&json(400, r#"{"error":"invalid_target"}"#)).into(), now()).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::INVALID_TARGET));
}

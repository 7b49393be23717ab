//! The members of the record of a PingOne application.

use oauth_core::DecodeError;
use oauth_core::call::{Deviation, Extra};
use oauth_core::error::{FailedCheck, Problem};
use oauth_core::pingone::{GrantType, PkceEnforcement, TokenEndpointAuthMethod};
use oauth_core::server::Dialect;

use super::{application, application_as, secret, secret_as, with};
use crate::support::{CALLBACK, ENV, ID, json};

/// A record as in PingOne's documentation, with members that this library does not know.
fn record() -> String {
    format!(
        r#"{{"_links":{{"self":{{"href":"https://api.pingone.com/v1/environments/{ENV}/applications/{ID}"}}}},
            "environment":{{"id":"{ENV}"}},"id":"{ID}","name":"Orders","enabled":true,"hiddenFromAppPortal":false,
            "type":"WEB_APP","protocol":"OPENID_CONNECT","createdAt":"2024-01-02T13:54:34.487Z",
            "grantTypes":["AUTHORIZATION_CODE","REFRESH_TOKEN","SOMETHING_NEW"],"responseTypes":["CODE"],
            "redirectUris":["{CALLBACK}"],"postLogoutRedirectUris":["https://client.example.org/bye"],
            "tokenEndpointAuthMethod":"CLIENT_SECRET_BASIC","pkceEnforcement":"S256_REQUIRED",
            "assignActorRoles":null,"refreshTokenDuration":86400}}"#
    )
}

#[test]
fn a_record() {
    let read = application(&json(200, record())).unwrap();
    assert_eq!(read.id, ID);
    assert_eq!(read.application_type.as_deref(), Some("WEB_APP"));
    assert_eq!(read.protocol.as_deref(), Some("OPENID_CONNECT"));
    assert_eq!(read.enabled, Some(true));
    assert_eq!(read.token_endpoint_auth_method, Some(TokenEndpointAuthMethod::CLIENT_SECRET_BASIC));
    let grants = read.grant_types.as_deref().unwrap();
    let expected = [GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN, GrantType::from("SOMETHING_NEW")];
    assert_eq!((grants, grants[2].as_str()), (&expected[..], "SOMETHING_NEW"));
    assert_eq!(read.response_types, Some(vec!["CODE".to_owned()]));
    assert_eq!(read.redirect_uris, Some(vec![CALLBACK.to_owned()]));
    assert_eq!(read.post_logout_redirect_uris, Some(vec!["https://client.example.org/bye".to_owned()]));
    assert_eq!(read.pkce_enforcement, Some(PkceEnforcement::S256_REQUIRED));
    assert_eq!(read.deviations, []);
    let rest = [
        "_links",
        "environment",
        "name",
        "hiddenFromAppPortal",
        "createdAt",
        "assignActorRoles",
        "refreshTokenDuration",
    ];
    assert_eq!(read.extra.names().collect::<Vec<_>>(), rest);
    assert_eq!(read.extra.get::<u32>("refreshTokenDuration"), Some(86_400));
    // Only the id is required.
    assert_eq!(application(&json(200, format!(r#"{{"id":"{ID}"}}"#))).unwrap().enabled, None);
}

#[test]
fn an_invalid_record_is_rejected() {
    for (body, expected) in [
        ("{}".to_owned(), Problem::Missing { field: "id" }),
        (r#"{"id":""}"#.to_owned(), Problem::Missing { field: "id" }),
        (r#"{"id":7}"#.to_owned(), Problem::WrongType { field: "id", expected: "a string", found: "a number" }),
        (format!("[{}]", record()), Problem::NotAnObject { found: "an array" }),
        (String::new(), Problem::Empty),
    ] {
        match application(&json(200, body)) {
            Err(DecodeError::Malformed(error)) => assert_eq!(*error.problem(), expected),
            other => panic!("{other:?}"),
        }
    }
    let other = json(200, format!(r#"{{"id":"{ENV}"}}"#));
    match application(&other) {
        Err(DecodeError::Untrusted(error)) => {
            assert_eq!(*error.check(), FailedCheck::ClientId { expected: ID.into(), found: ENV.into() });
        }
        other => panic!("{other:?}"),
    }
    let upper = application(&json(200, format!(r#"{{"id":"{}"}}"#, ID.to_ascii_uppercase()))).unwrap();
    assert_eq!(upper.id, ID.to_ascii_uppercase());
}

/// Checks that a wrong value of an optional member only affects its field.
fn costs_its_field_alone(member: &'static str, field: &str, value: &str) {
    let what = format!("{member} {value}");
    let check = |debug: String, extra: &Extra, deviations: &[Deviation]| {
        assert!(debug.contains(&format!(" {field}: None")), "{what}: {debug}");
        assert_eq!(extra.get_json(member), Some(value), "{what}");
        assert_eq!(deviations, [Deviation::Unreadable { member }], "{what}");
    };
    if member == "previous" {
        let response = json(200, format!(r#"{{"secret":"s","{member}":{value}}}"#));
        let read = secret(&response).unwrap();
        check(format!("{read:?}"), &read.extra, &read.deviations);
        assert!(secret_as(Dialect::new().strict(), &response).is_err(), "{what}");
    } else {
        let response = json(200, format!(r#"{{"id":"{ID}","{member}":{value}}}"#));
        let read = application(&response).unwrap();
        check(format!("{read:?}"), &read.extra, &read.deviations);
        assert!(application_as(Dialect::new().strict(), &response).is_err(), "{what}");
    }
}

#[test]
fn an_unreadable_value_only_affects_its_field() {
    for (member, field) in [
        ("type", "application_type"),
        ("protocol", "protocol"),
        ("tokenEndpointAuthMethod", "token_endpoint_auth_method"),
        ("pkceEnforcement", "pkce_enforcement"),
    ] {
        for value in ["true", "7", "1.5", "[]", "[\"NONE\"]", "{}", r#""\ud800""#] {
            costs_its_field_alone(member, field, value);
        }
    }
    for value in ["\"true\"", "1", "0", "\"\"", "[]", "{}"] {
        costs_its_field_alone("enabled", "enabled", value);
    }
    for (member, field) in [
        ("grantTypes", "grant_types"),
        ("responseTypes", "response_types"),
        ("redirectUris", "redirect_uris"),
        ("postLogoutRedirectUris", "post_logout_redirect_uris"),
    ] {
        for value in ["true", "7", "{}"] {
            costs_its_field_alone(member, field, value);
        }
        let part = r#"["IMPLICIT",7]"#;
        let read = with(&format!(r#""{member}":{part}"#));
        assert!(format!("{read:?}").contains("\"IMPLICIT\""), "{member}");
        assert_eq!(read.extra.get_json(member), Some(part));
        assert_eq!(read.deviations, [Deviation::ListItemUnreadable { member }]);
        assert_eq!(with(&format!(r#""{member}":"IMPLICIT""#)).deviations, [Deviation::ListIsText { member }]);
    }
    for value in ["true", "7", "[]", "\"s\"", r#"{"secret":"a","secret":"b"}"#] {
        costs_its_field_alone("previous", "previous", value);
    }
}

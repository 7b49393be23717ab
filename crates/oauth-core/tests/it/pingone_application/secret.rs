//! The secret of a PingOne application, and the previous one.

use std::time::{Duration, UNIX_EPOCH};

use oauth_core::DecodeError;
use oauth_core::call::Deviation;
use oauth_core::error::Problem;
use oauth_core::server::Dialect;
use oauth_core::token::AccessToken;

use super::{environment, secret, secret_as, with_method};
use crate::support::{ENV, ID, json, pingone};

#[test]
fn the_secret_and_the_previous_one() {
    // The example in the documentation.
    let body = format!(
        r#"{{"_links":{{}},"environment":{{"id":"{ENV}"}},"secret":"vgUZQTEvg0Zzq6WxM73UN.TD",
            "previous":{{"secret":"9ZZd0Ih4ApbuIXvJtgRw","expiresAt":"2024-01-02T13:54:34.487Z",
                         "lastUsed":"2024-01-01T15:54:34+02:00"}}}}"#
    );
    let read = secret(&json(200, body)).unwrap();
    assert_eq!(read.secret.expose(), "vgUZQTEvg0Zzq6WxM73UN.TD");
    let previous = read.previous.clone().unwrap();
    assert_eq!(previous.secret.unwrap().expose(), "9ZZd0Ih4ApbuIXvJtgRw");
    assert_eq!(previous.expires_at, Some(UNIX_EPOCH + Duration::from_millis(1_704_203_674_487)));
    assert_eq!(previous.last_used, Some(UNIX_EPOCH + Duration::from_secs(1_704_117_274)));
    assert_eq!(read.extra.names().collect::<Vec<_>>(), ["_links", "environment"]);
    assert_eq!(read.deviations, []);
    let shown = format!("{read:?}");
    assert!(shown.starts_with(
        "ApplicationSecret { secret: Secret(..), previous: Some(PreviousSecret { secret: Some(Secret(..)), "
    ));
    for absent in [r#"{"secret":"s"}"#, r#"{"secret":"s","previous":null}"#] {
        assert!(secret(&json(200, absent)).unwrap().previous.is_none());
    }
}

#[test]
fn an_invalid_previous_secret_does_not_affect_the_secret() {
    for (member, inner) in [
        ("previous.secret", r#"{"secret":7,"expiresAt":"2024-01-02T13:54:34Z"}"#),
        ("previous.expiresAt", r#"{"secret":"old","expiresAt":1704203674}"#),
        ("previous.expiresAt", r#"{"secret":"old","expiresAt":"soon","lastUsed":[]}"#),
        ("previous.lastUsed", r#"{"secret":"old","expiresAt":"2024-01-02T13:54:34Z","lastUsed":"never"}"#),
    ] {
        let response = json(200, format!(r#"{{"secret":"s","previous":{inner}}}"#));
        let read = secret(&response).unwrap();
        assert_eq!(read.secret.expose(), "s");
        let previous = read.previous.unwrap();
        assert_eq!(previous.secret.is_none(), member == "previous.secret");
        assert_eq!(previous.expires_at.is_none(), member == "previous.expiresAt");
        assert_eq!(previous.last_used, None);
        assert_eq!(read.deviations, [Deviation::Unreadable { member }]);
        assert_eq!(read.extra.get_json("previous"), Some(inner), "word for word");
        assert!(secret_as(Dialect::new().strict(), &response).is_err());
    }
    let read = secret(&json(200, r#"{"secret":"s","previous":{"secret":null,"lastUsed":"","x":1}}"#)).unwrap();
    assert!(read.previous.unwrap().secret.is_none() && read.deviations.is_empty());
}

#[test]
fn a_missing_or_invalid_secret_is_malformed() {
    for (body, expected) in [
        ("{}", Problem::Missing { field: "secret" }),
        (r#"{"secret":null}"#, Problem::Missing { field: "secret" }),
        (r#"{"secret":""}"#, Problem::Missing { field: "secret" }),
        (r#"{"secret":{}}"#, Problem::WrongType { field: "secret", expected: "a string", found: "an object" }),
    ] {
        match secret(&json(200, body)) {
            Err(DecodeError::Malformed(error)) => assert_eq!(*error.problem(), expected),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn nothing_prints_a_secret() {
    let read = secret(&json(200, r#"{"secret":"C4N4RY","previous":{"secret":"C4N4RY","expiresAt":7},"x":"C4N4RY"}"#));
    let read = read.unwrap();
    let call = environment().application_secret(ID, AccessToken::bearer("C4N4RY")).unwrap();
    let client = with_method("CLIENT_SECRET_BASIC").client(pingone(), &read).unwrap();
    let error = secret(&json(200, r#"{"secret":["C4N4RY"]}"#)).unwrap_err();
    let shown = format!("{read:#?} {call:?} {client:?} {error} {error:?} {:?}", AccessToken::bearer("C4N4RY"));
    assert!(!shown.contains("C4N4RY"), "{shown}");
}

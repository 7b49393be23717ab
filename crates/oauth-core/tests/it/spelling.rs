//! Responses in odd spellings: invalid UTF-8, repeated members, and unused members.

use oauth_core::call::Deviation;
use oauth_core::error::{Problem, ServerError};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, DecodeError, ErrorCode};

use crate::support::{basic, client, http_response, json, now, problem, read, read_as};

fn server_error(response: &http::Response<Vec<u8>>) -> ServerError {
    match read(response) {
        Err(DecodeError::Server(error)) => error,
        other => panic!("expected the server's no, got {other:?}"),
    }
}

#[test]
fn invalid_utf_8_only_affects_its_member() {
    let form = |text: &str| http_response(200, "application/x-www-form-urlencoded", text);
    let tokens = read(&form("access_token=a&token_type=bearer&scope=%ff&x=%ff")).unwrap();
    assert_eq!((tokens.access_token.expose(), &tokens.scope), ("a", &None));
    assert_eq!(
        tokens.deviations,
        [Deviation::Utf8Replaced, Deviation::FormEncoded, Deviation::Unreadable { member: "scope" }]
    );
    let body = b"{\"access_token\":\"A\",\"token_type\":\"Bearer\",\"name\":\"\xc3?\"}";
    let tokens = read(&json(200, body.as_slice())).unwrap();
    assert_eq!(tokens.deviations, [Deviation::Utf8Replaced]);
    assert_eq!(tokens.extra.get::<String>("name").as_deref(), Some("\u{fffd}?"));
    assert!(read_as(Dialect::new().strict(), &json(200, body.as_slice())).is_err());

    // A token or a scope with an invalid byte is not accepted, not even in an array.
    assert!(read(&json(200, b"{\"access_token\":\"\xff\"}".as_slice())).is_err());
    let tokens = read(&json(200, b"{\"access_token\":\"A\",\"scope\":[\"a\",\"\xff\"]}".as_slice())).unwrap();
    assert_eq!(tokens.scope, None);
    assert!(read(&form("access_token=%ff")).is_err());
    // A U+FFFD that the server sent itself is an ordinary character.
    let tokens = read(&json(200, r#"{"access_token":"A","token_type":"Bearer","scope":"\ufffd"}"#)).unwrap();
    assert_eq!(tokens.deviations, []);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let response = json(200, "\u{feff}{\"access_token\":\"A\",\"token_type\":\"Bearer\"}");
    assert_eq!(read(&response).unwrap().deviations, [Deviation::ByteOrderMark]);
    assert!(read_as(Dialect::new().strict(), &response).is_err());
    let error = server_error(&json(400, "\u{feff}{\"error\":\"invalid_grant\"}"));
    assert_eq!(*error.code(), ErrorCode::INVALID_GRANT);
}

#[test]
fn a_form_may_contain_white_space_if_its_content_type_is_right() {
    for body in [
        "\r\naccess_token=A&token_type=Bearer",
        "access_token=A&token_type=Bearer&x=a b",
        "access_token=A&token_type=Bearer\n",
    ] {
        let form = http_response(200, "application/x-www-form-urlencoded; charset=utf-8", body);
        let tokens = read(&form).unwrap();
        assert_eq!(tokens.access_token.expose(), "A");
        assert_eq!(tokens.deviations, [Deviation::FormUnencoded, Deviation::FormEncoded]);
        assert!(read_as(Dialect::new().strict(), &form).is_err());
    }
    assert!(read(&http_response(200, "text/plain", "access_token=A&x=a b")).is_err());
}

#[test]
fn a_used_member_with_two_values_is_rejected() {
    for (member, body) in [
        ("access_token", r#"{"access_token":"A","access_token":"B"}"#),
        ("scope", r#"{"access_token":"A","scope":"a","scope":"b"}"#),
        ("expires_in", r#"{"access_token":"A","expires_in":1,"expires_in":null}"#),
        ("error", r#"{"error":"a","error":"b"}"#),
        ("error", r#"{"error":null,"access_token":"A","error":"b"}"#),
    ] {
        assert_eq!(problem(&json(200, body)), Problem::Duplicate { member: member.into() });
    }
    let form = http_response(200, "application/x-www-form-urlencoded", "access_token=a&access_token=b");
    assert_eq!(problem(&form), Problem::Duplicate { member: "access_token".into() });
}

#[test]
fn harmless_repetitions_are_accepted() {
    for body in [
        r#"{"access_token":"A","token_type":"Bearer","access_token":"\u0041"}"#,
        r#"{"access_token":"A","token_type":"Bearer","v":1,"v":2}"#,
    ] {
        let response = json(200, body);
        let tokens = read(&response).unwrap();
        assert_eq!((tokens.access_token.expose(), &*tokens.deviations), ("A", &[Deviation::Repeated][..]));
        assert!(read_as(Dialect::new().strict(), &response).is_err());
    }
    assert_eq!(read(&json(200, r#"{"access_token":"A","v":1,"v":2}"#)).unwrap().extra.get::<u8>("v"), Some(1));
    let form = http_response(200, "text/plain", "access_token=a&access_token=a&x=1&x=2&token_type=bearer");
    assert_eq!(read(&form).unwrap().deviations, [Deviation::Repeated, Deviation::FormEncoded]);

    let nested = json(200, r#"{"access_token":"A","token_type":"Bearer","x":{"y":1,"y":2}}"#);
    assert!(read(&nested).is_ok());
    assert_eq!(
        match read_as(Dialect::new().strict(), &nested) {
            Err(DecodeError::Malformed(error)) => error.problem().clone(),
            other => panic!("{other:?}"),
        },
        Problem::Duplicate { member: "y".into() }
    );
}

#[test]
fn unused_members_may_be_deep_and_long() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("[{}]", vec!["0"; 100_000].join(","));
    for value in [deep, long] {
        let tokens = read(&json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","x":{value}}}"#))).unwrap();
        assert_eq!(tokens.deviations, []);
        assert_eq!(tokens.extra.get_json("x"), Some(&*value));
        let tokens =
            read(&json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","scope":{value}}}"#))).unwrap();
        assert_eq!(tokens.deviations, [Deviation::Unreadable { member: "scope" }]);
        assert!(read(&json(200, format!(r#"{{"access_token":{value}}}"#))).is_err());
    }
}

#[test]
fn a_scope_with_a_line_break_is_rejected() {
    for scope in [r#""a\nb""#, r#"["a","b\nc"]"#] {
        let tokens =
            read(&json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","scope":{scope}}}"#))).unwrap();
        assert_eq!((tokens.scope, tokens.deviations), (None, vec![Deviation::Unreadable { member: "scope" }]));
        assert_eq!(tokens.extra.get_json("scope"), Some(scope));
    }
}

#[test]
fn an_unreadable_token_type_is_not_bearer() {
    for token_type in [r#""Bearer\n""#, "7", "[]", r#"["Bearer"]"#, "{}", "true"] {
        let tokens = read(&json(200, format!(r#"{{"access_token":"A","token_type":{token_type}}}"#))).unwrap();
        assert_eq!(tokens.access_token.expose(), "A");
        assert_eq!(tokens.bearer_header(), None, "{token_type}");
        assert!(client(basic()).userinfo(&tokens).encode(now()).is_err());
        assert_eq!(tokens.deviations, [Deviation::Unreadable { member: "token_type" }]);
        assert_eq!(tokens.extra.get_json("token_type"), Some(token_type));
    }
}

#[test]
fn an_encoded_body_is_rejected() {
    let mut response = json(200, r#"{"access_token":"A","token_type":"Bearer"}"#);
    for identity in ["identity", "UTF-8", "none", "", " Identity "] {
        response.headers_mut().insert("content-encoding", identity.parse().unwrap());
        assert!(read(&response).is_ok(), "{identity}");
    }
    response.headers_mut().append("content-encoding", "gzip".parse().unwrap());
    assert_eq!(problem(&response), Problem::ContentEncoding);
}

#[test]
fn the_number_of_scopes_is_limited() {
    let granted = |count: usize| {
        let scope = vec!["a"; count].join(" ");
        read(&json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","scope":"{scope}"}}"#))).unwrap()
    };
    assert_eq!(granted(10_000).deviations, []);
    let too_many = granted(10_001);
    assert_eq!((too_many.scope, too_many.deviations), (None, vec![Deviation::Unreadable { member: "scope" }]));
}

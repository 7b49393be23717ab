//! Successful responses, from real providers.

use std::time::Duration;

use oauth_core::call::Deviation;
use oauth_core::error::Problem;
use oauth_core::server::{Dialect, ExpiresInUnit};
use oauth_core::token::TokenType;
use oauth_core::{Call as _, Scope, TokenResponse};

use crate::support::{basic, client, http_response, json, now, problem, read, read_as};

fn ok(body: &str) -> TokenResponse {
    read(&json(200, body)).unwrap()
}

/// A token response with one more member.
fn with(member: &str) -> String {
    format!(r#"{{"access_token":"A","token_type":"Bearer",{member}}}"#)
}

#[test]
fn rfc_6749_section_5_1() {
    let tokens = ok(r#"{
       "access_token":"2YotnFZFEjr1zCsicMWpAA",
       "token_type":"example",
       "expires_in":3600,
       "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA",
       "example_parameter":"example_value"
     }"#);
    assert_eq!(tokens.access_token.expose(), "2YotnFZFEjr1zCsicMWpAA");
    assert_eq!(tokens.token_type, Some(TokenType::from("example")));
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(3600)));
    assert_eq!(tokens.expires_at, Some(now() + Duration::from_secs(3600)));
    assert_eq!(tokens.refresh_token.unwrap().expose(), "tGzv3JOkF0XG5Qx2TlKWIA");
    assert_eq!(tokens.scope, None);
    assert_eq!(tokens.extra.get::<String>("example_parameter").as_deref(), Some("example_value"));
    assert_eq!(tokens.deviations, []);
}

#[test]
fn any_2xx_is_a_success() {
    for status in [200, 201, 203] {
        assert!(read(&json(status, with("\"x\":1"))).is_ok(), "{status}");
    }
}

#[test]
fn forms() {
    let body = "access_token=gho_x&scope=repo%2Cgist&token_type=bearer";
    let tokens = read(&http_response(200, "application/x-www-form-urlencoded; charset=utf-8", body)).unwrap();
    assert_eq!(tokens.access_token.expose(), "gho_x");
    assert_eq!(tokens.scope.unwrap().as_str(), "repo,gist");
    assert_eq!(tokens.token_type, Some(TokenType::BEARER));
    assert_eq!(tokens.deviations, [Deviation::FormEncoded]);

    let tokens = read(&http_response(200, "text/plain", "access_token=x&expires=5183999")).unwrap();
    assert_eq!(tokens.access_token.expose(), "x");
    assert_eq!(tokens.expires_in, None);
    assert_eq!(tokens.extra.get::<String>("expires").as_deref(), Some("5183999"));

    let tokens = read(&http_response(200, "text/html", "access_token=x&token_type=bearer&expires_in=60\n")).unwrap();
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(60)));
    assert_eq!(tokens.deviations, [Deviation::FormUnencoded, Deviation::FormEncoded]);
}

#[test]
fn json_with_any_content_type() {
    let body = r#"{"access_token":"A","expires_in":7200,"refresh_token":"R","openid":"O","scope":"snsapi_login"}"#;
    for content_type in ["text/plain", "text/html", "application/x-www-form-urlencoded", ""] {
        let tokens = read(&http_response(200, content_type, body)).unwrap();
        assert_eq!(tokens.access_token.expose(), "A");
        assert_eq!(tokens.token_type, None);
        assert_eq!(tokens.deviations, [Deviation::TokenTypeMissing]);
        assert_eq!(tokens.extra.get::<String>("openid").as_deref(), Some("O"));
    }
}

#[test]
fn token_types() {
    for text in ["bearer", "BEARER", "Bearer", "bEARER"] {
        let tokens = ok(&format!(r#"{{"access_token":"A","token_type":"{text}"}}"#));
        assert_eq!(tokens.token_type, Some(TokenType::BEARER));
        assert_eq!(tokens.bearer_header().unwrap(), "Bearer A");
    }
    for text in ["bot", "Application Access Token", "DPoP", "N_A"] {
        let tokens = ok(&format!(r#"{{"access_token":"A","token_type":"{text}"}}"#));
        assert_eq!(tokens.token_type.as_ref().unwrap().as_str(), text);
        assert_eq!(tokens.bearer_header(), None, "{text} is never presented as a bearer token");
    }
    let missing = json(200, r#"{"access_token":"A"}"#);
    assert_eq!(read(&missing).unwrap().bearer_header().unwrap(), "Bearer A");
    assert!(read_as(Dialect::new().strict(), &missing).is_err());
}

#[test]
fn the_bearer_header_is_marked_sensitive() {
    assert!(ok(&with("\"x\":1")).bearer_header().unwrap().is_sensitive());
}

#[test]
fn lifetimes() {
    use Deviation::{ExpiresInCapped, ExpiresInNotInteger};
    const UNREADABLE: Deviation = Deviation::Unreadable { member: "expires_in" };
    const TEN_YEARS: u64 = 315_360_000;
    let rows: [(&str, Option<u64>, &[Deviation]); 28] = [
        ("3600", Some(3600), &[]),
        ("\"3599\"", Some(3599), &[ExpiresInNotInteger]),
        ("3600.0", Some(3600), &[ExpiresInNotInteger]),
        ("3600.9", Some(3600), &[ExpiresInNotInteger]),
        ("null", None, &[]),
        ("\"\"", None, &[]),
        ("0", Some(0), &[]),
        ("-0.0", Some(0), &[ExpiresInNotInteger]),
        ("-1", None, &[UNREADABLE]),
        ("-1.5", None, &[UNREADABLE]),
        ("\"abc\"", None, &[UNREADABLE]),
        ("\"-1\"", None, &[UNREADABLE]),
        ("\"1e3\"", None, &[UNREADABLE]),
        ("\"6 0\"", None, &[UNREADABLE]),
        ("\".5\"", None, &[UNREADABLE]),
        ("\"5.\"", None, &[UNREADABLE]),
        ("\"2030-05-24T10:11:12Z\"", None, &[UNREADABLE]),
        ("1e999", None, &[UNREADABLE]),
        ("\" 60 \"", Some(60), &[ExpiresInNotInteger]),
        ("\"59.9\"", Some(59), &[ExpiresInNotInteger]),
        ("\" \"", None, &[]),
        ("315360000", Some(TEN_YEARS), &[]),
        ("315360001", Some(TEN_YEARS), &[ExpiresInCapped]),
        ("1e18", Some(TEN_YEARS), &[ExpiresInCapped]),
        ("18446744073709551615", Some(TEN_YEARS), &[ExpiresInCapped]),
        ("99999999999999999999999", Some(TEN_YEARS), &[ExpiresInCapped]),
        ("\"99999999999999999999999\"", Some(TEN_YEARS), &[ExpiresInCapped]),
        ("1795352600", Some(TEN_YEARS), &[ExpiresInCapped]),
    ];
    for (value, expected, deviations) in rows {
        let tokens = ok(&with(&format!("\"expires_in\":{value}")));
        assert_eq!(tokens.expires_in, expected.map(Duration::from_secs), "{value}");
        assert_eq!(tokens.expires_at, tokens.expires_in.map(|lifetime| now() + lifetime), "{value}");
        assert_eq!(tokens.deviations, deviations, "{value}");
    }
    assert_eq!(ok(&with("\"x\":1")).expires_in, None);
}

#[test]
fn lifetimes_by_dialect() {
    let lifetime = |dialect: Dialect, value: &str| {
        read_as(dialect, &json(200, with(&format!("\"expires_in\":{value}")))).unwrap().expires_in
    };
    let unit = |unit| Dialect::new().expires_in(unit);
    assert_eq!(lifetime(unit(ExpiresInUnit::Milliseconds), "900000"), Some(Duration::from_secs(900)));
    assert_eq!(lifetime(unit(ExpiresInUnit::UnixTime), "1795352600"), Some(Duration::from_secs(3600)));
    assert_eq!(lifetime(unit(ExpiresInUnit::UnixTime), "1"), Some(Duration::ZERO));
    assert_eq!(lifetime(unit(ExpiresInUnit::DateTime), "\"2026-11-22T13:03:20Z\""), Some(Duration::from_secs(3600)));
    assert_eq!(lifetime(unit(ExpiresInUnit::DateTime), "\"1999-11-22T13:03:20Z\""), Some(Duration::ZERO));
    assert_eq!(lifetime(unit(ExpiresInUnit::DateTime), "\"soon\""), None);
    assert_eq!(lifetime(unit(ExpiresInUnit::DateTime), "60"), Some(Duration::from_secs(60)));
    assert_eq!(lifetime(Dialect::new().zero_expires_in_means_never(), "0"), None);
    assert_eq!(lifetime(Dialect::new().zero_expires_in_means_never(), "60"), Some(Duration::from_secs(60)));
}

#[test]
fn scopes() {
    let rows: [(&str, Option<&str>); 7] = [
        ("\"scope\":\"a b\"", Some("a b")),
        ("\"scope\":[\"openid\",\"user:read:email\"]", Some("openid user:read:email")),
        ("\"scope\":null", None),
        ("\"x\":1", None),
        ("\"scope\":\"\"", None),
        ("\"scope\":[]", None),
        ("\"scope\":\"write_orders,read_customers\"", Some("write_orders,read_customers")),
    ];
    for (member, expected) in rows {
        assert_eq!(ok(&with(member)).scope.as_ref().map(Scope::as_str), expected, "{member}");
    }
    let comma = Dialect::new().scope_separator(',');
    let tokens = read_as(comma, &json(200, with("\"scope\":\"write_orders,read_customers\""))).unwrap();
    assert_eq!(tokens.scope, Some(Scope::from("write_orders read_customers")));
}

#[test]
fn an_absent_or_empty_scope_is_the_requested_scope() {
    let call = client(basic()).client_credentials().scope("a b");
    let granted = |member: &str| call.decode((&json(200, with(member))).into(), now()).unwrap().scope.unwrap();
    assert_eq!(granted("\"x\":1"), Scope::from("a b"));
    assert_eq!(granted("\"scope\":null"), Scope::from("a b"));
    assert_eq!(granted("\"scope\":\"\""), Scope::from("a b"));
    assert_eq!(granted("\"scope\":\"a\""), Scope::from("a"));
    assert_eq!(granted("\"scope\":\"b a c\""), Scope::from("b a c"));
}

#[test]
fn responses_of_entra_keycloak_and_salesforce() {
    let entra = ok(
        r#"{"token_type":"Bearer","expires_in":"3599","ext_expires_in":"3599","expires_on":"1547579127","not_before":"1547575227","resource":"https://r","access_token":"A"}"#,
    );
    assert_eq!(entra.expires_in, Some(Duration::from_secs(3599)));
    assert_eq!(entra.extra.get::<String>("expires_on").as_deref(), Some("1547579127"));

    let keycloak = ok(&with(r#""expires_in":300,"refresh_expires_in":0,"not-before-policy":0,"scope":"profile""#));
    assert_eq!(keycloak.extra.get::<i64>("not-before-policy"), Some(0));
    assert_eq!(keycloak.extra.get::<u64>("refresh_expires_in"), Some(0));

    let salesforce = ok(&with(r#""issued_at":"1278448832702","instance_url":"https://i""#));
    assert_eq!(salesforce.expires_in, None);
    assert_eq!(salesforce.extra.get::<String>("issued_at").as_deref(), Some("1278448832702"));
    assert_eq!(salesforce.extra.get::<u64>("issued_at"), None, "of another type");
    assert_eq!(salesforce.extra.names().collect::<Vec<_>>().len(), 2);
}

#[test]
fn a_nested_token_is_not_found() {
    let body = r#"{"ok":true,"authed_user":{"id":"U1","access_token":"xoxp-1","token_type":"user"}}"#;
    assert_eq!(problem(&json(200, body)), Problem::Missing { field: "access_token" });
    assert_eq!(read(&json(200, body)).unwrap_err().response().expose_body(), body.as_bytes());
}

#[test]
fn unknown_members_of_every_type_are_kept() {
    let tokens = ok(&with(r#""a":{"b":[1,-2,3.5,null,true,"x\u0041"]},"c":"d""#));
    let nested: serde_json::Value = tokens.extra.get("a").unwrap();
    assert_eq!(nested, serde_json::json!({"b": [1, -2, 3.5, null, true, "xA"]}));
}

#[test]
fn strict_mode_rejects_deviations() {
    let rows = [
        http_response(200, "application/x-www-form-urlencoded", "access_token=x&token_type=bearer"),
        json(200, r#"{"access_token":"A"}"#),
        json(200, with("\"expires_in\":\"3600\"")),
        json(200, with("\"expires_in\":3600.5")),
        json(200, with("\"expires_in\":-1")),
        json(200, with("\"expires_in\":1e18")),
        json(200, with("\"scope\":[\"a\"]")),
        json(200, with("\"scope\":\"\"")),
    ];
    for response in &rows {
        assert!(read(response).is_ok());
        let error = read_as(Dialect::new().strict(), response).unwrap_err();
        assert!(matches!(error, oauth_core::DecodeError::Malformed(_)), "{error}");
    }
    assert!(read_as(Dialect::new().strict(), &json(200, with("\"expires_in\":3600,\"scope\":\"a\""))).is_ok());
}

#[test]
fn a_token_is_fresh_if_it_outlives_the_margin() {
    let tokens = read(&json(200, r#"{"access_token":"A","token_type":"Bearer","expires_in":3600}"#)).unwrap();
    let seconds = Duration::from_secs;
    for (after, margin, fresh) in [
        (0, 0, true),
        (0, 3599, true),
        (0, 3600, false),
        (3599, 0, true),
        (3600, 0, false),
        (3570, 29, true),
        (3570, 30, false),
    ] {
        assert_eq!(tokens.is_fresh(now() + seconds(after), seconds(margin)), fresh, "{after} {margin}");
    }
    assert!(tokens.is_fresh(now() - seconds(60), seconds(60)), "a clock that was set back");
    assert!(!tokens.is_fresh(now(), Duration::MAX));
    let unsaid = read(&json(200, r#"{"access_token":"A","token_type":"Bearer"}"#)).unwrap();
    assert!(unsaid.is_fresh(now(), Duration::MAX));
}

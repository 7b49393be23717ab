//! Refresh tokens: rotation, reuse, and narrower scopes.

use std::time::Duration;

use oauth_testkit::{AuthorizationServer, RefreshTokenRotation};

use crate::browser::{is_active, refresh, server, server_of, text, tokens, web};
use crate::request::{assert_refused, json};

fn rotating(rotation: RefreshTokenRotation) -> (AuthorizationServer, String) {
    let server = server_of(web().refresh_token_rotation(rotation));
    let token = text(&tokens(&server), "refresh_token").to_owned();
    (server, token)
}

fn next(server: &AuthorizationServer, token: &str) -> String {
    text(&json(&refresh(server, token, "")), "refresh_token").to_owned()
}

#[test]
fn a_token_is_replaced() {
    let server = server();
    let first = tokens(&server);
    let second = json(&refresh(&server, text(&first, "refresh_token"), ""));
    assert_ne!(first["access_token"], second["access_token"]);
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!((&second["scope"], &second["expires_in"]), (&"openid read".into(), &3600.into()));
    assert!(!is_active(&server, text(&first, "refresh_token")));
    assert!(is_active(&server, text(&second, "refresh_token")));
    assert!(is_active(&server, text(&first, "access_token")), "an access token lives on");
}

#[test]
fn reuse_revokes_the_token_and_its_descendants() {
    let (server, first) = rotating(RefreshTokenRotation::Rotating);
    let second = next(&server, &first);
    let third = json(&refresh(&server, &second, ""));
    assert!(is_active(&server, text(&third, "access_token")));
    assert_refused(&refresh(&server, &first, ""), 400, "invalid_grant", "used before");
    assert!(!is_active(&server, text(&third, "access_token")));
    assert_refused(&refresh(&server, text(&third, "refresh_token"), ""), 400, "invalid_grant", "revoked");
    assert_refused(&refresh(&server, &first, ""), 400, "invalid_grant", "revoked");
}

#[test]
fn reuse_does_not_revoke_siblings() {
    let (server, first) = rotating(RefreshTokenRotation::Grace(Duration::from_secs(60)));
    let (left, right) = (next(&server, &first), next(&server, &first));
    let child = next(&server, &left);
    server.clock().advance(Duration::from_secs(60));
    assert_refused(&refresh(&server, &left, ""), 400, "invalid_grant", "used before");
    assert!(!is_active(&server, &child));
    assert!(is_active(&server, &right));
}

#[test]
fn within_its_grace_a_token_can_be_used_again() {
    let (server, first) = rotating(RefreshTokenRotation::Grace(Duration::from_secs(60)));
    let second = next(&server, &first);
    server.clock().advance(Duration::from_secs(59));
    assert_ne!(next(&server, &first), second);
    server.clock().advance(Duration::from_secs(1));
    assert_refused(&refresh(&server, &first, ""), 400, "invalid_grant", "used before");
    assert!(!is_active(&server, &second));
}

#[test]
fn a_token_can_stay_and_be_repeated() {
    let (server, token) = rotating(RefreshTokenRotation::Repeated);
    assert_eq!(next(&server, &token), token);
    assert_eq!(next(&server, &token), token);
    assert!(is_active(&server, &token));
}

#[test]
fn a_token_can_stay_and_be_omitted() {
    let (server, token) = rotating(RefreshTokenRotation::Omitted);
    for _ in 0..2 {
        let refreshed = json(&refresh(&server, &token, ""));
        assert!(refreshed["access_token"].is_string());
        assert_eq!(refreshed.get("refresh_token"), None);
    }
}

#[test]
fn a_scope_can_be_narrowed_but_not_widened() {
    let server = server();
    let narrow = json(&refresh(&server, text(&tokens(&server), "refresh_token"), "&scope=read"));
    assert_eq!((&narrow["scope"], narrow.get("id_token")), (&"read".into(), None));
    let token = text(&narrow, "refresh_token");
    for scope in ["read+write", "email", "admin"] {
        let response = refresh(&server, token, &format!("&scope={scope}"));
        assert_refused(&response, 400, "invalid_scope", "may not be granted");
    }
    let whole = json(&refresh(&server, token, ""));
    assert_eq!(whole["scope"], "openid read", "the refresh token keeps all that was granted");
}

#[test]
fn a_refused_refresh_consumes_nothing() {
    let (server, token) = rotating(RefreshTokenRotation::Rotating);
    refresh(&server, &token, "&scope=write");
    refresh(&server, &token, "&resource=https://api.example/a");
    refresh(&server, &token, "&authorization_details=%5B%5D");
    next(&server, &token);
}

#[test]
fn a_token_expires() {
    let server = server_of(web().refresh_token_lifetime(Duration::from_secs(100)));
    let [early, late] = [(); 2].map(|()| text(&tokens(&server), "refresh_token").to_owned());
    server.clock().advance(Duration::from_secs(99));
    next(&server, &early);
    server.clock().advance(Duration::from_secs(1));
    assert_refused(&refresh(&server, &late, ""), 400, "invalid_grant", "expired");
}

#[test]
fn an_unknown_token_is_refused() {
    let server = server();
    assert_refused(&refresh(&server, "x", ""), 400, "invalid_grant", "unknown");
    assert_refused(&refresh(&server, "", ""), 400, "invalid_request", "refresh_token is missing");
    let access = text(&tokens(&server), "access_token").to_owned();
    assert_refused(&refresh(&server, &access, ""), 400, "invalid_grant", "unknown");
}

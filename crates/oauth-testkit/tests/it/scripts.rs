//! Scripts: the recorded bytes of real servers.

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use oauth_testkit::{AuthorizationServer, Endpoint, Script};

#[track_caller]
fn assert_is(script: Script, status: u16, content_type: &str, body: &str) {
    let response = script.into_response();
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], content_type);
    assert_eq!(std::str::from_utf8(response.body()).unwrap(), body);
}

const JSON: &str = "application/json";

#[test]
fn error_responses() {
    let description =
        "Request denied: Invalid client credentials (Correlation ID: 1b2c3d4e-0000-4000-8000-000000000000)";
    let body = format!(r#"{{"error":"invalid_client","error_description":"{description}"}}"#);
    assert_is(Script::pingone_invalid_client_401(), 401, JSON, &body);
    assert_is(Script::zoho_200_error(), 200, JSON, r#"{"error":"invalid_code"}"#);
    assert_is(Script::slack_ok_false(), 200, JSON, r#"{"ok":false,"error":"invalid_code"}"#);
    let body = r#"{"error":{"message":"Invalid verification code","type":"OAuthException","code":100}}"#;
    assert_is(Script::facebook_error_object(), 400, JSON, body);
    let body = r#"{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x"}]}"#;
    assert_is(Script::fitbit_errors(), 400, JSON, body);
    let body =
        r#"{"message":"Bad Request","errors":[{"resource":"AuthorizationCode","field":"code","code":"invalid"}]}"#;
    assert_is(Script::strava_errors(), 400, JSON, body);
    assert_is(Script::twitch_message(), 400, JSON, r#"{"status":400,"message":"Invalid refresh token"}"#);
    assert_is(Script::wechat_200_errcode(), 200, "text/plain", r#"{"errcode":40029,"errmsg":"invalid code"}"#);
    let body = r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
    assert_is(Script::zoom_reason(), 400, JSON, body);
    assert_is(Script::reddit_429(), 429, JSON, r#"{"message":"Too Many Requests","error":429}"#);
    assert_eq!(Script::reddit_429().into_response().headers()["retry-after"], "7");
}

#[test]
fn a_script_is_for_one_endpoint_and_for_several_requests() {
    let server = AuthorizationServer::new();
    server.queue(Script::html_502().at(Endpoint::Token).times(2));
    let status = |url: String| server.handle(Request::get(url).body("").unwrap()).status().as_u16();
    assert_eq!(status(server.openid_configuration_url()), 200);
    assert_eq!([(); 2].map(|()| status(server.token_endpoint())), [502, 502]);
    server.queue(Script::reddit_429().times(2));
    assert_eq!(server.pending_faults(), 2);
}

#[test]
fn a_header_is_replaced_or_repeated() {
    let retry_after =
        |script: Script| script.into_response().headers().get_all(RETRY_AFTER).iter().cloned().collect::<Vec<_>>();
    assert_eq!(retry_after(Script::reddit_429().header(RETRY_AFTER, HeaderValue::from_static("soon"))), ["soon"]);
    assert_eq!(
        retry_after(Script::reddit_429().repeated_header(RETRY_AFTER, HeaderValue::from_static("8"))),
        ["7", "8"]
    );
}

#[test]
fn long_error_responses_are_json() {
    let github = Script::github_200_error().into_response();
    assert_eq!(github.status(), 200);
    let github: serde_json::Value = serde_json::from_slice(github.body()).unwrap();
    assert_eq!(github["error"], "bad_verification_code");
    assert!(github["error_uri"].as_str().unwrap().starts_with("/apps/"));

    let entra = Script::entra_invalid_client().into_response();
    assert_eq!(entra.status(), 401);
    let entra: serde_json::Value = serde_json::from_slice(entra.body()).unwrap();
    assert!(entra["error_description"].as_str().unwrap().contains("\r\nTrace ID: "));
    assert_eq!(entra["error_codes"][0], 7_000_215);
}

#[test]
fn responses_that_are_not_oauth() {
    let html = Script::html_502().into_response();
    assert_eq!(html.status(), 502);
    assert!(html.body().starts_with(b"<html>"));
    for (script, status) in
        [(Script::empty_401(), 401), (Script::empty_200(), 200), (Script::new(StatusCode::GONE), 410)]
    {
        let response = script.into_response();
        assert_eq!((response.status().as_u16(), response.body().len()), (status, 0));
        assert_eq!(response.headers(), &HeaderMap::new());
    }
    assert!(std::str::from_utf8(Script::invalid_utf8().into_response().body()).is_err());
}

#[test]
fn token_responses() {
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    assert_is(Script::github_form_token(), 200, form, "access_token=gho_x&scope=repo%2Cgist&token_type=bearer");
    assert_is(Script::facebook_form_token(), 200, "text/plain", "access_token=x&expires=5183999");
    let body = r#"{"access_token":"A","expires_in":7200,"refresh_token":"R","openid":"O","scope":"snsapi_login"}"#;
    assert_is(Script::wechat_text_token(), 200, "text/plain", body);
    assert_is(Script::missing_token_type(), 200, JSON, r#"{"access_token":"A","expires_in":3600}"#);
    assert_is(Script::token_type("\"bot\""), 200, JSON, r#"{"access_token":"A","token_type":"bot"}"#);
    let body = r#"{"access_token":"A","token_type":"Bearer","expires_in":"3599"}"#;
    assert_is(Script::expires_in("\"3599\""), 200, JSON, body);
    let body = r#"{"access_token":"A","token_type":"Bearer","scope":["a","b"]}"#;
    assert_is(Script::scope(r#"["a","b"]"#), 200, JSON, body);
}

#[test]
fn long_token_responses_are_json() {
    let read = |script: Script| serde_json::from_slice::<serde_json::Value>(script.into_response().body()).unwrap();
    let entra = read(Script::entra_string_numbers());
    for name in ["expires_in", "ext_expires_in", "expires_on", "not_before"] {
        assert!(entra[name].is_string(), "{name}");
    }
    assert_eq!(read(Script::keycloak_extra_members())["not-before-policy"], 0);
    let salesforce = read(Script::salesforce_issued_at());
    assert_eq!((&salesforce["issued_at"], salesforce.get("expires_in")), (&"1278448832702".into(), None));
    let slack = read(Script::slack_authed_user());
    assert_eq!((slack.get("access_token"), &slack["authed_user"]["access_token"]), (None, &"xoxp-1".into()));
}

fn challenges(script: Script) -> Vec<Vec<u8>> {
    let response = script.into_response();
    assert!(response.status() == 401 || response.status() == 200);
    response.headers().get_all("www-authenticate").iter().map(|value| value.as_bytes().to_vec()).collect()
}

#[test]
fn challenges_are_the_recorded_bytes() {
    let one = |script| String::from_utf8(challenges(script).pop().unwrap()).unwrap();
    let many = challenges(Script::challenges_on_many_lines());
    assert_eq!(many.len(), 3);
    assert_eq!(many.join(b", ".as_slice()), challenges(Script::challenges_in_one_header()).concat());
    assert_eq!(one(Script::challenge_token68()), "Negotiate oYIBsg==, Bearer error=\"invalid_token\"");
    let said = one(Script::challenge_loosely_written());
    assert_eq!(said, r#"Bearer REALM = api , Error=invalid_token,error_description="a \"b\" c""#);
    assert_eq!(one(Script::challenge_empty_elements()).matches(',').count(), 6);
    let said = one(Script::challenge_without_scheme());
    assert_eq!(said, "error=invalid_request,error_description=Access token not found in request");
    assert!(one(Script::challenge_lower_case()).starts_with("bearer error=\"missing_authorization\", "));
    assert_eq!(one(Script::challenge_unterminated()).matches('"').count() % 2, 1);
    assert_eq!(one(Script::challenge_repeated_parameter()).matches("error=").count(), 2);
    assert_eq!(challenges(Script::challenge_empty()), [b""]);
    assert!(String::from_utf8(challenges(Script::challenge_not_ascii()).concat()).is_err());
    assert_eq!(Script::challenge_on_200().into_response().status(), 200);
    assert_eq!(challenges(Script::challenge_on_200()).len(), 1);
    let own = Script::challenge(HeaderValue::from_static("Custom"));
    assert_eq!(challenges(own), [b"Custom"]);
}

#[test]
fn dpop_nonces_are_requested() {
    let token = Script::use_dpop_nonce_400("n-1").into_response();
    assert_eq!((token.status().as_u16(), &token.headers()["dpop-nonce"]), (400, &HeaderValue::from_static("n-1")));
    let body = r#"{"error":"use_dpop_nonce","error_description":"nonce is required in the DPoP proof"}"#;
    assert_is(Script::use_dpop_nonce_400("n-1"), 400, JSON, body);
    let resource = Script::use_dpop_nonce_401("n-2").into_response();
    assert_eq!(
        (resource.status().as_u16(), &resource.headers()["dpop-nonce"]),
        (401, &HeaderValue::from_static("n-2"))
    );
    assert!(resource.headers()["www-authenticate"].to_str().unwrap().starts_with("DPoP error=\"use_dpop_nonce\", "));
    assert!(!Script::use_dpop_nonce_400("\n").into_response().headers().contains_key("dpop-nonce"));
}

#[test]
fn error_responses_of_independent_servers() {
    for (script, status) in [(Script::glewlwyd_empty_403(), 403), (Script::glewlwyd_empty_400(), 400)] {
        let response = script.into_response();
        assert_eq!((response.status().as_u16(), response.headers().len(), response.body().len()), (status, 0, 0));
    }
    let html = "text/html; charset=utf-8";
    assert_is(Script::glewlwyd_invalid_code_403(), 403, JSON, r#"{"error":"invalid_code"}"#);
    assert_is(Script::glewlwyd_scope_invalid(), 400, JSON, r#"{"error":"scope_invalid"}"#);
    assert_is(Script::glewlwyd_invalid_dpop_proof_403(), 403, JSON, r#"{"error":"invalid_dpop_proof"}"#);
    assert_is(Script::lemonldap_refresh_invalid_request(), 400, JSON, r#"{"error":"invalid_request"}"#);
    assert_is(Script::django_device_not_found_404(), 404, JSON, r#"{"error":"device_not_found"}"#);
    assert_is(Script::django_invalid_target_html(), 400, html, r#"{"error":"invalid_target"}"#);
    let body = r#"{"error":"internal_server_error","error_description":"'grant_type'"}"#;
    assert_is(Script::canaille_500(), 500, JSON, body);
    assert_is(Script::canaille_unsupported_token_type_401(), 401, JSON, r#"{"error": "unsupported_token_type"}"#);
    let body = r#"{"error":"invalid_request","error_description":"no client authentication mechanism provided"}"#;
    assert_is(Script::oidc_provider_no_authentication_400(), 400, JSON, body);
    let crash = Script::django_html_500().into_response();
    assert_eq!((crash.status().as_u16(), &crash.headers()["content-type"]), (500, &HeaderValue::from_static(html)));
}

#[test]
fn successes_of_independent_servers() {
    assert_is(Script::canaille_revoked(), 200, JSON, "{}");
    assert_is(Script::revoked_without_body(), 200, "text/plain; charset=utf-8", "");
    assert_is(Script::idpyoidc_revoked(), 200, "text/html", "OK");
    assert_is(Script::oidc_provider_jwks(), 200, "application/jwk-set+json; charset=utf-8", r#"{"keys":[]}"#);
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.AAAA";
    assert_is(Script::userinfo_jwt(), 200, "application/jwt; charset=utf-8", jwt);
    let introspection = Script::canaille_introspection().into_response();
    let introspection: serde_json::Value = serde_json::from_slice(introspection.body()).unwrap();
    assert!(introspection["exp"].is_f64() && introspection["aud"].is_array());
}

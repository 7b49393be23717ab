//! Refusals of real servers, and the outcome of a token request.

use http::{HeaderValue, StatusCode};
use oauth_io::DecodeError;
use oauth_io::error::Problem;
use oauth_testkit::{Endpoint, Script};

use super::outcome::Outcome;
use super::scripts_with_tokens;
use super::world::confidential;

fn missing(status: u16, field: &'static str) -> Outcome {
    Outcome::Malformed(status, Problem::Missing { field })
}

/// The outcome of each script of `Script::ALL`. `None` for a script with a token; those are in `scripts_with_tokens`.
fn outcome(name: &str) -> Option<Outcome> {
    let server = Outcome::server;
    let malformed = Outcome::Malformed;
    let (refused, unavailable) = (Outcome::Refused, Outcome::Unavailable);
    let outcome = match name {
        "canaille_500" => server(500, "internal_server_error"),
        "canaille_introspection" => missing(200, "access_token"),
        "canaille_revoked" => missing(200, "access_token"),
        "canaille_unsupported_token_type_401" => server(401, "unsupported_token_type"),
        "challenge_empty" => refused(401),
        "challenge_empty_elements" => server(401, "invalid_token"),
        "challenge_loosely_written" => server(401, "invalid_token"),
        "challenge_lower_case" => server(401, "missing_authorization"),
        "challenge_not_ascii" => server(401, "invalid_token"),
        "challenge_on_200" => missing(200, "access_token"),
        "challenge_repeated_parameter" => refused(401),
        "challenge_token68" => server(401, "invalid_token"),
        "challenge_unterminated" => refused(401),
        "challenge_without_scheme" => refused(401),
        "challenges_in_one_header" => server(401, "invalid_token"),
        "challenges_on_many_lines" => server(401, "invalid_token"),
        "django_device_not_found_404" => server(404, "device_not_found"),
        "django_html_500" => unavailable(500),
        "django_invalid_target_html" => server(400, "invalid_target"),
        "empty_200" => malformed(200, Problem::Empty),
        "empty_401" => refused(401),
        "entra_invalid_client" => server(401, "invalid_client"),
        "facebook_error_object" => server(400, "100"),
        "fitbit_errors" => refused(400),
        "github_200_error" => server(200, "bad_verification_code"),
        "glewlwyd_empty_400" => refused(400),
        "glewlwyd_empty_403" => refused(403),
        "glewlwyd_invalid_code_403" => server(403, "invalid_code"),
        "glewlwyd_invalid_dpop_proof_403" => server(403, "invalid_dpop_proof"),
        "glewlwyd_scope_invalid" => server(400, "scope_invalid"),
        "html_502" => unavailable(502),
        "idpyoidc_revoked" => malformed(200, Problem::Syntax { offset: 0 }),
        "invalid_utf8" => malformed(200, Problem::Utf8),
        "lemonldap_refresh_invalid_request" => server(400, "invalid_request"),
        "oidc_provider_jwks" => missing(200, "access_token"),
        "oidc_provider_no_authentication_400" => server(400, "invalid_request"),
        "pingone_invalid_client_401" => server(401, "invalid_client"),
        "reddit_429" => server(429, "429"),
        "revoked_without_body" => malformed(200, Problem::Empty),
        "slack_authed_user" => missing(200, "access_token"),
        "slack_ok_false" => server(200, "invalid_code"),
        "strava_errors" => refused(400),
        "twitch_message" => refused(400),
        "userinfo_jwt" => malformed(200, Problem::Syntax { offset: 0 }),
        "wechat_200_errcode" => missing(200, "access_token"),
        "zoho_200_error" => server(200, "invalid_code"),
        "zoom_reason" => server(400, "invalid_client"),
        _ if scripts_with_tokens::has(name) => return None,
        _ => panic!("no outcome is known for {name}"),
    };
    Some(outcome)
}

/// The scripts that take an argument.
fn with_argument() -> [(&'static str, Script, Outcome); 4] {
    [
        ("challenge", Script::challenge(HeaderValue::from_static("Basic")), Outcome::Refused(401)),
        ("service_unavailable_503", Script::service_unavailable_503("5"), Outcome::Unavailable(503)),
        ("use_dpop_nonce_400", Script::use_dpop_nonce_400("n"), Outcome::server(400, "use_dpop_nonce")),
        ("use_dpop_nonce_401", Script::use_dpop_nonce_401("n"), Outcome::server(401, "use_dpop_nonce")),
    ]
}

#[test]
fn each_script_has_its_outcome_and_is_not_retried() {
    confidential(
        |application| application,
        |world| {
            let fixed = Script::ALL.iter().filter_map(|(name, script)| Some((*name, script(), outcome(name)?)));
            for (name, script, expected) in fixed.chain(with_argument()) {
                let before = world.server.ledger().count_at(Endpoint::Token);
                world.server.queue(script);
                let outcome = world.send(&world.client.client_credentials());
                assert_eq!(Outcome::of(&outcome), expected, "{name}");
                assert_eq!(world.server.ledger().count_at(Endpoint::Token), before + 1, "{name}");
                // The response is available in any case.
                let error = outcome.unwrap_err();
                let sent = world.server.ledger().last().unwrap().expose_response_body().to_owned();
                assert_eq!(error.response().unwrap().expose_body(), sent, "{name}");
            }
        },
    );
}

#[test]
fn other_members_of_the_errors() {
    let world = super::world::World::new();
    let ask = |script: Script| {
        world.server.queue(script);
        world.send(&world.client.client_credentials()).unwrap_err()
    };
    let oauth_io::Error::Decode(DecodeError::Server(entra)) = ask(Script::entra_invalid_client()) else { panic!() };
    assert!(entra.description().unwrap().contains("\r\n") && !entra.to_string().contains('\n'));
    assert_eq!(entra.uri(), Some("https://login.microsoftonline.com/error?code=7000215"));
    assert_eq!(entra.extra().get::<String>("trace_id").as_deref(), Some("0f1e2d3c"));

    let oauth_io::Error::Decode(DecodeError::Server(github)) = ask(Script::github_200_error()) else { panic!() };
    assert_eq!(github.uri(), Some("/apps/managing-oauth-apps/troubleshooting"));

    let nonce = ask(Script::use_dpop_nonce_400("n-1"));
    assert_eq!(nonce.response().unwrap().headers()["dpop-nonce"], "n-1");
    assert_eq!(nonce.status(), Some(StatusCode::BAD_REQUEST));

    let now = world.server.clock().now();
    let wait = |script| ask(script).retry_after(now).map(|time| time.as_secs());
    assert_eq!(wait(Script::reddit_429()), Some(7));
    assert_eq!(wait(Script::service_unavailable_503("")), None);
    assert_eq!(wait(Script::service_unavailable_503("soon")), None);
    assert_eq!(wait(Script::service_unavailable_503("120")), Some(120));
    // The server's clock is at the beginning of 2026.
    assert_eq!(wait(Script::service_unavailable_503("Thu, 01 Jan 2026 00:01:30 GMT")), Some(90));
    assert_eq!(wait(Script::service_unavailable_503("Thu, 01 Jan 1970 00:00:00 GMT")), Some(0));
}

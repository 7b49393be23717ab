//! Error responses to an authorization request.

use oauth_testkit::AuthorizationError;

use super::browser::stays;
use super::outcome::Outcome;
use super::world::{CALLBACK, World, everywhere};

#[test]
fn the_user_refuses() {
    everywhere(
        |application| application,
        |world| {
            world.server.deny();
            for mode in ["query", "fragment", "form_post"] {
                let request = world.client.authorization_request(CALLBACK).scope("openid").response_mode(mode);
                let outcome = world.authorize(&request);
                assert_eq!(Outcome::of_response(&outcome), Outcome::server(0, "access_denied"), "{mode}");
                assert!(!outcome.unwrap_err().needs_sign_in());
            }
        },
    );
}

#[test]
fn every_error_has_its_code() {
    use AuthorizationError as Refusal;
    let rows = [
        (Refusal::AccessDenied, "access_denied", false),
        (Refusal::InvalidRequest, "invalid_request", false),
        (Refusal::UnauthorizedClient, "unauthorized_client", false),
        (Refusal::UnsupportedResponseType, "unsupported_response_type", false),
        (Refusal::InvalidScope, "invalid_scope", false),
        (Refusal::ServerError, "server_error", false),
        (Refusal::TemporarilyUnavailable, "temporarily_unavailable", false),
        (Refusal::InteractionRequired, "interaction_required", true),
        (Refusal::LoginRequired, "login_required", true),
        (Refusal::AccountSelectionRequired, "account_selection_required", true),
        (Refusal::ConsentRequired, "consent_required", true),
        (Refusal::RequestNotSupported, "request_not_supported", false),
        (Refusal::RegistrationNotSupported, "registration_not_supported", false),
        (Refusal::UnmetAuthenticationRequirements, "unmet_authentication_requirements", false),
        (Refusal::InvalidTarget, "invalid_target", false),
        (Refusal::InvalidAuthorizationDetails, "invalid_authorization_details", false),
        (Refusal::Unregistered, "user_cancelled_login", false),
    ];
    let world = World::new();
    for (refusal, code, needs_sign_in) in rows {
        world.server.refuse_authorization(refusal);
        let outcome = world.authorize(&world.client.authorization_request(CALLBACK).scope("openid"));
        assert_eq!(Outcome::of_response(&outcome), Outcome::server(0, code));
        assert_eq!(outcome.unwrap_err().needs_sign_in(), needs_sign_in, "{code}");
    }
}

#[test]
fn requests_that_the_server_rejects() {
    let world = World::new();
    let request = || world.client.authorization_request(CALLBACK).scope("openid");
    let rows = [
        (request().scope("openid admin"), "invalid_scope"),
        (request().resource("https://api.example/other"), "invalid_target"),
        (request().authorization_details(r#"[{"type":"unknown"}]"#), "invalid_authorization_details"),
        (request().response_type("none"), "unsupported_response_type"),
        (request().response_mode("web_message"), "invalid_request"),
        (request().dangerous_without_pkce(), "invalid_request"),
        (request().response_type("id_token").scope("read"), "invalid_request"),
    ];
    for (request, code) in rows {
        let outcome = world.authorize(&request);
        assert_eq!(Outcome::of_response(&outcome), Outcome::server(0, code));
    }
}

#[test]
fn an_unknown_redirect_uri_is_not_redirected_to() {
    let world = World::new();
    let url = world.client.authorization_request("https://app.example/other").begin().unwrap().url;
    let (status, page) = stays(&world.server, &url);
    assert_eq!(status, 400);
    assert!(page.contains("redirect_uri"), "{page}");
}

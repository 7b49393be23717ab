//! The authorization code grant with PKCE, from the authorization request to the tokens.

use oauth_io::authorization::AuthorizationResponse;
use oauth_io::error::FailedCheck;
use oauth_io::token::TokenType;

use super::browser::{Returned, visit};
use super::outcome::Outcome;
use super::world::{CALLBACK, Method, World, everywhere};

#[test]
fn a_sign_in_by_every_response_mode() {
    everywhere(
        |application| application,
        |world| {
            for mode in [None, Some("query"), Some("fragment"), Some("form_post")] {
                let request = world.client.authorization_request(CALLBACK).scope("openid read");
                let request = mode.into_iter().fold(request, |request, mode| request.response_mode(mode));
                let begun = request.begin().unwrap();
                let returned = visit(&world.server, &begun.url);
                match (&returned, mode) {
                    (Returned::Url(url), None | Some("query")) => assert!(url.contains("?code=")),
                    (Returned::Url(url), Some("fragment")) => assert!(url.contains("#code=")),
                    (Returned::FormPost(body), Some("form_post")) => assert!(body.starts_with("code=")),
                    _ => panic!("{mode:?}"),
                }
                let authorized = begun.session.receive(&world.client, returned.read().unwrap()).unwrap();
                assert!(authorized.access_token.is_none() && authorized.unverified_id_token.is_none());
                let tokens = world.send(&authorized.authorization_code()).unwrap();
                assert_eq!(tokens.token_type, Some(TokenType::BEARER));
                assert_eq!(tokens.scope, Some("openid read".into()));
                assert!(tokens.refresh_token.is_some() && tokens.id_token.is_some());
                let user = world.send(&world.client.userinfo(&tokens).expect_subject("alice")).unwrap();
                assert_eq!(user.email, None, "the scope email was not asked for");
            }
        },
    );
}

#[test]
fn without_openid_there_is_no_id_token() {
    let tokens = World::new().sign_in("read");
    assert!(tokens.id_token.is_none() && tokens.refresh_token.is_some());
}

#[test]
fn a_server_that_never_names_its_issuer() {
    let world = World::at(oauth_testkit::AuthorizationServer::without_iss);
    let begun = world.client.authorization_request(CALLBACK).scope("openid").begin().unwrap();
    let returned = visit(&world.server, &begun.url);
    assert!(!returned.url().contains("iss="));
    assert!(begun.session.receive(&world.client, returned.read().unwrap()).is_ok());
}

#[test]
fn reusing_a_code_revokes_its_tokens() {
    everywhere(
        |application| application,
        |world| {
            let request = world.client.authorization_request(CALLBACK).scope("openid read");
            let call = world.authorize(&request).unwrap().authorization_code();
            let tokens = world.send(&call).unwrap();
            assert!(world.send(&world.client.userinfo(&tokens)).is_ok());
            let again = world.send(&call);
            assert_eq!(Outcome::of(&again), Outcome::server(400, "invalid_grant"));
            assert!(again.unwrap_err().needs_sign_in());
            assert_eq!(
                Outcome::of(&world.send(&world.client.userinfo(&tokens))),
                Outcome::server(401, "invalid_token")
            );
        },
    );
}

#[test]
fn a_code_expires_after_a_minute() {
    for (seconds, expected) in [(59, Outcome::Good), (60, Outcome::server(400, "invalid_grant"))] {
        let world = World::new();
        let call = world.authorize(&world.client.authorization_request(CALLBACK)).unwrap().authorization_code();
        world.pass(seconds);
        assert_eq!(Outcome::of(&world.send(&call)), expected);
    }
}

/// `response` with the code of another response.
fn with_code_of(response: &str, other: &str) -> AuthorizationResponse {
    let code = |url: &str| url.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    AuthorizationResponse::from_url(&response.replace(&code(response), &code(other))).unwrap()
}

#[test]
fn a_code_of_another_sign_in_is_rejected() {
    for method in [Method::None, Method::Basic] {
        let world = World::with(method, |application| application);
        let request = world.client.authorization_request(CALLBACK).scope("openid");
        let (own, other) = (request.begin().unwrap(), request.begin().unwrap());
        let (back, stolen) = (visit(&world.server, &own.url), visit(&world.server, &other.url));
        // The state is right: an attacker injected a stolen code into their own sign-in. The code verifier does not
        // match.
        let injected = with_code_of(back.url(), stolen.url());
        let call = own.session.receive(&world.client, injected).unwrap().authorization_code();
        assert_eq!(Outcome::of(&world.send(&call)), Outcome::server(400, "invalid_grant"), "{method:?}");
    }
}

#[test]
fn a_response_must_belong_to_its_session_and_a_session_to_its_client() {
    let world = World::new();
    let request = world.client.authorization_request(CALLBACK);
    let (own, other) = (request.begin().unwrap(), request.begin().unwrap());
    let response = visit(&world.server, &other.url).read().unwrap();
    let outcome = world.receive(own.session, response);
    assert_eq!(Outcome::of_response(&outcome), Outcome::Untrusted(0, FailedCheck::State));

    let elsewhere = World::at(|server| server.base("https://auth.example.com"));
    let response = visit(&world.server, &request.begin().unwrap().url).read().unwrap();
    let outcome = elsewhere.receive(other.session, response);
    assert_eq!(Outcome::of_response(&outcome), Outcome::Untrusted(0, FailedCheck::Session));
}

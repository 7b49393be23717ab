//! The response types other than `code`: implicit and hybrid.

use std::time::Duration;

use oauth_io::EncodeError;
use oauth_io::authorization::ResponseType;
use oauth_io::token::TokenType;
use oauth_testkit::AuthorizationResponseFlaw as Flaw;

use super::outcome::Outcome;
use super::world::{CALLBACK, World, everywhere};

#[test]
fn each_response_type_returns_exactly_what_it_requests() {
    let rows = [
        ResponseType::CODE,
        ResponseType::CODE_ID_TOKEN,
        ResponseType::CODE_ID_TOKEN_TOKEN,
        ResponseType::CODE_TOKEN,
        ResponseType::ID_TOKEN,
        ResponseType::ID_TOKEN_TOKEN,
        ResponseType::TOKEN,
        ResponseType::from("token code"),
    ];
    everywhere(
        |application| application,
        |world| {
            for response_type in &rows {
                for mode in ["fragment", "form_post"] {
                    let request = world.client.authorization_request(CALLBACK).scope("openid read");
                    let request = request.response_type(response_type.as_str()).response_mode(mode);
                    let authorized = world.authorize(&request).unwrap();
                    let token = response_type.contains("token");
                    assert_eq!(authorized.access_token.is_some(), token, "{response_type}");
                    assert_eq!(authorized.token_type, token.then_some(TokenType::BEARER));
                    assert_eq!(authorized.expires_in, token.then_some(Duration::from_secs(3600)));
                    assert_eq!(authorized.scope, token.then(|| "openid read".into()));
                    assert_eq!(authorized.unverified_id_token.is_some(), response_type.contains("id_token"));
                    if let Some(token) = &authorized.access_token {
                        let user = world.send(&world.client.userinfo_with(token)).unwrap();
                        assert_eq!(user.sub, "alice");
                    }
                    let outcome = Outcome::of(&world.send(&authorized.authorization_code()));
                    let expected = match response_type.contains("code") {
                        true => Outcome::Good,
                        false => Outcome::Encode(EncodeError::NoCode),
                    };
                    assert_eq!(outcome, expected, "{response_type}");
                }
            }
        },
    );
}

#[test]
fn a_code_that_was_not_requested_is_not_redeemed() {
    for response_type in [ResponseType::TOKEN, ResponseType::ID_TOKEN, ResponseType::ID_TOKEN_TOKEN] {
        let world = World::new();
        world.server.queue(Flaw::CodeForeign);
        let request = world.client.authorization_request(CALLBACK).scope("openid");
        let authorized = world.authorize(&request.response_type(response_type)).unwrap();
        let outcome = Outcome::of(&world.send(&authorized.authorization_code()));
        assert_eq!(outcome, Outcome::Encode(EncodeError::NoCode));
    }
}

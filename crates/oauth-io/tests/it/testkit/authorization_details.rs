//! Rich authorization requests (RFC 9396).

use std::collections::BTreeMap;

use super::outcome::Outcome;
use super::world::{CALLBACK, confidential, everywhere};

const DETAILS: &str = r#"[{"type":"payment","amount":"12.50 \u20ac & more"}]"#;

type Details = Vec<BTreeMap<String, String>>;

fn expected() -> Details {
    let members = [("type", "payment"), ("amount", "12.50 \u{20ac} & more")];
    vec![members.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()]
}

#[test]
fn details_that_the_user_consents_to() {
    everywhere(
        |application| application,
        |world| {
            let request = world.client.authorization_request(CALLBACK).scope("openid").authorization_details(DETAILS);
            let plain = world.authorize(&request).unwrap();
            let tokens = world.send(&plain.authorization_code()).unwrap();
            assert_eq!(tokens.extra.get::<Details>("authorization_details"), Some(expected()));

            let pushed = world.send(&request.push().unwrap()).unwrap();
            let response = super::browser::visit(&world.server, &pushed.url).read().unwrap();
            let pushed = pushed.session.receive(&world.client, response).unwrap();
            let tokens = world.send(&pushed.authorization_code()).unwrap();
            assert_eq!(tokens.extra.get::<Details>("authorization_details"), Some(expected()));

            // They apply to the refresh token too.
            let refreshed = world.send(&world.client.refresh_token(&tokens.refresh_token.unwrap())).unwrap();
            assert_eq!(refreshed.extra.get::<Details>("authorization_details"), Some(expected()));
        },
    );
}

#[test]
fn details_without_a_user() {
    confidential(
        |application| application,
        |world| {
            let call = || world.client.client_credentials();
            let tokens = world.send(&call().authorization_details(DETAILS)).unwrap();
            assert_eq!(tokens.extra.get::<Details>("authorization_details"), Some(expected()));
            let found = world.send(&world.client.introspect(&tokens.access_token)).unwrap();
            assert_eq!(found.extra.get::<Details>("authorization_details"), Some(expected()));
            for wrong in [r#"[{"type":"transfer"}]"#, r#"[{"amount":"1"}]"#, "[]", "{}", "no JSON"] {
                let outcome = world.send(&call().authorization_details(wrong));
                assert_eq!(Outcome::of(&outcome), Outcome::server(400, "invalid_authorization_details"), "{wrong}");
            }
        },
    );
}

//! RP-initiated logout.

use super::browser::stays;
use super::outcome::Outcome;
use super::world::{CALLBACK, World, everywhere};

const AFTERWARDS: &str = "https://app.example/bye?x=1";

fn location(world: &World, url: &str) -> String {
    let page = world.server.handle(http::Request::get(url).body("").unwrap());
    assert_eq!(page.status(), 302, "{}", String::from_utf8_lossy(page.body()));
    page.headers()["location"].to_str().unwrap().to_owned()
}

#[test]
fn the_user_is_signed_out_and_comes_back() {
    everywhere(
        |application| application.post_logout_redirect_uris([AFTERWARDS]),
        |world| {
            let request = world.client.authorization_request(CALLBACK).scope("openid").prompt("none");
            for hint in [true, false] {
                world.server.sign_in_as("alice");
                let logout = world.client.end_session().post_logout_redirect_uri(AFTERWARDS).state("s &1");
                let logout =
                    if hint { logout.id_token_hint(world.sign_in("openid").id_token.unwrap()) } else { logout };
                assert_eq!(location(world, &logout.url().unwrap()), format!("{AFTERWARDS}&state=s+%261"));
                let outcome = world.authorize(&request);
                assert_eq!(Outcome::of_response(&outcome), Outcome::server(0, "login_required"));
                assert!(outcome.unwrap_err().needs_sign_in());
            }
        },
    );
}

#[test]
fn without_a_redirect_uri_the_user_stays_at_the_server() {
    let world = World::new();
    let (status, page) = stays(&world.server, &world.client.end_session().url().unwrap());
    assert_eq!((status, page.contains("You are signed out.")), (200, true));
}

#[test]
fn refusals() {
    let world = World::new();
    let logout = || world.client.end_session();
    for request in [logout().post_logout_redirect_uri("https://evil.example/"), logout().id_token_hint("x.y.z")] {
        assert_eq!(stays(&world.server, &request.url().unwrap()).0, 400);
    }
    let request = world.client.authorization_request(CALLBACK).scope("openid").prompt("none");
    assert!(world.authorize(&request).is_ok(), "the user is still signed in");
}

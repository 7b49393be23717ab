//! RP-initiated logout.

use http::Request;
use oauth_testkit::{AuthorizationServer, Endpoint, RegisteredClient};

use crate::browser::{code_query, location, parameters, server_of, text, tokens, visit, web};
use crate::request::{FORM, ID, assert_refused};

const BYE: &str = "https://app.example/bye";

fn server() -> AuthorizationServer {
    server_of(web().post_logout_redirect_uris([BYE, "https://app.example/bye?x=1"]))
}

fn sign_off(server: &AuthorizationServer, query: &str) -> http::Response<Vec<u8>> {
    server.handle(Request::get(format!("{}?{query}", server.endpoint(Endpoint::EndSession))).body("").unwrap())
}

#[test]
fn the_user_is_signed_out_and_redirected() {
    let server = server();
    let hint = text(&tokens(&server), "id_token").to_owned();
    let query = format!("id_token_hint={hint}&post_logout_redirect_uri={BYE}&state=a+%26b");
    assert_eq!(location(&sign_off(&server, &query)), format!("{BYE}?state=a+%26b"));
    assert_eq!(parameters(&visit(&server, &code_query("")), '?')["error"], "login_required");
    assert!(!server.ledger().to_string().contains(&hint));
    let query = format!("client_id={ID}&post_logout_redirect_uri={BYE}?x=1&state=s");
    assert_eq!(location(&sign_off(&server, &query)), format!("{BYE}?x=1&state=s"));
    assert_eq!(location(&sign_off(&server, &query.replace("&state=s", ""))), format!("{BYE}?x=1"));
}

#[test]
fn without_a_redirect_uri_there_is_a_page() {
    let server = server();
    let request = Request::post(server.endpoint(Endpoint::EndSession)).header("content-type", FORM);
    let response = server.handle(request.body(format!("client_id={ID}")).unwrap());
    assert_eq!((response.status().as_u16(), response.headers().contains_key("location")), (200, false));
    assert_eq!(parameters(&visit(&server, &code_query("")), '?')["error"], "login_required");
}

#[test]
fn there_is_no_redirect_to_an_unregistered_uri() {
    let server = server().client(RegisteredClient::none("other"));
    let hint = text(&tokens(&server), "id_token").to_owned();
    for (query, description) in [
        (format!("id_token_hint={hint}&post_logout_redirect_uri=https://evil.example/"), "not one that the client"),
        (format!("post_logout_redirect_uri={BYE}"), "needs an id_token_hint or a client_id"),
        (format!("client_id=nobody&post_logout_redirect_uri={BYE}"), "No client"),
        (format!("client_id=other&post_logout_redirect_uri={BYE}"), "not one that the client"),
        (format!("id_token_hint={hint}&client_id=other"), "not for the client_id"),
        ("id_token_hint=x".to_owned(), "not an ID token of this server"),
    ] {
        assert_refused(&sign_off(&server, &query), 400, "invalid_request", description);
    }
    assert!(parameters(&visit(&server, &code_query("")), '?').contains_key("code"), "and the user is still signed in");
}

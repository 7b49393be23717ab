//! Which requests get the token.

use super::{current, get, open, policy, run, send};
use crate::api::{Api, Issuer, response};
use crate::{ApiClient, Server};

/// The other server gets the request without a token.
pub fn only_allowed_origins_get_the_token<C: ApiClient>() {
    let (issuer, api, other) = (Issuer::new(), Api::new(), Api::new());
    let tokens = issuer.warm();
    let client: C = open(&tokens, policy(&[&api.url("")]));
    let token = current(&tokens).text().expose().to_owned();
    run(async {
        for url in [api.url("/orders?x=1"), other.url("/orders?x=1")] {
            assert_eq!(send(&client, get(&url)).await, (200, "accepted".to_owned()));
        }
    });
    assert_eq!((api.tokens(), other.tokens()), (vec![token], Vec::new()));
    assert!(other.requests()[0].header("authorization").is_empty());
}

/// And no token is requested.
pub fn no_origin_is_allowed_by_default<C: ApiClient>() {
    let (issuer, api) = (Issuer::new(), Api::new());
    let client: C = open(&issuer.source("secret"), policy(&[]));
    assert_eq!(run(send(&client, get(&api.url("/")))).0, 200);
    assert!(api.requests()[0].header("authorization").is_empty());
    assert_eq!(issuer.requests(), 0);
}

/// A request with other credentials keeps them, and their refusal is not one of the token.
pub fn an_authorized_request_is_left_alone<C: ApiClient>() {
    let issuer = Issuer::new();
    let server = Server::answering(response("401 Unauthorized", "", "other credentials"));
    let tokens = issuer.warm();
    let client: C = open(&tokens, policy(&[&server.url("")]));
    let mut request = get(&server.url("/"));
    request.headers_mut().insert("authorization", "Basic eDp5".parse().unwrap());
    assert_eq!(run(send(&client, request)), (401, "other credentials".to_owned()));
    assert_eq!(server.only_request().header("authorization"), ["Basic eDp5"]);
    assert_eq!(issuer.requests(), 1, "it says nothing about the token");
}

/// A download host refuses a request without a token, or one with a signature in its URL would refuse one with it.
pub fn a_redirect_to_another_origin_gets_no_token<C: ApiClient>() {
    let issuer = Issuer::new();
    let storage = Server::answering(response("401 Unauthorized", "www-authenticate: Bearer\r\n", "no token"));
    let to = format!("location: {}\r\n", storage.url("/signed?sig=1"));
    let api = Server::answering(response("302 Found", &to, ""));
    let tokens = issuer.warm();
    let client: C = open(&tokens, policy(&[&api.url("")]));
    assert_eq!(run(send(&client, get(&api.url("/download")))), (401, "no token".to_owned()));
    assert_eq!(api.only_request().header("authorization").len(), 1);
    assert!(storage.only_request().header("authorization").is_empty());
    assert_eq!(issuer.requests(), 1, "the token was not refused");
}

/// The engine takes the header along, or the layer beneath it adds it again.
pub fn a_redirect_within_the_origin_keeps_the_token<C: ApiClient>() {
    let issuer = Issuer::new();
    let api = Server::new(|connection| {
        let Some(request) = connection.request() else { return };
        let moved = request.line().contains("/old").then(|| response("307 Temporary", "location: /new\r\n", ""));
        connection.write(moved.unwrap_or_else(|| response("200 OK", "", "here")).as_bytes());
    });
    let tokens = issuer.warm();
    let client: C = open(&tokens, policy(&[&api.url("")]));
    let request = get(&api.url("/old"));
    assert_eq!(run(send(&client, request)), (200, "here".to_owned()));
    let requests = api.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].header("authorization"), requests[1].header("authorization"));
    assert_eq!(requests[0].header("authorization").len(), 1);
}

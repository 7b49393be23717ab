//! Resources that demand more than a valid token.

use super::{current, get, open, policy, run, send};
use crate::ApiClient;
use crate::api::{Api, Issuer, response};

/// Beside those that the token has, and only if the caller allows them.
pub fn scopes_are_added_on_demand<C: ApiClient>() {
    let issuer = Issuer::new();
    let challenge = "www-authenticate: Bearer error=\"insufficient_scope\", scope=\"read write\"\r\n";
    let api = Api::refusing_with(response("403 Forbidden", challenge, "too few scopes"));
    let tokens = issuer.warm();
    api.refuse(&current(&tokens));
    let client: C = open(&tokens, policy(&[&api.url("")]));
    assert_eq!(run(send(&client, get(&api.url("/")))), (403, "too few scopes".to_owned()));
    assert_eq!(issuer.requests(), 1, "a resource could demand any scope");

    let client: C = open(&tokens, policy(&[&api.url("")]).may_request("write"));
    assert_eq!(run(send(&client, get(&api.url("/")))).0, 200);
    assert_eq!((api.requests().len(), issuer.requests()), (3, 2));
    let ledger = issuer.server().ledger();
    assert_eq!(ledger.last().unwrap().request().form_value("scope").as_deref(), Some("read write"));
    assert_eq!(current(&tokens).scope().unwrap().as_str(), "read", "the token of the source is as it was");
}

/// Only if the caller allows it.
pub fn claims_are_added_on_demand<C: ApiClient>() {
    let issuer = Issuer::new();
    let challenge = "www-authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjp7fX0\"\r\n";
    let api = Api::refusing_with(response("401 Unauthorized", challenge, "too few claims"));
    let tokens = issuer.warm();
    api.refuse(&current(&tokens));
    let client: C = open(&tokens, policy(&[&api.url("")]));
    assert_eq!(run(send(&client, get(&api.url("/")))), (401, "too few claims".to_owned()));
    assert_eq!(issuer.requests(), 1);

    let client: C = open(&tokens, policy(&[&api.url("")]).follow_claims());
    assert_eq!(run(send(&client, get(&api.url("/")))).0, 200);
    let ledger = issuer.server().ledger();
    assert_eq!(ledger.last().unwrap().request().form_value("claims").as_deref(), Some("{\"a\":{}}"));
}

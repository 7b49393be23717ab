//! What is done if the token is refused.

use oauth_io::resource::WithoutReplay;

use super::{await_renewals, current, get, open, policy, post, run, send};
use crate::api::{Api, Issuer, response};
use crate::{ApiClient, Server};

/// With the same body, and the caller gets the second response.
pub fn a_refused_token_is_replaced_and_the_request_is_sent_again<C: ApiClient>() {
    let (issuer, api) = (Issuer::new(), Api::new());
    let tokens = issuer.warm();
    let old = current(&tokens);
    api.refuse(&old);
    let client: C = open(&tokens, policy(&[&api.url("")]));
    let sent = run(send(&client, post(&api.url("/orders"), "a body")));
    assert_eq!(sent, (200, "accepted".to_owned()));
    let new = current(&tokens);
    assert_eq!(api.tokens(), [old.text().expose(), new.text().expose()]);
    let requests = api.requests();
    assert_eq!((&*requests[0].body, &*requests[1].body), (&b"a body"[..], &b"a body"[..]));
    assert_eq!(requests[0].line(), requests[1].line());
    assert_eq!(issuer.requests(), 2);
}

/// The caller gets the second refusal.
pub fn a_request_is_sent_twice_at_most<C: ApiClient>() {
    let issuer = Issuer::new();
    let api = Server::answering(response("401 Unauthorized", "", "refused for ever"));
    let client: C = open(&issuer.warm(), policy(&[&api.url("")]));
    assert_eq!(run(send(&client, get(&api.url("/")))), (401, "refused for ever".to_owned()));
    assert_eq!((api.requests().len(), issuer.requests()), (2, 2));
    // And the next one once, because the new token is young.
    assert_eq!(run(send(&client, get(&api.url("/")))).0, 401);
    assert_eq!((api.requests().len(), issuer.requests()), (3, 2));
}

/// The resource is set up wrong, or its clock: another token would be refused as well.
pub fn a_young_token_is_not_replaced<C: ApiClient>() {
    let issuer = Issuer::new();
    let api = Server::answering(response("401 Unauthorized", "", "refused"));
    let client: C = open(&issuer.source("secret"), policy(&[&api.url("")]));
    assert_eq!(run(send(&client, get(&api.url("/")))), (401, "refused".to_owned()));
    assert_eq!((api.requests().len(), issuer.requests()), (1, 1));
}

/// They are not about the token, and are handed out unread.
pub fn other_responses_belong_to_the_caller<C: ApiClient>() {
    let issuer = Issuer::new();
    let tokens = issuer.warm();
    for (status, challenge) in [
        ("401 Unauthorized", "www-authenticate: Bearer error=\"invalid_request\"\r\n"),
        ("401 Unauthorized", "www-authenticate: Basic realm=\"x\"\r\n"),
        ("403 Forbidden", ""),
        ("407 Proxy Authentication Required", ""),
        ("500 Internal Server Error", ""),
    ] {
        let api = Server::answering(response(status, challenge, "unread"));
        let client: C = open(&tokens, policy(&[&api.url("")]));
        let (code, body) = run(send(&client, get(&api.url("/"))));
        assert!(status.starts_with(&code.to_string()) && body == "unread", "{code} {body}");
        assert_eq!(api.requests().len(), 1, "{status}");
    }
    assert_eq!(issuer.requests(), 1);
}

/// By a rule of the caller.
pub fn a_resource_may_refuse_with_419<C: ApiClient>() {
    let (issuer, api) = (Issuer::new(), Api::refusing_with(response("419 Expired", "", "refused")));
    let tokens = issuer.warm();
    api.refuse(&current(&tokens));
    let policy = policy(&[&api.url("")]).refused_if(|status, _| status.as_u16() == 419);
    let client: C = open(&tokens, policy);
    assert_eq!(run(send(&client, get(&api.url("/")))).0, 200);
    assert_eq!((api.requests().len(), issuer.requests()), (2, 2));
}

/// An API that counts failed attempts locks the account at the second one.
pub fn a_request_can_opt_out_of_the_replay<C: ApiClient>() {
    let (issuer, api) = (Issuer::new(), Api::new());
    let tokens = issuer.warm();
    api.refuse(&current(&tokens));
    let client: C = open(&tokens, policy(&[&api.url("")]));
    let mut request = post(&api.url("/login"), "a body");
    request.extensions_mut().insert(WithoutReplay);
    assert_eq!(run(send(&client, request.clone())), (401, "refused".to_owned()));
    assert_eq!(api.requests().len(), 1);
    // The renewal was begun all the same, so that the caller's own second try has a new token.
    await_renewals(&tokens, 2);
    assert_eq!(run(send(&client, request)).0, 200);
    assert_eq!((api.requests().len(), issuer.requests()), (2, 2));
}

/// One resource refuses the token while the server that issues tokens is away; another one accepts it.
pub fn an_outage_takes_the_token_away_from_nobody<C: ApiClient>() {
    let (issuer, api, other) = (Issuer::new(), Api::new(), Api::new());
    let tokens = issuer.warm();
    let token = current(&tokens);
    api.refuse(&token);
    issuer.goes_down();
    let client: C = open(&tokens, policy(&[&api.url(""), &other.url("")]));
    run(async {
        assert_eq!(send(&client, get(&api.url("/"))).await, (401, "refused".to_owned()));
        assert_eq!(send(&client, get(&other.url("/"))).await.0, 200);
    });
    assert_eq!((api.requests().len(), other.tokens()), (1, vec![token.text().expose().to_owned()]));
}

/// All of them are sent again with the new token.
pub fn a_hundred_refusals_cost_one_token_request<C: ApiClient>() {
    let (issuer, api) = (Issuer::new(), Api::new());
    let tokens = issuer.warm();
    api.refuse(&current(&tokens));
    let client: C = open(&tokens, policy(&[&api.url("")]));
    run(async {
        let callers: Vec<_> = (0..100)
            .map(|number| {
                let (client, request) = (client.clone(), post(&api.url("/"), &format!("{number}")));
                tokio::spawn(async move { send(&client, request).await.0 })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), 200);
        }
    });
    assert_eq!(issuer.requests(), 2);
}

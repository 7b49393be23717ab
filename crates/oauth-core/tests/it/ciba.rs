//! The CIBA grant.

use oauth_core::{Call as _, ClientAuthentication, Scope};

use crate::backchannel_authentication::{asked, with};
use crate::support::{basic, client, json, now};

#[test]
fn the_token_request() {
    let authentication = asked(&with("", None)).unwrap();
    let request = client(ClientAuthentication::none()).backchannel_token(&authentication).encode(now()).unwrap();
    let expected = "grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba\
        &auth_req_id=1c266114-a1be-4252-8ad1-04986c5b9ac1&client_id=48567a65-8f00-4630-b8b0-2c02ce94168a";
    assert_eq!(request.body(), expected.as_bytes());
    let response = json(200, r#"{"access_token":"A","token_type":"Bearer"}"#);
    let tokens = client(basic()).backchannel_token(&authentication).decode((&response).into(), now()).unwrap();
    assert_eq!(tokens.scope, Some(Scope::from("openid")));
}

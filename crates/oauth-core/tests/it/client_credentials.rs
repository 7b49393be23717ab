//! The client credentials grant.

use oauth_core::{Call as _, ErrorCode};

use crate::support::{ENV, basic, client, json, now, post, wire};

#[test]
fn rfc_6749_section_4_4_2_with_basic() {
    let request = client(basic()).client_credentials().scope("read write").encode(now()).unwrap();
    let expected = format!(
        "POST https://auth.pingone.com/{ENV}/as/token\n\
         accept-encoding: identity\n\
         accept: application/json\n\
         authorization: Basic NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow\n\
         content-type: application/x-www-form-urlencoded\n\n\
         grant_type=client_credentials&scope=read+write"
    );
    assert_eq!(wire(&request), expected);
}

#[test]
fn post_sends_the_credentials_last_and_once() {
    let request = client(post()).client_credentials().encode(now()).unwrap();
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(
        String::from_utf8_lossy(request.body()),
        "grant_type=client_credentials&client_id=48567a65-8f00-4630-b8b0-2c02ce94168a&client_secret=Ab~9.x_Y-z0"
    );
}

#[test]
fn an_error_never_needs_a_sign_in() {
    let call = client(basic()).client_credentials();
    let refused = json(400, r#"{"error":"invalid_grant"}"#);
    let error = call.decode((&refused).into(), now()).unwrap_err();
    assert_eq!((error.code(), error.needs_sign_in()), (Some(&ErrorCode::INVALID_GRANT), false));
}

//! Step-up: the requirements of a resource in a new authorization request.

use std::time::Duration;

use oauth_core::authorization::AuthorizationRequest;

use crate::support::{CALLBACK, basic, client, random};

/// The `scope` of a request, by an independent decoder.
fn scopes(request: &AuthorizationRequest) -> Vec<String> {
    let url = request.begin_with(random()).unwrap().url;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
    pairs.into_iter().filter(|(name, _)| name == "scope").map(|(_, value)| value).collect()
}

#[test]
fn rfc_9470_a_step_up_adds_to_the_request() {
    let challenge = |line: &str| {
        let mut headers = http::HeaderMap::new();
        headers.append("www-authenticate", line.parse().unwrap());
        oauth_core::error::challenges(&headers)[0].step_up().unwrap()
    };
    let url = |step_up: &oauth_core::authorization::StepUp| {
        let request = client(basic()).authorization_request(CALLBACK).scope("openid a").max_age(Duration::from_secs(9));
        request.step_up(step_up).begin_with(random()).unwrap().url
    };
    let stronger =
        url(&challenge(r#"Bearer error="insufficient_user_authentication", acr_values="phr mfa", max_age="5""#));
    assert!(stronger.contains("acr_values=phr%20mfa") && stronger.ends_with("&max_age=5"), "{stronger}");
    assert!(stronger.contains("scope=openid%20a&"), "{stronger}");
    let wider = url(&challenge(r#"Bearer error="insufficient_scope", scope="a b""#));
    assert!(wider.contains("scope=openid%20a%20b&") && wider.contains("max_age=9"), "{wider}");
    assert!(!wider.contains("acr_values"), "{wider}");
    // A resource cannot allow an older sign-in than requested.
    let older = url(&challenge(r#"Bearer error="insufficient_user_authentication", max_age="3600""#));
    assert!(older.ends_with("&max_age=9"), "{older}");
}

#[test]
fn the_scopes_of_a_step_up_can_be_limited() {
    let mut headers = http::HeaderMap::new();
    headers.append("www-authenticate", r#"Bearer error="insufficient_scope", scope="a b admin""#.parse().unwrap());
    let step_up = oauth_core::error::challenges(&headers)[0].step_up().unwrap();
    let within = |asked: &str, allowed: &str| {
        client(basic()).authorization_request(CALLBACK).scope(asked).step_up_within(&step_up, allowed)
    };
    assert_eq!(scopes(&within("openid a", "a b c")), ["openid a b"]);
    assert_eq!(scopes(&within("openid admin", "b")), ["openid admin b"]);
    assert_eq!(scopes(&within("openid", "")), ["openid"]);
    assert_eq!(scopes(&within("", "x")), [""; 0]);
}

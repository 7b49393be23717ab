//! The device code grant.

use oauth_core::{Call as _, Client, ClientAuthentication, ErrorCode, Scope};

use crate::device_authorization::{read, with};
use crate::support::{basic, client, json, now, pingone};

#[test]
fn rfc_8628_section_3_4() {
    let client = Client::new(pingone(), "1406020730", ClientAuthentication::none()).unwrap();
    let request = client.device_token(&read(&with("", None))).encode(now()).unwrap();
    let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code\
        &device_code=GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS&client_id=1406020730";
    assert_eq!(request.body(), expected.as_bytes());
}

#[test]
fn a_missing_scope_is_that_of_the_device_authorization() {
    let call = client(basic()).device_token(&read(&with("", None)));
    let scope = |members: &str| {
        let response = json(200, format!(r#"{{"access_token":"A","token_type":"Bearer"{members}}}"#));
        call.decode((&response).into(), now()).unwrap().scope
    };
    assert_eq!(scope(""), Some(Scope::from("openid")));
    assert_eq!(scope(r#","scope":"a b""#), Some(Scope::from("a b")));
}

#[test]
fn the_error_codes_of_the_device_flow() {
    let call = client(basic()).device_token(&read(&with("", None)));
    for (text, code) in [
        ("authorization_pending", ErrorCode::AUTHORIZATION_PENDING),
        ("slow_down", ErrorCode::SLOW_DOWN),
        ("access_denied", ErrorCode::ACCESS_DENIED),
        ("expired_token", ErrorCode::EXPIRED_TOKEN),
    ] {
        let error = call.decode((&json(400, format!(r#"{{"error":"{text}"}}"#))).into(), now()).unwrap_err();
        assert_eq!(error.code(), Some(&code));
    }
}

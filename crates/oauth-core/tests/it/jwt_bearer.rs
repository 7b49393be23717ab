//! The JWT bearer grant.

use oauth_core::{Call as _, ClientAuthentication, EncodeError};

use crate::support::{basic, client, form, now};

#[test]
fn rfc_7523_section_4() {
    let request = client(ClientAuthentication::none())
        .jwt_bearer("eyJhbGciOiJFUzI1NiIsImtpZCI6IjE2In0.e30.J9l-ZhwP")
        .encode(now());
    let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer\
        &assertion=eyJhbGciOiJFUzI1NiIsImtpZCI6IjE2In0.e30.J9l-ZhwP\
        &client_id=48567a65-8f00-4630-b8b0-2c02ce94168a";
    assert_eq!(request.unwrap().body(), expected.as_bytes());
}

#[test]
fn entra_id_on_behalf_of_needs_an_extra_parameter() {
    let call = client(basic()).jwt_bearer("a.b.c").extra_parameter("requested_token_use", "on_behalf_of");
    let names: Vec<String> = form(&call.encode(now()).unwrap()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "assertion", "requested_token_use"]);
}

#[test]
fn an_empty_jwt_is_rejected() {
    let error = client(basic()).jwt_bearer("").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::EmptyParameter { name: "assertion".into() });
    let error = client(basic()).jwt_bearer("a.b.c\n").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::InvalidParameter { name: "assertion".into() });
}

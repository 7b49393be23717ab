//! The JWT bearer and the SAML bearer grant, and where their assertions come from.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oauth_core::key::{NotSupplied, SecretSource};
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call as _, ClientAuthentication, EncodeError, Secret};

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
fn entras_on_behalf_of_is_one_more_parameter() {
    let call = client(basic()).jwt_bearer("a.b.c").extra_parameter("requested_token_use", "on_behalf_of");
    let names: Vec<String> = form(&call.encode(now()).unwrap()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "assertion", "requested_token_use"]);
}

#[test]
fn saml_is_base64url_without_padding_and_line_breaks() {
    let xml = "<Assertion>\r\n  \u{e9}>?\u{ff} </Assertion>";
    let request = client(basic()).saml2_bearer(xml).scope("a").encode(now()).unwrap();
    let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer&scope=a\
        &assertion=PEFzc2VydGlvbj4NCiAgw6k-P8O_IDwvQXNzZXJ0aW9uPg";
    assert_eq!(request.body(), expected.as_bytes());
}

#[test]
fn saml_that_is_encoded_already_is_refused() {
    for text in ["PEFzc2VydGlvbj4", "", " <a/>"] {
        let error = client(basic()).saml2_bearer(text).encode(now()).unwrap_err();
        assert!(matches!(error, EncodeError::SamlNotXml), "{text}");
        assert!(error.to_string().contains("XML"));
    }
}

#[test]
fn an_empty_jwt_is_not_sent() {
    let error = client(basic()).jwt_bearer("").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::EmptyParameter { name: "assertion".into() });
    let error = client(basic()).jwt_bearer("a.b.c\n").encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::InvalidParameter { name: "assertion".into() });
}

#[test]
fn a_callback_is_asked_for_every_request() {
    let asked = Arc::new(AtomicUsize::new(0));
    let assertion = {
        let asked = Arc::clone(&asked);
        SecretSource::from_fn(move |_| {
            Ok::<_, std::fmt::Error>(Secret::new(format!("jwt{}", asked.fetch_add(1, Ordering::Relaxed))))
        })
    };
    let call = client(basic()).jwt_bearer(assertion.clone());
    assert_eq!(asked.load(Ordering::Relaxed), 0, "nobody has asked yet");
    for expected in ["jwt0", "jwt1"] {
        assert_eq!(form(&call.clone().encode(now()).unwrap())[1], ("assertion".into(), expected.into()));
    }
    let exchange = client(basic()).token_exchange(assertion, TokenTypeIdentifier::JWT);
    assert_eq!(form(&exchange.encode(now()).unwrap())[1], ("subject_token".into(), "jwt2".into()));
}

#[test]
fn a_callback_that_fails_says_why() {
    let call = client(basic()).jwt_bearer(SecretSource::from_fn(|_| Err("the signer is locked")));
    let error = call.encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Secret { reason: "the signer is locked".into() }));
    assert_eq!(error.to_string(), "there is no secret or assertion: the signer is locked");
}

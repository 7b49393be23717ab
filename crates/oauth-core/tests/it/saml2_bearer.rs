//! The SAML 2.0 bearer grant.

use oauth_core::{Call as _, EncodeError};

use crate::support::{basic, client, now};

#[test]
fn saml_is_sent_as_base64url_without_padding_and_line_breaks() {
    let xml = "<Assertion>\r\n  \u{e9}>?\u{ff} </Assertion>";
    let request = client(basic()).saml2_bearer(xml).scope("a").encode(now()).unwrap();
    let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer&scope=a\
        &assertion=PEFzc2VydGlvbj4NCiAgw6k-P8O_IDwvQXNzZXJ0aW9uPg";
    assert_eq!(request.body(), expected.as_bytes());
}

#[test]
fn encoded_saml_is_rejected() {
    for text in ["PEFzc2VydGlvbj4", "", " <a/>"] {
        let error = client(basic()).saml2_bearer(text).encode(now()).unwrap_err();
        assert!(matches!(error, EncodeError::SamlNotXml), "{text}");
        assert!(error.to_string().contains("XML"));
    }
}

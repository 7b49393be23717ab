//! The grant `urn:ietf:params:oauth:grant-type:saml2-bearer`
//! ([RFC 7522 §2.1](https://www.rfc-editor.org/rfc/rfc7522.html#section-2.1)).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::client::RegisteredClient;
use crate::grant::assertion;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    let encoded = form.required("assertion")?;
    let xml = URL_SAFE_NO_PAD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match xml.filter(|xml| xml.starts_with('<')) {
        Some(xml) => assertion::respond(state, client, form, &xml),
        None => Err(Refusal::invalid_grant("The assertion is not XML in base64url without padding and line breaks")),
    }
}

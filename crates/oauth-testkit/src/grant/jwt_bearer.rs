//! The grant `urn:ietf:params:oauth:grant-type:jwt-bearer`
//! ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1)).

use crate::client::RegisteredClient;
use crate::grant::assertion;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    let jwt = form.required("assertion")?;
    if jwt.split('.').count() != 3 {
        return Err(Refusal::invalid_grant("The assertion is not a JWT: it does not have three parts"));
    }
    assertion::respond(state, client, form, jwt)
}

//! `urn:ietf:params:oauth:grant-type:jwt-bearer`, RFC 7523, section 2.1: a JWT that someone else has signed, for a token.

use crate::client::RegisteredClient;
use crate::grant::assertion;
use crate::request::parameters::Parameters;
use crate::response::Response;
use crate::response::refusal::Refusal;
use crate::state::State;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    let jwt = form.required("assertion")?;
    if jwt.split('.').count() != 3 {
        return Err(Refusal::invalid_grant("The assertion is no JWT: it has not three parts"));
    }
    assertion::respond(state, client, form, jwt)
}

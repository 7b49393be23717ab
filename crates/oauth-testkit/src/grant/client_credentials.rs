//! `client_credentials`, RFC 6749, section 4.4: a client asks for a token of its own.

use crate::asked::Asked;
use crate::client::RegisteredClient;
use crate::parameters::Parameters;
use crate::respond::{Refusal, Response};
use crate::state::State;
use crate::token_response;
use crate::tokens::Authorization;

pub(crate) fn respond(state: &mut State, client: &RegisteredClient, form: &Parameters) -> Result<Response, Refusal> {
    client.require_confidential()?;
    let asked = Asked::read(client, form)?;
    let (id, client_id) = (state.tokens.authorization_id(), client.client_id());
    let authorization = Authorization::new(id, client_id, client_id, asked, None);
    Ok(token_response::for_program(state, client, authorization))
}

//! `client_credentials`, RFC 6749, section 4.4: an application asks for a token of its own.

use crate::application::Application;
use crate::asked::Asked;
use crate::parameters::Parameters;
use crate::respond::{Refusal, Reply};
use crate::state::State;
use crate::token_response;
use crate::tokens::Authorization;

pub(crate) fn answer(state: &mut State, application: &Application, form: &Parameters) -> Result<Reply, Refusal> {
    application.require_confidential()?;
    let asked = Asked::read(application, form)?;
    let (id, client_id) = (state.tokens.authorization_id(), application.client_id());
    let authorization = Authorization::new(id, client_id, client_id, asked, None);
    Ok(token_response::for_program(state, application, authorization))
}

//! `urn:openid:params:grant-type:ciba`, CIBA Core, section 10.1: an application asks whether the user has decided.

use crate::application::Application;
use crate::parameters::Parameters;
use crate::respond::{Refusal, Reply};
use crate::state::State;
use crate::token_response;

pub(crate) fn answer(state: &mut State, application: &Application, form: &Parameters) -> Result<Reply, Refusal> {
    let auth_req_id = form.required("auth_req_id")?;
    let now = state.clock.now();
    let (asked, subject) = state.backchannel.requests.poll(auth_req_id, application.client_id(), now)?;
    Ok(token_response::for_consent(state, application, asked, &subject))
}

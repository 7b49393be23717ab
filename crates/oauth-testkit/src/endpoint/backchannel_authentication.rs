//! The backchannel authentication endpoint, `/as/cibaAuthorization`
//! ([OpenID Connect CIBA §7.1](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#auth_request)),
//! in poll mode.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::access::requested::RequestedAccess;
use crate::client::RegisteredClient;
use crate::client::authenticate::authenticate;
use crate::endpoint::method::require_method;
use crate::grant::GrantType;
use crate::pending::request::PendingRequest;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::response::{self, Response};
use crate::state::State;
use crate::wire::json;

/// The maximum length of a `binding_message`.
const LONGEST_MESSAGE: usize = 64;

pub(crate) fn respond(state: &mut State, request: &RecordedRequest) -> Result<Response, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::from_body(request)?;
    let mut client = authenticate(state, request, &form)?;
    client.require_grant(GrantType::Ciba)?;
    client.require_confidential()?;
    read_expiry(&mut client, &form)?;
    form.required("scope")?;
    let requested = RequestedAccess::read(&client, &form)?;
    if !requested.is_openid() {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_scope", "The scope openid is missing"));
    }
    let message = form.value("binding_message").unwrap_or_default();
    if message.chars().count() > LONGEST_MESSAGE || message.chars().any(char::is_control) {
        let description = "The binding_message is longer than 64 characters, or not all of it can be shown";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_binding_message", description));
    }
    let subject = subject(state, &client, &form)?;

    let auth_req_id = state.ids.uuid();
    let pending = PendingRequest::new(&client, requested, state.clock.now());
    state.backchannel.requests.by_secret.insert(auth_req_id.clone(), pending);
    state.backchannel.subjects.insert(auth_req_id.clone(), subject);
    let members = [
        ("auth_req_id", auth_req_id.into()),
        ("expires_in", client.polling_lifetime.as_secs().into()),
        ("interval", client.polling_interval.as_secs().into()),
    ];
    Ok(response::json(StatusCode::OK, json::object(&members)))
}

/// Reads the lifetime that the client requests.
fn read_expiry(client: &mut RegisteredClient, form: &Parameters) -> Result<(), Refusal> {
    let Some(seconds) = form.value("requested_expiry") else { return Ok(()) };
    match seconds.parse::<u32>() {
        Ok(seconds) if seconds > 0 => client.polling_lifetime = Duration::from_secs(seconds.into()),
        _ => return Err(Refusal::invalid_request("The requested_expiry is not a positive number of seconds")),
    }
    Ok(())
}

/// The user identified by the hint of the request. Exactly one hint is allowed.
fn subject(state: &State, client: &RegisteredClient, form: &Parameters) -> Result<String, Refusal> {
    let hints = ["login_hint", "id_token_hint", "login_hint_token"];
    let mut given = hints.into_iter().filter_map(|name| form.value(name).map(|value| (name, value)));
    let (Some((name, value)), None) = (given.next(), given.next()) else {
        return Err(Refusal::invalid_request(
            "A request has exactly one of login_hint, id_token_hint and login_hint_token",
        ));
    };
    let subject = match name {
        "login_hint" => state.users.get(value).map(|user| user.subject().to_owned()),
        "id_token_hint" => {
            let token = state.tokens.id.get(value).filter(|token| token.client_id == client.client_id());
            token.map(|token| token.subject.clone())
        }
        _ => state.assertions.get(value).cloned(),
    };
    subject.ok_or_else(|| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "unknown_user_id",
            format!("The {name} identifies no user of this server"),
        )
    })
}

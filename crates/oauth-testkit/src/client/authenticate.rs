//! Client authentication ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1)).

use http::{HeaderMap, HeaderValue, header};

use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::client::denied::{DISABLED, INVALID_CREDENTIALS, UNSUPPORTED_METHOD};
use crate::client::{RegisteredClient, assertion};
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::state::State;

/// The credentials of a request.
struct Credentials {
    method: TokenEndpointAuthMethod,
    client_id: String,
    secret: Option<String>,
}

/// Authenticates the client of a request. Only the registered method is accepted.
pub(crate) fn authenticate(
    state: &mut State,
    request: &RecordedRequest,
    form: &Parameters,
) -> Result<RegisteredClient, Refusal> {
    authenticate_without(state, request, form, &["client_id", "client_secret", "client_assertion"])
}

/// Authenticates the client of a pushed authorization request. The `client_id` in its body is a parameter, not a
/// credential.
pub(crate) fn authenticate_pushed(
    state: &mut State,
    request: &RecordedRequest,
    form: &Parameters,
) -> Result<RegisteredClient, Refusal> {
    authenticate_without(state, request, form, &["client_secret", "client_assertion"])
}

/// Authenticates the client. The parameters `elsewhere` are not allowed together with an `Authorization` header.
fn authenticate_without(
    state: &mut State,
    request: &RecordedRequest,
    form: &Parameters,
    elsewhere: &[&str],
) -> Result<RegisteredClient, Refusal> {
    let has_assertion = form.has("client_assertion") || form.has("client_assertion_type");
    if has_assertion && !request.has_credentials_in_query() && !request.has_authorization() {
        return assertion::authenticate(state, request, form);
    }
    let credentials = read_credentials(state, request, form, elsewhere)?;
    let refuse = |state: &mut State, reason| {
        let refusal = Refusal::invalid_client(reason, &state.ids.uuid());
        match credentials.method {
            TokenEndpointAuthMethod::ClientSecretBasic => refusal.challenge_basic(),
            _ => refusal,
        }
    };
    let Some(client) = state.clients.get(&credentials.client_id).cloned() else {
        return Err(refuse(state, INVALID_CREDENTIALS));
    };
    if client.token_endpoint_auth_method() != credentials.method {
        return Err(refuse(state, UNSUPPORTED_METHOD));
    }
    let now = state.clock.now();
    if let Some(secret) = &credentials.secret {
        if !client.accepts_secret(secret, now) {
            return Err(refuse(state, INVALID_CREDENTIALS));
        }
        if let Some(client) = state.clients.get_mut(&credentials.client_id) {
            client.note_use(secret, now);
        }
    }
    if !client.enabled {
        return Err(refuse(state, DISABLED));
    }
    Ok(client)
}

/// Reads the credentials. They must be in one place only.
fn read_credentials(
    state: &mut State,
    request: &RecordedRequest,
    form: &Parameters,
    elsewhere: &[&str],
) -> Result<Credentials, Refusal> {
    if request.has_credentials_in_query() {
        return Err(Refusal::invalid_request("Credentials in the URL of a request are never accepted"));
    }
    if let Some(value) = single_authorization(request.expose_headers())? {
        for name in elsewhere {
            if form.has(name) {
                let description = "The request authenticates in the Authorization header, so neither id nor secret can \
                                   be part of the body; it has the parameter ";
                return Err(Refusal::invalid_request(format!("{description}{name}")));
            }
        }
        return basic(state, value);
    }
    let Some(client_id) = form.value("client_id").map(str::to_owned) else {
        return Err(Refusal::invalid_client(INVALID_CREDENTIALS, &state.ids.uuid()));
    };
    // An empty client_secret counts as a secret; a public client omits the parameter.
    if form.has("client_secret") {
        let secret = form.value("client_secret").unwrap_or_default().to_owned();
        return Ok(Credentials { method: TokenEndpointAuthMethod::ClientSecretPost, client_id, secret: Some(secret) });
    }
    Ok(Credentials { method: TokenEndpointAuthMethod::None, client_id, secret: None })
}

fn single_authorization(headers: &HeaderMap) -> Result<Option<&HeaderValue>, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(Refusal::invalid_request("The Authorization header occurs more than once")),
        (value, None) => Ok(value),
    }
}

fn basic(state: &mut State, value: &HeaderValue) -> Result<Credentials, Refusal> {
    let value = value.as_bytes();
    let scheme = value.split(|byte| *byte == b' ').next().unwrap_or_default();
    if !scheme.eq_ignore_ascii_case(b"Basic") {
        return Err(Refusal::invalid_client(UNSUPPORTED_METHOD, &state.ids.uuid()).challenge_basic());
    }
    let credentials = value.get(scheme.len()..).unwrap_or_default().trim_ascii();
    let Some((client_id, secret)) = state.basic_decoding.decode(credentials) else {
        return Err(Refusal::invalid_client("Malformed Basic credentials", &state.ids.uuid()).challenge_basic());
    };
    Ok(Credentials { method: TokenEndpointAuthMethod::ClientSecretBasic, client_id, secret: Some(secret) })
}

//! Client authentication by an assertion
//! ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2)).

use crate::client::RegisteredClient;
use crate::client::denied::UNSUPPORTED_METHOD;
use crate::request::parameters::Parameters;
use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::state::State;

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Why a client is not authenticated: what the response says, and what the ledger says.
struct Denied {
    said: &'static str,
    reason: Option<String>,
}

/// Authenticates the client by its assertion.
pub(super) fn authenticate(
    state: &mut State,
    request: &RecordedRequest,
    form: &Parameters,
) -> Result<RegisteredClient, Refusal> {
    if form.has("client_secret") {
        return Err(Refusal::invalid_request("The request has both a client_assertion and a client_secret"));
    }
    let (assertion_type, assertion) = (form.value("client_assertion_type"), form.value("client_assertion"));
    let result = match assertion.filter(|_| assertion_type == Some(TYPE)) {
        Some(assertion) => verify(state, request, form, assertion),
        None => {
            let reason = format!("A client_assertion has the client_assertion_type {TYPE}, and neither is empty");
            Err(Denied { said: UNSUPPORTED_METHOD, reason: Some(reason) })
        }
    };
    result.map_err(|denied| {
        let refusal = Refusal::invalid_client(denied.said, &state.ids.uuid());
        match denied.reason {
            Some(reason) => refusal.because(reason),
            None => refusal,
        }
    })
}

#[cfg(not(feature = "jwt"))]
fn verify(_: &mut State, _: &RecordedRequest, _: &Parameters, _: &str) -> Result<RegisteredClient, Denied> {
    Err(Denied { said: crate::assertion::FEATURE_IS_OFF, reason: None })
}

#[cfg(feature = "jwt")]
fn verify(
    state: &mut State,
    request: &RecordedRequest,
    form: &Parameters,
    assertion: &str,
) -> Result<RegisteredClient, Denied> {
    use crate::assertion::claims::{self, Audiences};
    use crate::assertion::compact::Assertion;
    use crate::assertion::{header, key_choice, signature};
    use crate::client::auth_method::TokenEndpointAuthMethod;
    use crate::client::denied::{DISABLED, INVALID_CREDENTIALS};

    let wrong = |reason: String| Denied { said: INVALID_CREDENTIALS, reason: Some(reason) };
    let assertion = Assertion::parse(assertion).map_err(wrong)?;
    let client_id = assertion.required("iss").map_err(wrong)?;
    if assertion.required("sub").map_err(wrong)? != client_id {
        return Err(wrong("The iss and the sub are not the same; both are the client_id".to_owned()));
    }
    if form.value("client_id").is_some_and(|parameter| parameter != client_id) {
        return Err(wrong("The client_id of the request is not the iss of the assertion".to_owned()));
    }
    let Some(mut client) = state.clients.get(client_id).cloned() else {
        return Err(wrong(format!("No client has the client_id {client_id:?}, which is the iss")));
    };
    let algorithm = header::algorithm(&assertion).map_err(wrong)?;
    let method = match algorithm.is_symmetric() {
        true => TokenEndpointAuthMethod::ClientSecretJwt,
        false => TokenEndpointAuthMethod::PrivateKeyJwt,
    };
    if client.token_endpoint_auth_method() != method {
        let registered = client.token_endpoint_auth_method().as_str();
        let reason = format!("The alg is {}, and the client is registered for {registered}", algorithm.as_str());
        return Err(Denied { said: UNSUPPORTED_METHOD, reason: Some(reason) });
    }
    let rules = client.assertion_rules.as_ref().unwrap_or(&state.assertion_rules).clone();
    header::check(&assertion, algorithm, &rules).map_err(wrong)?;

    let now = state.clock.now();
    let mut used_secret = None;
    let mut used_key = None;
    if algorithm.is_symmetric() {
        let secret = signature::verify_mac(&assertion, algorithm, &client.secrets(now)).map_err(wrong)?;
        used_secret = Some(secret.to_owned());
    } else {
        let keys = client.known_keys(now);
        let verified = key_choice::candidates(&assertion, algorithm, rules.key_lookup, keys)
            .and_then(|candidates| signature::verify(&assertion, algorithm, &candidates));
        let key = verified.map_err(|reason| match keys == client.registered_keys() {
            true => wrong(reason),
            false => wrong(format!("{reason}. The server does not know the replaced keys of the client yet")),
        })?;
        used_key = Some(key.material.clone());
    }

    let called = format!("{}{}", state.base, request.path());
    let audiences = Audiences { issuer: state.issuer(), token_endpoint: state.token_endpoint(), others: vec![called] };
    audiences.check(&assertion, rules.audience).map_err(wrong)?;
    let expires_at = claims::check_times(&assertion, &rules, now).map_err(wrong)?;
    let token_id = claims::token_id(&assertion).map_err(wrong)?;
    if rules.single_use {
        let token_id =
            token_id.ok_or_else(|| wrong("The assertion has no jti, and this server requires one".to_owned()))?;
        if !state.used_assertions.add(client_id, token_id, expires_at, now) {
            return Err(wrong("The jti was used before; this server accepts each assertion once".to_owned()));
        }
    }
    if !client.enabled {
        return Err(Denied { said: DISABLED, reason: None });
    }
    if let (Some(secret), Some(client)) = (used_secret, state.clients.get_mut(client_id)) {
        client.note_use(&secret, now);
    }
    client.authenticated_with = used_key;
    Ok(client)
}

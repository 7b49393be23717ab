//! The authorization request ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1),
//! [OpenID Connect Core 1.0 §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).

use http::StatusCode;

use crate::access::requested::RequestedAccess;
use crate::authorization::pkce;
use crate::authorization::response_mode::ResponseMode;
use crate::authorization::response_type::ResponseType;
use crate::client::RegisteredClient;
use crate::client::pkce_enforcement::PkceEnforcement;
use crate::request::parameters::Parameters;
use crate::response::refusal::Refusal;

/// The parameters of an authorization request, apart from its destination.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) response_type: ResponseType,
    pub(crate) requested: RequestedAccess,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
}

impl AuthorizationRequest {
    /// Reads and validates the parameters.
    pub(crate) fn read(client: &RegisteredClient, parameters: &Parameters) -> Result<Self, Refusal> {
        for (name, error) in [("request", "request_not_supported"), ("registration", "registration_not_supported")] {
            if parameters.has(name) {
                let description = format!("This server does not support the parameter {name}");
                return Err(Refusal::new(StatusCode::BAD_REQUEST, error, description));
            }
        }
        let response_type = response_type(client, parameters)?;
        let requested = RequestedAccess::read(client, parameters)?;
        let nonce = parameters.value("nonce").map(str::to_owned);
        if response_type.id_token && !requested.is_openid() {
            return Err(Refusal::invalid_request("An ID token is requested without the scope openid"));
        }
        if response_type.id_token && nonce.is_none() {
            return Err(Refusal::invalid_request("An ID token is requested without a nonce"));
        }
        if parameters.value("max_age").is_some_and(|age| age.parse::<u64>().is_err()) {
            return Err(Refusal::invalid_request("max_age is not a number of seconds"));
        }
        Ok(Self { response_type, requested, challenge: challenge(client, parameters, response_type)?, nonce })
    }
}

fn response_type(client: &RegisteredClient, parameters: &Parameters) -> Result<ResponseType, Refusal> {
    let Some(response_type) = ResponseType::from_wire(parameters.required("response_type")?) else {
        let description = "This server does not support the response_type of the request";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unsupported_response_type", description));
    };
    response_type.grant_types().try_for_each(|grant_type| client.require_grant(grant_type))?;
    match parameters.value("response_mode").map(ResponseMode::from_wire) {
        Some(None) => Err(Refusal::invalid_request("This server does not support the response_mode of the request")),
        Some(Some(ResponseMode::Query)) if response_type.is_front_channel() => {
            Err(Refusal::invalid_request("A token must not be in a query; response_mode is fragment or form_post"))
        }
        _ => Ok(response_type),
    }
}

fn challenge(
    client: &RegisteredClient,
    parameters: &Parameters,
    response_type: ResponseType,
) -> Result<Option<String>, Refusal> {
    let Some(challenge) = parameters.value("code_challenge") else {
        if parameters.has("code_challenge_method") {
            return Err(Refusal::invalid_request("There is a code_challenge_method but no code_challenge"));
        }
        if response_type.code && client.pkce != PkceEnforcement::Optional {
            return Err(Refusal::invalid_request("The client must send a code_challenge"));
        }
        return Ok(None);
    };
    // The default method is `plain` (RFC 7636 §4.3).
    if parameters.value("code_challenge_method") != Some("S256") {
        return Err(Refusal::invalid_request("The code_challenge_method is not S256"));
    }
    if !pkce::is_challenge(challenge) {
        return Err(Refusal::invalid_request("The code_challenge is not 32 bytes in base64url"));
    }
    Ok(Some(challenge.to_owned()))
}

//! The assertion that a client signs with its own key
//! ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)).

use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;

use crate::call::About;
use crate::error::EncodeError;
use crate::key::{Key, Purpose, SigningInput};
use crate::wire::random::Random;

/// The `client_assertion_type` of a JWT.
pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The lifetime of an assertion, which is used for a single transmission.
const LIFETIME: Duration = Duration::from_secs(60);

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: &'a str,
    iat: u64,
    exp: u64,
}

/// Creates the assertion for one transmission.
pub(super) fn signing_input(key: &Key, about: About<'_>, random: &Random) -> Result<SigningInput, EncodeError> {
    let header = Header { alg: key.algorithm().as_str(), typ: "JWT", kid: key.key_id() };
    let jti = random.token::<16>().ok_or(EncodeError::NoRandomness)?;
    let iat = about.now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let claims = Claims {
        iss: about.client_id,
        sub: about.client_id,
        aud: about.audience,
        jti: &jti,
        iat: iat.as_secs(),
        exp: iat.saturating_add(LIFETIME).as_secs(),
    };
    let unwritable = |_| EncodeError::InvalidMember { name: "client_assertion".to_owned() };
    let header = serde_json::to_vec(&header).map_err(unwritable)?;
    let claims = serde_json::to_vec(&claims).map_err(unwritable)?;
    Ok(SigningInput::new(key, Purpose::ClientAssertion, &header, &claims))
}

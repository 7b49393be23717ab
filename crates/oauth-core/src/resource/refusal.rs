//! Whether a response refuses the access token.

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, StatusCode};

use crate::error::{Challenge, challenges};

/// Returns the challenge to an access token, if there is one.
pub(super) fn token_challenge(headers: &HeaderMap) -> Option<Challenge> {
    challenges(headers).into_iter().find(|challenge| challenge.is("bearer") || challenge.is("dpop"))
}

/// Returns whether a response says that the access token is not accepted.
///
/// It is a 401 without a challenge, or with a challenge to an access token that has no error code or one that is about
/// the token. A challenge for another scheme is about other credentials, and `invalid_request` about the request
/// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)).
pub(super) fn is_refusal(status: StatusCode, headers: &HeaderMap) -> bool {
    if status != StatusCode::UNAUTHORIZED {
        return false;
    }
    match token_challenge(headers) {
        Some(challenge) => !matches!(
            challenge.error(),
            Some(
                "invalid_request"
                    | "insufficient_scope"
                    | "insufficient_user_authentication"
                    | "insufficient_claims"
                    | "use_dpop_nonce"
                    | "invalid_dpop_proof"
            )
        ),
        // A challenge that cannot be read may be one to the token.
        None => !headers.contains_key(WWW_AUTHENTICATE) || challenges(headers).is_empty(),
    }
}

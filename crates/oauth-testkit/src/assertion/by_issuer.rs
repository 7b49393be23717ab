//! Verification of the assertion of a JWT bearer grant, by the keys of its issuer
//! ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)).

use serde_json::Value;

use crate::assertion::claims::{self, Audiences};
use crate::assertion::compact::{Assertion, show};
use crate::assertion::{header, key_choice, signature};
use crate::state::State;

/// What a verified assertion says.
pub(crate) struct Signed {
    pub(crate) subject: String,
    pub(crate) scope: Option<String>,
}

pub(crate) fn verify(state: &mut State, jwt: &str) -> Result<Signed, String> {
    let assertion = Assertion::parse(jwt)?;
    let iss = assertion.required("iss")?;
    let issuer = state.assertion_issuers.get(iss).ok_or_else(|| format!("No issuer {iss:?} is registered"))?.clone();
    let algorithm = header::algorithm(&assertion)?;
    header::check(&assertion, algorithm, &issuer.rules)?;
    let candidates = key_choice::candidates(&assertion, algorithm, issuer.rules.key_lookup, &issuer.keys)?;
    signature::verify(&assertion, algorithm, &candidates)?;
    let audiences =
        Audiences { issuer: state.issuer(), token_endpoint: state.token_endpoint(), others: issuer.audiences };
    audiences.check(&assertion, issuer.rules.audience)?;
    let now = state.clock.now();
    let expires_at = claims::check_times(&assertion, &issuer.rules, now)?;
    let subject = match assertion.claims.get("sub") {
        None if issuer.subject_is_optional => iss.to_owned(),
        _ => assertion.required("sub")?.to_owned(),
    };
    let scope = match assertion.claims.get("scope") {
        None => None,
        Some(Value::String(scope)) => Some(scope.clone()),
        Some(other) => return Err(format!("The scope is {}, which is not a text", show(other))),
    };
    if issuer.rules.single_use {
        let token_id = claims::token_id(&assertion)?.ok_or("The assertion has no jti, and this server requires one")?;
        if !state.used_assertions.add(iss, token_id, expires_at, now) {
            return Err("The jti was used before; this server accepts each assertion once".to_owned());
        }
    }
    Ok(Signed { subject, scope })
}

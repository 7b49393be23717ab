//! Checks of the header of an assertion
//! ([RFC 7515 §4.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1)).

use serde_json::Value;

use crate::assertion::algorithm::SigningAlgorithm;
use crate::assertion::compact::{Assertion, show};
use crate::assertion::rules::AssertionRules;
use crate::assertion::typ::AssertionTyp;

/// The algorithm of the assertion.
pub(crate) fn algorithm(assertion: &Assertion<'_>) -> Result<SigningAlgorithm, String> {
    let alg = assertion.header.get("alg").unwrap_or(&Value::Null);
    let algorithm = alg.as_str().and_then(SigningAlgorithm::from_wire);
    algorithm.ok_or_else(|| format!("The alg is {}, which is not a signature algorithm of this server", show(alg)))
}

/// Checks whether the algorithm, the `typ` and extensions are allowed.
pub(crate) fn check(
    assertion: &Assertion<'_>,
    algorithm: SigningAlgorithm,
    rules: &AssertionRules,
) -> Result<(), String> {
    if !rules.algorithms.contains(&algorithm) {
        let accepted: Vec<&str> = rules.algorithms.iter().map(|algorithm| algorithm.as_str()).collect();
        return Err(format!("The alg is {}; this server accepts {}", algorithm.as_str(), accepted.join(", ")));
    }
    if let Some(crit) = assertion.header.get("crit") {
        return Err(format!("The header has crit {}, none of which this server understands", show(crit)));
    }
    let typ = assertion.header.get("typ");
    let given = typ.map_or_else(|| "missing".to_owned(), show);
    let is = |wanted: &str| typ.and_then(Value::as_str).is_some_and(|typ| typ.eq_ignore_ascii_case(wanted));
    match rules.typ {
        AssertionTyp::Jwt if typ.is_some() && !is("JWT") => {
            Err(format!("The typ is {given}; this server accepts \"JWT\", or none"))
        }
        AssertionTyp::ClientAuthentication
            if !is("client-authentication+jwt") && !is("application/client-authentication+jwt") =>
        {
            Err(format!("The typ is {given}; this server accepts \"client-authentication+jwt\" only"))
        }
        _ => Ok(()),
    }
}

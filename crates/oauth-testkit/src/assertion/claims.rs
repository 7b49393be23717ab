//! Checks of the claims of an assertion
//! ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523.html#section-3)).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::assertion::audience::AssertionAudience;
use crate::assertion::compact::{Assertion, show};
use crate::assertion::rules::AssertionRules;

/// The URLs that the `aud` of an assertion may be.
pub(crate) struct Audiences {
    pub(crate) issuer: String,
    pub(crate) token_endpoint: String,
    /// The endpoint that is called, and other texts that this server is known by.
    pub(crate) others: Vec<String>,
}

impl Audiences {
    /// Checks the `aud`.
    pub(crate) fn check(&self, assertion: &Assertion<'_>, rule: AssertionAudience) -> Result<(), String> {
        let aud = assertion.claims.get("aud").ok_or("The assertion has no aud")?;
        let accepted: Vec<&String> = match rule {
            AssertionAudience::IssuerOrEndpoint => {
                [&self.issuer, &self.token_endpoint].into_iter().chain(&self.others).collect()
            }
            AssertionAudience::CalledEndpoint => self.others.iter().collect(),
            AssertionAudience::TokenEndpoint => vec![&self.token_endpoint],
            AssertionAudience::IssuerText => vec![&self.issuer],
        };
        let is_accepted = |value: &Value| accepted.iter().any(|accepted| *value == accepted.as_str());
        let fits = match aud {
            Value::Array(values) if rule != AssertionAudience::IssuerText => values.iter().any(is_accepted),
            value => is_accepted(value),
        };
        if fits {
            return Ok(());
        }
        let shape = if rule == AssertionAudience::IssuerText { "as one text" } else { "or a list with one of them" };
        let mut accepted: Vec<&str> = accepted.into_iter().map(String::as_str).collect();
        accepted.dedup();
        Err(format!("The aud is {}; this server accepts {}, {shape}", show(aud), accepted.join(" or ")))
    }
}

/// Checks `exp`, `nbf` and `iat`. Returns when the assertion expires.
pub(crate) fn check_times(
    assertion: &Assertion<'_>,
    rules: &AssertionRules,
    now: SystemTime,
) -> Result<SystemTime, String> {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    // Positive if the time is ahead.
    let ahead = |time: f64| time - now.as_secs_f64();
    let exp = time(assertion, "exp")?.ok_or("The assertion has no exp")?;
    if ahead(exp) <= 0.0 {
        return Err(format!("The exp {exp} was {:.0} s ago, by the clock of the server", ahead(exp).abs()));
    }
    if ahead(exp) > rules.longest_lifetime.as_secs_f64() {
        let longest = rules.longest_lifetime.as_secs();
        return Err(format!(
            "The exp {exp} is {:.0} s ahead, by the clock of the server; it may be {longest} s ahead",
            ahead(exp)
        ));
    }
    if let Some(nbf) = time(assertion, "nbf")? {
        if ahead(nbf) > 0.0 {
            return Err(format!("The nbf {nbf} is {:.0} s ahead, by the clock of the server", ahead(nbf)));
        }
    }
    if let Some(iat) = time(assertion, "iat")? {
        if ahead(iat) > rules.tolerance.as_secs_f64() {
            let tolerance = rules.tolerance.as_secs();
            return Err(format!(
                "The iat {iat} is {:.0} s ahead, by the clock of the server; it may be {tolerance} s ahead",
                ahead(iat)
            ));
        }
    }
    let expires_at = Duration::try_from_secs_f64(exp).ok().and_then(|exp| UNIX_EPOCH.checked_add(exp));
    expires_at.ok_or_else(|| format!("The exp {exp} is out of range"))
}

/// The `jti`, which is a text.
pub(crate) fn token_id<'a>(assertion: &'a Assertion<'_>) -> Result<Option<&'a str>, String> {
    if assertion.claims.get("jti").is_none() { Ok(None) } else { assertion.required("jti").map(Some) }
}

fn time(assertion: &Assertion<'_>, name: &str) -> Result<Option<f64>, String> {
    let Some(value) = assertion.claims.get(name) else { return Ok(None) };
    let time = value.as_f64().filter(|time| time.is_finite() && *time >= 0.0);
    time.map(Some).ok_or_else(|| format!("The {name} is {}, which is not a number of seconds", show(value)))
}

//! Seconds since 1970, as JSON has them
//! ([RFC 7519 §2, `NumericDate`](https://www.rfc-editor.org/rfc/rfc7519.html#section-2)).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::json::{Node, Object};
use super::problem::Problem;

impl Object<'_> {
    /// Takes a time out: an integer, a fraction, or the digits of an integer as a text. `null` counts as absent.
    pub(crate) fn take_numeric_date(&mut self, field: &'static str) -> Result<Option<SystemTime>, Problem> {
        let invalid = || Problem::InvalidValue { field, reason: "is not a number of seconds since 1970" };
        let since = match self.take(field) {
            None => return Ok(None),
            Some(Node::Unsigned(seconds)) => Duration::from_secs(seconds),
            Some(Node::Float(seconds)) => Duration::try_from_secs_f64(seconds).map_err(|_| invalid())?,
            Some(Node::String(text)) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Duration::from_secs(text.parse().map_err(|_| invalid())?)
            }
            Some(Node::Signed(_) | Node::String(_)) => return Err(invalid()),
            Some(node) => return Err(Problem::WrongType { field, expected: "a number", found: node.kind() }),
        };
        UNIX_EPOCH.checked_add(since).map(Some).ok_or_else(invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;

    #[test]
    fn dates_in_every_spelling() {
        let read = |value: &str| {
            json::parse(format!("{{\"exp\":{value}}}").as_bytes()).unwrap().take_numeric_date("exp").ok().flatten()
        };
        let at = |millis: u64| UNIX_EPOCH.checked_add(Duration::from_millis(millis));
        for (value, expected) in [
            ("0", at(0)),
            ("1795339142", at(1_795_339_142_000)),
            ("1795339142.25", at(1_795_339_142_250)),
            ("\"1795339142\"", at(1_795_339_142_000)),
            ("null", None),
            ("-1", None),
            ("-0.5", None),
            ("1e300", None),
            ("18446744073709551615", None),
            ("\"\"", None),
            ("\"soon\"", None),
            ("\"99999999999999999999\"", None),
            ("true", None),
            ("[]", None),
        ] {
            assert_eq!(read(value), expected, "{value}");
        }
    }
}

//! Times in seconds since 1970 ([`NumericDate`, RFC 7519 §2](https://www.rfc-editor.org/rfc/rfc7519.html#section-2)).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::deviation::Reading;
use super::json::Node;
use super::problem::Problem;

/// The seconds from 1970 to the end of the year 9999, the latest accepted time.
const LAST: u64 = 253_402_300_799;

/// Reads a time: an integer, a fraction, or a string with the digits of an integer.
pub(crate) fn read(node: &Node<'_>, field: &'static str) -> Reading<SystemTime> {
    let invalid = || Problem::InvalidValue { field, reason: "is not a number of seconds from 1970 to the year 9999" };
    let since = match node {
        Node::Unsigned(seconds) => Duration::from_secs(*seconds),
        Node::Float(seconds) => Duration::try_from_secs_f64(*seconds).map_err(|_| invalid())?,
        Node::String(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Duration::from_secs(text.parse().map_err(|_| invalid())?)
        }
        Node::Signed(_) | Node::String(_) => return Err(invalid()),
        node => return Err(Problem::WrongType { field, expected: "a number", found: node.kind() }),
    };
    if since.as_secs() > LAST {
        return Err(invalid());
    }
    UNIX_EPOCH.checked_add(since).map(|at| (Some(at), None)).ok_or_else(invalid)
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;

    #[test]
    fn dates_in_all_spellings() {
        let read_date = |value: &str| {
            let body = format!("{{\"exp\":{value}}}");
            let (_, node) = json::parse(body.as_bytes()).unwrap().remove(0);
            read(&node, "exp").ok().and_then(|(at, _)| at)
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
            ("253402300799", at(253_402_300_799_000)),
            ("253402300800", None),
            ("\"\"", None),
            ("\"soon\"", None),
            ("\"99999999999999999999\"", None),
            ("true", None),
            ("[]", None),
        ] {
            assert_eq!(read_date(value), expected, "{value}");
            // A tolerance for clock differences can be added.
            assert!(expected.is_none_or(|at| at.checked_add(Duration::from_secs(60)).is_some()));
        }
    }
}

//! The encoding `application/x-www-form-urlencoded`, decoded strictly: invalid input is an error.

/// The reason why a form could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Malformed {
    /// A `%` is not followed by two hexadecimal digits.
    #[error("a percent sign without two hexadecimal digits")]
    Escape,
    /// The decoded bytes are not UTF-8.
    #[error("bytes that are not UTF-8")]
    Utf8,
}

/// Decodes the names and values of a form, in order.
pub(crate) fn decode(form: &[u8]) -> Result<Vec<(String, String)>, Malformed> {
    segments(form).map(|(name, value)| Ok((component(name)?, component(value.unwrap_or_default())?))).collect()
}

/// The names and values of a form as received. A segment without `=` has no value.
pub(crate) fn segments(form: &[u8]) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    form.split(|byte| *byte == b'&').filter(|segment| !segment.is_empty()).map(|segment| {
        match segment.iter().position(|byte| *byte == b'=') {
            Some(at) => (&segment[..at], Some(&segment[at + 1..])),
            None => (segment, None),
        }
    })
}

/// Encodes names and values as a form.
pub(crate) fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs =
        pairs.into_iter().map(|(name, value)| format!("{}={}", encode_component(name), encode_component(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Encodes a name or a value. A space becomes `+`.
pub(crate) fn encode_component(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// Decodes a name or a value. Both `+` and `%20` become a space.
pub(crate) fn component(encoded: &[u8]) -> Result<String, Malformed> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => decoded.push(b' '),
            b'%' => {
                let (digits, tail) = rest.split_at_checked(2).ok_or(Malformed::Escape)?;
                decoded.push(hex(digits[0])? << 4 | hex(digits[1])?);
                rest = tail;
            }
            other => decoded.push(*other),
        }
    }
    String::from_utf8(decoded).map_err(|_| Malformed::Utf8)
}

fn hex(digit: u8) -> Result<u8, Malformed> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(Malformed::Escape),
    }
}

#[cfg(test)]
mod tests {
    use super::{Malformed, component, decode, encode};

    #[test]
    fn rfc_6749_appendix_b() {
        assert_eq!(component(b"+%25%26%2B%C2%A3%E2%82%AC").unwrap(), " %&+\u{a3}\u{20ac}");
        assert_eq!(component(b"%20%c2%a3").unwrap(), " \u{a3}");
    }

    #[test]
    fn encoding_and_decoding_are_inverse() {
        assert_eq!(encode([("a", " %&+\u{a3}\u{20ac}"), ("~", "")]), "a=+%25%26%2B%C2%A3%E2%82%AC&~=");
        let every: String = (0..=255_u8).map(char::from).collect();
        assert_eq!(decode(encode([("x", every.as_str())]).as_bytes()).unwrap(), [("x".to_owned(), every)]);
    }

    #[test]
    fn malformed_input_is_an_error() {
        for text in ["%", "%2", "%zz", "a%+1b"] {
            assert_eq!(component(text.as_bytes()), Err(Malformed::Escape), "{text}");
        }
        assert_eq!(component(b"%ff"), Err(Malformed::Utf8));
        assert_eq!(component(b"\xff"), Err(Malformed::Utf8));
    }

    #[test]
    fn a_form_keeps_order_and_repetitions() {
        let pairs = decode(b"b=1&a=x%3Dy&&b=&c").unwrap();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("b", "1"), ("a", "x=y"), ("b", ""), ("c", "")]);
    }
}

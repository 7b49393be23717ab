//! Encoding and decoding of `application/x-www-form-urlencoded`.

use std::borrow::Cow;

use super::json::MAX_MEMBERS;
use super::problem::Problem;

/// The encoding of a space.
#[derive(Clone, Copy)]
pub(crate) enum Space {
    /// `+`, as in a form body (RFC 6749 appendix B).
    Plus,
    /// `%20`, which form decoders and URI decoders read the same way.
    Percent,
}

/// Appends `text`: `A-Z a-z 0-9 - . _ ~` unchanged, every other byte of the UTF-8 as upper-case `%XX`.
pub(crate) fn encode(text: &str, space: Space, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let plain = rest.iter().position(|&byte| !UNRESERVED[usize::from(byte)]).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(plain);
        out.extend_from_slice(run);
        let Some((&byte, tail)) = tail.split_first() else { return };
        match (byte, space) {
            (b' ', Space::Plus) => out.push(b'+'),
            _ => out.extend_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]),
        }
        rest = tail;
    }
}

const fn is_unreserved(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~')
}

/// The unreserved characters of RFC 3986.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_unreserved(byte as u8);
        byte += 1;
    }
    table
};

/// Returns how many bytes of `text` become `%XX`.
pub(crate) fn escapes(text: &str) -> usize {
    text.bytes().filter(|&byte| !UNRESERVED[usize::from(byte)]).count()
}

/// Returns whether a body that is not JSON looks like a form: it has a `=`, and neither markup nor white space. Spaces
/// are allowed if the content type says that it is a form.
pub(crate) fn looks_like_form(body: &[u8], says_so: bool) -> bool {
    let fits = |byte: u8| byte > b' ' && !matches!(byte, b'<' | b'"' | b'{') || says_so && byte == b' ';
    body.contains(&b'=') && body.iter().all(|&byte| fits(byte))
}

/// The name and the value of a parameter.
pub(crate) type Parameter<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Parses the parameters of a form.
pub(crate) fn parameters(body: &[u8]) -> Result<Vec<Parameter<'_>>, Problem> {
    if body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).nth(MAX_MEMBERS).is_some() {
        return Err(Problem::TooManyMembers { limit: MAX_MEMBERS });
    }
    serde_urlencoded::from_bytes(body).map_err(|_| Problem::Syntax { offset: 0 })
}

/// Parses the pairs of a query. An unreadable query has no pairs.
pub(crate) fn pairs(query: &str) -> Vec<Parameter<'_>> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> String {
        let mut out = Vec::new();
        encode(text, Space::Plus, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn rfc_6749_appendix_b() {
        assert_eq!(body(" %&+\u{a3}\u{20ac}"), "+%25%26%2B%C2%A3%E2%82%AC");
    }

    #[test]
    fn unreserved_characters_stay() {
        let unreserved = "ABCXYZabcxyz0189-._~";
        assert_eq!(body(unreserved), unreserved);
        assert_eq!(body("*/:"), "%2A%2F%3A");
    }
}

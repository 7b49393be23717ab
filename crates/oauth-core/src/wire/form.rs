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
    let at = out.len();
    out.resize(at + text.len() + 2 * escapes(text), 0);
    let end = at + write(text, space, &mut out[at..]);
    out.truncate(end);
}

/// Writes what [`encode`] appends, and returns its length. `out` must have room for it: three bytes for each byte are
/// always enough.
pub(crate) fn write(text: &str, space: Space, out: &mut [u8]) -> usize {
    let (mut rest, mut at) = (text.as_bytes(), 0);
    while let Some((eight, tail)) = rest.split_first_chunk::<8>() {
        // A copy of eight bytes is one instruction. Those after the first reserved one are overwritten.
        out[at..at + 8].copy_from_slice(eight);
        let Some(plain) = eight.iter().position(|&byte| !is_plain(byte)) else {
            (rest, at) = (tail, at + 8);
            continue;
        };
        at += plain;
        at += escape(eight[plain], space, &mut out[at..]);
        rest = &rest[plain + 1..];
    }
    for &byte in rest {
        if is_plain(byte) {
            out[at] = byte;
            at += 1;
        } else {
            at += escape(byte, space, &mut out[at..]);
        }
    }
    at
}

/// Writes a reserved byte and returns the length of what it becomes.
fn escape(byte: u8, space: Space, out: &mut [u8]) -> usize {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if byte == b' ' && matches!(space, Space::Plus) {
        out[0] = b'+';
        return 1;
    }
    out[..3].copy_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    3
}

fn is_plain(byte: u8) -> bool {
    UNRESERVED[usize::from(byte)]
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
    text.bytes().filter(|&byte| !is_plain(byte)).count()
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

    #[test]
    fn a_reserved_character_is_encoded_wherever_it_is() {
        for length in 0..20 {
            let plain = "abcdefghijklmnopqrst".split_at(length).0;
            assert_eq!(body(plain), plain);
            for at in 0..=length {
                let (before, after) = plain.split_at(at);
                for (reserved, encoded) in [(" ", "+"), ("/", "%2F"), ("\u{e9}:", "%C3%A9%3A"), ("&& ", "%26%26+")] {
                    let text = format!("{before}{reserved}{after}");
                    assert_eq!(body(&text), format!("{before}{encoded}{after}"));
                }
            }
        }
    }
}

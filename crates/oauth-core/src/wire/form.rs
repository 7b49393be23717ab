//! `application/x-www-form-urlencoded`, written and read.

use std::borrow::Cow;

use super::json::{MAX_MEMBERS, Node, Object};
use super::problem::Problem;

/// How a space is written.
#[derive(Clone, Copy)]
pub(crate) enum Space {
    /// `+`, as in a form body (RFC 6749 appendix B).
    Plus,
    /// `%20`, which form decoders and URI decoders read alike.
    Percent,
}

/// Appends `text`: `A-Z a-z 0-9 - . _ ~` as they are, every other byte of the UTF-8 as upper-case `%XX`.
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

/// RFC 3986's unreserved characters.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

/// Appends `&name=value`, without the `&` at the start.
pub(crate) fn push(name: &str, value: &str, out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.push(b'&');
    }
    encode(name, Space::Plus, out);
    out.push(b'=');
    encode(value, Space::Plus, out);
}

/// Whether a form that [`push`] wrote has a parameter of this name.
pub(crate) fn contains(form: &[u8], name: &str) -> bool {
    let mut encoded = Vec::new();
    // The names of the protocol are written as they are, and need no copy to be compared.
    let written = if name.bytes().all(|byte| UNRESERVED[usize::from(byte)]) {
        name.as_bytes()
    } else {
        encode(name, Space::Plus, &mut encoded);
        &encoded
    };
    form.split(|&byte| byte == b'&')
        .any(|pair| pair.strip_prefix(written).is_some_and(|rest| rest.first() == Some(&b'=')))
}

/// Whether a body that is not JSON looks like a form: `name=value` somewhere, no white space, no markup.
pub(crate) fn looks_like_form(body: &[u8]) -> bool {
    body.contains(&b'=') && !body.iter().any(|&byte| byte <= b' ' || byte == b'<' || byte == b'"' || byte == b'{')
}

/// As [`parse`], where bytes that are no UTF-8 are an error and not a mark in the text.
pub(crate) fn parse_utf8(body: &[u8]) -> Result<Object<'_>, Problem> {
    let object = parse(body)?;
    // The decoder puts this character where the bytes are no UTF-8.
    let damaged = |text: &str| text.contains('\u{fffd}');
    let is_damaged =
        object.members().any(|(name, node)| damaged(name) || matches!(node, Node::String(t) if damaged(t)));
    if is_damaged { Err(Problem::Utf8) } else { Ok(object) }
}

/// Reads a form into an object whose members are all text.
pub(crate) fn parse(body: &[u8]) -> Result<Object<'_>, Problem> {
    let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> =
        serde_urlencoded::from_bytes(body).map_err(|_| Problem::Syntax { offset: 0 })?;
    if pairs.len() > MAX_MEMBERS {
        return Err(Problem::TooManyMembers { limit: MAX_MEMBERS });
    }
    Object::from_members(pairs.into_iter().map(|(name, value)| (name, Node::String(value))).collect())
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
    fn a_parameter_is_found_by_its_whole_name() {
        let mut form = Vec::new();
        push("my scope", "a=b&c", &mut form);
        push("x", "", &mut form);
        assert_eq!(form, b"my+scope=a%3Db%26c&x=");
        assert!(contains(&form, "my scope") && contains(&form, "x"));
        assert!(!contains(&form, "scope") && !contains(&form, "my") && !contains(&form, "c"));
    }

    #[test]
    fn a_repeated_member_is_refused() {
        assert_eq!(parse(b"a=1&b=2&a=1").unwrap_err(), Problem::Duplicate { member: "a".into() });
    }
}

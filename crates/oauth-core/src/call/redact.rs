//! Removing the secrets of a request from the server's text.

use zeroize::Zeroizing;

use crate::wire::form::{self, Space};
use crate::wire::secret::Secret;

/// What takes the place of a secret.
const CUT_OUT: &str = "[cut out]";
/// The minimum length of a secret to remove. Shorter ones occur in too many words.
const SHORTEST: usize = 4;

/// Removes secrets from texts, verbatim or form-encoded with upper-case or lower-case hex digits; and everything that looks
/// like a signed JWT. An assertion is signed anew for each transmission, so it cannot be among the secrets.
pub(super) struct Redaction(Vec<Zeroizing<String>>);

impl Redaction {
    /// Spells the secrets in every encoding. A server chooses how many texts there are and, in a response before, how
    /// long a token is, so the tokens must not be encoded again for each text.
    pub(super) fn new(secrets: &[Secret]) -> Self {
        let mut spellings: Vec<Zeroizing<String>> = Vec::with_capacity(secrets.len());
        for secret in secrets.iter().map(Secret::expose).filter(|secret| secret.len() >= SHORTEST) {
            spellings.push(Zeroizing::new(secret.to_owned()));
            if form::escapes(secret) == 0 {
                continue;
            }
            let spaces = if secret.contains(' ') { &[Space::Plus, Space::Percent][..] } else { &[Space::Percent] };
            for &space in spaces {
                let mut encoded = Zeroizing::new(Vec::with_capacity(3 * secret.len()));
                form::encode(secret, space, &mut encoded);
                let encoded = Zeroizing::new(String::from_utf8_lossy(&encoded).into_owned());
                let small = with_lowercase_hex(&encoded);
                spellings.extend([encoded, small]);
            }
        }
        Self(spellings)
    }

    /// Returns the text without the secrets.
    pub(super) fn clean(&self, text: String) -> String {
        cut_jwts(self.0.iter().fold(text, |text, secret| cut(text, secret)))
    }
}

/// Replaces what begins like the header of a JWT and goes on after a dot.
fn cut_jwts(text: String) -> String {
    const START: &str = "eyJ";
    let mut rest = text.as_str();
    let mut kept = String::new();
    while let Some((before, from)) = rest.find(START).and_then(|at| rest.split_at_checked(at)) {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
        let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
        let (token, after) = from.split_at(end);
        kept.push_str(before);
        kept.push_str(if token.trim_end_matches('.').contains('.') { CUT_OUT } else { token });
        rest = after;
    }
    if kept.is_empty() { text } else { kept + rest }
}

/// Replaces `%2F` with `%2f`, for every encoded byte.
fn with_lowercase_hex(encoded: &str) -> Zeroizing<String> {
    let mut digits = 0;
    let small = encoded.chars().map(|c| {
        let is_digit = digits > 0;
        digits = if c == '%' { 2 } else { u8::saturating_sub(digits, 1) };
        if is_digit { c.to_ascii_lowercase() } else { c }
    });
    Zeroizing::new(small.collect())
}

fn cut(text: String, secret: &str) -> String {
    if text.contains(secret) { text.replace(secret, CUT_OUT) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_jwt_is_removed() {
        for (text, expected) in [
            ("bad assertion eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJpZCJ9.AAEC_-8.", "bad assertion [cut out]"),
            ("(eyJh.eyJp.AAEC) and a=eyJh.eyJp&b=1, eyJ", "([cut out]) and a=[cut out]&b=1, eyJ"),
            ("eyJhbGciOiJFUzI1NiJ9 alone", "eyJhbGciOiJFUzI1NiJ9 alone"),
            ("see eyJust. Nothing more", "see eyJust. Nothing more"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(Redaction::new(&[]).clean(text.to_owned()), expected);
        }
    }

    #[test]
    fn secrets_are_removed_in_every_encoding() {
        let secrets = [Secret::new("p&ss w0rd"), Secret::new("abc")];
        let text = "got p&ss w0rd, p%26ss+w0rd and p%26ss%20w0rd for abc".to_owned();
        assert_eq!(Redaction::new(&secrets).clean(text), "got [cut out], [cut out] and [cut out] for abc");
        let secrets = [Secret::new("A/B+C=")];
        let text = "A/B+C= A%2FB%2BC%3D A%2fB%2bC%3d".to_owned();
        assert_eq!(Redaction::new(&secrets).clean(text), "[cut out] [cut out] [cut out]");
    }
}

//! Signed JWTs in compact form ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-7.1)).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::error::Problem;
use crate::wire::json::{self, Node};
use crate::wire::raw::{Raw, RawMembers};

/// The maximum length of an ID token, in bytes.
const LONGEST: usize = 64 * 1024;
const FIELD: &str = "id_token";

/// The payload and header of a JWT. The signature is not verified.
pub(super) struct Jwt {
    pub(super) payload: Zeroizing<Vec<u8>>,
    /// Whether `alg` is `none` or the signature is empty.
    pub(super) is_unsigned: bool,
    /// Whether the header requires an extension (`crit`). This library supports none.
    pub(super) is_critical: bool,
}

impl Jwt {
    /// Reads three parts of base64url, without padding or white space.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        if text.len() > LONGEST {
            return Err(invalid("is longer than 64 KiB"));
        }
        let not_a_jwt = || invalid("is not a signed JWT in its compact form");
        let mut parts = text.splitn(6, '.');
        let (Some(header), Some(payload), Some(signature)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(not_a_jwt());
        };
        match parts.count() {
            0 => {}
            2 => return Err(invalid("is encrypted, which is not supported; register the client for signed ID tokens")),
            _ => return Err(not_a_jwt()),
        }
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map(Zeroizing::new).map_err(|_| not_a_jwt());
        let (header, payload, signature) = (decode(header)?, decode(payload)?, decode(signature)?);
        // This rejects repeated names at any depth.
        json::parse(&header).map_err(|_| not_a_jwt())?;
        let header = std::str::from_utf8(&header).map_err(|_| not_a_jwt())?;
        let mut header = RawMembers::from_json(header).map_err(|_| not_a_jwt())?;
        let is_unsigned = match header.get("alg")?.map(Raw::node).transpose()? {
            Some(Node::String(alg)) => alg.eq_ignore_ascii_case("none") || alg.is_empty() || signature.is_empty(),
            Some(Node::Null) | None => true,
            Some(_) => return Err(invalid("has an alg that is not a string")),
        };
        let is_critical = header.get("crit")?.is_some();
        Ok(Self { payload, is_unsigned, is_critical })
    }
}

fn invalid(reason: &'static str) -> Problem {
    Problem::InvalidValue { field: FIELD, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_token_may_have_64_kib() {
        let head = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#), URL_SAFE_NO_PAD.encode("{}"));
        let of_length = |length: usize| format!("{head}{}", "A".repeat(length - head.len()));
        assert_eq!(Jwt::read(&of_length(65_536)).unwrap().payload.as_slice(), b"{}");
        assert_eq!(Jwt::read(&of_length(65_537)).err(), Some(invalid("is longer than 64 KiB")));
    }

    #[test]
    fn an_encrypted_id_token_has_its_own_error() {
        let reason = "is encrypted, which is not supported; register the client for signed ID tokens";
        assert_eq!(Jwt::read("a.b.c.d.e").err(), Some(invalid(reason)));
        assert_eq!(Jwt::read("a.b.c.d").err(), Some(invalid("is not a signed JWT in its compact form")));
        assert_eq!(Jwt::read("a.b.c.d.e.f").err(), Some(invalid("is not a signed JWT in its compact form")));
    }
}

//! What an ID token says ([OpenID Connect Core 1.0 §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)),
//! without its signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::error::{FailedCheck, Problem, Rejection};
use crate::server::ExpectedIssuer;
use crate::wire::json::{self, Node, Object};
use crate::wire::secret::Secret;

/// The longest ID token that is read, in bytes.
const LONGEST: usize = 64 * 1024;
const FIELD: &str = "id_token";

/// What the ID token of one sign-in must say. The signature is not part of it: whoever checks an ID token by this
/// alone rests on the connection that it came over (OpenID Connect Core §3.1.3.7, rule 6), or knows that it is
/// unverified.
pub(crate) struct ExpectedIdToken {
    pub(crate) issuer: ExpectedIssuer,
    pub(crate) client_id: String,
    /// `None` where the request had none.
    pub(crate) nonce: Option<Secret>,
    /// The subject of another ID token of the same sign-in (OpenID Connect Core §3.3.3.6).
    pub(crate) subject: Option<String>,
    /// Whether `auth_time` must be there, because `max_age` was asked for.
    pub(crate) auth_time: bool,
}

impl ExpectedIdToken {
    /// Checks an ID token. Says who its subject is.
    pub(crate) fn check(&self, id_token: &str) -> Result<Option<String>, Rejection> {
        let payload = payload(id_token).map_err(Rejection::Malformed)?;
        let claims = json::parse(&payload).map_err(|_| Rejection::Malformed(not_a_jwt()))?;
        let claims = Claims::read(claims).map_err(Rejection::Malformed)?;
        let failed = |claim| Err(Rejection::Untrusted(FailedCheck::IdToken { claim }));
        if !claims.issuer.as_deref().is_some_and(|iss| self.issuer.matches(iss, claims.tenant.as_deref())) {
            return failed("iss");
        }
        if !claims.audience.contains(&self.client_id) {
            return failed("aud");
        }
        if let Some(nonce) = &self.nonce {
            let found = claims.nonce.as_deref().unwrap_or_default();
            if !bool::from(nonce.expose().as_bytes().ct_eq(found.as_bytes())) {
                return failed("nonce");
            }
        }
        let another = self.subject.is_some() && self.subject != claims.subject;
        if another || claims.subject.is_none() {
            return failed("sub");
        }
        if self.auth_time && !claims.auth_time {
            return failed("auth_time");
        }
        Ok(claims.subject)
    }
}

struct Claims {
    issuer: Option<String>,
    /// `tid`, by which a server with many tenants names one.
    tenant: Option<String>,
    subject: Option<String>,
    audience: Vec<String>,
    nonce: Option<String>,
    auth_time: bool,
}

impl Claims {
    fn read(mut object: Object<'_>) -> Result<Self, Problem> {
        let mut text = |claim| object.take_text(claim).map(|text| text.map(std::borrow::Cow::into_owned));
        let (issuer, subject, nonce) = (text("iss")?, text("sub")?, text("nonce")?);
        let tenant = object.take_text("tid").ok().flatten().map(std::borrow::Cow::into_owned);
        let auth_time = matches!(object.take("auth_time"), Some(Node::Unsigned(_) | Node::Float(_)));
        let audience = match object.take("aud") {
            Some(Node::String(one)) => vec![one.into_owned()],
            Some(Node::Array(items)) => items.into_iter().map(audience).collect::<Result<_, _>>()?,
            Some(node) => return Err(wrong_audience(&node)),
            None => Vec::new(),
        };
        Ok(Self { issuer, tenant, subject, audience, nonce, auth_time })
    }
}

fn audience(item: Node<'_>) -> Result<String, Problem> {
    match item {
        Node::String(text) => Ok(text.into_owned()),
        node => Err(wrong_audience(&node)),
    }
}

fn wrong_audience(node: &Node<'_>) -> Problem {
    Problem::WrongType { field: "aud", expected: "a string or an array of strings", found: node.kind() }
}

/// The payload of a signed JWT in its compact form: three parts of base64url, without padding or white space.
fn payload(jwt: &str) -> Result<Zeroizing<Vec<u8>>, Problem> {
    if jwt.len() > LONGEST {
        return Err(Problem::InvalidValue { field: FIELD, reason: "is longer than 64 KiB" });
    }
    let mut parts = jwt.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).map(Zeroizing::new));
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Ok(header)), Some(Ok(payload)), Some(Ok(_)), None) if json::parse(&header).is_ok() => Ok(payload),
        _ => Err(not_a_jwt()),
    }
}

fn not_a_jwt() -> Problem {
    Problem::InvalidValue { field: FIELD, reason: "is not a signed JWT in its compact form" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_four_kibibytes_are_read_and_one_byte_more_is_not() {
        let head = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#), URL_SAFE_NO_PAD.encode("{}"));
        let of_length = |length: usize| format!("{head}{}", "A".repeat(length - head.len()));
        assert_eq!(payload(&of_length(65_536)).unwrap().as_slice(), b"{}");
        let reason = "is longer than 64 KiB";
        assert_eq!(payload(&of_length(65_537)).unwrap_err(), Problem::InvalidValue { field: "id_token", reason });
    }
}

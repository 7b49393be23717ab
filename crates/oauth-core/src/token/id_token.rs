//! ID tokens and their claims
//! ([OpenID Connect Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use serde::Deserialize;

use super::jwt::Jwt;
use crate::error::{FailedCheck, Problem, Rejection};
use crate::wire::deviation::{Deviation, Reading};
use crate::wire::extra::Extra;
use crate::wire::json::{self, Node};
use crate::wire::members::{self, Members};
use crate::wire::numeric_date;
use crate::wire::raw::RawMembers;
use crate::wire::secret::Secret;
use crate::wire::show::Showing;
use crate::wire::text::Shown;

/// The checked claims of an ID token: who signed in, at which issuer, for which client, and until when that is valid.
/// It can only be obtained from a response of the server. Cheap to clone.
///
/// The signature is not verified. With an authorization code, the ID token comes from the server over TLS, which
/// [OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation) accepts in
/// place of the signature.
///
/// ```no_run
/// # fn signed_in(tokens: &oauth_core::TokenResponse) -> Option<()> {
/// let id_token = tokens.id_token_claims()?;
/// println!("{} of {}", id_token.subject(), id_token.issuer());
/// if id_token.email_verified() == Some(true) {
///     println!("{:?}", id_token.email());
/// }
/// let groups: Option<Vec<String>> = id_token.claim("groups");
/// # let _ = groups;
/// # Some(())
/// # }
/// ```
#[derive(Clone)]
pub struct IdToken(Arc<Claims>);

struct Claims {
    issuer: String,
    subject: String,
    audience: Vec<String>,
    expires_at: SystemTime,
    issued_at: SystemTime,
    not_before: Option<SystemTime>,
    auth_time: Option<SystemTime>,
    nonce: Option<Secret>,
    acr: Option<String>,
    amr: Vec<String>,
    authorized_party: Option<String>,
    /// All claims, including those above.
    all: Extra,
    deviations: Vec<Deviation>,
}

impl IdToken {
    /// Returns the user (`sub`), by an identifier that the issuer never reassigns. Only the combination with the issuer
    /// identifies a user.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Returns the issuer (`iss`).
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Returns the clients for which the ID token is meant (`aud`), including this one.
    #[must_use]
    pub fn audience(&self) -> &[String] {
        &self.0.audience
    }

    /// Returns when the ID token expires (`exp`). This is independent of the expiry of the access token and of the
    /// user's session.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.0.expires_at
    }

    /// Returns when the ID token was issued (`iat`).
    #[must_use]
    pub fn issued_at(&self) -> SystemTime {
        self.0.issued_at
    }

    /// Returns when the user signed in at the server (`auth_time`). Always present if
    /// [`max_age`](crate::authorization::AuthorizationRequest::max_age) was requested.
    #[must_use]
    pub fn auth_time(&self) -> Option<SystemTime> {
        self.0.auth_time
    }

    /// Returns the `nonce` of the sign-in.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.0.nonce.as_ref().map(Secret::expose)
    }

    /// Returns the authentication context class (`acr`). It may differ from the requested classes: compare it if you
    /// require one.
    #[must_use]
    pub fn acr(&self) -> Option<&str> {
        self.0.acr.as_deref()
    }

    /// Returns the authentication methods (`amr`). Empty if the server does not state them.
    #[must_use]
    pub fn amr(&self) -> &[String] {
        &self.0.amr
    }

    /// Returns the client to which the ID token was issued (`azp`). If present, it is this client.
    #[must_use]
    pub fn authorized_party(&self) -> Option<&str> {
        self.0.authorized_party.as_deref()
    }

    /// Returns the full name (`name`).
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.claim("name")
    }

    /// Returns the given name or names (`given_name`).
    #[must_use]
    pub fn given_name(&self) -> Option<&str> {
        self.claim("given_name")
    }

    /// Returns the family name or names (`family_name`).
    #[must_use]
    pub fn family_name(&self) -> Option<&str> {
        self.claim("family_name")
    }

    /// Returns the name by which the user wants to be called (`preferred_username`). It is not unique and may change.
    #[must_use]
    pub fn preferred_username(&self) -> Option<&str> {
        self.claim("preferred_username")
    }

    /// Returns the URL of a picture (`picture`).
    #[must_use]
    pub fn picture(&self) -> Option<&str> {
        self.claim("picture")
    }

    /// Returns the language and region (`locale`).
    #[must_use]
    pub fn locale(&self) -> Option<&str> {
        self.claim("locale")
    }

    /// Returns the email address (`email`). It is not unique, may change, and proves nothing unless it is verified.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.claim("email")
    }

    /// Returns whether the server verified that the email address is the user's (`email_verified`). `None` unless the
    /// claim is a JSON boolean.
    #[must_use]
    pub fn email_verified(&self) -> Option<bool> {
        self.claim("email_verified")
    }

    /// Returns the telephone number (`phone_number`).
    #[must_use]
    pub fn phone_number(&self) -> Option<&str> {
        self.claim("phone_number")
    }

    /// Returns whether the server verified that the telephone number is the user's (`phone_number_verified`). `None`
    /// unless the claim is a JSON boolean.
    #[must_use]
    pub fn phone_number_verified(&self) -> Option<bool> {
        self.claim("phone_number_verified")
    }

    /// Returns any claim as the given type. `None` if it is absent, null or of another type.
    #[must_use]
    pub fn claim<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Option<T> {
        self.0.all.get(name)
    }

    /// Returns the names of all claims.
    pub fn claim_names(&self) -> impl Iterator<Item = &str> {
        self.0.all.names()
    }

    pub(super) fn not_before(&self) -> Option<SystemTime> {
        self.0.not_before
    }

    pub(super) fn deviations(&self) -> &[Deviation] {
        &self.0.deviations
    }

    /// Reads the claims. A claim of a wrong type is an error, never treated as absent: callers base decisions on it.
    pub(super) fn read(jwt: &Jwt, strict: bool) -> Result<Self, Rejection> {
        let not_json =
            |_| Problem::InvalidValue { field: "id_token", reason: "is not a signed JWT in its compact form" };
        // This rejects repeated names at any depth: in signed data, they are never harmless.
        json::parse(&jwt.payload).map_err(not_json)?;
        let text = std::str::from_utf8(&jwt.payload).map_err(|_| not_json(Problem::Utf8))?;
        let all = Extra::rest(RawMembers::from_json(text).map_err(not_json)?.into_rest());
        let mut claims = Members::new(RawMembers::from_json(text).map_err(not_json)?, strict, false, false);
        let missing = |claim| Rejection::Untrusted(FailedCheck::IdToken { claim });
        let mut text = |claim| claims.strict(claim, |node| members::text(node, claim));
        let issuer = text("iss")?.ok_or_else(|| missing("iss"))?;
        let (nonce, authorized_party) = (text("nonce")?, text("azp")?);
        let audience = claims.strict("aud", |node| texts(node, "aud"))?.ok_or_else(|| missing("aud"))?;
        let mut identifier = |claim| claims.strict(claim, |node| members::text_or_number(node, claim));
        let (subject, acr) = (identifier("sub")?.ok_or_else(|| missing("sub"))?, identifier("acr")?);
        let mut time = |claim| claims.strict(claim, |node| time(node, claim));
        let (expires_at, issued_at) = (time("exp")?, time("iat")?);
        let (not_before, auth_time) = (time("nbf")?, time("auth_time")?);
        let amr = claims.strict("amr", |node| texts(node, "amr"))?.unwrap_or_default();
        let (_, deviations) = claims.finish();
        Ok(Self(Arc::new(Claims {
            issuer,
            subject,
            audience,
            expires_at: expires_at.ok_or_else(|| missing("exp"))?,
            issued_at: issued_at.ok_or_else(|| missing("iat"))?,
            not_before,
            auth_time,
            nonce: nonce.map(Secret::new),
            acr,
            amr,
            authorized_party,
            all,
            deviations,
        })))
    }
}

/// Reads a string, or an array of strings, which may be empty.
fn texts(node: &Node<'_>, claim: &'static str) -> Reading<Vec<String>> {
    match node {
        Node::Array(items) if items.is_empty() => Ok((Some(Vec::new()), None)),
        node => members::audience(node, claim),
    }
}

/// Reads a `NumericDate` ([RFC 7519 §2](https://www.rfc-editor.org/rfc/rfc7519.html#section-2)): a number, possibly
/// with a fraction, but not a string.
fn time(node: &Node<'_>, field: &'static str) -> Reading<SystemTime> {
    match node {
        Node::String(_) => Err(Problem::WrongType { field, expected: "a number", found: node.kind() }),
        node => numeric_date::read(node, field),
    }
}

/// Shows the names of the claims but not their values, which are personal data.
impl fmt::Debug for IdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken")
            .field("issuer", &Shown(self.issuer()))
            .field("audience", &Showing(self.audience()))
            .field("expires_at", &self.expires_at())
            .field("claims", &self.0.all)
            .finish_non_exhaustive()
    }
}

//! The expectations on the ID token of one sign-in
//! ([OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use subtle::ConstantTimeEq as _;

use super::id_token::IdToken;
use super::jwt::Jwt;
use crate::client::Client;
use crate::error::{FailedCheck, Rejection};
use crate::server::ExpectedIssuer;
use crate::wire::deviation::Deviation;
use crate::wire::secret::Secret;

/// The tolerated difference between the clocks of server and client.
const TOLERANCE: Duration = Duration::from_secs(30);

/// The expectations on an ID token. They do not include the signature: it is either replaced by the TLS connection to
/// the token endpoint (rule 6), or the ID token counts as unverified.
#[derive(Debug, Clone)]
pub(crate) struct ExpectedIdToken {
    /// `None` if the server's issuer is not known. Then every ID token is rejected.
    issuer: Option<ExpectedIssuer>,
    client_id: String,
    pub(crate) nonce: Nonce,
    /// The first ID token of the same sign-in, and which of its claims must be repeated.
    first: Option<(IdToken, Repeats)>,
    /// Whether `auth_time` is required.
    pub(crate) auth_time_required: bool,
    pub(crate) max_age: Option<Duration>,
    /// When the sign-in began. `max_age` counts back from then.
    pub(crate) began_at: Option<SystemTime>,
    unsigned: bool,
    strict: bool,
}

/// The expected `nonce` of an ID token.
#[derive(Debug, Clone)]
pub(crate) enum Nonce {
    Sent(Secret),
    NotSent,
    /// The `nonce` of a request that was made elsewhere.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeats {
    /// For an ID token that came through the browser, next to the code (§3.3.3.6).
    Subject,
    /// For the ID token of the sign-in before this refresh (§12.2).
    SignIn,
}

impl ExpectedIdToken {
    pub(crate) fn new(client: &Client, nonce: Nonce) -> Self {
        Self {
            issuer: client.server().expected_issuer().cloned(),
            client_id: client.client_id().to_owned(),
            nonce,
            first: None,
            auth_time_required: false,
            max_age: None,
            began_at: None,
            unsigned: client.takes_unsigned_id_tokens(),
            strict: client.server().dialect().is_strict(),
        }
    }

    /// Expects an ID token of the token endpoint, next to one that came through the browser.
    pub(crate) fn beside(self, first: &IdToken) -> Self {
        Self { first: Some((first.clone(), Repeats::Subject)), ..self.named_by(Some(first.issuer())) }
    }

    /// Expects an ID token of a sign-in whose authorization response had this `iss`.
    pub(crate) fn named_by(self, iss: Option<&str>) -> Self {
        Self { issuer: self.issuer.map(|issuer| issuer.narrowed(iss)), ..self }
    }

    /// Expects an ID token of a refresh, after the first one of the sign-in
    /// ([OpenID Connect Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    pub(crate) fn after(client: &Client, first: &IdToken) -> Self {
        Self { first: Some((first.clone(), Repeats::SignIn)), ..Self::new(client, Nonce::Unknown) }
    }

    /// Checks an ID token of the token endpoint. `now` is when the request was sent. Returns its deviations too.
    pub(crate) fn check(&self, id_token: &str, now: SystemTime) -> Result<(IdToken, Vec<Deviation>), Rejection> {
        let claims = self.read_jwt(id_token, self.unsigned)?;
        self.check_times(&claims, now)?;
        let mut deviations = claims.deviations().to_vec();
        let moved = |first: &IdToken| claims.auth_time().is_some() && first.auth_time() != claims.auth_time();
        if self.signed_in_as().is_some_and(moved) {
            if self.strict {
                return Err(Deviation::AuthTimeMoved.problem().into());
            }
            deviations.push(Deviation::AuthTimeMoved);
        }
        Ok((claims, deviations))
    }

    /// Reads an ID token that came through the browser, and checks everything except the times. An unsigned one is
    /// always rejected: it proves nothing.
    pub(crate) fn read(&self, id_token: &str) -> Result<IdToken, Rejection> {
        self.read_jwt(id_token, false)
    }

    fn read_jwt(&self, id_token: &str, unsigned: bool) -> Result<IdToken, Rejection> {
        let jwt = Jwt::read(id_token)?;
        if jwt.is_critical {
            return failed("crit");
        }
        if jwt.is_unsigned && !unsigned {
            return failed("alg");
        }
        let claims = IdToken::read(&jwt, self.strict)?;
        let (issuer, tenant) = (claims.issuer(), claims.claim("tid"));
        if !self.issuer.as_ref().is_some_and(|expected| expected.matches(issuer, tenant)) {
            return failed("iss");
        }
        if !claims.audience().contains(&self.client_id) {
            return failed("aud");
        }
        if claims.authorized_party().is_some_and(|party| party != self.client_id) {
            return failed("azp");
        }
        if !self.nonce_is_good(&claims) {
            return failed("nonce");
        }
        if self.auth_time_required && claims.auth_time().is_none() {
            return failed("auth_time");
        }
        match &self.first {
            Some((first, _)) if first.subject() != claims.subject() => failed("sub"),
            Some((first, Repeats::SignIn)) if first.issuer() != claims.issuer() => failed("iss"),
            Some((first, Repeats::SignIn)) if !same(first.audience(), claims.audience()) => failed("aud"),
            _ => Ok(claims),
        }
    }

    /// Checks the times of an ID token.
    pub(crate) fn check_times(&self, claims: &IdToken, now: SystemTime) -> Result<(), Rejection> {
        let early = now.checked_sub(TOLERANCE).unwrap_or(SystemTime::UNIX_EPOCH);
        let late = now.checked_add(TOLERANCE).unwrap_or(now);
        if claims.expires_at() <= early {
            return failed("exp");
        }
        if claims.issued_at() > late {
            return failed("iat");
        }
        if claims.not_before().is_some_and(|time| time > late) {
            return failed("nbf");
        }
        let Some(auth_time) = claims.auth_time() else { return Ok(()) };
        let from = self.began_at.unwrap_or(now);
        let oldest = self.max_age.and_then(|age| from.checked_sub(age)?.checked_sub(TOLERANCE));
        if auth_time > late || oldest.is_some_and(|oldest| auth_time < oldest) {
            return failed("auth_time");
        }
        Ok(())
    }

    /// Returns the expected issuer. Empty if the server's issuer is not known.
    pub(crate) fn issuer(&self) -> &str {
        self.issuer.as_ref().map_or("", ExpectedIssuer::as_str)
    }

    /// Returns the first ID token of the same sign-in.
    pub(crate) fn first(&self) -> Option<&IdToken> {
        self.first.as_ref().map(|(first, _)| first)
    }

    /// Returns the first ID token, if this is a refresh.
    fn signed_in_as(&self) -> Option<&IdToken> {
        self.first.as_ref().filter(|(_, repeats)| *repeats == Repeats::SignIn).map(|(first, _)| first)
    }

    fn nonce_is_good(&self, claims: &IdToken) -> bool {
        let is = |expected: &str, found: &str| bool::from(expected.as_bytes().ct_eq(found.as_bytes()));
        match (&self.nonce, claims.nonce(), self.signed_in_as()) {
            (Nonce::Sent(expected), found, _) => is(expected.expose(), found.unwrap_or_default()),
            (Nonce::NotSent, found, _) => found.is_none(),
            // A refresh repeats the nonce or omits it.
            (Nonce::Unknown, Some(found), Some(first)) => is(first.nonce().unwrap_or_default(), found),
            (Nonce::Unknown, ..) => true,
        }
    }
}

/// Returns whether two audiences are the same, in any order.
fn same(one: &[String], other: &[String]) -> bool {
    // As sets: to look for each in the other list would take a square of the time.
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect::<BTreeSet<_>>()
}

fn failed<T>(claim: &'static str) -> Result<T, Rejection> {
    Err(Rejection::Untrusted(FailedCheck::IdToken { claim }))
}

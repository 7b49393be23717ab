//! Responses that fail a security check.

use std::fmt;

use super::{HttpResponse, Issued};
use crate::wire::secret::Secret;
use crate::wire::text::Shown;
use crate::wire::url::UrlProblem;

/// A well-formed response that fails a security check. Use nothing from it.
#[derive(Debug, Clone, thiserror::Error)]
pub struct Untrusted(Box<(FailedCheck, HttpResponse, Issued)>);

/// The security check that a response failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailedCheck {
    /// The response is about another client than the request
    /// ([RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592.html#section-3)).
    ClientId {
        /// The client that the request is about.
        expected: String,
        /// The client that the response names.
        found: String,
    },
    /// The issuer is not the expected one, byte for byte
    /// ([RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)).
    Issuer {
        /// The issuer of the request.
        expected: String,
        /// The issuer that the response names.
        found: String,
    },
    /// A check of a call outside this crate.
    Other {
        /// What failed, for a message. It must not contain secrets or text of the response.
        reason: &'static str,
    },
    /// The URL of a page that the user is to open is not safe to open.
    VerificationUri {
        /// The member of the response.
        field: &'static str,
        /// What is wrong with its URL.
        problem: UrlProblem,
    },
    /// The authorization response does not name its issuer, although the server's metadata promises it
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)). Its sender is unknown.
    IssuerMissing,
    /// A claim of the ID token is missing, or does not fit this sign-in
    /// ([OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    IdToken {
        /// The claim.
        claim: &'static str,
    },
    /// The authorization response arrived at another URL than the redirect URI of the sign-in: the browser was sent to
    /// another server ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4.2)).
    RedirectUri {
        /// The redirect URI of the sign-in.
        expected: String,
        /// The URL at which the response arrived, without its query.
        found: String,
    },
    /// The authorization response is an unverified JWT (JARM), or is not a JWT although the sign-in requires one.
    ResponseJwt,
    /// The session was begun by another client or at another server.
    Session,
    /// The authorization response has no `state`, or the `state` of another sign-in
    /// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749.html#section-10.12)).
    State,
    /// The resource is not the expected one, byte for byte
    /// ([RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.3)).
    Resource {
        /// The resource of the request.
        expected: String,
        /// The resource that the response names.
        found: String,
    },
    /// The claims are about another user than the expected one
    /// ([OpenID Connect Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    Subject,
}

impl fmt::Display for FailedCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VerificationUri { field, problem } => {
                write!(f, "the {field} {problem}")
            }
            Self::ClientId { expected, found } => {
                write!(f, "it is about the client \"{}\" and not about \"{}\"", Shown(found), Shown(expected))
            }
            Self::Issuer { expected, found } => write!(
                f,
                "the issuer is \"{}\" where \"{}\" is expected; if that is the right server, configure the issuer \
                 exactly as it names itself",
                Shown(found),
                Shown(expected)
            ),
            Self::IssuerMissing => {
                f.write_str("the response does not name its issuer, although the server's metadata promises it")
            }
            Self::IdToken { claim } => {
                let what = match *claim {
                    "alg" => "is none or missing, and this client is not registered for unsigned ID tokens",
                    "auth_time" => "is missing, in the future, or longer ago than max_age allows",
                    "crit" => "requires an extension that this library does not know",
                    "exp" => "is missing or in the past",
                    "iat" => "is missing or in the future; is the clock right?",
                    "nbf" => "is in the future; is the clock right?",
                    _ => "is missing, or does not belong to this sign-in",
                };
                write!(f, "the ID token's {claim} {what}")
            }
            Self::Other { reason } => f.write_str(reason),
            Self::RedirectUri { expected, found } => write!(
                f,
                "the response came to \"{}\" where \"{}\" is expected (compared by path and by the redirect URI's own \
                 query)",
                Shown(found),
                Shown(expected)
            ),
            Self::ResponseJwt => f.write_str("it is an unverified JWT, or not the JWT that was requested"),
            Self::Session => f.write_str("the sign-in was begun by another client or at another server"),
            Self::State => f.write_str("the state is missing, or belongs to another sign-in"),
            Self::Resource { expected, found } => {
                write!(f, "the resource is \"{}\" where \"{}\" is expected", Shown(found), Shown(expected))
            }
            Self::Subject => f.write_str("the sub is not the expected one; these claims are about another user"),
        }
    }
}

impl Untrusted {
    pub(crate) fn new(check: FailedCheck, response: HttpResponse, issued: Issued) -> Self {
        Self(Box::new((check, response, issued)))
    }

    /// Returns the check that failed.
    #[must_use]
    pub fn check(&self) -> &FailedCheck {
        &self.0.0
    }

    /// Returns the response.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        &self.0.1
    }

    /// Returns the refresh token of the response. Keep it: the one that was sent may be spent.
    #[must_use]
    pub fn rotated(&self) -> Option<&Secret> {
        self.0.2.refresh_token.as_ref()
    }
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response of {} cannot be trusted: {}", self.response().sender(), self.check())?;
        self.0.2.fmt_note(f)
    }
}

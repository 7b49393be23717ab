//! A response that fails a check.

use std::fmt;

use super::{HttpResponse, Issued};
use crate::wire::secret::Secret;
use crate::wire::text::Shown;
use crate::wire::url::UrlProblem;

/// A well-formed response that fails a check which guards against attacks. Nothing of it may be used.
#[derive(Debug, Clone, thiserror::Error)]
pub struct Untrusted(Box<(FailedCheck, HttpResponse, Issued)>);

/// The checks that a response can fail.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailedCheck {
    /// The response is about another client than the one that was asked about (RFC 7592 §3).
    ClientId {
        /// The client that was asked about.
        expected: String,
        /// The client that the response names.
        found: String,
    },
    /// The issuer is not the expected one, byte for byte (RFC 8414 §3.3).
    Issuer {
        /// The issuer that was asked for.
        expected: String,
        /// The issuer that the response names.
        found: String,
    },
    /// A check of a call outside of this crate.
    Other {
        /// What failed, for a message: it must hold no secret and no text of the response.
        reason: &'static str,
    },
    /// A page that people are to open is at a URL that cannot be opened safely.
    VerificationUri {
        /// The member of the response.
        field: &'static str,
        /// What is wrong with its URL.
        problem: UrlProblem,
    },
    /// The authorization response does not name its issuer, although the server says that it always does (RFC 9207
    /// §2.4). Who sent it is unknown.
    IssuerMissing,
    /// A claim of the ID token is missing, or is not the one that belongs to this sign-in (OpenID Connect Core
    /// §3.1.3.7).
    IdToken {
        /// The claim.
        claim: &'static str,
    },
    /// The authorization response came to another place than the redirect URI of the sign-in: the browser was sent to
    /// another server (RFC 9700 §4.4.2).
    RedirectUri {
        /// The redirect URI of the sign-in.
        expected: String,
        /// The place to which the response came, without its query.
        found: String,
    },
    /// The authorization response is a signed one (JARM) that nobody verified, or should have been one.
    ResponseJwt,
    /// The session of the sign-in was begun by another client, or at another server.
    Session,
    /// The authorization response has no `state`, or that of another sign-in (RFC 6749 §10.12).
    State,
    /// The resource is not the expected one, byte for byte (RFC 9728 §3.3).
    Resource {
        /// The resource that was asked about.
        expected: String,
        /// The resource that the response names.
        found: String,
    },
    /// The claims are about another user than the expected one (OpenID Connect Core 1.0 §5.3.2).
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
                    "crit" => "demands what this library does not know",
                    "exp" => "is missing or over",
                    "iat" => "is missing or in the future; is the clock right?",
                    "nbf" => "is in the future; is the clock right?",
                    _ => "is missing, or does not belong to this sign-in",
                };
                write!(f, "the ID token's {claim} {what}")
            }
            Self::Other { reason } => f.write_str(reason),
            Self::RedirectUri { expected, found } => write!(
                f,
                "the response came to \"{}\" where \"{}\" is expected: by path, and by the query that is its own",
                Shown(found),
                Shown(expected)
            ),
            Self::ResponseJwt => f.write_str("a signed response is needed and verified, and this is none"),
            Self::Session => f.write_str("the sign-in was begun by another client or at another server"),
            Self::State => f.write_str("the state is missing, or belongs to another sign-in"),
            Self::Resource { expected, found } => {
                write!(f, "the resource is \"{}\" where \"{}\" is expected", Shown(found), Shown(expected))
            }
            Self::Subject => f.write_str("the sub is not the expected one; these claims are about somebody else"),
        }
    }
}

impl Untrusted {
    pub(crate) fn new(check: FailedCheck, response: HttpResponse, issued: Issued) -> Self {
        Self(Box::new((check, response, issued)))
    }

    /// The check that failed.
    #[must_use]
    pub fn check(&self) -> &FailedCheck {
        &self.0.0
    }

    /// What the server sent.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        &self.0.1
    }

    /// The refresh token that came with the response all the same. The one that was sent for it may be spent: keep this.
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

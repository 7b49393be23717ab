//! What was sent to authenticate the client, for the error if the server refuses it.

use std::fmt;

use crate::wire::secret::Secret;
use crate::wire::text::Shown;

/// What was sent to authenticate the client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    /// The assertion that the client signed.
    pub(crate) signed: Option<SignedAssertion>,
    /// The assertion that came from elsewhere.
    pub(crate) foreign: Option<Secret>,
    /// Whether the same foreign assertion was sent before.
    pub(crate) again: bool,
}

/// What an assertion says that a server may refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedAssertion {
    pub(crate) aud: String,
    pub(crate) typ: Option<String>,
    pub(crate) alg: &'static str,
    pub(crate) kid: Option<String>,
    pub(crate) iat: u64,
    pub(crate) exp: u64,
    /// What identifies the key in a grant.
    pub(crate) key: Option<String>,
}

impl fmt::Display for SignedAssertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "aud {}", Shown(&self.aud))?;
        for (name, value) in [("typ", self.typ.as_deref()), ("alg", Some(self.alg)), ("kid", self.kid.as_deref())] {
            match value {
                Some(value) => write!(f, ", {name} {}", Shown(value))?,
                None => write!(f, ", no {name}")?,
            }
        }
        write!(f, ", iat {}, exp {}", self.iat, self.exp)
    }
}

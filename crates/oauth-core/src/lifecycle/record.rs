//! The record of a grant, as a store keeps it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::grant_details::GrantDetails;
use super::token_key::TokenKey;
use crate::client::Client;
use crate::error::EncodeError;
use crate::token::{Scope, TokenType};
use crate::wire::secret::Secret;

/// The form of a record that this version of the crate writes. A record of a higher form is [`Record::Unreadable`].
pub const FORM: u32 = 1;

/// A version of a record: text that the store chooses anew for each write. Versions are compared for equality only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version(Arc<str>);

impl Version {
    /// Creates a version from the store's text, such as random digits or an entity tag. It must never be used again for
    /// another record of the same grant, even after the store was emptied.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One sign-in: 128 random bits. It stays the same over all renewals, and differs between two sign-ins of one user.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GrantId([u8; 16]);

impl GrantId {
    /// Creates an id from random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Draws an id for a new sign-in, with the client's random bytes.
    ///
    /// # Errors
    ///
    /// The source of random bytes fails.
    pub fn random(client: &Client) -> Result<Self, EncodeError> {
        client.random().bytes::<16>().map(|bytes| Self::from_bytes(*bytes)).ok_or(EncodeError::NoRandomness)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Debug for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GrantId({:032x})", u128::from_be_bytes(self.0))
    }
}

/// What a store holds under the key of a grant. No record at all means that nothing is known: it is not a sign-out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Record {
    /// Somebody signed out.
    SignedOut {
        /// Of this grant. `None`: of whatever there was.
        of: Option<GrantId>,
    },
    /// A grant and its tokens.
    Grant(Box<GrantRecord>),
    /// A record that this process cannot read: it has a newer form, or is sealed with a key that is not here. Only a sign-in
    /// or a sign-out replaces it. A lifecycle never writes it.
    Unreadable,
}

/// A grant and its tokens.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GrantRecord {
    /// The form of the record; see [`FORM`].
    pub form: u32,
    /// The sign-in.
    pub grant: GrantId,
    /// What its renewals repeat and are checked against.
    pub details: Arc<GrantDetails>,
    /// The access tokens that have not ended.
    pub tokens: BTreeMap<TokenKey, StoredToken>,
    /// The refresh tokens that may be the one that the server accepts, the oldest first.
    pub refresh: Vec<Candidate>,
    /// How many renewals in a row brought no new refresh token.
    pub unrotated: u8,
    /// The end of the refresh token, if the server stated it.
    pub refresh_end: Option<RefreshEnd>,
}

/// The end of a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefreshEnd {
    /// When it ends.
    pub at: SystemTime,
    /// How long it lives in all.
    pub lifetime: Duration,
}

impl RefreshEnd {
    /// Creates the end of a refresh token that was requested at this time.
    #[must_use]
    pub fn new(issued_at: SystemTime, lifetime: Duration) -> Self {
        Self { at: issued_at.checked_add(lifetime).unwrap_or(issued_at), lifetime }
    }
}

impl GrantRecord {
    /// Creates the record of a sign-in, without tokens.
    #[must_use]
    pub fn new(grant: GrantId) -> Self {
        Self {
            form: FORM,
            grant,
            details: Arc::default(),
            tokens: BTreeMap::new(),
            refresh: Vec::new(),
            unrotated: 0,
            refresh_end: None,
        }
    }

    /// The refresh token that a sign-out revokes: the newest that was not sent, or else the newest.
    pub(super) fn newest(&self) -> Option<Secret> {
        let unsent = self.refresh.iter().rev().find(|candidate| candidate.used == Used::No);
        unsent.or(self.refresh.last()).map(|candidate| candidate.token.clone())
    }
}

/// An access token in a record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StoredToken {
    /// The token.
    pub token: Secret,
    /// How it is presented.
    pub token_type: TokenType,
    /// Its scope, if known.
    pub scope: Option<Scope>,
    /// When it was requested.
    pub issued_at: SystemTime,
    /// How long it lives from then on. `None`: until a resource refuses it.
    pub lifetime: Option<Duration>,
}

impl StoredToken {
    /// Creates a bearer token that was requested at this time and lives until a resource refuses it.
    #[must_use]
    pub fn new(token: impl Into<Secret>, issued_at: SystemTime) -> Self {
        Self { token: token.into(), token_type: TokenType::BEARER, scope: None, issued_at, lifetime: None }
    }

    /// Sets how the token is presented.
    #[must_use]
    pub fn token_type(self, token_type: TokenType) -> Self {
        Self { token_type, ..self }
    }

    /// Sets the scope.
    #[must_use]
    pub fn scope(self, scope: impl Into<Scope>) -> Self {
        Self { scope: Some(scope.into()), ..self }
    }

    /// Sets how long the token lives, counted from when it was requested. Zero counts as not stated.
    #[must_use]
    pub fn lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime: Some(lifetime).filter(|lifetime| !lifetime.is_zero()), ..self }
    }
}

/// A refresh token that may be the one that the server accepts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Candidate {
    /// The refresh token.
    pub token: Secret,
    /// How many rotations lie between the sign-in and this token.
    pub turn: u64,
    /// What became of it.
    pub used: Used,
}

impl Candidate {
    /// Creates a candidate that was not sent.
    #[must_use]
    pub fn new(token: impl Into<Secret>, turn: u64) -> Self {
        Self { token: token.into(), turn, used: Used::No }
    }
}

/// What became of a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Used {
    /// It was not sent, or certainly not processed.
    No,
    /// It was sent, or is about to be sent, and there is no response yet.
    Sent {
        /// When it was sent first.
        at: SystemTime,
        /// The attempt that sent it last.
        by: AttemptId,
        /// Whether it was sent a second time.
        again: bool,
    },
    /// The server refused it.
    Refused,
}

/// An attempt to renew, unique among all processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AttemptId(pub u64);

//! The keys of a client, each with the time from which new grants use it.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::ConfigError;
use crate::key::{Jwk, Key};

/// The keys of a client. There is always one.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    first: Key,
    /// When new grants begin to use each further key: never, if it is an older one.
    others: Vec<(Key, Option<SystemTime>)>,
}

impl Keys {
    pub(super) fn new(key: Key) -> Self {
        Self { first: key, others: Vec::new() }
    }

    pub(super) fn add(&mut self, key: Key, from: Option<SystemTime>) {
        self.others.push((key, from));
    }

    pub(super) fn map_first(&mut self, change: impl FnOnce(Key) -> Key) {
        self.first = change(self.first.clone());
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.first).chain(self.others.iter().map(|(key, _)| key))
    }

    /// Returns the key for new grants at this time: the one whose time came last.
    pub(super) fn for_new(&self, at: SystemTime) -> &Key {
        let others = self.others.iter().filter_map(|(key, from)| Some((key, (*from)?)));
        let due = others.filter(|(_, from)| *from <= at);
        due.fold((&self.first, UNIX_EPOCH), |best, next| if next.1 >= best.1 { next } else { best }).0
    }

    /// Returns the key that a grant remembers.
    pub(super) fn named(&self, name: &str) -> Option<&Key> {
        self.iter().find(|key| key_name(key) == Some(name))
    }

    /// Returns the public halves as a JWK set. `key_id` returns the `kid` of a key.
    pub(super) fn public_jwks<'k>(
        &'k self,
        key_id: impl Fn(&'k Key) -> Option<&'k str>,
    ) -> Result<String, ConfigError> {
        let jwk = |key: &'k Key| {
            let jwk = Jwk::from_json(key.public_jwk()?).ok()?.with_algorithm(key.algorithm());
            key_id(key).map_or_else(|| jwk.to_json(), |kid| jwk.clone().with_key_id(kid).to_json())
        };
        let keys: Option<Vec<String>> = self.iter().map(jwk).collect();
        Ok(format!("{{\"keys\":[{}]}}", keys.ok_or(ConfigError::NoPublicJwk)?.join(",")))
    }
}

/// Returns the text by which a grant remembers a key: the thumbprint, or else the `kid`.
pub(super) fn key_name(key: &Key) -> Option<&str> {
    key.thumbprint().or(key.key_id())
}

//! The public keys of a client, and since when the server knows them.

use std::time::SystemTime;

use crate::public_key::PublicKey;

/// The keys of a client. A server that has cached the key set knows the older ones for a while.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    registered: Vec<PublicKey>,
    /// The keys that the server goes by, and until when.
    cached: Option<(Vec<PublicKey>, SystemTime)>,
}

impl Keys {
    pub(crate) fn new(registered: Vec<PublicKey>) -> Self {
        Self { registered, cached: None }
    }

    pub(crate) fn registered(&self) -> &[PublicKey] {
        &self.registered
    }

    pub(crate) fn known(&self, now: SystemTime) -> &[PublicKey] {
        match &self.cached {
            Some((keys, until)) if now < *until => keys,
            _ => &self.registered,
        }
    }

    pub(crate) fn replace(&mut self, keys: Vec<PublicKey>, now: SystemTime, known_from: SystemTime) {
        self.cached = Some((self.known(now).to_vec(), known_from));
        self.registered = keys;
    }
}

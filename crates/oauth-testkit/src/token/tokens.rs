//! The tokens that the server has issued.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use crate::access::authorization::Authorization;
use crate::token::access_token::AccessToken;
use crate::token::id_token::IdToken;
use crate::token::refresh_token::RefreshToken;

/// The issued tokens by value.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    authorizations: u64,
    pub(crate) access: BTreeMap<String, AccessToken>,
    pub(crate) refresh: BTreeMap<String, RefreshToken>,
    pub(crate) id: BTreeMap<String, IdToken>,
}

impl Tokens {
    /// A number for a new authorization.
    pub(crate) fn authorization_id(&mut self) -> u64 {
        self.authorizations += 1;
        self.authorizations
    }

    /// The access token with this value, if it is neither expired nor revoked.
    pub(crate) fn active_access(&self, token: &str, now: SystemTime) -> Option<&AccessToken> {
        self.access.get(token).filter(|token| !token.revoked && now < token.expires_at)
    }

    /// The refresh token with this value, if it is neither expired, revoked nor exchanged.
    pub(crate) fn active_refresh(&self, token: &str, now: SystemTime) -> Option<&RefreshToken> {
        let active = |token: &&RefreshToken| !token.revoked && token.exchanged_at.is_none() && now < token.expires_at;
        self.refresh.get(token).filter(active)
    }

    /// Revokes the tokens of all authorizations for which `is_meant` holds.
    pub(crate) fn revoke_where(&mut self, is_meant: impl Fn(&Authorization) -> bool) {
        let access = self.access.values_mut().filter(|token| is_meant(&token.authorization));
        access.for_each(|token| token.revoked = true);
        let refresh = self.refresh.values_mut().filter(|token| is_meant(&token.authorization));
        refresh.for_each(|token| token.revoked = true);
    }

    /// Revokes a refresh token and all refresh tokens that descend from it, with their access tokens.
    pub(crate) fn revoke_descendants(&mut self, token: &str) {
        let mut revoked = BTreeSet::new();
        let mut pending = vec![token.to_owned()];
        while let Some(parent) = pending.pop() {
            let children = self.refresh.iter().filter(|(_, child)| child.parent.as_ref() == Some(&parent));
            pending.extend(children.map(|(value, _)| value.clone()));
            if let Some(token) = self.refresh.get_mut(&parent) {
                token.revoked = true;
            }
            revoked.insert(parent);
        }
        let with_it = |token: &&mut AccessToken| token.refresh_token.as_ref().is_some_and(|it| revoked.contains(it));
        self.access.values_mut().filter(with_it).for_each(|token| token.revoked = true);
    }
}

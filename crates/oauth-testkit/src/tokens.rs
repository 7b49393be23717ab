//! Every token that the server has issued, and what each was granted for.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use serde_json::Value;

use crate::asked::Asked;

/// What was granted, to which client and in whose name.
#[derive(Clone, Debug)]
pub(crate) struct Authorization {
    /// Tells apart what was granted at different times: all that comes from one authorization falls with it.
    pub(crate) id: u64,
    pub(crate) client_id: String,
    /// The user, or the client itself.
    pub(crate) subject: String,
    pub(crate) scopes: Vec<String>,
    /// The resources that the tokens are for, RFC 8707.
    pub(crate) resources: Vec<String>,
    pub(crate) authorization_details: Option<Value>,
    /// How and when the user signed in. `None` if no user did.
    pub(crate) sign_in: Option<SignIn>,
    /// Who acts for the subject, RFC 8693, section 4.1.
    pub(crate) actor: Option<String>,
}

impl Authorization {
    /// What is granted in the name of `subject`, who has signed in if it is a user.
    pub(crate) fn new(id: u64, client_id: &str, subject: &str, asked: Asked, sign_in: Option<SignIn>) -> Self {
        Self {
            id,
            client_id: client_id.to_owned(),
            subject: subject.to_owned(),
            scopes: asked.scopes,
            resources: asked.resources,
            authorization_details: asked.authorization_details,
            sign_in,
            actor: None,
        }
    }

    /// Whether an ID token goes with it.
    pub(crate) fn is_openid(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "openid")
    }
}

/// How a user signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) auth_time: SystemTime,
    pub(crate) acr: Option<String>,
    pub(crate) nonce: Option<String>,
}

/// An access token that was issued.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    pub(crate) authorization: Authorization,
    pub(crate) jti: String,
    pub(crate) issued_at: SystemTime,
    pub(crate) expires_at: SystemTime,
    pub(crate) revoked: bool,
    /// The refresh token that came with it.
    pub(crate) refresh_token: Option<String>,
}

/// A refresh token that was issued.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken {
    pub(crate) authorization: Authorization,
    pub(crate) issued_at: SystemTime,
    pub(crate) expires_at: SystemTime,
    pub(crate) revoked: bool,
    /// The one that it was exchanged for.
    pub(crate) parent: Option<String>,
    /// When it was first exchanged for another.
    pub(crate) exchanged_at: Option<SystemTime>,
}

/// An ID token that was issued: what it is good for as a hint.
#[derive(Clone, Debug)]
pub(crate) struct IdToken {
    pub(crate) client_id: String,
    pub(crate) subject: String,
}

/// The tokens by their values.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    authorizations: u64,
    pub(crate) access: BTreeMap<String, AccessToken>,
    pub(crate) refresh: BTreeMap<String, RefreshToken>,
    pub(crate) id: BTreeMap<String, IdToken>,
}

impl Tokens {
    /// An id for something newly granted.
    pub(crate) fn authorization_id(&mut self) -> u64 {
        self.authorizations += 1;
        self.authorizations
    }

    /// The access token of this value, unless it is unknown, expired or revoked.
    pub(crate) fn active_access(&self, token: &str, now: SystemTime) -> Option<&AccessToken> {
        self.access.get(token).filter(|token| !token.revoked && now < token.expires_at)
    }

    /// The refresh token of this value, unless it is unknown, expired, revoked or exchanged.
    pub(crate) fn active_refresh(&self, token: &str, now: SystemTime) -> Option<&RefreshToken> {
        let active = |token: &&RefreshToken| !token.revoked && token.exchanged_at.is_none() && now < token.expires_at;
        self.refresh.get(token).filter(active)
    }

    /// Revokes everything that was issued for what `is_meant` holds true of.
    pub(crate) fn revoke_where(&mut self, is_meant: impl Fn(&Authorization) -> bool) {
        let access = self.access.values_mut().filter(|token| is_meant(&token.authorization));
        access.for_each(|token| token.revoked = true);
        let refresh = self.refresh.values_mut().filter(|token| is_meant(&token.authorization));
        refresh.for_each(|token| token.revoked = true);
    }

    /// Revokes a refresh token, those that it was exchanged for, those that these were exchanged for and so on, and the
    /// access tokens that came with any of them.
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

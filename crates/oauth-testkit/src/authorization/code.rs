//! The authorization code ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)).

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use crate::access::authorization::Authorization;
use crate::ids::Ids;

/// The lifetime of a code.
const LIFETIME: Duration = Duration::from_secs(60);

/// A code that has been issued, with the request that it is bound to.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationCode {
    pub(crate) authorization: Authorization,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) expires_at: SystemTime,
    pub(crate) used: bool,
}

/// The issued codes by value. Each can be used once.
#[derive(Debug, Default)]
pub(crate) struct AuthorizationCodes {
    codes: BTreeMap<String, AuthorizationCode>,
}

impl AuthorizationCodes {
    pub(crate) fn issue(
        &mut self,
        ids: &mut Ids,
        now: SystemTime,
        authorization: Authorization,
        redirect_uri: &str,
        challenge: Option<String>,
    ) -> String {
        let value = ids.uuid();
        let expires_at = now.checked_add(LIFETIME).unwrap_or(now);
        let code = AuthorizationCode {
            authorization,
            redirect_uri: redirect_uri.to_owned(),
            challenge,
            expires_at,
            used: false,
        };
        self.codes.insert(value.clone(), code);
        value
    }

    /// Marks a code of this client as used, and returns it as it was before.
    pub(crate) fn take(&mut self, value: &str, client_id: &str) -> Option<AuthorizationCode> {
        let code = self.codes.get_mut(value).filter(|code| code.authorization.client_id == client_id)?;
        let before = code.clone();
        code.used = true;
        Some(before)
    }
}

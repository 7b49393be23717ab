//! The authorization code, RFC 6749, section 4.1.2: good once, for a minute, for who asked for it.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use crate::access::authorization::Authorization;
use crate::ids::Ids;

/// How long a code lives.
const LIFETIME: Duration = Duration::from_secs(60);

/// A code that was issued, and what it is bound to.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationCode {
    pub(crate) authorization: Authorization,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) expires_at: SystemTime,
    pub(crate) used: bool,
}

/// The codes by their values.
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

    /// The code as it was before this use.
    pub(crate) fn take(&mut self, value: &str, client_id: &str) -> Option<AuthorizationCode> {
        let code = self.codes.get_mut(value).filter(|code| code.authorization.client_id == client_id)?;
        let before = code.clone();
        code.used = true;
        Some(before)
    }
}

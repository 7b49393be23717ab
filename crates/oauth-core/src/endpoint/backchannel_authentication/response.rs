//! The response to a backchannel authentication request
//! ([OpenID Connect CIBA §7.3](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#successful_authentication_request_acknowdlegment)).

use std::time::{Duration, SystemTime};

use crate::call::{Deviation, Extra};
use crate::error::Rejection;
use crate::token::{Scope, lifetime};
use crate::wire::members::Members;
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;

/// The response of a backchannel authentication endpoint: the server is now asking the user.
#[derive(Clone)]
#[non_exhaustive]
pub struct BackchannelAuthentication {
    /// The request id to poll with.
    pub auth_req_id: Secret,
    /// How long the user has to decide. Five minutes if the response does not contain it.
    pub expires_in: Duration,
    /// The end of this time: `expires_in` after the `sent_at` passed to `decode`.
    pub expires_at: SystemTime,
    /// The time between two polls, at least one second. Five seconds if the response does not contain it.
    pub interval: Duration,
    /// The requested scope, which the token will have unless the server says otherwise.
    pub scope: Scope,
    /// The members of the response without a field here, and those that could not be read.
    pub extra: Extra,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
}

debug_of_fields!(BackchannelAuthentication { auth_req_id, expires_in, expires_at, interval, scope, extra, deviations });

impl BackchannelAuthentication {
    /// Whether the time is over by the time `now` in which the user could decide.
    #[must_use]
    pub fn is_expired(&self, now: SystemTime) -> bool {
        self.expires_at <= now
    }

    /// Reads the response to a request for `requested`.
    pub(super) fn read(mut members: Members<'_>, requested: &Scope, now: SystemTime) -> Result<Self, Rejection> {
        let auth_req_id = members.require_secret("auth_req_id")?;
        let expires_in = lifetime::of_decision(&mut members)?;
        let interval = lifetime::interval(&mut members)?;
        let (extra, deviations) = members.finish();
        Ok(Self {
            auth_req_id,
            expires_in,
            expires_at: now.checked_add(expires_in).unwrap_or(now),
            interval,
            scope: requested.clone(),
            extra,
            deviations,
        })
    }
}

//! What a client waits with while the user decides on another device
//! ([OpenID Connect CIBA §7.3](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#successful_authentication_request_acknowdlegment)).

use std::time::{Duration, SystemTime};

use crate::call::{Deviation, Extra};
use crate::error::Rejection;
use crate::token::{Scope, lifetime};
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;

/// The response of a backchannel authentication endpoint: the server asks the user now.
#[derive(Clone)]
#[non_exhaustive]
pub struct BackchannelAuthentication {
    /// What the client polls with.
    pub auth_req_id: Secret,
    /// How long the user has to decide. Five minutes if the server does not say.
    pub expires_in: Duration,
    /// Until when the user can decide: `expires_in` after the time that was given to `decode`.
    pub expires_at: SystemTime,
    /// How long to wait between two polls, at least one second. Five seconds if the server does not say.
    pub interval: Duration,
    /// What was asked for. It is what the token is for, if the server does not say otherwise.
    pub scope: Scope,
    /// The members of the response that have no field here, and those that could not be read.
    pub extra: Extra,
    /// Where the response deviates from the standard without losing its meaning.
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
        let auth_req_id = members.require("auth_req_id", |node| members::secret(node, "auth_req_id"))?;
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

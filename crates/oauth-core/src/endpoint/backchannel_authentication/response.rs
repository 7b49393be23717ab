//! What a client waits with while the user decides on another device
//! ([OpenID Connect CIBA §7.3](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#successful_authentication_request_acknowdlegment)).

use std::time::{Duration, SystemTime};

use crate::call::Response;
use crate::error::{DecodeError, Problem};
use crate::server::Dialect;
use crate::token::Scope;
use crate::token::lifetime;
use crate::wire::extra::Extra;
use crate::wire::secret::Secret;
use crate::wire::text::is_vschar;

/// The answer of a backchannel authentication endpoint: the server asks the user now.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BackchannelAuthentication {
    /// What the client polls with.
    pub auth_req_id: Secret,
    /// How long the user has to decide.
    pub expires_in: Duration,
    /// Until when the user can decide: `expires_in` after the `now` that was given to `decode`.
    pub expires_at: SystemTime,
    /// How long to wait between two polls, at least one second. Five seconds where the server does not say.
    pub interval: Duration,
    /// What was asked for. It is what the token is for, where the server does not say otherwise.
    pub scope: Scope,
    /// The members of the answer that have no field here.
    pub extra: Extra,
}

impl BackchannelAuthentication {
    /// Reads the answer to a request for `requested`.
    pub(crate) fn read(
        response: Response<'_>,
        dialect: &Dialect,
        requested: &Scope,
        now: SystemTime,
    ) -> Result<Self, DecodeError> {
        let (mut object, _) = response.object()?;
        let mut members = || {
            let auth_req_id = object.take_text("auth_req_id")?.ok_or(Problem::Missing { field: "auth_req_id" })?;
            if !is_vschar(&auth_req_id) {
                let reason = "holds a character that no id can hold";
                return Err(Problem::InvalidValue { field: "auth_req_id", reason });
            }
            let auth_req_id = Secret::from(&*auth_req_id);
            let expires_in = lifetime::seconds(&mut object, "expires_in", dialect)?;
            let expires_in = expires_in.ok_or(Problem::Missing { field: "expires_in" })?;
            Ok((auth_req_id, expires_in, lifetime::interval(&mut object, dialect)?))
        };
        let (auth_req_id, expires_in, interval) = members().map_err(|problem| response.malformed(problem))?;
        let expires_at = now.checked_add(expires_in).unwrap_or(now);
        Ok(Self {
            auth_req_id,
            expires_in,
            expires_at,
            interval,
            scope: requested.clone(),
            extra: Extra::rest_of(object),
        })
    }
}

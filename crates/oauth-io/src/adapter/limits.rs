//! The settings of a policy that an engine has to be told.

use std::time::Duration;

use crate::Policy;

/// The time to connect.
#[must_use]
pub fn connect_time(policy: &Policy) -> Duration {
    policy.connect_timeout
}

/// The time for the whole exchange.
#[must_use]
pub fn total_time(policy: &Policy) -> Duration {
    policy.timeout
}

/// Whether http on loopback is allowed. Such a request must not go out through a proxy, which may be on another machine.
#[must_use]
pub fn allows_http_loopback(policy: &Policy) -> bool {
    policy.http_loopback
}

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

//! How one access token is requested.

use std::sync::Arc;

use oauth_core::lifecycle::With;

use super::demands::Demands;
use super::renewals::{AnyTokenRequest, Renewals};

/// How one access token is requested.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) renewals: Arc<dyn Renewals>,
    pub(super) demands: Demands,
}

impl Plan {
    pub(super) fn request(&self, with: &With) -> AnyTokenRequest {
        self.renewals.request(with, &self.demands)
    }
}

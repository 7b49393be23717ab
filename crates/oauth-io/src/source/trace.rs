//! Events as `tracing` writes them.

use oauth_core::lifecycle::{Event, GrantKey};

use crate::store::StoreError;

/// Writes an event. The target is `oauth`, the fields are `client_id` and what the event has; none holds a secret.
pub(super) fn event(grant: &GrantKey, event: &Event) {
    let client_id = grant.client_id();
    match event {
        Event::Requested { key, cause } => {
            tracing::debug!(target: "oauth", client_id, ?key, ?cause, "token requested");
        }
        Event::Renewed { key } => tracing::debug!(target: "oauth", client_id, ?key, "token renewed"),
        Event::StateChanged { key, from, to } => {
            tracing::debug!(target: "oauth", client_id, ?key, ?from, ?to, "token state");
        }
        Event::Recovered | Event::Saved => tracing::info!(target: "oauth", client_id, ?event, "token source"),
        Event::Ended(_) | Event::NotSaved => tracing::error!(target: "oauth", client_id, ?event, "token source"),
        event => tracing::warn!(target: "oauth", client_id, ?event, "token source"),
    }
}

/// Writes the failure of a store.
pub(super) fn store(grant: &GrantKey, error: &StoreError) {
    tracing::warn!(target: "oauth", client_id = grant.client_id(), %error, "token store");
}

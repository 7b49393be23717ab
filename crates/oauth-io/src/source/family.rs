//! The access tokens of one source that differ in what they were requested with.

use std::sync::Arc;

use oauth_core::lifecycle::{GrantId, GrantKey, Lifecycle, Settings, TokenKey};

use super::demands::Demands;
use super::error::TokenError;
use super::metrics::Metrics;
use super::plan::Plan;
use super::pool::Pool;
use super::renewals::Renewals;
use super::shared::{Observer, Rouse, Shared};
use super::slot::Slot;
use super::state::State;
use crate::store::AnyStore;
use crate::wait::SingleFlight;
use crate::{AnyTransport, Transport as _};

/// Makes the lifecycles of a source. A sign-in has one for all of its access tokens, because they share its refresh
/// token; a repeatable grant has one for each, so that none waits for another.
pub(super) struct Family {
    pub(super) renewals: Arc<dyn Renewals>,
    pub(super) transport: AnyTransport,
    pub(super) store: Option<AnyStore>,
    pub(super) settings: Settings,
    pub(super) repeatable: bool,
    pub(super) grant_key: GrantKey,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) pool: Arc<Pool>,
}

/// One access token of a family.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) shared: Arc<Shared>,
    pub(super) key: TokenKey,
    pub(super) slot: Arc<Slot>,
}

impl Family {
    /// Returns the access token with these demands. It is requested with the credentials of this family from now on.
    pub(super) fn member(&self, demands: &Demands) -> Result<Member, TokenError> {
        let key = self.renewals.token_key(demands).map_err(TokenError::request)?;
        let of = self.key(&key);
        let is_kept = self.repeatable || self.store.is_some();
        let shared = self.pool.shared(&of, is_kept, self.transport.now(), || self.make(&of))?;
        let plan = Plan { renewals: Arc::clone(&self.renewals), demands: demands.clone() };
        let slot = shared.slot(&key, plan)?;
        self.update_client(&shared);
        Ok(Member { shared, key, slot })
    }

    fn key(&self, key: &TokenKey) -> GrantKey {
        let grant = self.grant_key.clone();
        if self.repeatable { grant.token(key.clone()) } else { grant }
    }

    /// The newest client is the one whose credentials count: it may have another secret.
    fn update_client(&self, shared: &Arc<Shared>) {
        let client = self.renewals.client();
        let is_replaced = shared.state.look(|state| {
            let is_replaced = state.client.has_other_secret(client);
            state.client = client.clone();
            is_replaced
        });
        if is_replaced {
            let ((), _started) = shared.change(|state, now| {
                state.lifecycle.credential_changed(now);
                ((), Rouse::Flight)
            });
        }
    }

    /// Returns all access tokens of the grant.
    pub(super) fn members(&self) -> Result<Vec<Arc<Shared>>, TokenError> {
        self.pool.all(|grant| *grant == self.grant_key)
    }

    fn make(&self, key: &GrantKey) -> Result<Shared, TokenError> {
        let client = self.renewals.client();
        let id = GrantId::random(client).map_err(TokenError::request)?;
        let seed = id.to_bytes().into_iter().fold(0, |seed: u64, byte| seed.rotate_left(8) ^ u64::from(byte));
        let lifecycle = Lifecycle::new(self.settings.clone(), seed);
        Ok(Shared {
            grant: self.grant_key.clone(),
            transport: self.transport.clone(),
            store: self.store.clone().map(|store| (store, key.to_text())),
            state: SingleFlight::new(State::new(lifecycle, client.clone())),
            observer: self.observer.clone(),
            metrics: Metrics::default(),
            process: Arc::clone(&self.pool.process),
        })
    }
}

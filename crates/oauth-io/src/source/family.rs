//! The access tokens of one source that differ in what they were requested with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use oauth_core::lifecycle::{GrantId, GrantKey, Lifecycle, Settings, TokenKey};

use super::demands::Demands;
use super::error::TokenError;
use super::metrics::Metrics;
use super::renewals::Renewals;
use super::shared::{Observer, Shared};
use super::state::State;
use crate::AnyTransport;
use crate::store::AnyStore;
use crate::wait::Watched;

/// The number of access tokens of one source. What is not in use gives way.
const MOST: usize = 64;

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
    pub(super) shared: Mutex<BTreeMap<Option<TokenKey>, Arc<Shared>>>,
}

impl Family {
    /// Returns the lifecycle for a token with these demands, and the key of the token.
    pub(super) fn member(&self, demands: &Demands) -> Result<(Arc<Shared>, TokenKey), TokenError> {
        let key = self.renewals.token_key(demands).map_err(TokenError::request)?;
        let of = self.repeatable.then(|| key.clone());
        let mut all = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = all.get(&of) {
            return Ok((Arc::clone(shared), key));
        }
        if all.len() >= MOST {
            all.retain(|_, shared| Arc::strong_count(shared) > 1);
        }
        if all.len() >= MOST {
            return Err(TokenError::TooMany);
        }
        let shared = Arc::new(self.make(of.clone())?);
        all.insert(of, Arc::clone(&shared));
        Ok((shared, key))
    }

    pub(super) fn members(&self) -> Vec<Arc<Shared>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn make(&self, of: Option<TokenKey>) -> Result<Shared, TokenError> {
        let id = GrantId::random(self.renewals.client()).map_err(TokenError::request)?;
        let seed = id.to_bytes().into_iter().fold(0, |seed: u64, byte| seed.rotate_left(8) ^ u64::from(byte));
        let key = of.into_iter().fold(self.grant_key.clone(), GrantKey::token);
        Ok(Shared {
            renewals: Arc::clone(&self.renewals),
            transport: self.transport.clone(),
            store: self.store.clone().map(|store| (store, key.to_text())),
            state: Watched::new(State::new(Lifecycle::new(self.settings.clone(), seed))),
            observer: self.observer.clone(),
            metrics: Metrics::default(),
        })
    }
}

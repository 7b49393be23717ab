//! A store without a type parameter.

use std::sync::Arc;
use std::time::Duration;

use oauth_core::lifecycle::{Lease, LeaseId, Record, Version, Written};

use super::{StoreError, TokenStore};
use crate::maybe_send::{Boxed, MaybeSend, MaybeSync};

/// Any [`TokenStore`], behind a pointer.
#[derive(Clone)]
pub(crate) struct AnyStore(Arc<dyn Erased>);

impl AnyStore {
    pub(crate) fn new(store: impl TokenStore + 'static) -> Self {
        Self(Arc::new(store))
    }

    pub(crate) async fn load(&self, key: &str) -> Result<Option<(Version, Record)>, StoreError> {
        self.0.load(key).await
    }

    pub(crate) async fn compare_and_set(
        &self,
        key: &str,
        replaces: Option<&Version>,
        record: &Record,
    ) -> Result<Written, StoreError> {
        self.0.compare_and_set(key, replaces, record).await
    }

    pub(crate) async fn lease(&self, key: &str, id: LeaseId, length: Duration) -> Result<Lease, StoreError> {
        self.0.lease(key, id, length).await
    }

    pub(crate) async fn release(&self, key: &str, id: LeaseId, pause: Option<Duration>) {
        self.0.release(key, id, pause).await;
    }

    pub(crate) fn is_durable(&self) -> bool {
        self.0.is_durable()
    }
}

/// [`TokenStore`] with boxed futures, which a `dyn` pointer can hold.
trait Erased: MaybeSend + MaybeSync {
    fn load<'a>(&'a self, key: &'a str) -> Boxed<'a, Result<Option<(Version, Record)>, StoreError>>;
    fn compare_and_set<'a>(
        &'a self,
        key: &'a str,
        replaces: Option<&'a Version>,
        record: &'a Record,
    ) -> Boxed<'a, Result<Written, StoreError>>;
    fn lease<'a>(&'a self, key: &'a str, id: LeaseId, length: Duration) -> Boxed<'a, Result<Lease, StoreError>>;
    fn release<'a>(&'a self, key: &'a str, id: LeaseId, pause: Option<Duration>) -> Boxed<'a, ()>;
    fn is_durable(&self) -> bool;
}

impl<S: TokenStore> Erased for S {
    fn load<'a>(&'a self, key: &'a str) -> Boxed<'a, Result<Option<(Version, Record)>, StoreError>> {
        Box::pin(TokenStore::load(self, key))
    }

    fn compare_and_set<'a>(
        &'a self,
        key: &'a str,
        replaces: Option<&'a Version>,
        record: &'a Record,
    ) -> Boxed<'a, Result<Written, StoreError>> {
        Box::pin(TokenStore::compare_and_set(self, key, replaces, record))
    }

    fn lease<'a>(&'a self, key: &'a str, id: LeaseId, length: Duration) -> Boxed<'a, Result<Lease, StoreError>> {
        Box::pin(TokenStore::lease(self, key, id, length))
    }

    fn release<'a>(&'a self, key: &'a str, id: LeaseId, pause: Option<Duration>) -> Boxed<'a, ()> {
        Box::pin(TokenStore::release(self, key, id, pause))
    }

    fn is_durable(&self) -> bool {
        TokenStore::is_durable(self)
    }
}

//! A transport that does not send a credential which was refused.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use oauth_core::key::{Need, NotSupplied, Supplied};
use oauth_core::lifecycle::CredentialId;
use oauth_core::{Client, Now};

use crate::maybe_send::MaybeSend;
use crate::{AnyTransport, Transport, TransportError, TransportErrorKind};

/// A transport that looks at the credential of each request, and sends nothing with one that was refused.
pub(super) struct Checked<'a> {
    transport: &'a AnyTransport,
    client: &'a Client,
    refused: Option<CredentialId>,
    last: Mutex<Option<Option<CredentialId>>>,
}

impl<'a> Checked<'a> {
    pub(super) fn new(transport: &'a AnyTransport, client: &'a Client, refused: Option<CredentialId>) -> Self {
        Self { transport, client, refused, last: Mutex::new(None) }
    }

    /// Whether there was a request.
    pub(super) fn has_request(&self) -> bool {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The credential of the last request, if it has a number.
    pub(super) fn credential(&self) -> Option<CredentialId> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).flatten()
    }

    /// Whether the last request was not sent because its credential was refused before.
    pub(super) fn is_same(&self) -> bool {
        self.refused.is_some() && self.credential() == self.refused
    }
}

impl Transport for Checked<'_> {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
        let credential = CredentialId::of(self.client, &request);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(credential);
        if self.refused.is_some() && self.refused == credential {
            return Err(TransportError::new(TransportErrorKind::Other, "the credential was refused before").not_sent());
        }
        self.transport.send(request).await
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        self.transport.sleep(duration)
    }

    fn now(&self) -> Now {
        self.transport.now()
    }

    fn provide(&self, need: &Need) -> impl Future<Output = Result<Supplied, NotSupplied>> + MaybeSend {
        self.transport.provide(need)
    }
}

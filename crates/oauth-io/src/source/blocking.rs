//! The same for callers that block their thread.

use std::sync::Arc;
use std::time::Duration;

use http::Request;
use oauth_core::token::AccessToken;

use super::error::TokenError;
use super::token_source::{TokenSource, all_saved, shutdown};
use crate::wait::block_on;
use crate::{TransportError, TransportErrorKind};

/// Each method blocks the thread for at most `limit`; `None`: for as long as a renewal takes. They do not panic inside an
/// async runtime. The renewal does not depend on the thread that waits.
impl TokenSource {
    /// Does the same as [`token`](Self::token).
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token), and [`TokenError::Timeout`] after `limit`.
    pub fn token_blocking(&self, limit: Option<Duration>) -> Result<Arc<AccessToken>, TokenError> {
        waited(block_on(self.token(), limit))
    }

    /// Does the same as [`authorize`](Self::authorize).
    ///
    /// # Errors
    ///
    /// As [`authorize`](Self::authorize), and [`TokenError::Timeout`] after `limit`.
    pub fn authorize_blocking<B>(
        &self,
        request: &mut Request<B>,
        limit: Option<Duration>,
    ) -> Result<Arc<AccessToken>, TokenError> {
        waited(block_on(self.authorize(request), limit))
    }

    /// Does the same as [`refused`](Self::refused).
    ///
    /// # Errors
    ///
    /// As [`refused`](Self::refused), and [`TokenError::Timeout`] after `limit`.
    pub fn refused_blocking(
        &self,
        token: &AccessToken,
        limit: Option<Duration>,
    ) -> Result<Option<Arc<AccessToken>>, TokenError> {
        waited(block_on(self.refused(token), limit))
    }

    /// Does the same as [`renew_now`](Self::renew_now).
    ///
    /// # Errors
    ///
    /// As [`renew_now`](Self::renew_now), and [`TokenError::Timeout`] after `limit`.
    pub fn renew_now_blocking(&self, limit: Option<Duration>) -> Result<Arc<AccessToken>, TokenError> {
        waited(block_on(self.renew_now(), limit))
    }

    /// Does the same as [`forget`](Self::forget).
    ///
    /// # Errors
    ///
    /// As [`forget`](Self::forget), and [`TokenError::Timeout`] after `limit`.
    pub fn forget_blocking(&self, limit: Option<Duration>) -> Result<(), TokenError> {
        waited(block_on(self.forget(), limit))
    }

    /// Does the same as [`shutdown`](Self::shutdown).
    ///
    /// # Errors
    ///
    /// As [`shutdown`](Self::shutdown).
    pub fn shutdown_blocking(&self, limit: Duration) -> Result<(), TokenError> {
        let members = self.members()?;
        // By the limit of this thread: a timer of the caller's runtime could wait for this very thread.
        let landed = async {
            shutdown(&members)?.await;
            Ok(())
        };
        waited(block_on(landed, Some(limit)))?;
        all_saved(&members)
    }
}

fn waited<T>(outcome: Result<Result<T, TokenError>, TransportError>) -> Result<T, TokenError> {
    match outcome {
        Ok(outcome) => outcome,
        Err(error) if error.kind() == TransportErrorKind::Timeout => Err(TokenError::Timeout),
        Err(error) => Err(error.into()),
    }
}

//! A transport without a network.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use oauth_io::{Now, Transport, TransportError, TransportErrorKind};

/// A transport that returns its responses in order, and records the requests.
#[derive(Debug, Default)]
pub struct Canned {
    responses: Mutex<VecDeque<Result<Response<Vec<u8>>, TransportError>>>,
    requests: Mutex<Vec<Request<Vec<u8>>>>,
}

impl Canned {
    /// Creates a transport with these responses.
    pub fn new(responses: impl IntoIterator<Item = Result<Response<Vec<u8>>, TransportError>>) -> Self {
        Self { responses: Mutex::new(responses.into_iter().collect()), requests: Mutex::default() }
    }

    /// Takes the recorded requests.
    pub fn requests(&self) -> Vec<Request<Vec<u8>>> {
        std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Canned {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let next = self.responses.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        next.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Connect, "no response is left").not_sent()))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Now {
        (SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_349_000)).into()
    }
}

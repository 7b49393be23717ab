//! The contract between this library and an HTTP engine.

use std::future::Future;
use std::time::{Duration, SystemTime};

use crate::TransportError;
use crate::clock;
use crate::maybe_send::{MaybeSend, MaybeSync};

/// Sends one HTTP request and hands back the whole answer: everything that this library ever asks of the network.
///
/// The adapter crates implement it for reqwest, hyper and isahc; implement it yourself for another engine.
/// An implementation keeps these promises, and the conformance suite of the adapters checks each of them:
///
/// * the request goes out as it is: method, URL, every header, the exact body;
/// * a redirect is an answer like any other and is never followed;
/// * a status other than 2xx is an answer and not an error;
/// * the answer keeps its repeated headers;
/// * the body is counted while it is read, and reading stops at the limit;
/// * waiting ends: connecting and the whole exchange have a time limit;
/// * a URL that is not `https` is refused, unless http on loopback was allowed by name.
pub trait Transport: MaybeSync {
    /// Sends `request` and reads the whole answer.
    ///
    /// # Errors
    ///
    /// There is no answer: the URL is not allowed, no connection came about, TLS failed, time ran out,
    /// the connection broke before the end, or the answer is larger than the limit.
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + MaybeSend;

    /// Waits for `duration`, as a flow that polls asks for.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend;

    /// What time it is. A test gives its own answer here.
    fn now(&self) -> SystemTime {
        clock::now()
    }
}

impl<T: Transport + MaybeSend + ?Sized> Transport for &T {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + MaybeSend {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        (**self).sleep(duration)
    }

    fn now(&self) -> SystemTime {
        (**self).now()
    }
}

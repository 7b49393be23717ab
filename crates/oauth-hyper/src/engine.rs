//! The engines of a transport: hyper-util's client, once for callers and once for flights.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::connect::{Connector, Limited};

/// A client without its connector's type, which would otherwise follow the transport everywhere.
pub(crate) type Engine = dyn Fn(Request<Full<Bytes>>) -> ResponseFuture + Send + Sync;

/// A connection belongs to the runtime on which it was opened. So the requests of callers, on whatever runtime they are,
/// and those of flights never share one.
pub(crate) struct Engines {
    callers: Box<Engine>,
    flights: OnceLock<Box<Engine>>,
    make: Option<Box<dyn Fn() -> Box<Engine> + Send + Sync>>,
}

impl Engines {
    pub(crate) fn new<C: Connector>(connector: C, connect_time: Duration) -> Self {
        let connector = Limited::new(connector, connect_time);
        let make = Box::new(move || engine(build(connector.clone())));
        Self { callers: make(), flights: OnceLock::new(), make: Some(make) }
    }

    /// Of a finished client there is only one.
    pub(crate) fn finished<C>(client: Client<C, Full<Bytes>>) -> Self
    where
        C: Connect + Clone + Send + Sync + 'static,
    {
        Self { callers: engine(client), flights: OnceLock::new(), make: None }
    }

    pub(crate) fn of_callers(&self) -> &Engine {
        &*self.callers
    }

    /// Made when it is first asked for.
    pub(crate) fn of_flights(&self) -> &Engine {
        match &self.make {
            Some(make) => &**self.flights.get_or_init(make),
            None => &*self.callers,
        }
    }
}

/// A client that never sends a request again by itself. The caller does, with a signature of its own.
fn build<C: Connector>(connector: Limited<C>) -> Client<Limited<C>, Full<Bytes>> {
    Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).retry_canceled_requests(false).build(connector)
}

fn engine<C>(client: Client<C, Full<Bytes>>) -> Box<Engine>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    Box::new(move |request| client.request(request))
}

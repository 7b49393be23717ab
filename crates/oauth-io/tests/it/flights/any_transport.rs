//! Transports behind pointers.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use http::Request;
use oauth_io::{AnyTransport, SpawnError, Task, Transport, TransportErrorKind};

use crate::canned::{Canned, Reply, ready};

/// A struct without a type parameter that several threads share.
const _: () = {
    const fn kept<T: Clone + Send + Sync + 'static>() {}
    kept::<AnyTransport>();
};

fn sends(transport: &impl Transport) {
    let response = ready(transport.send(Request::new(b"a=b".to_vec()))).unwrap();
    assert_eq!(response.body(), b"{}");
    let before = transport.now();
    ready(transport.sleep(Duration::from_secs(5)));
    assert_eq!(transport.now().age_of(before).certain, Duration::from_secs(5));
    let error = transport.spawn(Box::pin(async {})).unwrap_err();
    assert_eq!(error.reason().kind(), TransportErrorKind::NotSpawned);
    assert_eq!(error.to_string(), "a flight could not be started: this transport has no place to run one");
    ready(error.into_task());
    assert!(!transport.can_spawn());
}

fn canned() -> Canned {
    Canned::new([Reply::Json(200, "{}")])
}

#[test]
fn every_pointer_forwards_requests() {
    sends(&canned());
    sends(&&canned());
    sends(&Box::new(canned()));
    sends(&Arc::new(canned()));
    sends(&AnyTransport::new(canned()));
    sends(&AnyTransport::new(AnyTransport::new(Arc::new(canned()))));
}

#[test]
fn two_threads_can_share_a_transport() {
    let transport = AnyTransport::new(Canned::new([Reply::Json(200, "{}"), Reply::Json(200, "{}")]));
    let other = transport.clone();
    let thread = thread::spawn(move || ready(other.send(Request::default())).unwrap());
    ready(transport.send(Request::default())).unwrap();
    thread.join().unwrap();
}

/// A transport that runs tasks immediately.
struct Immediate(Canned);

impl Transport for Immediate {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, oauth_io::TransportError> {
        Transport::send(&self.0, request).await
    }

    async fn sleep(&self, duration: Duration) {
        Transport::sleep(&self.0, duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        ready(task);
        Ok(())
    }

    fn can_spawn(&self) -> bool {
        true
    }
}

#[test]
fn every_pointer_forwards_tasks() {
    fn spawns(transport: &impl Transport) {
        assert!(transport.can_spawn());
        transport.spawn(Box::pin(async {})).unwrap();
    }
    spawns(&Immediate(canned()));
    spawns(&&Immediate(canned()));
    spawns(&Box::new(Immediate(canned())));
    spawns(&Arc::new(Immediate(canned())));
    spawns(&AnyTransport::new(Immediate(canned())));
}

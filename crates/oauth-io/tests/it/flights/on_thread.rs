//! A blocking transport as an async one.

use std::sync::{Arc, mpsc};
use std::thread;

use http::Request;
use oauth_io::blocking::OnThread;
use oauth_io::{AnyTransport, Transport as _};

use super::PATIENCE;
use crate::canned::{Canned, Reply, ready};

#[test]
fn a_flight_has_its_own_thread() {
    let transport = AnyTransport::new(OnThread::new(Canned::new([Reply::Json(200, "{}"), Reply::Json(200, "{}")])));
    assert!(transport.can_spawn());
    let (landed, has_landed) = mpsc::channel();
    let flying = transport.clone();
    let task = async move {
        let response = flying.send(Request::default()).await.unwrap();
        landed.send((response, thread::current().id())).unwrap();
    };
    transport.spawn(Box::pin(task)).unwrap();
    let (response, thread) = has_landed.recv_timeout(PATIENCE).unwrap();
    assert_eq!(response.body(), b"{}");
    assert_ne!(thread, thread::current().id());
    // Polling it blocks the thread.
    assert_eq!(ready(transport.send(Request::default())).unwrap().body(), b"{}");
}

#[test]
fn polling_blocks_until_the_response() {
    let canned = Arc::new(Canned::new([]));
    let transport = OnThread::new(Arc::clone(&canned));
    let wait = transport.sleep(std::time::Duration::from_secs(7));
    assert_eq!(canned.clock(), 0);
    ready(wait);
    assert_eq!(canned.clock(), 7);
}

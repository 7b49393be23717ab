//! A transport with a list of responses, whose clock only moves while it waits.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, UNIX_EPOCH};

use http::{Request, Response};
use oauth_io::{Now, Transport, TransportError, TransportErrorKind, blocking};

/// The result of a request.
pub(crate) enum Reply {
    Json(u16, &'static str),
    Lost,
}

pub(crate) struct Canned(Mutex<State>);

struct State {
    replies: VecDeque<Reply>,
    clock: u64,
    /// When each request was sent, in seconds, and its body.
    sent: Vec<(u64, String)>,
}

impl Canned {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies = replies.into_iter().collect();
        Self(Mutex::new(State { replies, clock: 0, sent: Vec::new() }))
    }

    pub(crate) fn sent(&self) -> Vec<(u64, String)> {
        self.state().sent.clone()
    }

    pub(crate) fn clock(&self) -> u64 {
        self.state().clock
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn reply(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let mut state = self.state();
        let sent = (state.clock, String::from_utf8(request.into_body()).unwrap());
        state.sent.push(sent);
        match state.replies.pop_front().expect("a request too many") {
            Reply::Json(status, body) => Ok(Response::builder().status(status).body(body.into()).unwrap()),
            Reply::Lost => Err(TransportError::new(TransportErrorKind::Timeout, "")),
        }
    }

    fn wait(&self, duration: Duration) {
        self.state().clock += duration.as_secs();
    }

    fn time(&self) -> Now {
        (UNIX_EPOCH + Duration::from_secs(1_795_349_000 + self.clock())).into()
    }
}

impl Transport for Canned {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.reply(request)
    }

    async fn sleep(&self, duration: Duration) {
        self.wait(duration);
    }

    fn now(&self) -> Now {
        self.time()
    }
}

impl blocking::Transport for Canned {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.reply(request)
    }

    fn sleep(&self, duration: Duration) {
        self.wait(duration);
    }

    fn now(&self) -> Now {
        self.time()
    }
}

/// The output of a future that never waits.
pub(crate) fn ready<F: Future>(future: F) -> F::Output {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
    }
}

//! A transport that answers from a list, and whose clock moves when somebody waits.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, UNIX_EPOCH};

use http::{Request, Response};
use oauth_io::{Now, Transport, TransportError, TransportErrorKind, blocking};

/// What becomes of a request.
pub(crate) enum Answer {
    Json(u16, &'static str),
    Lost,
}

pub(crate) struct Canned(Mutex<State>);

struct State {
    answers: VecDeque<Answer>,
    clock: u64,
    /// When each request left, in seconds, and its body.
    sent: Vec<(u64, String)>,
}

impl Canned {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Mutex::new(State { answers, clock: 0, sent: Vec::new() }))
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

    fn answer(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let mut state = self.state();
        let sent = (state.clock, String::from_utf8(request.into_body()).unwrap());
        state.sent.push(sent);
        match state.answers.pop_front().expect("a request too many") {
            Answer::Json(status, body) => Ok(Response::builder().status(status).body(body.into()).unwrap()),
            Answer::Lost => Err(TransportError::new(TransportErrorKind::Timeout, "")),
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
        self.answer(request)
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
        self.answer(request)
    }

    fn sleep(&self, duration: Duration) {
        self.wait(duration);
    }

    fn now(&self) -> Now {
        self.time()
    }
}

/// The outcome of a future that waits for nothing outside of memory.
pub(crate) fn ready<F: Future>(future: F) -> F::Output {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
    }
}

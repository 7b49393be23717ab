//! Who asks a token source and uses its tokens: in one of an adapter's forms.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oauth_io::token::AccessToken;
use oauth_io::{AnyTransport, Call, Error, TokenError, TokenSource, Transport, blocking};

use crate::Outcome;

/// The longest wait of a caller that blocks.
const LIMIT: Option<Duration> = Some(Duration::from_secs(60));

/// A caller with an adapter of its own. A source is always renewed by the async form; a blocking caller blocks at the
/// source, and sends its own requests by the blocking form.
#[derive(Clone)]
pub(crate) struct Caller {
    transport: AnyTransport,
    blocking: Option<Arc<dyn blocking::Transport>>,
}

impl Caller {
    pub(crate) fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: AnyTransport::new(transport), blocking: None }
    }

    pub(crate) fn blocking(self, transport: impl blocking::Transport + 'static) -> Self {
        Self { blocking: Some(Arc::new(transport)), ..self }
    }

    /// What its token sources send with.
    pub(crate) fn transport(&self) -> AnyTransport {
        self.transport.clone()
    }

    /// Runs tasks side by side: those of an async caller in one runtime, those of a blocking one in a thread each.
    pub(crate) fn run_all<F: Future<Output = ()> + Send + 'static>(&self, tasks: impl Iterator<Item = F>) -> Outcome {
        if self.blocking.is_some() {
            let threads: Vec<_> = tasks.map(|task| std::thread::spawn(|| poll_once(task))).collect();
            let all_ended = threads.into_iter().all(|thread| matches!(thread.join(), Ok(Some(()))));
            return if all_ended { Ok(()) } else { Err("a caller panicked or did not block".into()) };
        }
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
            let tasks: Vec<_> = tasks.map(tokio::spawn).collect();
            for task in tasks {
                task.await?;
            }
            Ok(())
        })
    }

    pub(crate) async fn token(&self, source: &TokenSource) -> Result<Arc<AccessToken>, TokenError> {
        match self.blocking {
            None => source.token().await,
            Some(_) => source.token_blocking(LIMIT),
        }
    }

    pub(crate) async fn renew_now(&self, source: &TokenSource) -> Result<Arc<AccessToken>, TokenError> {
        match self.blocking {
            None => source.renew_now().await,
            Some(_) => source.renew_now_blocking(LIMIT),
        }
    }

    pub(crate) async fn refused(
        &self,
        source: &TokenSource,
        token: &AccessToken,
    ) -> Result<Option<Arc<AccessToken>>, TokenError> {
        match self.blocking {
            None => source.refused(token).await,
            Some(_) => source.refused_blocking(token, LIMIT),
        }
    }

    pub(crate) async fn forget(&self, source: &TokenSource) -> Result<(), TokenError> {
        match self.blocking {
            None => source.forget().await,
            Some(_) => source.forget_blocking(LIMIT),
        }
    }

    pub(crate) async fn send<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        match &self.blocking {
            None => oauth_io::send(&self.transport, call).await,
            Some(transport) => blocking::send(transport, call),
        }
    }

    pub(crate) async fn pause(&self, duration: Duration) {
        match &self.blocking {
            None => self.transport.sleep(duration).await,
            Some(transport) => transport.sleep(duration),
        }
    }
}

/// Runs what blocks instead of waiting. `None`: it wants to wait.
fn poll_once<T>(task: impl Future<Output = T>) -> Option<T> {
    match pin!(task).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

//! A limit on a wait.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// The output of `future`, or `None` if `limit` ends before it.
pub(crate) async fn within<F: Future>(future: F, limit: impl Future<Output = ()>) -> Option<F::Output> {
    let (mut future, mut limit) = (pin!(future), pin!(limit));
    poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}

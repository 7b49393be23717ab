//! The body of a request, given away once.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures_lite::io::{AsyncRead, Cursor};
use isahc::AsyncBody;

/// A body that cannot be rewound. When a kept connection breaks, libcurl sends the request again on a new one, though
/// the server may have acted on the first: it cannot do that without the body.
struct OnceBody {
    bytes: Cursor<Vec<u8>>,
    taken: Arc<AtomicBool>,
}

/// How far a request came.
///
/// libcurl takes the first piece of a body once the connection is open, and before it writes the first byte. Its errors
/// tell less: when it gives a kept connection up and cannot open a new one, they say that nobody listens.
#[derive(Clone)]
pub(crate) struct Progress(Option<Arc<AtomicBool>>);

impl Progress {
    /// Whether the request, or a part of it, may have been sent. `None` if there is no body to tell.
    pub(crate) fn may_have_left(&self) -> Option<bool> {
        self.0.as_ref().map(|taken| taken.load(Ordering::Acquire))
    }
}

pub(crate) fn once(bytes: Vec<u8>) -> (AsyncBody, Progress) {
    if bytes.is_empty() {
        return (AsyncBody::empty(), Progress(None));
    }
    let length = bytes.len() as u64;
    let taken = Arc::new(AtomicBool::new(false));
    let body = OnceBody { bytes: Cursor::new(bytes), taken: Arc::clone(&taken) };
    (AsyncBody::from_reader_sized(body, length), Progress(Some(taken)))
}

impl AsyncRead for OnceBody {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, to: &mut [u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.taken.store(true, Ordering::Release);
        Pin::new(&mut this.bytes).poll_read(context, to)
    }
}

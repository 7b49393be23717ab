//! How the body of a request is copied, so that it can be sent again.

use std::fmt;

/// Copies the body of a request before it is sent. For [`TokenLayer`](crate::TokenLayer), which has a method for each way.
pub trait CopyBody<B> {
    /// Returns a copy. `None`: the request cannot be sent again.
    fn copy_body(&self, body: &B) -> Option<B>;
}

/// Clones the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CloneBody;

/// Copies no body: no request is sent again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoCopy;

/// Copies the body with a function.
#[derive(Clone, Copy)]
pub struct CopyBodyWith<F>(pub(crate) F);

impl<B: Clone> CopyBody<B> for CloneBody {
    fn copy_body(&self, body: &B) -> Option<B> {
        Some(body.clone())
    }
}

impl<B> CopyBody<B> for NoCopy {
    fn copy_body(&self, _: &B) -> Option<B> {
        None
    }
}

impl<B, F: Fn(&B) -> Option<B>> CopyBody<B> for CopyBodyWith<F> {
    fn copy_body(&self, body: &B) -> Option<B> {
        (self.0)(body)
    }
}

impl<F> fmt::Debug for CopyBodyWith<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CopyBodyWith").finish_non_exhaustive()
    }
}

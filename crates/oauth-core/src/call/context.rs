//! The context of a response: facts about its request.

use crate::error::{Note, OnBehalfOf};
use crate::server::Dialect;
use crate::wire::secret::Secret;

/// Facts about the request that a response belongs to. They appear in messages, remove echoed secrets, and determine
/// the predicates of an error.
///
/// The requests of this crate set the context themselves. In a [`Call`](crate::Call) of your own, set it before
/// decoding:
///
/// ```
/// use oauth_core::Response;
/// use oauth_core::call::RequestContext;
/// use oauth_core::error::OnBehalfOf;
/// # let http_response = http::Response::builder().status(400).body(br#"{"error":"unknown_reason"}"#)?;
///
/// let context = RequestContext::new("token_endpoint", "https://as.example/token")
///     .on_behalf_of(OnBehalfOf::RefreshToken);
/// let response = Response::from(&http_response).with_context(&context);
/// assert!(response.failure().needs_sign_in());
/// # Ok::<_, http::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct RequestContext<'c> {
    pub(crate) endpoint: &'c str,
    pub(crate) url: &'c str,
    pub(crate) on_behalf_of: OnBehalfOf,
    pub(crate) secrets: Option<&'c dyn Fn() -> Vec<Secret>>,
    pub(crate) dialect: Option<&'c Dialect>,
    pub(crate) note: Option<&'c dyn Fn() -> Note>,
}

impl<'c> RequestContext<'c> {
    /// Creates the context of a request to this endpoint and URL. Both appear in messages, the URL without its query.
    #[must_use]
    pub fn new(endpoint: &'c str, url: &'c str) -> Self {
        Self { endpoint, url, on_behalf_of: OnBehalfOf::Client, secrets: None, dialect: None, note: None }
    }

    /// Sets on whose behalf the request was made.
    #[must_use]
    pub fn on_behalf_of(self, on_behalf_of: OnBehalfOf) -> Self {
        Self { on_behalf_of, ..self }
    }

    /// Sets the secrets that the request contained. They are computed only if the response is an error, and removed
    /// from the server's text.
    #[must_use]
    pub fn secrets(self, secrets: &'c dyn Fn() -> Vec<Secret>) -> Self {
        Self { secrets: Some(secrets), ..self }
    }

    /// Sets what a message says about the client's authentication and its clock. It is only computed for an error.
    #[must_use]
    pub(crate) fn note(self, note: &'c dyn Fn() -> Note) -> Self {
        Self { note: Some(note), ..self }
    }

    /// Sets the server's deviations from the standard.
    #[must_use]
    pub fn dialect(self, dialect: &'c Dialect) -> Self {
        Self { dialect: Some(dialect), ..self }
    }
}

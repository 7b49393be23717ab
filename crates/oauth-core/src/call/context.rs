//! What a call knows of the request whose response it reads.

use crate::error::OnBehalfOf;
use crate::server::Dialect;
use crate::wire::secret::Secret;

/// What a call knows of the request whose response it reads: messages, the cutting of echoed secrets and the predicates
/// of an error rest on it.
///
/// The requests of this crate set it by themselves. A [`Call`](crate::Call) of your own says it before it decodes:
///
/// ```
/// use oauth_core::Response;
/// use oauth_core::call::RequestContext;
/// use oauth_core::error::OnBehalfOf;
/// # let http_response = http::Response::builder().status(400).body(br#"{"error":"unknown_reason"}"#)?;
///
/// let context = RequestContext::new("token_endpoint", "https://as.example/token").on_behalf_of(OnBehalfOf::RefreshToken);
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
}

impl<'c> RequestContext<'c> {
    /// A request to the endpoint of this name at this URL. Both appear in messages; of the URL, no query does.
    #[must_use]
    pub fn new(endpoint: &'c str, url: &'c str) -> Self {
        Self { endpoint, url, on_behalf_of: OnBehalfOf::Client, secrets: None, dialect: None }
    }

    /// Says on whose behalf the request was made.
    #[must_use]
    pub fn on_behalf_of(self, on_behalf_of: OnBehalfOf) -> Self {
        Self { on_behalf_of, ..self }
    }

    /// Says which secrets the request carried. They are asked for only if the response is an error, and cut out of what
    /// the server says there.
    #[must_use]
    pub fn secrets(self, secrets: &'c dyn Fn() -> Vec<Secret>) -> Self {
        Self { secrets: Some(secrets), ..self }
    }

    /// Says how the server deviates from the standard.
    #[must_use]
    pub fn dialect(self, dialect: &'c Dialect) -> Self {
        Self { dialect: Some(dialect), ..self }
    }
}

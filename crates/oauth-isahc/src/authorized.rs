//! A client of isahc whose requests have tokens.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::future::Future;

use http::{HeaderMap, Request, Response, Uri};
use isahc::{AsyncBody, Body, HttpClient, ResponseExt as _};
use oauth_io::middleware::{Authorizer, Exchange, RequestHead, ResponseHead};
use oauth_io::resource::ResourcePolicy;
use oauth_io::{ConfigError, TokenError, TokenSource};

use crate::kept::{Kept, Rewind};

/// A client of isahc that adds the tokens of a source to its requests. Cheap to clone.
///
/// isahc's own interceptors are unstable, and redirects bypass them, so this is a client around the client.
///
/// ```no_run
/// use oauth_isahc::isahc::HttpClient;
/// use oauth_isahc::{AuthorizedClient, TokenSource};
///
/// # async fn example(tokens: TokenSource) -> Result<(), Box<dyn std::error::Error>> {
/// let api = AuthorizedClient::new(HttpClient::new()?, tokens).allow("https://api.example.com")?;
/// let orders = api.send_async(http::Request::get("https://api.example.com/orders").body(())?).await?;
/// # Ok(())
/// # }
/// ```
///
/// * Only requests to allowed origins get the token, by default none. A request that has an `Authorization` header is left
///   alone. If isahc follows a redirect to another origin, it drops the header.
/// * A request whose token is refused is sent again, once, with another token, if its body is in memory or, with
///   [`send_async`](Self::send_async), was not begun: libcurl asks the server first whether it wants a long one
///   (`Expect: 100-continue`). Otherwise the caller gets the refusal, with its body unread, and the next request has a new
///   token.
///   [`WithoutReplay`](oauth_io::resource::WithoutReplay) in the extensions of a request does the same for it alone.
/// * If there is no token, the request is not sent.
#[derive(Debug, Clone)]
pub struct AuthorizedClient {
    client: HttpClient,
    authorizer: Authorizer,
}

/// Why there is no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthorizedError {
    /// There is no token, and the request was not sent.
    Token(TokenError),
    /// The request failed.
    Http(isahc::Error),
}

impl AuthorizedClient {
    /// Creates a client with the policy of the source, which allows no origin if the source has none.
    #[must_use]
    pub fn new(client: HttpClient, tokens: TokenSource) -> Self {
        Self::with(client, Authorizer::new(tokens))
    }

    /// Creates a client with an authorizer.
    #[must_use]
    pub fn with(client: HttpClient, authorizer: Authorizer) -> Self {
        Self { client, authorizer }
    }

    /// Sends the token to this origin too, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// As [`ResourcePolicy::allow`].
    pub fn allow(self, origin: &str) -> Result<Self, ConfigError> {
        Ok(Self { authorizer: self.authorizer.allow(origin)?, ..self })
    }

    /// Replaces the policy: the origins, what counts as a refusal, and what is done about it.
    #[must_use]
    pub fn policy(self, policy: ResourcePolicy) -> Self {
        Self { authorizer: self.authorizer.policy(policy), ..self }
    }

    /// Sends a request.
    ///
    /// # Errors
    ///
    /// There is no token, or the request fails.
    pub fn send_async<B: Into<AsyncBody>>(
        &self,
        request: Request<B>,
    ) -> impl Future<Output = Result<Response<AsyncBody>, AuthorizedError>> + Send {
        // Outside of the future, so that it is `Send` whatever `B` is.
        let request = request.map(Into::into);
        async move { self.authorizer.send(request, Async(&self.client)).await }
    }

    /// Does the same and blocks the thread.
    ///
    /// isahc returns the response to a stream once it has read all of the stream. If a server may refuse an upload early,
    /// use [`send_async`](Self::send_async).
    ///
    /// # Errors
    ///
    /// As [`send_async`](Self::send_async).
    pub fn send<B: Into<Body>>(&self, request: Request<B>) -> Result<Response<Body>, AuthorizedError> {
        self.authorizer.send_blocking(request.map(Into::into), Blocking(&self.client))
    }
}

macro_rules! exchange {
    ($name:ident, $body:ty, $client:ident, $request:ident => $send:expr) => {
        struct $name<'a>(&'a HttpClient);

        impl Exchange for $name<'_> {
            type Request = Request<$body>;
            type Response = Response<$body>;
            type Error = AuthorizedError;
            type Kept = Kept<$body>;

            fn request_head<'a>(&'a self, request: &'a Self::Request) -> Option<RequestHead<'a>> {
                Some(request.into())
            }

            fn headers_mut<'a>(&self, request: &'a mut Self::Request) -> &'a mut HeaderMap {
                request.headers_mut()
            }

            fn response_head<'a>(&'a self, response: &'a Self::Response) -> ResponseHead<'a> {
                let head = ResponseHead::from(response);
                match response.effective_uri() {
                    Some(uri) => head.with_uri(Cow::<Uri>::Borrowed(uri)),
                    None => head,
                }
            }

            fn keep(&mut self, request: &mut Self::Request) -> Option<Self::Kept> {
                <$body>::keep(request)
            }

            fn again(&mut self, kept: Self::Kept) -> Option<Self::Request> {
                kept.again()
            }

            async fn send(&mut self, $request: Self::Request) -> Result<Self::Response, AuthorizedError> {
                let $client = self.0;
                $send.map_err(AuthorizedError::Http)
            }
        }
    };
}

exchange!(Async, AsyncBody, client, request => client.send_async(request).await);
exchange!(Blocking, Body, client, request => client.send(request));

impl From<TokenError> for AuthorizedError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl fmt::Display for AuthorizedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::Http(error) => error.fmt(f),
        }
    }
}

impl Error for AuthorizedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Token(error) => error.source(),
            Self::Http(error) => error.source(),
        }
    }
}

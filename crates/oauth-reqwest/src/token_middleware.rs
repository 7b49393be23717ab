//! Tokens on every request of a client of `reqwest-middleware`.

use std::borrow::Cow;

use http::{Extensions, HeaderMap};
use oauth_io::middleware::{Authorizer, Exchange, RequestHead, ResponseHead};
use oauth_io::resource::ResourcePolicy;
use oauth_io::{ConfigError, TokenError, TokenSource};
use reqwest::{Request, Response};
use reqwest_middleware::{Middleware, Next};

use crate::authorize::uri;

/// Adds the tokens of a source to every request of a client of [`reqwest_middleware`].
///
/// ```no_run
/// use oauth_reqwest::resource::WithoutReplay;
/// use oauth_reqwest::{TokenMiddleware, TokenSource, reqwest, reqwest_middleware};
///
/// # async fn example(tokens: TokenSource) -> Result<(), Box<dyn std::error::Error>> {
/// let tokens = TokenMiddleware::new(tokens).allow("https://api.example.com")?;
/// let api = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(tokens).build();
///
/// let orders = api.get("https://api.example.com/orders").send().await?;
/// // This one is not sent again if the API refuses the token.
/// let login = api.post("https://api.example.com/login").with_extension(WithoutReplay).send().await?;
/// # Ok(())
/// # }
/// ```
///
/// * Only requests to allowed origins get the token, by default none. A request that has an `Authorization` header is left
///   alone. If reqwest follows a redirect to another origin, it drops the header.
/// * A request whose token is refused is sent again, once, with another token, if
///   [its body can be cloned](reqwest::Request::try_clone): one of bytes can, a stream or a multipart form with streams
///   cannot. Otherwise the caller gets the refusal, with its body unread, and the next request has a new token.
/// * If there is no token, the request is not sent: the error is [`reqwest_middleware::Error::Middleware`] with a
///   [`TokenError`], to which it can be downcast.
///
/// Put it after (beneath) retries, so that each try has a valid token.
#[derive(Debug, Clone)]
pub struct TokenMiddleware {
    authorizer: Authorizer,
}

impl TokenMiddleware {
    /// Creates a middleware with the policy of the source, which allows no origin if the source has none.
    #[must_use]
    pub fn new(tokens: TokenSource) -> Self {
        Self::with(Authorizer::new(tokens))
    }

    /// Creates a middleware with an authorizer.
    #[must_use]
    pub fn with(authorizer: Authorizer) -> Self {
        Self { authorizer }
    }

    /// Sends the token to this origin too, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// As [`ResourcePolicy::allow`].
    pub fn allow(self, origin: &str) -> Result<Self, ConfigError> {
        Ok(Self { authorizer: self.authorizer.allow(origin)? })
    }

    /// Replaces the policy: the origins, what counts as a refusal, and what is done about it.
    #[must_use]
    pub fn policy(self, policy: ResourcePolicy) -> Self {
        Self { authorizer: self.authorizer.policy(policy) }
    }
}

#[cfg_attr(not(target_family = "wasm"), async_trait::async_trait)]
#[cfg_attr(target_family = "wasm", async_trait::async_trait(?Send))]
impl Middleware for TokenMiddleware {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        self.authorizer.send(request, Rest { next, extensions }).await.map_err(|Failed(error)| error)
    }
}

/// What comes after this middleware.
struct Rest<'a> {
    next: Next<'a>,
    extensions: &'a mut Extensions,
}

/// An error that can be made of one of the source.
struct Failed(reqwest_middleware::Error);

impl From<TokenError> for Failed {
    fn from(error: TokenError) -> Self {
        Self(reqwest_middleware::Error::middleware(error))
    }
}

impl Exchange for Rest<'_> {
    type Request = Request;
    type Response = Response;
    type Error = Failed;
    type Kept = Request;

    fn request_head<'a>(&'a self, request: &'a Request) -> Option<RequestHead<'a>> {
        let uri = Cow::Owned(uri(request.url())?);
        Some(RequestHead::new(uri, request.headers()).with_extensions(self.extensions))
    }

    fn headers_mut<'a>(&self, request: &'a mut Request) -> &'a mut HeaderMap {
        request.headers_mut()
    }

    fn response_head<'a>(&'a self, response: &'a Response) -> ResponseHead<'a> {
        let head = ResponseHead::new(response.status(), response.headers());
        match uri(response.url()) {
            Some(uri) => head.with_uri(Cow::Owned(uri)),
            None => head,
        }
    }

    fn keep(&mut self, request: &mut Request) -> Option<Request> {
        request.try_clone()
    }

    fn again(&mut self, kept: Request) -> Option<Request> {
        Some(kept)
    }

    async fn send(&mut self, request: Request) -> Result<Response, Failed> {
        self.next.clone().run(request, self.extensions).await.map_err(Failed)
    }
}

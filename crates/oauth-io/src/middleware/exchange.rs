//! An HTTP client, as an authorizer sees it.

use std::borrow::Cow;
use std::future::Future;

use http::{Extensions, HeaderMap, Request, Response, StatusCode, Uri};

use crate::TokenError;
use crate::maybe_send::MaybeSend;

/// One request through an HTTP client, and what an [`Authorizer`](super::Authorizer) has to know of the client's own types.
///
/// There is nothing to decide in an implementation.
pub trait Exchange: MaybeSend {
    /// A request.
    type Request: MaybeSend;
    /// A response, whose body may not have been read yet.
    type Response: MaybeSend;
    /// Why there is no response.
    type Error: From<TokenError> + MaybeSend;
    /// What is kept of a request, so that it can be sent again.
    type Kept: MaybeSend;

    /// Returns the head of a request. `None` if its URL is none that gets a token.
    fn request_head<'a>(&'a self, request: &'a Self::Request) -> Option<RequestHead<'a>>;

    /// Returns the headers of a request.
    fn headers_mut<'a>(&self, request: &'a mut Self::Request) -> &'a mut HeaderMap;

    /// Returns the head of a response.
    fn response_head<'a>(&'a self, response: &'a Self::Response) -> ResponseHead<'a>;

    /// Keeps what is needed to send the request again, if that is possible. The request has no token yet.
    fn keep(&mut self, request: &mut Self::Request) -> Option<Self::Kept>;

    /// Returns the request that was kept. `None` if its body has been begun, and cannot be rewound.
    fn again(&mut self, kept: Self::Kept) -> Option<Self::Request>;

    /// Sends a request. It is called twice at most.
    fn send(&mut self, request: Self::Request)
    -> impl Future<Output = Result<Self::Response, Self::Error>> + MaybeSend;

    /// Called before a wait for a token. A client that is limited to a number of requests gives its place back here: the
    /// token request may need it.
    fn pause(&mut self) {}
}

/// The parts of a request by which it gets a token or not.
#[derive(Debug, Clone)]
pub struct RequestHead<'a> {
    pub(super) uri: Cow<'a, Uri>,
    pub(super) headers: &'a HeaderMap,
    pub(super) extensions: Option<&'a Extensions>,
}

/// The parts of a response by which it refuses a token or not.
#[derive(Debug, Clone)]
pub struct ResponseHead<'a> {
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    pub(super) uri: Option<Cow<'a, Uri>>,
}

/// The URI that sent a response. A client that follows redirects by itself puts it into the
/// [extensions](http::Response::extensions_mut) of the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseUri(pub Uri);

impl<'a> RequestHead<'a> {
    /// Creates a head without extensions.
    #[must_use]
    pub fn new(uri: Cow<'a, Uri>, headers: &'a HeaderMap) -> Self {
        Self { uri, headers, extensions: None }
    }

    /// Sets the extensions, where [`WithoutReplay`](oauth_core::resource::WithoutReplay) may be.
    #[must_use]
    pub fn with_extensions(self, extensions: &'a Extensions) -> Self {
        Self { extensions: Some(extensions), ..self }
    }
}

impl<'a> ResponseHead<'a> {
    /// Creates the head of a response to the request that was sent.
    #[must_use]
    pub fn new(status: StatusCode, headers: &'a HeaderMap) -> Self {
        Self { status, headers, uri: None }
    }

    /// Sets the URI that sent the response, for a client that follows redirects by itself. A response of another origin
    /// than that of the request says nothing about the token.
    #[must_use]
    pub fn with_uri(self, uri: Cow<'a, Uri>) -> Self {
        Self { uri: Some(uri), ..self }
    }
}

impl<'a, B> From<&'a Request<B>> for RequestHead<'a> {
    fn from(request: &'a Request<B>) -> Self {
        Self::new(Cow::Borrowed(request.uri()), request.headers()).with_extensions(request.extensions())
    }
}

impl<'a, B> From<&'a Response<B>> for ResponseHead<'a> {
    /// Takes the URI from a [`ResponseUri`], if there is one.
    fn from(response: &'a Response<B>) -> Self {
        let uri = response.extensions().get::<ResponseUri>().map(|ResponseUri(uri)| Cow::Borrowed(uri));
        Self { uri, ..Self::new(response.status(), response.headers()) }
    }
}

//! Faults of a response.

mod apply;
mod compression_bomb;
pub(crate) mod flaws;
mod member_edit;
mod named;
pub(crate) mod queue;
pub(crate) mod queued;

use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};

use crate::authorization::response_flaw::AuthorizationResponseFlaw;
use crate::script::Script;
use crate::token::id_token_flaw::IdTokenFlaw;

/// A fault of a response or its delivery. Queue it with
/// [`AuthorizationServer::queue`](crate::AuthorizationServer::queue).
///
/// [`Script`](Self::Script), [`Redirect`](Self::Redirect) and [`ServiceUnavailable`](Self::ServiceUnavailable) replace
/// the response, so the request has no effect on the server. With any other fault, the server processes the request
/// first: after a `Reset`, for example, a token has been issued that the client did not receive.
///
/// ```
/// use std::time::Duration;
/// use oauth_testkit::{AuthorizationServer, Endpoint, Fault, Script};
///
/// let server = AuthorizationServer::new();
/// server.queue(Fault::Reset);
/// server.queue(Fault::Delay(Duration::from_millis(50)).times(3).at(Endpoint::Token));
/// server.queue(Script::html_502());
/// assert_eq!(server.pending_faults(), 5);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// A response of your choice.
    Script(Script),
    /// The response is delayed by this duration.
    Delay(Duration),
    /// The server reads the request and never responds. The connection stays open.
    Hang,
    /// The connection closes after `at` bytes of the body. `Content-Length` is larger.
    Truncate {
        /// The number of bytes that are sent.
        at: usize,
    },
    /// The server reads the request and resets the connection (TCP RST) without a response.
    Reset,
    /// The head is sent at once, and then the body byte by byte.
    Drip {
        /// The time before each byte.
        every: Duration,
    },
    /// A redirect to another location.
    Redirect {
        /// The status: 301, 302, 303, 307 or 308.
        status: StatusCode,
        /// The value of `Location`.
        location: String,
    },
    /// The body is preceded by `decoded` spaces and compressed with gzip, about 1000 to 1. A client that decodes it
    /// without a limit finds a valid response at the end.
    CompressionBomb {
        /// The number of spaces before the body.
        decoded: usize,
    },
    /// The body is preceded by `bytes` spaces, which `Content-Length` includes. A client without a limit finds a valid
    /// response at the end.
    Huge {
        /// The number of spaces before the body.
        bytes: u64,
    },
    /// Like `Huge`, but in chunks, so that the client does not know the length in advance.
    HugeChunked {
        /// The number of spaces before the body.
        bytes: u64,
    },
    /// The response has an additional header. An existing one of the same name is kept.
    RepeatedHeader {
        /// The name of the header.
        name: HeaderName,
        /// The value to add.
        value: HeaderValue,
    },
    /// The JSON is cut in half. `Content-Length` matches what is sent.
    MalformedJson,
    /// 503 without an OAuth error.
    ServiceUnavailable {
        /// The value of `Retry-After`, valid or not. The header is omitted if this is empty.
        retry_after: String,
    },
    /// One member of the response is missing.
    WithoutMember {
        /// The name of the member.
        name: String,
    },
    /// One member of the response has another name.
    RenamedMember {
        /// The original name.
        from: String,
        /// The new name.
        to: String,
    },
    /// One member of the response has another value. It is appended if it does not exist.
    Member {
        /// The name of the member.
        name: String,
        /// The value as JSON. It is not checked.
        json: String,
    },
    /// The response has another `Content-Type`.
    ContentType(HeaderValue),
    /// The response has version HTTP/1.0, and the connection closes.
    Http10,
    /// The clock of the server is ahead while it responds to this request: it judges the times of an assertion and of tokens
    /// by that clock, and the response has its `Date`.
    ClockAhead(Duration),
    /// The clock of the server is behind while it responds to this request: it judges the times of an assertion and of
    /// tokens by that clock, and the response has its `Date`.
    ClockBehind(Duration),
    /// A flaw of an authorization response.
    AuthorizationResponse(AuthorizationResponseFlaw),
    /// A flaw of an ID token.
    IdToken(IdTokenFlaw),
}

//! The faults: what can go wrong between a client and the server.

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

/// Something that goes wrong with a request or its response. Queue it with
/// [`AuthorizationServer::queue`](crate::AuthorizationServer::queue).
///
/// [`Script`](Self::Script), [`Redirect`](Self::Redirect) and [`ServiceUnavailable`](Self::ServiceUnavailable) take the
/// place of the server's answer, which does no work then. With every other fault the server does its work first: after a
/// `Reset` a token has been issued that nobody received.
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
    /// An answer of your own in place of the server's.
    Script(Script),
    /// The answer comes after this time.
    Delay(Duration),
    /// The request is read and never answered; the connection stays open.
    Hang,
    /// `Content-Length` promises the whole body, or more, and the connection closes after `at` bytes of it.
    Truncate {
        /// How many bytes of the body are sent.
        at: usize,
    },
    /// The request is read, then the connection is reset (TCP RST) without an response.
    Reset,
    /// The head comes at once, then the body byte by byte.
    Drip {
        /// The time before each byte.
        every: Duration,
    },
    /// A redirect to somewhere else.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: StatusCode,
        /// The value of `Location`.
        location: String,
    },
    /// The answer is compressed with gzip and follows `decoded` spaces, about 160 of which take one byte on the wire.
    /// A client that decodes without a limit finds a valid answer at the end.
    CompressionBomb {
        /// How many spaces come before the body.
        decoded: usize,
    },
    /// The answer follows `bytes` spaces, and `Content-Length` says so. A client without a limit finds a valid answer
    /// at the end.
    Huge {
        /// How many spaces come before the body.
        bytes: u64,
    },
    /// As `Huge`, but chunked: the client is not told the length.
    HugeChunked {
        /// How many spaces come before the body.
        bytes: u64,
    },
    /// The answer has one more header, beside the one of the same name if there is one.
    RepeatedHeader {
        /// The name of the header.
        name: HeaderName,
        /// The value to add.
        value: HeaderValue,
    },
    /// The answer ends in the middle of its JSON; the length in the head is right.
    MalformedJson,
    /// 503 without an OAuth error.
    ServiceUnavailable {
        /// The value of `Retry-After`: seconds, a date, or nonsense. No header if it is empty.
        retry_after: String,
    },
    /// The answer is in order but for this member, which is missing.
    WithoutMember {
        /// The name of the member.
        name: String,
    },
    /// The answer is in order but for this member, which has another name.
    RenamedMember {
        /// The name until now.
        from: String,
        /// The name instead.
        to: String,
    },
    /// The answer is in order but for this member, which has another value, or is new.
    Member {
        /// The name of the member.
        name: String,
        /// The value as JSON. Nothing looks at whether it is.
        json: String,
    },
    /// The answer is in order but for its `Content-Type`.
    ContentType(HeaderValue),
    /// The answer is in order but comes by HTTP/1.0, and the connection closes.
    Http10,
    /// Something is wrong with an authorization response.
    AuthorizationResponse(AuthorizationResponseFlaw),
    /// Something is wrong with an ID token.
    IdToken(IdTokenFlaw),
}

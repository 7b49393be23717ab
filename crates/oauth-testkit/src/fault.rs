//! What can go wrong between a client and the server, by name.

mod edit;
mod named;

use std::time::Duration;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use http::{HeaderName, HeaderValue, StatusCode, Version};

use crate::authorization::AuthorizationResponseFlaw;
use crate::delivery::{Delivery, Framing, OutgoingResponse};
use crate::endpoint::Endpoint;
use crate::gzip;
use crate::id_token::IdTokenFlaw;
use crate::queue::QueuedFault;
use crate::respond::Response;
use crate::script::Script;
use crate::state::State;
use edit::Edit;

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

impl Fault {
    /// Strikes the next `times` requests.
    #[must_use]
    pub fn times(self, times: usize) -> QueuedFault {
        QueuedFault::from(self).times(times)
    }

    /// Strikes only at one endpoint.
    #[must_use]
    pub fn at(self, endpoint: Endpoint) -> QueuedFault {
        QueuedFault::from(self).at(endpoint)
    }

    /// Spoils the answer that `process` gives.
    pub(crate) fn apply(self, state: &mut State, process: impl FnOnce(&mut State) -> Response) -> OutgoingResponse {
        match self {
            Self::AuthorizationResponse(flaw) => state.authorization_response_flaw = Some(flaw),
            Self::IdToken(flaw) => state.id_token_flaw = Some(flaw),
            _ => {}
        }
        let response = self.spoil(|| process(state));
        // An answer without a place for the flaw leaves it behind.
        (state.authorization_response_flaw, state.id_token_flaw) = (None, None);
        response
    }

    fn spoil(self, process: impl FnOnce() -> Response) -> OutgoingResponse {
        let padded = |bytes, framing| Delivery::Padded { bytes, framing };
        match self {
            Self::Script(script) => OutgoingResponse::new(script.into_response(), Delivery::Whole),
            Self::Delay(time) => OutgoingResponse::new(process(), Delivery::After(time)),
            Self::Hang => OutgoingResponse::new(process(), Delivery::Never),
            Self::Truncate { at } => OutgoingResponse::new(process(), Delivery::TruncatedAt(at)),
            Self::Reset => OutgoingResponse::new(process(), Delivery::Reset),
            Self::Drip { every } => OutgoingResponse::new(process(), Delivery::Drip(every)),
            Self::Huge { bytes } => OutgoingResponse::new(process(), padded(bytes, Framing::ContentLength)),
            Self::HugeChunked { bytes } => OutgoingResponse::new(process(), padded(bytes, Framing::Chunked)),
            Self::Redirect { status, location } => whole(redirect(status, location)),
            Self::CompressionBomb { decoded } => whole(bomb(process(), decoded)),
            Self::RepeatedHeader { name, value } => whole(repeated(process(), name, value)),
            Self::MalformedJson => whole(process().map(half)),
            Self::AuthorizationResponse(_) | Self::IdToken(_) => whole(process()),
            Self::WithoutMember { name } => whole(Edit::Remove(name).apply(process())),
            Self::RenamedMember { from, to } => whole(Edit::Rename { from, to }.apply(process())),
            Self::Member { name, json } => whole(Edit::Set { name, json }.apply(process())),
            Self::ContentType(value) => whole(typed(process(), value)),
            Self::Http10 => whole(http_10(process())),
            Self::ServiceUnavailable { retry_after } => {
                whole(Script::service_unavailable_503(&retry_after).into_response())
            }
        }
    }
}

fn whole(response: Response) -> OutgoingResponse {
    OutgoingResponse::new(response, Delivery::Whole)
}

fn redirect(status: StatusCode, location: String) -> Response {
    let script = Script::new(status);
    match HeaderValue::try_from(location) {
        Ok(location) => script.header(LOCATION, location),
        Err(_) => {
            Script::new(StatusCode::INTERNAL_SERVER_ERROR).body("The Location of the redirect is no header value")
        }
    }
    .into_response()
}

fn bomb(response: Response, decoded: usize) -> Response {
    let mut response = response.map(|body| gzip::bomb(decoded, &body));
    response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response
}

fn repeated(mut response: Response, name: HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().append(name, value);
    response
}

fn typed(mut response: Response, value: HeaderValue) -> Response {
    response.headers_mut().insert(CONTENT_TYPE, value);
    response
}

fn http_10(mut response: Response) -> Response {
    *response.version_mut() = Version::HTTP_10;
    response
}

fn half(mut body: Vec<u8>) -> Vec<u8> {
    body.truncate(body.len() / 2);
    body
}

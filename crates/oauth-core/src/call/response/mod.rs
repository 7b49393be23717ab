//! A response, and the checks that every endpoint performs before it reads its own members.

mod body;
mod refusal;

use std::fmt;
use std::time::SystemTime;

use body::{Body, ContentType, Parsed};
use http::{HeaderMap, StatusCode, header};

use super::{RequestContext, Sent};
use crate::error::{DecodeError, FailedCheck, Problem, Rejection};
use crate::server::Dialect;
use crate::wire::deviation::Deviation;
use crate::wire::extra::Extra;
use crate::wire::json::{self, MAX_BODY, Node};
use crate::wire::members::Members;

/// A response, borrowed from any `http::Response` whose body is bytes.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a [u8],
    received_at: Option<SystemTime>,
    sent: Option<&'a Sent>,
    context: Option<&'a RequestContext<'a>>,
}

impl<'a> Response<'a> {
    /// Creates a response from its parts, for an HTTP stack that does not use the `http` crate.
    #[must_use]
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, body, received_at: None, sent: None, context: None }
    }

    /// Sets the time when the response arrived. The flows of this crate set it; read it with
    /// [`arrival`](Self::arrival).
    #[must_use]
    pub fn received_at(self, at: SystemTime) -> Self {
        Self { received_at: Some(at), ..self }
    }

    /// Sets what authenticated the client. A round trip does this.
    pub(crate) fn of_sent(self, sent: Option<&'a Sent>) -> Self {
        Self { sent, ..self }
    }

    /// Returns what authenticated the client, if a round trip said so.
    pub(crate) fn sent(self) -> Option<&'a Sent> {
        self.sent
    }

    /// Sets the context of the request. A [`Call`](super::Call) does this before decoding.
    #[must_use]
    pub fn with_context<'b>(self, context: &'b RequestContext<'b>) -> Response<'b>
    where
        'a: 'b,
    {
        Response { context: Some(context), ..self }
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(self) -> &'a HeaderMap {
        self.headers
    }

    /// Returns the complete body.
    #[must_use]
    pub fn body(self) -> &'a [u8] {
        self.body
    }

    /// Returns the time when the response arrived, if known.
    #[must_use]
    pub fn arrival(self) -> Option<SystemTime> {
        self.received_at
    }

    /// Returns the members of a successful response.
    ///
    /// # Errors
    ///
    /// The server sent an error, with any status, or is not available; or the response is neither JSON nor a form.
    pub fn object(self) -> Result<Extra, DecodeError> {
        self.read(|members| Ok(members.finish().0))
    }

    /// Returns the error of an unsuccessful response, for an endpoint whose success has no members.
    #[must_use]
    pub fn failure(self) -> DecodeError {
        match self.object() {
            Err(error) => error,
            Ok(_) => self.malformed(Problem::Missing { field: "error" }),
        }
    }

    /// Returns the error of a response that does not follow the protocol.
    #[must_use]
    pub fn malformed(self, problem: Problem) -> DecodeError {
        self.rejected(Rejection::Malformed(problem))
    }

    /// Returns the error of a response that fails a check.
    #[must_use]
    pub fn untrusted(self, check: FailedCheck) -> DecodeError {
        self.rejected(Rejection::Untrusted(check))
    }

    /// Returns the error of a response that was rejected.
    #[must_use]
    pub fn rejected(self, rejection: Rejection) -> DecodeError {
        let rewritten = self.rewritten();
        let issued = Body::new(rewritten.as_deref().unwrap_or(self.body));
        self.reject(rejection, issued.ok().as_ref())
    }

    /// Reads the members of a successful response. Every endpoint uses this method.
    pub(crate) fn read<T>(self, read: impl FnOnce(Members<'_>) -> Result<T, Rejection>) -> Result<T, DecodeError> {
        self.check()?;
        let rewritten = self.rewritten();
        let body =
            Body::new(rewritten.as_deref().unwrap_or(self.body)).map_err(|problem| self.without_error(problem))?;
        self.members(&body).and_then(|members| read(members).map_err(|rejection| self.reject(rejection, Some(&body))))
    }

    /// Returns the members of a successful body, or the error.
    ///
    /// A response is an error if its status says so, or if it has an `error` member, because some servers send errors
    /// with status 200. If the body of a client error (4xx) contains no error code, that of a challenge counts.
    fn members<'t>(self, body: &'t Body<'_>) -> Result<Members<'t>, DecodeError> {
        let strict = self.dialect().is_some_and(Dialect::is_strict);
        let mut parsed = body.parse(|| self.content_type()).map_err(|problem| self.without_error(problem))?;
        let reject = |problem: Problem| self.reject(problem.into(), Some(body));
        let error = parsed.members.get("error").map_err(reject)?.map(|raw| raw.node()).transpose();
        let error = error.map_err(|problem| self.without_error(problem))?;
        if let Some(error) = error.as_ref().filter(|error| !is_no_error(error)) {
            return Err(self.server_error(parsed.members, error));
        }
        if !self.status.is_success() {
            return Err(self.without_error(Problem::Missing { field: "error" }));
        }
        if strict && !parsed.is_form {
            // In strict mode, members that are not read must be valid too.
            json::parse(body.text().as_bytes()).map_err(reject)?;
        }
        if error.is_some() {
            parsed.members.remove("error");
        }
        let Parsed { members, is_form, is_unencoded, is_damaged } = parsed;
        let repeated = members.is_repeated();
        let mut members = Members::new(members, strict, is_form, is_damaged);
        for (found, deviation) in [
            (body.is_marked, Deviation::ByteOrderMark),
            (is_damaged, Deviation::Utf8Replaced),
            (is_unencoded, Deviation::FormUnencoded),
            (repeated, Deviation::Repeated),
            (error.is_some(), Deviation::ErrorEmpty),
        ] {
            if found {
                members.deviate(deviation).map_err(reject)?;
            }
        }
        Ok(members)
    }

    /// Returns the body as rewritten by the dialect's hook.
    fn rewritten(self) -> Option<Vec<u8>> {
        self.dialect().and_then(Dialect::hook).and_then(|hook| hook(self.status, self.headers, self.body))
    }

    fn content_type(self) -> ContentType {
        let value = self.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        let begins = |name: &[u8]| value.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if begins(b"application/json") {
            ContentType::Json
        } else if begins(b"application/x-www-form-urlencoded") {
            ContentType::Form
        } else {
            ContentType::Other
        }
    }

    /// Performs the checks that come before parsing the body.
    fn check(self) -> Result<(), DecodeError> {
        if self.status.is_redirection() {
            return Err(self.reject(Problem::Redirect.into(), None));
        }
        let encoded = self.headers.get_all(header::CONTENT_ENCODING).iter().any(|value| !is_identity(value.as_bytes()));
        if encoded {
            return Err(self.without_error(Problem::ContentEncoding));
        }
        if self.body.len() > MAX_BODY {
            return Err(self.without_error(Problem::TooLarge { limit: MAX_BODY }));
        }
        Ok(())
    }

    /// Rejects a signed or encrypted response: its claims are meaningless until they are verified.
    pub(crate) fn refuse_jwt(self) -> Result<(), DecodeError> {
        let content_type = self.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        let essence = content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        let essence = essence.to_ascii_lowercase();
        if essence == b"application/jwt" || essence.ends_with(b"+jwt") {
            return Err(self.reject(Problem::Jwt.into(), None));
        }
        Ok(())
    }

    fn dialect(self) -> Option<&'a Dialect> {
        self.context.and_then(|context| context.dialect)
    }
}

/// Whether the coding is `identity`, or what some servers send instead.
fn is_identity(coding: &[u8]) -> bool {
    [&b"identity"[..], b"none", b"utf-8", b""].iter().any(|each| coding.trim_ascii().eq_ignore_ascii_case(each))
}

/// Whether a value of `error` is not an error.
fn is_no_error(node: &Node<'_>) -> bool {
    match node {
        Node::Null | Node::Bool(false) | Node::Unsigned(0) => true,
        Node::String(text) => text.is_empty(),
        Node::Array(items) => items.is_empty(),
        _ => false,
    }
}

impl<'a, B: AsRef<[u8]>> From<&'a http::Response<B>> for Response<'a> {
    fn from(response: &'a http::Response<B>) -> Self {
        Self::new(response.status(), response.headers(), response.body().as_ref())
    }
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status.as_u16(), self.body.len())
    }
}

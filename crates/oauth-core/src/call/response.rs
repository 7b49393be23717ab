//! A response, and what every endpoint checks of it before it reads its own members.

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use http::{HeaderMap, StatusCode, header};

use super::RequestContext;
use super::redact::redact;
use crate::error::{
    Challenge, DecodeError, ErrorCode, FailedCheck, HttpResponse, Issued, Malformed, Problem, Refused, Rejection,
    ServerError, ServerErrorParts, Unavailable, Untrusted, challenges, is_page,
};
use crate::server::Dialect;
use crate::wire::deviation::Deviation;
use crate::wire::extra::Extra;
use crate::wire::form;
use crate::wire::json::{self, MAX_BODY, Node, Object};
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;

/// A response, borrowed from any `http::Response` whose body is bytes.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a [u8],
    received_at: Option<SystemTime>,
    context: Option<&'a RequestContext<'a>>,
}

impl<'a> Response<'a> {
    /// A response from its parts, for an HTTP stack that does not use the `http` crate.
    #[must_use]
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, body, received_at: None, context: None }
    }

    /// Says when the response arrived. Without it the `Date` of the server shows only that our clock is ahead, and never
    /// that it is behind.
    #[must_use]
    pub fn received_at(self, at: SystemTime) -> Self {
        Self { received_at: Some(at), ..self }
    }

    /// Says which request it is the response to. A [`Call`](super::Call) does so before it decodes.
    #[must_use]
    pub fn with_context<'b>(self, context: &'b RequestContext<'b>) -> Response<'b>
    where
        'a: 'b,
    {
        Response { context: Some(context), ..self }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(self) -> &'a HeaderMap {
        self.headers
    }

    /// The whole body.
    #[must_use]
    pub fn body(self) -> &'a [u8] {
        self.body
    }

    /// When the response arrived, if that is known.
    #[must_use]
    pub fn arrival(self) -> Option<SystemTime> {
        self.received_at
    }

    /// The members of a successful response.
    ///
    /// # Errors
    ///
    /// The server sent an error, with whatever status; the server is not available; or the response is neither JSON nor
    /// a form.
    pub fn object(self) -> Result<Extra, DecodeError> {
        self.read(|members| Ok(members.finish().0))
    }

    /// The error of a response that is not a success, for an endpoint whose success has no members.
    #[must_use]
    pub fn failure(self) -> DecodeError {
        match self.object() {
            Err(error) => error,
            Ok(_) => self.malformed(Problem::Missing { field: "error" }),
        }
    }

    /// The error of a response that is not what the protocol says.
    #[must_use]
    pub fn malformed(self, problem: Problem) -> DecodeError {
        DecodeError::Malformed(Malformed::new(problem, self.kept(), self.issued()))
    }

    /// The error of a response that fails a check.
    #[must_use]
    pub fn untrusted(self, check: FailedCheck) -> DecodeError {
        DecodeError::Untrusted(Untrusted::new(check, self.kept(), self.issued()))
    }

    /// The error of a response that somebody rejects.
    #[must_use]
    pub fn rejected(self, rejection: Rejection) -> DecodeError {
        match rejection {
            Rejection::Malformed(problem) => self.malformed(problem),
            Rejection::Untrusted(check) => self.untrusted(check),
        }
    }

    /// Reads the members of a successful response: the one way to them, for every endpoint.
    pub(crate) fn read<T>(self, read: impl FnOnce(Members<'_>) -> Result<T, Rejection>) -> Result<T, DecodeError> {
        self.check()?;
        let hook = self.dialect().and_then(Dialect::hook);
        let rewritten = hook.and_then(|hook| hook(self.status, self.headers, self.body));
        let body = rewritten.as_deref().unwrap_or(self.body);
        let strict = self.dialect().is_some_and(Dialect::is_strict);
        let unmarked = body.strip_prefix(b"\xef\xbb\xbf");
        let text = match std::str::from_utf8(unmarked.unwrap_or(body)) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(unmarked.unwrap_or(body)),
        };
        let mut members = self.members(&text, strict, matches!(text, Cow::Owned(_)))?;
        if unmarked.is_some() {
            members.deviate(Deviation::ByteOrderMark).map_err(|problem| self.malformed(problem))?;
        }
        if matches!(text, Cow::Owned(_)) {
            members.deviate(Deviation::Utf8Replaced).map_err(|problem| self.malformed(problem))?;
        }
        read(members).map_err(|rejection| self.rejected(rejection))
    }

    /// The members of a text that is a success, or its error.
    ///
    /// A response is an error if its status says so, or if it has an `error` member: some servers send errors with
    /// status 200. If the body of a client error (4xx) names none, that of a challenge counts.
    fn members<'t>(self, text: &'t str, strict: bool, damaged: bool) -> Result<Members<'t>, DecodeError> {
        let (mut object, form) = match self.parse(text) {
            Ok(parsed) => parsed,
            Err(problem) => return Err(self.without_error(problem)),
        };
        let empty = match object.get("error") {
            None => false,
            Some(node) if is_no_error(node) => true,
            Some(_) => return Err(self.server_error(object)),
        };
        if !self.status.is_success() {
            return Err(self.without_error(Problem::Missing { field: "error" }));
        }
        let named = object.remove("error");
        let mut members = Members::new(object, strict, form, damaged);
        if empty && named {
            members.deviate(Deviation::ErrorEmpty).map_err(|problem| self.malformed(problem))?;
        }
        Ok(members)
    }

    /// Reads a text as what its first character says. That tells more than the Content-Type: servers send JSON as
    /// text/html and text/plain, and forms as text/plain.
    fn parse(self, text: &str) -> Result<(Object<'_>, bool), Problem> {
        let body = text.as_bytes();
        match body.trim_ascii_start().first() {
            None => Err(Problem::Empty),
            Some(b'{' | b'[' | b'"') => Ok((json::parse(body)?, false)),
            Some(_) if !self.says_json() && form::looks_like_form(body.trim_ascii_end()) => {
                Ok((form::parse(body.trim_ascii_end())?, true))
            }
            Some(_) => Err(json::parse(body).err().unwrap_or(Problem::Syntax { offset: 0 })),
        }
    }

    fn says_json(self) -> bool {
        self.headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"application/json"))
    }

    /// Checks what has to hold before anybody looks into the body.
    fn check(self) -> Result<(), DecodeError> {
        if self.status.is_redirection() {
            return Err(self.malformed(Problem::Redirect));
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

    /// Refuses a response that is signed or encrypted: its claims mean nothing before that was checked.
    pub(crate) fn refuse_jwt(self) -> Result<(), DecodeError> {
        let content_type = self.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        let essence = content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        let essence = essence.to_ascii_lowercase();
        if essence == b"application/jwt" || essence.ends_with(b"+jwt") {
            return Err(self.malformed(Problem::Jwt));
        }
        Ok(())
    }

    /// The error of a response whose body names none. In a client error, that of the first challenge with one counts
    /// (RFC 6750 §3): some servers send no body with it.
    fn without_error(self, problem: Problem) -> DecodeError {
        let unavailable = || DecodeError::Unavailable(Unavailable::new(self.kept()));
        if self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS {
            return unavailable();
        }
        if !self.status.is_client_error() {
            return if is_page(self.body) { unavailable() } else { self.malformed(problem) };
        }
        let challenges = challenges(self.headers);
        let Some((challenge, code)) = challenges.iter().find_map(|each| Some((each, each.error()?))) else {
            if is_page(self.body) {
                return unavailable();
            }
            return DecodeError::Refused(Refused::new(self.kept(), self.shown_challenges(&challenges)));
        };
        let text = |name: &str| challenge.parameter(name).filter(|text| !text.is_empty()).map(str::to_owned);
        self.server(code, text("error_description"), text("error_uri"), Extra::default())
    }

    /// The `WWW-Authenticate` headers for a message: word for word, but for the values of schemes that have one alone,
    /// such as `Negotiate`, and for the secrets of the request.
    fn shown_challenges(self, challenges: &[Challenge]) -> Option<String> {
        let lines = self.headers.get_all(header::WWW_AUTHENTICATE).iter();
        let shown: Vec<String> = if challenges.iter().any(|challenge| challenge.token68().is_some()) {
            challenges.iter().map(|challenge| challenge.scheme().to_owned()).collect()
        } else {
            lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned()).collect()
        };
        (!shown.is_empty()).then(|| redact(shown.join(", "), &self.secrets()))
    }

    fn secrets(self) -> Vec<Secret> {
        self.context.and_then(|context| context.secrets).map(|secrets| secrets()).unwrap_or_default()
    }

    /// An error response. Some servers send an object or a number for `error`: what stands for a code in it is the code.
    fn server_error(self, mut object: Object<'_>) -> DecodeError {
        let mut text = |name: &str| match object.get(name) {
            Some(Node::String(text)) if !text.is_empty() => {
                let text = text.clone().into_owned();
                object.remove(name);
                Some(text)
            }
            _ => None,
        };
        // These two are for people; a wrong type in them does not hide the error itself.
        let (mut description, uri) = (text("error_description"), text("error_uri"));
        let code = match object.get("error") {
            Some(Node::String(code)) => Some(code.clone().into_owned()),
            Some(Node::Unsigned(code)) => Some(code.to_string()),
            Some(Node::Signed(code)) => Some(code.to_string()),
            Some(Node::Object(inner)) => {
                let member = |name: &str| inner.iter().find_map(|(each, node)| (each == name).then_some(node));
                let as_text = |name: &str| match member(name)? {
                    Node::String(text) if !text.is_empty() => Some(text.clone().into_owned()),
                    Node::Unsigned(number) => Some(number.to_string()),
                    _ => None,
                };
                description = description.or_else(|| as_text("message"));
                ["code", "type", "status"].into_iter().find_map(as_text)
            }
            _ => None,
        };
        let Some(code) = code else {
            return self.without_error(Problem::InvalidValue { field: "error", reason: "holds no error code" });
        };
        if matches!(object.get("error"), Some(Node::String(_))) {
            object.remove("error");
        }
        self.server(&code, description, uri, Extra::rest_of(object))
    }

    fn server(self, code: &str, description: Option<String>, uri: Option<String>, extra: Extra) -> DecodeError {
        let secrets = self.secrets();
        let clean = |text: String| redact(text, &secrets);
        let parts = ServerErrorParts {
            response: self.kept(),
            code: ErrorCode::from(&*clean(code.to_owned())),
            description: description.map(clean),
            uri: uri.map(clean),
            extra,
        };
        DecodeError::Server(ServerError::new(parts))
    }

    /// The tokens that a success brings, for an error that refuses it.
    fn issued(self) -> Issued {
        if !self.status.is_success() {
            return Issued::default();
        }
        let Ok(mut object) = json::parse(self.body) else { return Issued::default() };
        let mut secret = |name: &'static str| -> Option<Secret> {
            members::secret(&object.take(name)?, name).ok().and_then(|(secret, _)| secret)
        };
        Issued { refresh_token: secret("refresh_token"), id_token: secret("id_token") }
    }

    fn dialect(self) -> Option<&'a Dialect> {
        self.context.and_then(|context| context.dialect)
    }

    fn kept(self) -> HttpResponse {
        let kept = HttpResponse::new(self.status, self.headers, self.body);
        match self.context {
            Some(context) => kept.to_request(context.endpoint, context.url, context.on_behalf_of),
            None => kept,
        }
    }
}

/// `identity`, and what some servers write in its place.
fn is_identity(coding: &[u8]) -> bool {
    [&b"identity"[..], b"none", b"utf-8", b""].iter().any(|each| coding.trim_ascii().eq_ignore_ascii_case(each))
}

/// A value of `error` that holds no error.
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

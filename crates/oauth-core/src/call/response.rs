//! An answer, and what every endpoint checks of it before it reads its own members.

use std::fmt;

use http::{HeaderMap, StatusCode, header};

use crate::error::ServerErrorParts;
use crate::error::{
    DecodeError, ErrorCode, FailedCheck, HttpResponse, Malformed, Problem, Rejection, ServerError, Untrusted,
    challenges,
};
use crate::wire::extra::Extra;
use crate::wire::form;
use crate::wire::json::{self, MAX_BODY, Object};

/// An answer, borrowed from any `http::Response` whose body is bytes.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a [u8],
    /// What the server sent, which an error keeps, where a hook gave another body to read.
    sent: &'a [u8],
}

impl<'a> Response<'a> {
    /// An answer from its parts, for an HTTP stack that does not speak the `http` crate.
    #[must_use]
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, body, sent: body }
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

    /// The same answer with another body.
    pub(crate) fn with_body<'b>(self, body: &'b [u8]) -> Response<'b>
    where
        'a: 'b,
    {
        Response { body, ..self }
    }

    /// The members of a successful answer, and whether they came as a form.
    ///
    /// An answer is an error where its status says so, and where it has an `error` member: some servers send errors
    /// with status 200. Where the body of a client error (4xx) names none, that of a challenge counts.
    pub(crate) fn object(self) -> Result<(Object<'a>, Encoding), DecodeError> {
        let (mut object, encoding) = self.members().map_err(|problem| self.no_error_in_body(problem))?;
        let error = object.take_text("error").map_err(|problem| self.no_error_in_body(problem))?;
        match error {
            Some(code) => Err(self.server_error(&code, object)),
            None if self.status.is_success() => Ok((object, encoding)),
            None => Err(self.no_error_in_body(Problem::Missing { field: "error" })),
        }
    }

    /// What an answer that is no success says of it, for an endpoint whose success has no members.
    pub(crate) fn failure(self) -> DecodeError {
        match self.object() {
            Err(error) => error,
            Ok(_) => self.malformed(Problem::Missing { field: "error" }),
        }
    }

    /// Refuses an answer that is signed or encrypted: its claims mean nothing before that was checked.
    pub(crate) fn refuse_jwt(self) -> Result<(), DecodeError> {
        let content_type = self.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        let essence = content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        let essence = essence.to_ascii_lowercase();
        if essence == b"application/jwt" || essence.ends_with(b"+jwt") {
            return Err(self.malformed(Problem::Jwt));
        }
        Ok(())
    }

    /// What has to hold before anybody looks into the body.
    pub(crate) fn check(self) -> Result<(), Problem> {
        if self.status.is_redirection() {
            return Err(Problem::Redirect);
        }
        if self
            .headers
            .get_all(header::CONTENT_ENCODING)
            .iter()
            .any(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity"))
        {
            return Err(Problem::ContentEncoding);
        }
        if self.body.len() > MAX_BODY {
            return Err(Problem::TooLarge { limit: MAX_BODY });
        }
        Ok(())
    }

    fn members(self) -> Result<(Object<'a>, Encoding), Problem> {
        self.check()?;
        // The first character tells more than the Content-Type: servers send JSON as text/html and text/plain, and
        // forms as text/plain.
        match self.body.trim_ascii_start().first() {
            None => Err(Problem::Empty),
            Some(b'{' | b'[' | b'"') => Ok((json::parse(self.body)?, Encoding::Json)),
            Some(_) if !self.says_json() && form::looks_like_form(self.body.trim_ascii_end()) => {
                Ok((form::parse_utf8(self.body.trim_ascii_end())?, Encoding::Form))
            }
            Some(_) => Err(json::parse(self.body).err().unwrap_or(Problem::Syntax { offset: 0 })),
        }
    }

    fn says_json(self) -> bool {
        self.headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"application/json"))
    }

    pub(crate) fn malformed(self, problem: Problem) -> DecodeError {
        DecodeError::Malformed(Malformed::new(problem, self.answer()))
    }

    pub(crate) fn untrusted(self, check: FailedCheck) -> DecodeError {
        DecodeError::Untrusted(Untrusted::new(check, self.answer()))
    }

    pub(crate) fn rejected(self, rejection: Rejection) -> DecodeError {
        match rejection {
            Rejection::Malformed(problem) => self.malformed(problem),
            Rejection::Untrusted(check) => self.untrusted(check),
        }
    }

    /// The error of an answer whose body names none: that of its first challenge that does (RFC 6750 §3). Some servers
    /// send no body with it.
    fn no_error_in_body(self, problem: Problem) -> DecodeError {
        if !self.status.is_client_error() {
            return self.malformed(problem);
        }
        let challenges = challenges(self.headers);
        let Some((challenge, code)) = challenges.iter().find_map(|each| Some((each, each.error()?))) else {
            let bare = self.status == StatusCode::UNAUTHORIZED && !challenges.is_empty();
            return self.malformed(if bare { Problem::Challenge } else { problem });
        };
        let text = |name: &str| challenge.parameter(name).filter(|text| !text.is_empty()).map(str::to_owned);
        DecodeError::Server(ServerError::new(ServerErrorParts {
            answer: self.answer(),
            code: ErrorCode::from(code),
            description: text("error_description"),
            uri: text("error_uri"),
            extra: Extra::default(),
        }))
    }

    fn server_error(self, code: &str, mut object: Object<'_>) -> DecodeError {
        // These two are for people; a wrong type in them does not hide the error itself.
        let mut text = |name: &'static str| object.take_text(name).ok().flatten().map(std::borrow::Cow::into_owned);
        let (description, uri) = (text("error_description"), text("error_uri"));
        let code = ErrorCode::from(code);
        let parts = ServerErrorParts { answer: self.answer(), code, description, uri, extra: Extra::rest_of(object) };
        DecodeError::Server(ServerError::new(parts))
    }

    fn answer(self) -> HttpResponse {
        HttpResponse::new(self.status, self.headers, self.sent)
    }
}

/// How the members of an answer were written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Form,
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

//! The HTTP response of an error.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};
use zeroize::Zeroizing;

use super::{Note, OnBehalfOf};
use crate::wire::challenge::{Challenge, challenges};
use crate::wire::text::Shown;

/// How much of a body an error keeps, in bytes.
const KEPT: usize = 64 * 1024;
/// The longest wait that `retry_after` returns: ten years, which can be added to any time.
const LONGEST_WAIT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The HTTP response of an error, kept for diagnosis. Its `Debug` shows the status and the sizes only.
#[derive(Clone)]
pub struct HttpResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Zeroizing<Vec<u8>>,
    size: usize,
    summary: Box<str>,
    endpoint: Option<Box<str>>,
    url: Option<Box<str>>,
    on_behalf_of: Option<OnBehalfOf>,
    note: Option<Box<Note>>,
}

impl HttpResponse {
    /// Keeps a part of a response. `clean` removes secrets from the text that messages show.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8], clean: impl Fn(String) -> String) -> Self {
        let kept = body.get(..KEPT).unwrap_or(body);
        let summary = summary(headers, kept, body.len(), clean).into();
        let (headers, body, size) = (headers.clone(), Zeroizing::new(kept.to_vec()), body.len());
        Self { status, headers, body, size, summary, endpoint: None, url: None, on_behalf_of: None, note: None }
    }

    /// Adds the request that this is the response to.
    pub(crate) fn of_request(self, endpoint: &str, url: &str, on_behalf_of: OnBehalfOf) -> Self {
        let url = url.split('?').next().unwrap_or_default();
        Self { endpoint: Some(endpoint.into()), url: Some(url.into()), on_behalf_of: Some(on_behalf_of), ..self }
    }

    /// Adds what messages say about the client's authentication and its clock.
    pub(crate) fn with_note(self, note: Note) -> Self {
        Self { note: Some(Box::new(note)), ..self }
    }

    pub(super) fn note(&self) -> Option<&Note> {
        self.note.as_deref()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers. They may contain cookies: print them with care.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the first 64 KiB of the body. It may contain tokens: print it with care.
    #[must_use]
    pub fn expose_body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the endpoint's name in the server's metadata, such as `token_endpoint`. `None` if the call has no
    /// [`RequestContext`](crate::call::RequestContext).
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// Returns the URL of the request without its query. `None` if the call has no context.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Returns on whose behalf the request was made. `None` if the call has no context.
    #[must_use]
    pub fn on_behalf_of(&self) -> Option<OnBehalfOf> {
        self.on_behalf_of
    }

    /// Returns how long to wait before the next request, counted from `now`: the value of the `Retry-After` header,
    /// which is a number of seconds or an HTTP date in any of its three forms
    /// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3)).
    ///
    /// At most ten years. `None` if there is no such header, or it cannot be read.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let value = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
        let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // A number with too many digits is a long time as well.
            value.parse().map_or(LONGEST_WAIT, Duration::from_secs)
        } else {
            httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default()
        };
        Some(wait.min(LONGEST_WAIT))
    }

    /// Returns the challenges of the `WWW-Authenticate` headers: what the server requires, and often why it refused.
    /// See [`challenges`].
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        challenges(&self.headers)
    }

    /// Returns whether the endpoint itself may have sent the body: it is empty or a JSON object.
    pub(crate) fn is_empty_or_object(&self) -> bool {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        matches!(body.trim_ascii().first(), None | Some(b'{'))
    }

    /// Returns the sender, for the beginning of a message.
    pub(crate) fn sender(&self) -> Sender<'_> {
        Sender(self)
    }

    /// Returns a summary of the body for a message: its type, its size and a page's title. Nothing else, since a debug
    /// page may echo the form that was sent.
    pub(crate) fn summary(&self) -> &str {
        &self.summary
    }
}

/// Returns whether a body is markup, such as an HTML page.
pub(crate) fn is_page(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().first() == Some(&b'<')
}

/// The sender of a response: `the token_endpoint https://as.example/token`, or `the server`.
pub(crate) struct Sender<'r>(&'r HttpResponse);

impl fmt::Display for Sender<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.endpoint, &self.0.url) {
            (Some(endpoint), Some(url)) => write!(f, "the {} {}", Shown(endpoint), Shown(url)),
            _ => f.write_str("the server"),
        }
    }
}

/// Summarizes the body of a response.
fn summary(headers: &HeaderMap, body: &[u8], size: usize, clean: impl Fn(String) -> String) -> String {
    if body.trim_ascii().is_empty() {
        return "an empty body".to_owned();
    }
    let shown = |text: String| Shown(&clean(text)).to_string();
    let mut words = format!("{size} bytes");
    if let Some(content_type) = headers.get(header::CONTENT_TYPE) {
        words += &format!(" of {}", shown(String::from_utf8_lossy(content_type.as_bytes()).into_owned()));
    }
    if let Some(title) = title(body) {
        words += &format!(" titled \"{}\"", shown(title));
    }
    words
}

/// Returns the `<title>` of a page.
fn title(body: &[u8]) -> Option<String> {
    if !is_page(body) {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find('<')?;
    let title = text[start..end].trim();
    (!title.is_empty()).then(|| title.to_owned())
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({}, {} headers, {} bytes)", self.status.as_u16(), self.headers.len(), self.size)
    }
}

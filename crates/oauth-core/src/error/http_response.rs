//! The HTTP response that an error is about.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};
use zeroize::Zeroizing;

use super::OnBehalfOf;
use crate::wire::challenge::{Challenge, challenges};
use crate::wire::text::Shown;

/// The part of a body that an error keeps, in bytes.
const KEPT: usize = 64 * 1024;
/// The longest wait that a `Retry-After` in seconds stands for: ten years, which can be added to any time.
const LONGEST_WAIT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The HTTP response that an error is about, kept for finding the cause. Its `Debug` shows the status alone.
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
}

impl HttpResponse {
    /// Keeps a part of a response. What a message shows of it goes through `clean` first.
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8], clean: impl Fn(String) -> String) -> Self {
        let kept = body.get(..KEPT).unwrap_or(body);
        let summary = summary(headers, kept, body.len(), clean).into();
        let (headers, body, size) = (headers.clone(), Zeroizing::new(kept.to_vec()), body.len());
        Self { status, headers, body, size, summary, endpoint: None, url: None, on_behalf_of: None }
    }

    /// Says which request it is the response to.
    pub(crate) fn of_request(self, endpoint: &str, url: &str, on_behalf_of: OnBehalfOf) -> Self {
        let url = url.split('?').next().unwrap_or_default();
        Self { endpoint: Some(endpoint.into()), url: Some(url.into()), on_behalf_of: Some(on_behalf_of), ..self }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. They may hold cookies: print them with care.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first 64 KiB of the body, which may hold tokens: print it with care.
    #[must_use]
    pub fn expose_body(&self) -> &[u8] {
        &self.body
    }

    /// The name of the endpoint that sent it, as the metadata calls it, such as `token_endpoint`. `None` if the call did
    /// not say.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// The URL that the request went to, without its query. `None` if the call did not say.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// On whose behalf the request was made. `None` if the call did not say.
    #[must_use]
    pub fn on_behalf_of(&self) -> Option<OnBehalfOf> {
        self.on_behalf_of
    }

    /// The time to wait before the next request, counted from `now`: the `Retry-After` header, in seconds or as a date
    /// in any of HTTP's three forms
    /// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3)), at most ten years. `None` if
    /// there is none or it says neither.
    #[must_use]
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let value = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
        let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // More digits than a number holds are a long time too.
            value.parse().map_or(LONGEST_WAIT, Duration::from_secs)
        } else {
            httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default()
        };
        Some(wait.min(LONGEST_WAIT))
    }

    /// The challenges of the `WWW-Authenticate` headers: what the server wants to see, and often why it refused. See
    /// [`challenges`].
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        challenges(&self.headers)
    }

    /// Whether the body is what the endpoint itself would send: nothing, or a JSON object.
    pub(crate) fn is_empty_or_object(&self) -> bool {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        matches!(body.trim_ascii().first(), None | Some(b'{'))
    }

    /// The sender, for the start of a message.
    pub(crate) fn sender(&self) -> Sender<'_> {
        Sender(self)
    }

    /// The body for a message: its type, its size and, for a page, its title. Nothing else, since a debug page repeats
    /// the form that was sent.
    pub(crate) fn summary(&self) -> &str {
        &self.summary
    }
}

/// Whether a body is a page of HTML or another document of markup.
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

/// The body of a response in a few words.
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

/// The `<title>` of a page.
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

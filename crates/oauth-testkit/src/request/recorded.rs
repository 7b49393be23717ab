//! A recorded request.

use std::fmt;

use http::{HeaderMap, HeaderName, Method, Request, header};

use crate::wire::{form, redact};

/// A request as received. Printing it shows no credentials.
///
/// Only methods whose names begin with `expose` return values that may contain credentials.
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl RecordedRequest {
    pub(crate) fn new(request: Request<impl AsRef<[u8]>>) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers,
            body: body.as_ref().to_vec(),
        }
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The scheme of the `Authorization` header, spelled as received: `Basic`, `Bearer`, and so on.
    #[must_use]
    pub fn authorization_scheme(&self) -> Option<&str> {
        let value = self.headers.get(header::AUTHORIZATION)?.as_bytes();
        let scheme = value.split(|byte| *byte == b' ').next()?;
        std::str::from_utf8(scheme).ok().filter(|_| scheme.len() < value.len())
    }

    /// The first value of a header, redacted if it may be a credential.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        self.headers.get(&name).map(|value| redact::header_value(&name, value))
    }

    /// How often a header occurs.
    #[must_use]
    pub fn header_count(&self, name: &str) -> usize {
        self.headers.get_all(name).iter().count()
    }

    /// The names of the form parameters in order, including repetitions. Empty if the body is not a form.
    #[must_use]
    pub fn form_names(&self) -> Vec<String> {
        self.form().into_iter().map(|(name, _)| name).collect()
    }

    /// How often a form parameter occurs.
    #[must_use]
    pub fn form_count(&self, name: &str) -> usize {
        self.form().iter().filter(|(candidate, _)| candidate == name).count()
    }

    /// The first value of a form parameter, decoded. `***` if it may be a credential.
    #[must_use]
    pub fn form_value(&self, name: &str) -> Option<String> {
        let value = self.expose_form_value(name)?;
        Some(if redact::is_secret(name) { "***".to_owned() } else { value })
    }

    /// The first value of a form parameter, decoded, even if it is a credential.
    #[must_use]
    pub fn expose_form_value(&self, name: &str) -> Option<String> {
        self.form().into_iter().find(|(candidate, _)| candidate == name).map(|(_, value)| value)
    }

    /// The headers, including credentials.
    #[must_use]
    pub fn expose_headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The query of the URL, not decoded.
    #[must_use]
    pub fn expose_query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The body.
    #[must_use]
    pub fn expose_raw_body(&self) -> &[u8] {
        &self.body
    }

    /// The request line, the headers and the body, with credentials redacted.
    #[must_use]
    pub fn to_redacted_http(&self) -> String {
        let query = self.query.as_ref().map(|query| format!("?{}", redact::form(query.as_bytes()))).unwrap_or_default();
        format!(
            "{} {}{query} HTTP/1.1\n{}\n{}\n",
            self.method,
            self.path,
            redact::headers(&self.headers),
            redact::body(&self.headers, &self.body),
        )
    }

    pub(crate) fn has_authorization(&self) -> bool {
        self.headers.contains_key(header::AUTHORIZATION)
    }

    /// Whether the query contains a parameter that may be a credential.
    pub(crate) fn has_credentials_in_query(&self) -> bool {
        let query = self.query.as_deref().unwrap_or_default();
        form::segments(query.as_bytes())
            .any(|(name, _)| form::component(name).map_or(true, |name| name == "client_id" || redact::is_secret(&name)))
    }

    fn form(&self) -> Vec<(String, String)> {
        form::decode(&self.body).unwrap_or_default()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RecordedRequest").field(&self.to_redacted_http()).finish()
    }
}

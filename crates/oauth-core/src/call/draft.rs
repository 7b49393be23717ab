//! A request that may still lack signatures and secrets.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};

use super::pairs::{self, Pairs, Value};
use super::sent::Sent;
use crate::error::EncodeError;
use crate::key::{Need, NotSupplied, SecretInput, Supplied};
use crate::server::BodyFormat;
use crate::wire::basic::{self, Encoding};
use crate::wire::bearer;
use crate::wire::form::Space;
use crate::wire::secret::Secret;

/// A request that may still lack signatures and secrets.
///
/// A [`Call`](super::Call) creates one for each transmission. If every key is in memory,
/// [`into_request`](Self::into_request) completes the request; [`Call::encode`](super::Call::encode) does this.
/// Otherwise, a driver calls [`need`](Self::need) and [`supply`](Self::supply) until nothing is missing.
///
/// A draft keeps its parameters and writes the body or the query last, so that an assertion that arrives later can be
/// placed in a form, in JSON or in a URL.
pub struct Draft {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    content: Content,
    open: Option<Box<Open>>,
}

#[expect(clippy::large_enum_variant, reason = "a box would cost an allocation for every request")]
enum Content {
    Body(Vec<u8>),
    Parameters { pairs: Pairs, format: BodyFormat, credentials: Option<Arc<Pairs>> },
}

/// The missing parts, in order.
#[derive(Default)]
struct Open {
    needs: Vec<(Place, Need)>,
    asked: Option<(Place, Need)>,
    proof: Option<Proof>,
    /// The user of a Basic header whose password is signed, and its encoding.
    basic: Option<(String, Encoding)>,
    sent: Option<Box<Sent>>,
}

/// The proof of possession in a draft.
#[derive(Debug)]
pub(crate) struct Proof {
    nonce: Option<String>,
}

impl Proof {
    /// Whether a server that demands this nonce needs another proof.
    pub(crate) fn lacks(&self, nonce: &str) -> bool {
        self.nonce.as_deref() != Some(nonce)
    }
}

/// The position of a signature or secret in a request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Place {
    /// The password of an `Authorization: Basic` header. Its user is the client id.
    Basic,
    /// The token of an `Authorization: Bearer` header.
    Bearer,
    /// A header. Its value is marked sensitive.
    Header(HeaderName),
    /// A parameter with this name, after the existing ones.
    Parameter(Cow<'static, str>),
}

impl Draft {
    /// Creates a draft whose parameters are sent in the server's format: as a form, as JSON or in the URL.
    pub(crate) fn with_parameters(method: Method, uri: Uri, headers: HeaderMap, format: BodyFormat) -> Self {
        let content = Content::Parameters { pairs: Pairs::default(), format, credentials: None };
        Self { method, uri, headers, content, open: None }
    }

    /// Creates a draft that only collects parameters and is never sent.
    pub(crate) fn of_parameters() -> Self {
        Self::with_parameters(Method::POST, Uri::default(), HeaderMap::new(), BodyFormat::Form)
    }

    /// Returns the parameters.
    pub(crate) fn into_pairs(self) -> Pairs {
        match self.content {
            Content::Parameters { pairs, .. } => pairs,
            Content::Body(_) => Pairs::default(),
        }
    }

    /// Returns the parameters, if this kind of request has any.
    pub(super) fn pairs(&mut self) -> Result<&mut Pairs, EncodeError> {
        match &mut self.content {
            Content::Parameters { pairs, .. } => Ok(pairs),
            Content::Body(_) => Err(EncodeError::NoParameters),
        }
    }

    /// Returns the parameters that are secrets.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        match &self.content {
            Content::Parameters { pairs, .. } => Some(pairs.secrets()).into_iter().flatten(),
            Content::Body(_) => None.into_iter().flatten(),
        }
    }

    /// Whether there is a place that is still empty.
    pub(crate) fn has_needs(&self) -> bool {
        self.open.as_ref().is_some_and(|open| !open.needs.is_empty())
    }

    /// Adds the credentials that are sent with the parameters.
    pub(crate) fn set_credentials(&mut self, pairs: Arc<Pairs>) {
        if let Content::Parameters { credentials, .. } = &mut self.content {
            *credentials = Some(pairs);
        }
    }

    /// Adds a parameter of your own client authentication method, such as `client_id` or a vendor's token. A parameter
    /// that already exists is an error, because credentials must not be sent twice.
    ///
    /// # Errors
    ///
    /// The name is empty, the name or the value contains a control character, the request already has a parameter with
    /// this name, or it is a request without parameters.
    pub fn credential(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Secret>,
    ) -> Result<(), EncodeError> {
        let (name, value) = (name.into(), value.into());
        pairs::check(&name, value.expose())?;
        let pairs = self.pairs()?;
        if pairs.contains(&name) {
            return Err(EncodeError::ReservedParameter { name: name.into_owned() });
        }
        pairs.add(name, Value::Secret(value));
        Ok(())
    }

    /// Sets a header of your own client authentication method. Mark its value
    /// [sensitive](http::HeaderValue::set_sensitive).
    pub fn header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// Leaves a place empty until `need` is met. Needs are met in the order in which they were added: first those in
    /// the body, last those that cover the whole request.
    #[must_use]
    pub fn with(mut self, place: Place, need: impl Into<Need>) -> Self {
        self.leave(place, need);
        self
    }

    /// Like [`with`](Self::with), but by reference.
    pub fn leave(&mut self, place: Place, need: impl Into<Need>) {
        self.open.get_or_insert_default().needs.push((place, need.into()));
    }

    /// Returns the method of the request.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL of the request, without the parameters that are written last.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the headers so far.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Records that the request has a proof of possession, and its nonce, for comparison with the nonce that a server
    /// demands.
    pub(crate) fn set_proof(&mut self, nonce: Option<String>) {
        self.open.get_or_insert_default().proof = Some(Proof { nonce });
    }

    /// Takes the proof of possession, if there is one. Its nonce is optional.
    pub(crate) fn take_proof(&mut self) -> Option<Proof> {
        self.open.as_deref_mut()?.proof.take()
    }

    /// Sets the user of a Basic header whose password is a JWT that the client signs.
    pub(crate) fn set_basic(&mut self, user: &str, encoding: Encoding) {
        self.open.get_or_insert_default().basic = Some((user.to_owned(), encoding));
    }

    /// Records what authenticates the client.
    pub(crate) fn set_sent(&mut self, sent: Sent) {
        self.open.get_or_insert_default().sent = Some(Box::new(sent));
    }

    /// Takes the record of what authenticates the client.
    pub(crate) fn take_sent(&mut self) -> Option<Box<Sent>> {
        self.open.as_deref_mut()?.sent.take()
    }

    /// Whether the request needs a signature.
    pub(crate) fn is_signed(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.needs.iter().any(|(_, need)| matches!(need, Need::Signature(_))))
    }

    /// Returns the next need that must be met from outside. Keys in memory and sources that do not have to be awaited
    /// are used directly.
    ///
    /// # Errors
    ///
    /// A key cannot sign, a source has no text, or the previous need has not been met.
    pub fn need(&mut self) -> Result<Option<Need>, EncodeError> {
        loop {
            let Some(open) = self.open.as_deref_mut() else { return Ok(None) };
            if open.asked.is_some() {
                return Err(EncodeError::NotSupplied(NotSupplied::Nobody { need: "what the previous need asked for" }));
            }
            if open.needs.is_empty() {
                return Ok(None);
            }
            let (place, need) = open.needs.remove(0);
            let supplied = match &need {
                Need::Signature(input) => input.sign().map(|signed| Ok(Supplied::Signature(signed?))),
                Need::Secret(input) => input.now().map(|secret| Ok(Supplied::Secret(secret?))),
            };
            match supplied {
                Some(supplied) => self.put(place, &need, supplied.map_err(EncodeError::NotSupplied)?)?,
                None => {
                    open.asked = Some((place, need.clone()));
                    return Ok(Some(need));
                }
            }
        }
    }

    /// Meets the last need, or reports why it cannot be met.
    ///
    /// # Errors
    ///
    /// The need could not be met, no need is pending, or it is of another kind than what is supplied.
    pub fn supply(&mut self, supplied: Result<Supplied, NotSupplied>) -> Result<(), EncodeError> {
        let asked = self.open.as_deref_mut().and_then(|open| open.asked.take());
        let (place, need) = asked.ok_or(EncodeError::SuppliedUnasked)?;
        self.put(place, &need, supplied.map_err(EncodeError::NotSupplied)?)
    }

    /// Returns the completed request, if every key is in memory and every secret is available.
    ///
    /// # Errors
    ///
    /// Something must be supplied from outside, or the request cannot be written.
    pub fn into_request(mut self) -> Result<Request<Vec<u8>>, EncodeError> {
        match self.need()? {
            // The same as `finish`, which the draft would be moved to as a whole.
            None => {
                let body = self.body()?;
                Ok(request(self.method, self.uri, self.headers, body))
            }
            Some(need) => Err(EncodeError::NotSupplied(NotSupplied::Nobody { need: need.name() })),
        }
    }

    /// Writes the request.
    pub(crate) fn finish(mut self) -> Result<Request<Vec<u8>>, EncodeError> {
        let body = self.body()?;
        Ok(request(self.method, self.uri, self.headers, body))
    }

    /// Returns the body. The parameters of a query are added to the URL.
    fn body(&mut self) -> Result<Vec<u8>, EncodeError> {
        match &mut self.content {
            Content::Body(body) => Ok(std::mem::take(body)),
            Content::Parameters { pairs, format, credentials: None } => write(&mut self.uri, *format, &[pairs]),
            Content::Parameters { pairs, format, credentials: Some(credentials) } => {
                write(&mut self.uri, *format, &[pairs, credentials])
            }
        }
    }

    fn put(&mut self, place: Place, need: &Need, supplied: Supplied) -> Result<(), EncodeError> {
        let (text, input) = match (need, supplied) {
            (Need::Signature(input), Supplied::Signature(signature)) => {
                input.check_signature(&signature).map_err(NotSupplied::Signing)?;
                (Secret::from(&**input.jwt(&signature)), None)
            }
            (Need::Secret(input), Supplied::Secret(secret)) => {
                input.check(&secret)?;
                if matches!(&place, Place::Parameter(name) if name == "client_assertion") {
                    if let Some(sent) = self.open.as_deref_mut().and_then(|open| open.sent.as_deref_mut()) {
                        sent.foreign = Some(secret.clone());
                    }
                }
                (input.written(secret).ok_or(EncodeError::SamlNotXml)?, Some(input))
            }
            _ => return Err(EncodeError::SuppliedUnasked),
        };
        if text.expose().is_empty() {
            return Err(EncodeError::NotSupplied(NotSupplied::Secret { reason: "the text is empty".to_owned() }));
        }
        match place {
            Place::Parameter(name) => {
                pairs::check(&name, text.expose())?;
                self.pairs()?.add(name, Value::Secret(text));
            }
            Place::Header(name) => {
                let invalid = |_| EncodeError::InvalidHeader { name: name.to_string() };
                let mut value = HeaderValue::from_str(text.expose()).map_err(invalid)?;
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            Place::Bearer => {
                let value = bearer::header(text.expose()).ok_or(EncodeError::InvalidToken)?;
                self.headers.insert(header::AUTHORIZATION, value);
            }
            Place::Basic => {
                let invalid = || EncodeError::InvalidHeader { name: "authorization".to_owned() };
                let own = self.open.as_ref().and_then(|open| open.basic.as_ref());
                let own = own.map(|(user, encoding)| (user.as_str(), *encoding));
                let (id, encoding) = own.or(input.map(SecretInput::basic)).ok_or_else(invalid)?;
                let value = basic::header(id, text.expose(), encoding).ok_or_else(invalid)?;
                self.headers.insert(header::AUTHORIZATION, value);
            }
        }
        Ok(())
    }
}

fn request(method: Method, uri: Uri, headers: HeaderMap, body: Vec<u8>) -> Request<Vec<u8>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    request
}

/// Returns the body. The parameters of a query are added to the URL.
fn write(uri: &mut Uri, format: BodyFormat, lists: &[&Pairs]) -> Result<Vec<u8>, EncodeError> {
    match format {
        BodyFormat::Form => Ok(std::mem::take(&mut *pairs::to_form(lists, Space::Plus))),
        BodyFormat::Json => pairs::to_json(lists),
        BodyFormat::Query => {
            let query = pairs::to_form(lists, Space::Plus);
            let query = std::str::from_utf8(&query).map_err(|_| EncodeError::BodyFormat)?;
            *uri = pairs::with_query(&uri.to_string(), query).parse().map_err(|_| EncodeError::BodyFormat)?;
            Ok(Vec::new())
        }
    }
}

impl From<Request<Vec<u8>>> for Draft {
    fn from(request: Request<Vec<u8>>) -> Self {
        let (parts, body) = request.into_parts();
        let content = Content::Body(body);
        Self { method: parts.method, uri: parts.uri, headers: parts.headers, content, open: None }
    }
}

/// Prints only the names of the parameters: a value may be a token or a secret.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = match &self.content {
            Content::Parameters { pairs, .. } => pairs.names().collect(),
            Content::Body(_) => Vec::new(),
        };
        let needs = self.open.as_ref().map_or(0, |open| open.needs.len() + usize::from(open.asked.is_some()));
        f.debug_struct("Draft")
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .field("parameters", &names)
            .field("needs", &needs)
            .finish_non_exhaustive()
    }
}

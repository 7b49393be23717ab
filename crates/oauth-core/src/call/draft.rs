//! A request with the places that are still empty.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};

use super::pairs::{self, Pairs, Value};
use crate::error::EncodeError;
use crate::key::{Need, NotSupplied, SecretInput, Supplied};
use crate::server::BodyFormat;
use crate::wire::basic;
use crate::wire::form::Space;
use crate::wire::secret::Secret;

/// A request with the places that are still empty: what has to be signed for it, and which secrets have to be asked for.
///
/// A [`Call`](super::Call) makes one for each transmission. With every key in memory, [`into_request`](Self::into_request)
/// fills the places and gives the request; that is what [`Call::encode`](super::Call::encode) does. Otherwise a driver
/// asks [`need`](Self::need) and answers by [`supply`](Self::supply) until nothing is needed.
///
/// A draft owns its parameters and writes the body or the query last, so that an assertion that comes later has its
/// place in a form, in JSON and in a URL.
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

/// The places that are still empty, the next one first.
#[derive(Default)]
struct Open {
    needs: Vec<(Place, Need)>,
    asked: Option<(Place, Need)>,
    proof: Option<Proof>,
}

/// The proof of possession of a draft.
#[derive(Debug)]
pub(crate) struct Proof {
    nonce: Option<String>,
}

impl Proof {
    /// Whether a server that demands this nonce wants another proof.
    pub(crate) fn lacks(&self, nonce: &str) -> bool {
        self.nonce.as_deref() != Some(nonce)
    }
}

/// The place of a text in a request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Place {
    /// The password of an `Authorization: Basic` header, whose user is the client id.
    Basic,
    /// A header. Its value is marked sensitive.
    Header(HeaderName),
    /// A parameter of this name, the last one so far.
    Parameter(Cow<'static, str>),
}

impl Draft {
    /// A request whose parameters travel as the server wants them: as a form, as JSON or in the URL.
    pub(crate) fn with_parameters(method: Method, uri: Uri, headers: HeaderMap, format: BodyFormat) -> Self {
        let content = Content::Parameters { pairs: Pairs::default(), format, credentials: None };
        Self { method, uri, headers, content, open: None }
    }

    /// A draft that is never sent, for its parameters.
    pub(crate) fn of_parameters() -> Self {
        Self::with_parameters(Method::POST, Uri::default(), HeaderMap::new(), BodyFormat::Form)
    }

    /// The parameters alone.
    pub(crate) fn into_pairs(self) -> Pairs {
        match self.content {
            Content::Parameters { pairs, .. } => pairs,
            Content::Body(_) => Pairs::default(),
        }
    }

    /// The parameters, if it is a request that has some.
    pub(super) fn pairs(&mut self) -> Result<&mut Pairs, EncodeError> {
        match &mut self.content {
            Content::Parameters { pairs, .. } => Ok(pairs),
            Content::Body(_) => Err(EncodeError::NoParameters),
        }
    }

    /// The parameters that are secrets.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        match &self.content {
            Content::Parameters { pairs, .. } => Some(pairs.secrets()).into_iter().flatten(),
            Content::Body(_) => None.into_iter().flatten(),
        }
    }

    /// Adds the credentials that go where the parameters are.
    pub(crate) fn set_credentials(&mut self, pairs: Arc<Pairs>) {
        if let Content::Parameters { credentials, .. } = &mut self.content {
            *credentials = Some(pairs);
        }
    }

    /// Adds a parameter of a client authentication of your own, such as `client_id` or a vendor's token. Credentials have
    /// one location: a parameter that is there already is an error.
    ///
    /// # Errors
    ///
    /// The name is empty, the name or the value holds a control character, the request has a parameter of that name, or
    /// it is a request without parameters.
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

    /// Sets a header of a client authentication of your own. Mark its value
    /// [sensitive](http::HeaderValue::set_sensitive).
    pub fn header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// Leaves a place empty until `need` is met. Needs are met in the order in which they were added: what goes into the
    /// body first, what covers the whole request last.
    #[must_use]
    pub fn with(mut self, place: Place, need: Need) -> Self {
        self.leave(place, need);
        self
    }

    /// The same for a draft that is borrowed.
    pub fn leave(&mut self, place: Place, need: Need) {
        self.open.get_or_insert_default().needs.push((place, need));
    }

    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL of the request, without parameters that are still to be written.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The headers so far.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Notes that there is a proof of possession, and its nonce, so that it can be compared with the one that a server
    /// demands.
    pub(crate) fn set_proof(&mut self, nonce: Option<String>) {
        self.open.get_or_insert_default().proof = Some(Proof { nonce });
    }

    /// The nonce in the proof of possession, if there is a proof; it may have none.
    pub(crate) fn take_proof(&mut self) -> Option<Proof> {
        self.open.as_deref_mut()?.proof.take()
    }

    /// The next thing that somebody else must supply. Keys in memory and sources that answer at once are asked here.
    ///
    /// # Errors
    ///
    /// A key cannot sign, a source has no text, or the last need was not met yet.
    pub fn need(&mut self) -> Result<Option<Need>, EncodeError> {
        loop {
            let Some(open) = self.open.as_deref_mut() else { return Ok(None) };
            if open.asked.is_some() {
                return Err(EncodeError::NotSupplied(NotSupplied::Nobody {
                    need: "the answer to what was asked before",
                }));
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

    /// Meets the last need, or says why nobody can.
    ///
    /// # Errors
    ///
    /// It was not met, nothing was asked for, or it is of another kind than what was asked for.
    pub fn supply(&mut self, supplied: Result<Supplied, NotSupplied>) -> Result<(), EncodeError> {
        let asked = self.open.as_deref_mut().and_then(|open| open.asked.take());
        let (place, need) = asked.ok_or(EncodeError::SuppliedUnasked)?;
        self.put(place, &need, supplied.map_err(EncodeError::NotSupplied)?)
    }

    /// The request, if every key is in memory and every secret is at hand.
    ///
    /// # Errors
    ///
    /// Something has to be supplied from elsewhere, or the request cannot be written.
    pub fn into_request(mut self) -> Result<Request<Vec<u8>>, EncodeError> {
        match self.need()? {
            None => self.finish(),
            Some(need) => Err(EncodeError::NotSupplied(NotSupplied::Nobody { need: need.name() })),
        }
    }

    /// Writes the request.
    pub(crate) fn finish(mut self) -> Result<Request<Vec<u8>>, EncodeError> {
        // Taken apart by reference: to move the parameters out would copy them once more.
        let (uri, body) = match &mut self.content {
            Content::Body(body) => (self.uri, std::mem::take(body)),
            Content::Parameters { pairs, format, credentials: None } => write(self.uri, *format, &[pairs])?,
            Content::Parameters { pairs, format, credentials: Some(credentials) } => {
                write(self.uri, *format, &[pairs, credentials])?
            }
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    fn put(&mut self, place: Place, need: &Need, supplied: Supplied) -> Result<(), EncodeError> {
        let (text, input) = match (need, supplied) {
            (Need::Signature(input), Supplied::Signature(signature)) => (Secret::from(&**input.jwt(&signature)), None),
            (Need::Secret(input), Supplied::Secret(secret)) => {
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
            Place::Basic => {
                let invalid = || EncodeError::InvalidHeader { name: "authorization".to_owned() };
                let (id, encoding) = input.map(SecretInput::basic).ok_or_else(invalid)?;
                let value = basic::header(id, text.expose(), encoding).ok_or_else(invalid)?;
                self.headers.insert(header::AUTHORIZATION, value);
            }
        }
        Ok(())
    }
}

fn write(uri: Uri, format: BodyFormat, lists: &[&Pairs]) -> Result<(Uri, Vec<u8>), EncodeError> {
    match format {
        BodyFormat::Form => Ok((uri, std::mem::take(&mut *pairs::to_form(lists, Space::Plus)))),
        BodyFormat::Json => Ok((uri, pairs::to_json(lists)?)),
        BodyFormat::Query => {
            let query = pairs::to_form(lists, Space::Plus);
            let query = std::str::from_utf8(&query).map_err(|_| EncodeError::BodyFormat)?;
            let uri = pairs::with_query(&uri.to_string(), query).parse().map_err(|_| EncodeError::BodyFormat)?;
            Ok((uri, Vec::new()))
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

/// The names of the parameters alone: a value may be a token or a secret.
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

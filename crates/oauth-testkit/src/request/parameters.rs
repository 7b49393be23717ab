//! The parameters of a request, from its form or its query.

use std::collections::BTreeSet;

use http::header;

use crate::request::recorded::RecordedRequest;
use crate::response::refusal::Refusal;
use crate::wire::form;

/// The parameters that may be repeated ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2),
/// [RFC 8693 §2.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.1)).
const REPEATABLE: [&str; 2] = ["resource", "audience"];

/// Decoded parameters. Any parameter that is not in `REPEATABLE` occurs once at most.
#[derive(Clone, Debug)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    pub(crate) fn from_body(request: &RecordedRequest) -> Result<Self, Refusal> {
        require_form(request)?;
        Self::decode("body", request.expose_raw_body())
    }

    pub(crate) fn from_query(request: &RecordedRequest) -> Result<Self, Refusal> {
        Self::decode("query", request.expose_query().unwrap_or_default().as_bytes())
    }

    fn decode(place: &str, encoded: &[u8]) -> Result<Self, Refusal> {
        let pairs = form::decode(encoded).map_err(|malformed| {
            Refusal::invalid_request(format!("The {place} is not a form: it contains {malformed}"))
        })?;
        let mut seen = BTreeSet::new();
        let mut once = pairs.iter().filter(|(name, _)| !REPEATABLE.contains(&name.as_str()));
        if !once.all(|(name, _)| seen.insert(name)) {
            return Err(Refusal::invalid_request("A parameter occurs more than once"));
        }
        Ok(Self { pairs })
    }

    /// Whether the parameter is present, even if it is empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(candidate, _)| candidate == name)
    }

    /// The value of a parameter. An empty parameter counts as omitted
    /// ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)).
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// The values of a parameter that may be repeated.
    pub(crate) fn values<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        let pairs = self.pairs.iter().filter(move |(candidate, value)| candidate == name && !value.is_empty());
        pairs.map(|(_, value)| value.as_str())
    }

    /// The value of a required parameter.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.value(name).ok_or_else(|| Refusal::invalid_request(format!("The parameter {name} is missing")))
    }
}

fn require_form(request: &RecordedRequest) -> Result<(), Refusal> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let mut values = request.expose_headers().get_all(header::CONTENT_TYPE).iter();
    let (content_type, more) = (values.next(), values.next());
    let essence = content_type.and_then(|value| value.to_str().ok()).and_then(|value| value.split(';').next());
    if more.is_none() && essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(FORM)) {
        return Ok(());
    }
    Err(Refusal::invalid_request(format!("The Content-Type of a request to this endpoint is {FORM}")))
}

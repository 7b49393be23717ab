//! `/as/token`, RFC 6749, section 3.2: reads the request, authenticates the application, hands over to the grant.

use std::collections::BTreeSet;

use http::{Method, StatusCode, header};

use crate::authenticate::authenticate;
use crate::endpoint::require_method;
use crate::form;
use crate::grant::GrantType;
use crate::request::RecordedRequest;
use crate::respond::{Refusal, Reply};
use crate::state::State;

pub(crate) fn answer(state: &mut State, request: &RecordedRequest) -> Reply {
    grant(state, request).unwrap_or_else(Into::into)
}

fn grant(state: &mut State, request: &RecordedRequest) -> Result<Reply, Refusal> {
    require_method(request, &Method::POST)?;
    let form = Parameters::read(request)?;
    let application = authenticate(state, request, &form)?;
    let grant_type =
        form.value("grant_type").ok_or_else(|| Refusal::invalid_request("The parameter grant_type is missing"))?;
    let Some(grant_type) = GrantType::from_wire(grant_type) else {
        let description = "This server does not support the grant_type of the request";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
    };
    if !application.grant_types.contains(&grant_type) {
        let description = format!("The application may not use the grant {}", grant_type.as_str());
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "unauthorized_client", description));
    }
    grant_type.answer(state, &application, &form)
}

/// The parameters of a token request, each of which comes once.
#[derive(Clone, Debug)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    fn read(request: &RecordedRequest) -> Result<Self, Refusal> {
        require_form(request)?;
        let pairs = form::decode(request.expose_raw_body()).map_err(|malformed| {
            Refusal::invalid_request(format!("The body is not a form: it holds {}", malformed.describe()))
        })?;
        let mut seen = BTreeSet::new();
        if !pairs.iter().all(|(name, _)| seen.insert(name)) {
            return Err(Refusal::invalid_request("A parameter comes more than once"));
        }
        Ok(Self { pairs })
    }

    /// Whether the parameter is there at all, be it empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(candidate, _)| candidate == name)
    }

    /// The value of a parameter. One without a value counts as left out (RFC 6749, section 3.2).
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(candidate, value)| candidate == name && !value.is_empty());
        pair.map(|(_, value)| value.as_str())
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
    Err(Refusal::invalid_request(format!("The Content-Type of a token request is {FORM}")))
}

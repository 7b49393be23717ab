//! Bearer tokens, RFC 6750: read from the one place where they may be, and the challenge where they are not.

use http::{HeaderValue, StatusCode, header};

use crate::form;
use crate::request::RecordedRequest;
use crate::respond::Refusal;

/// A `WWW-Authenticate` header with the scheme `Bearer`, in the making.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    parameters: Vec<(&'static str, String)>,
}

impl Challenge {
    pub(crate) fn new(realm: &str) -> Self {
        Self { parameters: vec![("realm", realm.to_owned())] }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    /// 401 for a request without a token, to which no code belongs (RFC 6750, section 3.1).
    pub(crate) fn without_error(self) -> Refusal {
        let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "unauthorized", "The request has no access token");
        self.attach(refusal)
    }

    /// The refusal of a request with a token.
    pub(crate) fn refuse(self, status: StatusCode, error: &'static str, description: &str) -> Refusal {
        let challenge = self.with("error", error).with("error_description", description);
        challenge.attach(Refusal::new(status, error, description))
    }

    /// 401 `invalid_token`.
    pub(crate) fn invalid_token(self) -> Refusal {
        self.refuse(StatusCode::UNAUTHORIZED, "invalid_token", "The access token is unknown, expired or revoked")
    }

    fn attach(&self, refusal: Refusal) -> Refusal {
        let parameters = self.parameters.iter().map(|(name, value)| format!("{name}=\"{}\"", quote(value)));
        let value = format!("Bearer {}", parameters.collect::<Vec<_>>().join(", "));
        match HeaderValue::from_str(&value) {
            Ok(value) => refusal.header(header::WWW_AUTHENTICATE, value),
            Err(_) => refusal,
        }
    }
}

/// The token of a request; `challenge` goes with the refusal.
pub(crate) fn token<'a>(request: &'a RecordedRequest, challenge: &Challenge) -> Result<&'a str, Refusal> {
    let refuse = |description| challenge.clone().refuse(StatusCode::BAD_REQUEST, "invalid_request", description);
    let query = request.expose_query().unwrap_or_default().as_bytes();
    let in_url = |(name, _)| form::component(name).is_ok_and(|name| name == "access_token");
    if form::segments(query).any(in_url) || request.form_count("access_token") > 0 {
        return Err(refuse("An access token is in the Authorization header, and neither in the URL nor in the body"));
    }
    let mut values = request.expose_headers().get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Err(challenge.clone().without_error()) };
    if values.next().is_some() {
        return Err(refuse("The Authorization header comes more than once"));
    }
    let (scheme, token) = value.to_str().unwrap_or_default().split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(challenge.clone().without_error());
    }
    let is_token68 = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if token.is_empty() || !token.bytes().all(is_token68) {
        return Err(refuse("The Authorization header is not Bearer, one space and a token"));
    }
    Ok(token)
}

/// Text for a quoted string.
fn quote(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

//! The challenge of a protected resource ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)).

use http::{HeaderValue, StatusCode, header};

use crate::response::refusal::Refusal;

/// The parameters of a `WWW-Authenticate: Bearer` header.
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

    /// 401 for a request without a token. It has no error code
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)).
    pub(crate) fn without_error(self) -> Refusal {
        let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "unauthorized", "The request has no access token");
        self.attach(refusal)
    }

    /// The refusal of a request whose token is present but not sufficient.
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

/// Escapes text for a quoted string.
fn quote(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

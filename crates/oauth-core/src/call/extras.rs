//! Parameters and headers that the protocol does not define.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::parameters::is_repeatable;
use crate::error::EncodeError;
use crate::server::Dialect;
use crate::wire::form;
use crate::wire::text::has_control;

/// Parameters that carry the client's credentials, whatever the request.
const CREDENTIALS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

/// Headers that the protocol sets, or HTTP itself. `authorization` is here for every method: a second place for
/// credentials is refused by servers.
const RESERVED_HEADERS: [&str; 17] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "dpop",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Parameters and headers that a request carries beside those of the protocol, and never in place of them.
#[derive(Clone, Default)]
pub(crate) struct Extras {
    parameters: Vec<(String, String)>,
    headers: Vec<(String, String)>,
}

impl Extras {
    /// Adds a parameter.
    pub(crate) fn parameter(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.parameters.push((name.into(), value.into()));
    }

    /// Adds a header.
    pub(crate) fn header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    /// About as many bytes as the parameters take in a form.
    pub(crate) fn size(&self) -> usize {
        self.parameters.iter().map(|(name, value)| name.len() + value.len() + 2).sum()
    }

    /// Appends the parameters to a form that holds those of the protocol.
    pub(crate) fn write_parameters(
        &self,
        reserved: &[&str],
        dialect: &Dialect,
        body: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        let renamed = dialect.credential_names();
        let protocol = body.len();
        for (name, value) in &self.parameters {
            check_parameter(name, value)?;
            let taken = !is_repeatable(name) && form::contains(&body[..protocol], name);
            let renamed = [renamed.0, renamed.1].contains(&&**name);
            if taken || renamed || reserved.contains(&&**name) || is_credential(name) {
                return Err(EncodeError::ReservedParameter { name: name.clone() });
            }
            if !is_repeatable(name) && form::contains(&body[protocol..], name) {
                return Err(EncodeError::RepeatedParameter { name: name.clone() });
            }
            form::push(name, value, body);
        }
        Ok(())
    }

    pub(crate) fn write_headers(&self, headers: &mut HeaderMap) -> Result<(), EncodeError> {
        for (name, value) in &self.headers {
            let invalid = |_| EncodeError::InvalidHeader { name: name.clone() };
            let header = HeaderName::try_from(name.as_str()).map_err(|_| invalid(()))?;
            if RESERVED_HEADERS.contains(&header.as_str()) {
                return Err(EncodeError::ReservedHeader { name: name.clone() });
            }
            let mut value = HeaderValue::try_from(value.as_str()).map_err(|_| invalid(()))?;
            // Nobody knows what it holds; an API key travels like this.
            value.set_sensitive(true);
            headers.append(header, value);
        }
        Ok(())
    }
}

/// The method by which a request with a field `extras` takes more parameters.
macro_rules! takes_extra_parameters {
    () => {
        /// Adds a parameter that has no method here, such as `audience`. A parameter of the protocol cannot be replaced
        /// by it: the request is then not built.
        #[must_use]
        pub fn extra_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.extras.parameter(name, value);
            self
        }
    };
}

/// The method by which a request with a field `extras` takes more headers.
macro_rules! takes_extra_headers {
    () => {
        /// Adds a header. A header of the protocol or of HTTP cannot be replaced by it: the request is then not built.
        #[must_use]
        pub fn extra_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.extras.header(name, value);
            self
        }
    };
}

pub(crate) use {takes_extra_headers, takes_extra_parameters};

pub(crate) fn is_credential(name: &str) -> bool {
    CREDENTIALS.contains(&name)
}

/// A parameter's name is not empty, and neither name nor value holds a control character.
pub(crate) fn check_parameter(name: &str, value: &str) -> Result<(), EncodeError> {
    if name.is_empty() || has_control(name) || has_control(value) {
        return Err(EncodeError::InvalidParameter { name: name.to_owned() });
    }
    Ok(())
}

impl std::fmt::Debug for Extras {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("Extras")
            .field("parameters", &names(&self.parameters))
            .field("headers", &names(&self.headers))
            .finish()
    }
}

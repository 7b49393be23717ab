//! Parameters and headers that are not part of the protocol.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::draft::Draft;
use super::pairs::{self, Value};
use crate::error::EncodeError;
use crate::server::Dialect;

/// Headers that are set by the protocol or by HTTP. `authorization` is reserved for every method, because servers
/// reject credentials in two places.
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

/// Additional parameters and headers. They cannot replace those of the protocol.
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

    /// Returns the names and values of the parameters.
    pub(crate) fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// Returns the names and values of the headers.
    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the headers only.
    pub(crate) fn without_parameters(&self) -> Self {
        Self { parameters: Vec::new(), headers: self.headers.clone() }
    }

    /// Adds the parameters to a draft that contains those of the protocol. Fails if a name is already used or in
    /// `reserved`.
    pub(crate) fn write_parameters(
        &self,
        reserved: &[&str],
        dialect: &Dialect,
        draft: &mut Draft,
    ) -> Result<(), EncodeError> {
        if self.parameters.is_empty() {
            return Ok(());
        }
        let renamed = dialect.credential_names();
        let list = draft.pairs()?;
        for (at, (name, value)) in self.parameters.iter().enumerate() {
            pairs::check(name, value)?;
            let repeated = self.parameters[..at].iter().any(|(each, _)| each == name);
            let forbidden = reserved.contains(&&**name)
                || pairs::is_credential(name)
                || [renamed.0, renamed.1].contains(&&**name)
                || (!pairs::is_repeatable(name) && !repeated && list.contains(name));
            if forbidden {
                return Err(EncodeError::ReservedParameter { name: name.clone() });
            }
            if repeated && !pairs::is_repeatable(name) {
                return Err(EncodeError::RepeatedParameter { name: name.clone() });
            }
            list.add(name.clone(), Value::Text(value.clone().into()));
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
            // The value is unknown and may be an API key.
            value.set_sensitive(true);
            headers.append(header, value);
        }
        Ok(())
    }
}

/// Defines the method that adds a parameter to the field `extras`.
macro_rules! takes_extra_parameters {
    () => {
        /// Adds a parameter that has no method here, such as `audience`. It cannot replace a parameter of the protocol:
        /// encoding the request then fails.
        #[must_use]
        pub fn extra_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.extras.parameter(name, value);
            self
        }
    };
}

/// Defines the method that adds a header to the field `extras`.
macro_rules! takes_extra_headers {
    () => {
        /// Adds a header. It cannot replace a header of the protocol or of HTTP: encoding the request then fails.
        #[must_use]
        pub fn extra_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.extras.header(name, value);
            self
        }
    };
}

pub(crate) use {takes_extra_headers, takes_extra_parameters};

impl std::fmt::Debug for Extras {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("Extras")
            .field("parameters", &names(&self.parameters))
            .field("headers", &names(&self.headers))
            .finish()
    }
}

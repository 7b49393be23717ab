//! The form of a request, for what fills it in.

use std::fmt;

use super::extras::{check_parameter, is_credential};
use crate::error::EncodeError;
use crate::server::Dialect;
use crate::token::Scope;
use crate::wire::form::{self, Space};
use crate::wire::secret::Secret;
use crate::wire::url::is_absolute_uri;

/// Parameters that a request may hold several times (RFC 8707 §2, RFC 8693 §2.1).
const REPEATABLE: [&str; 2] = ["resource", "audience"];

/// The form of a request, for a [`Grant`](crate::grant::Grant) or a [`FormEndpoint`](crate::endpoint::FormEndpoint) to add to.
pub struct Parameters<'f> {
    form: &'f mut Vec<u8>,
    dialect: &'f Dialect,
}

impl<'f> Parameters<'f> {
    pub(crate) fn new(form: &'f mut Vec<u8>, dialect: &'f Dialect) -> Self {
        Self { form, dialect }
    }

    /// Adds a parameter.
    ///
    /// # Errors
    ///
    /// The name is empty, the name or the value holds a control character, the name is that of a credential, or the
    /// request has it already and it may not be repeated.
    pub fn push(&mut self, name: &str, value: &str) -> Result<(), EncodeError> {
        check_parameter(name, value)?;
        if is_credential(name) || (!is_repeatable(name) && form::contains(self.form, name)) {
            return Err(EncodeError::ReservedParameter { name: name.to_owned() });
        }
        form::push(name, value, self.form);
        Ok(())
    }

    /// Adds parameters that were checked and written by another one of these.
    pub(crate) fn append(&mut self, form: &[u8]) {
        if !self.form.is_empty() && !form.is_empty() {
            self.form.push(b'&');
        }
        self.form.extend_from_slice(form);
    }

    /// Adds a parameter where there is a value.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn push_some(&mut self, name: &str, value: Option<&str>) -> Result<(), EncodeError> {
        value.map_or(Ok(()), |value| self.push(name, value))
    }

    /// Adds a parameter without which the request makes no sense: a token, a code, an assertion.
    ///
    /// # Errors
    ///
    /// The value is empty, which a server takes for absent (RFC 6749 §3.2); or as [`push`](Self::push).
    pub fn push_secret(&mut self, name: &str, value: &Secret) -> Result<(), EncodeError> {
        if value.expose().is_empty() {
            return Err(EncodeError::EmptyParameter { name: name.to_owned() });
        }
        self.push(name, value.expose())
    }

    /// Adds the `scope`, with the separator that this server wants.
    ///
    /// # Errors
    ///
    /// A scope holds a control character, a quote or a backslash; or the request has a scope already.
    pub fn push_scope(&mut self, scope: &Scope) -> Result<(), EncodeError> {
        if form::contains(self.form, "scope") {
            return Err(EncodeError::ReservedParameter { name: "scope".to_owned() });
        }
        self.write_scope(scope)
    }

    /// As [`push_scope`](Self::push_scope), where the form can have none yet.
    pub(crate) fn write_scope(&mut self, scope: &Scope) -> Result<(), EncodeError> {
        if !scope.is_valid() {
            return Err(EncodeError::InvalidScope);
        }
        if !self.form.is_empty() {
            self.form.push(b'&');
        }
        self.form.extend_from_slice(b"scope=");
        form::encode(&self.dialect.join_scope(scope), Space::Plus, self.form);
        Ok(())
    }

    /// Adds a `resource` (RFC 8707 §2).
    ///
    /// # Errors
    ///
    /// It is not an absolute URI, or has a fragment.
    pub fn push_resource(&mut self, resource: &str) -> Result<(), EncodeError> {
        if !is_absolute_uri(resource) {
            return Err(EncodeError::InvalidResource);
        }
        self.push("resource", resource)
    }
}

/// The names alone: a value may be a token or a secret.
impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.form.split(|&byte| byte == b'&');
        let names = pairs.map(|pair| pair.split(|&byte| byte == b'=').next().unwrap_or_default());
        f.debug_set().entries(names.map(String::from_utf8_lossy)).finish()
    }
}

pub(super) fn is_repeatable(name: &str) -> bool {
    REPEATABLE.contains(&name)
}

//! The form of a request, for what fills it in.

use super::extras::{check_parameter, is_credential};
use crate::error::EncodeError;
use crate::secret::Secret;
use crate::wire::form;
use crate::wire::text::has_control;

/// Parameters that a request may hold several times (RFC 8707 §2, RFC 8693 §2.1).
const REPEATABLE: [&str; 2] = ["resource", "audience"];

/// The form of a request, for a [`Grant`](crate::Grant) or a [`FormEndpoint`](crate::FormEndpoint) to add to.
#[derive(Debug)]
pub struct Parameters<'f> {
    form: &'f mut Vec<u8>,
}

impl<'f> Parameters<'f> {
    pub(crate) fn new(form: &'f mut Vec<u8>) -> Self {
        Self { form }
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

    /// Adds a parameter that is a token.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push); and the token is empty, which a server would take for a parameter that is missing.
    pub fn push_token(&mut self, name: &str, token: &Secret) -> Result<(), EncodeError> {
        if token.expose().is_empty() || has_control(token.expose()) {
            return Err(EncodeError::InvalidToken);
        }
        self.push(name, token.expose())
    }

    /// Adds a parameter where there is a value.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn push_some(&mut self, name: &str, value: Option<&str>) -> Result<(), EncodeError> {
        value.map_or(Ok(()), |value| self.push(name, value))
    }
}

pub(super) fn is_repeatable(name: &str) -> bool {
    REPEATABLE.contains(&name)
}

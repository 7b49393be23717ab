//! Adding parameters to a request.

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use super::draft::{Draft, Place};
use super::pairs::{self, Pairs, Value};
use crate::error::EncodeError;
use crate::key::{Need, SecretInput, SecretSource};
use crate::server::{Dialect, Endpoint};
use crate::token::Scope;
use crate::wire::random::Random;
use crate::wire::secret::Secret;
use crate::wire::url::is_absolute_uri;

/// The parameters of a request. A [`Grant`](crate::grant::Grant) or a [`FormEndpoint`](crate::endpoint::FormEndpoint)
/// adds its own to them.
pub struct Parameters<'d> {
    draft: &'d mut Draft,
    about: About<'d>,
}

/// The facts that a source of secrets receives.
#[derive(Clone, Copy)]
pub(crate) struct About<'d> {
    pub(crate) dialect: &'d Dialect,
    pub(crate) client_id: &'d str,
    pub(crate) audience: &'d str,
    /// The endpoint of the server that is called, if it is one.
    pub(crate) endpoint: Option<Endpoint>,
    /// The URL that is called.
    pub(crate) called: &'d str,
    /// The name of the client's key with which the grant began.
    pub(crate) key: Option<&'d str>,
    /// The time of the transmission, by the server's clock as far as that is known.
    pub(crate) now: SystemTime,
    pub(crate) random: &'d Random,
    /// Whether to call the sources. They are not called if only the known parameters are of interest.
    pub(crate) asks: bool,
}

impl<'d> Parameters<'d> {
    pub(crate) fn new(draft: &'d mut Draft, about: About<'d>) -> Self {
        Self { draft, about }
    }

    /// Adds a parameter.
    ///
    /// # Errors
    ///
    /// The name is empty, the name or the value contains a control character, the name is reserved for credentials, or
    /// the request already has a parameter with this name that may not be repeated.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: &str) -> Result<(), EncodeError> {
        self.add(name.into(), Value::Text(Cow::Owned(value.to_owned())), value)
    }

    /// Adds the first parameter. Its value is usually a constant and is then not checked.
    pub(crate) fn push_first(&mut self, name: &'static str, value: Cow<'static, str>) -> Result<(), EncodeError> {
        if let Cow::Owned(text) = &value {
            pairs::check(name, text)?;
        }
        self.pairs()?.add(name, Value::Text(value));
        Ok(())
    }

    /// Adds a parameter if `value` is `Some`.
    ///
    /// # Errors
    ///
    /// The same as for [`push`](Self::push).
    pub fn push_some(&mut self, name: impl Into<Cow<'static, str>>, value: Option<&str>) -> Result<(), EncodeError> {
        value.map_or(Ok(()), |value| self.push(name, value))
    }

    /// Adds a required parameter whose value is a secret, such as a token, a code or an assertion. If the server
    /// repeats the value in an error, it is removed there.
    ///
    /// # Errors
    ///
    /// The value is empty, which servers treat as absent
    /// ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)); or the same as for
    /// [`push`](Self::push).
    pub fn push_secret(&mut self, name: impl Into<Cow<'static, str>>, value: &Secret) -> Result<(), EncodeError> {
        let name = name.into();
        if value.expose().is_empty() {
            return Err(EncodeError::EmptyParameter { name: name.into_owned() });
        }
        self.add(name, Value::Secret(value.clone()), value.expose())
    }

    /// Adds a secret or an assertion from a source. If it must be awaited, it is placed after all other parameters.
    ///
    /// # Errors
    ///
    /// The same as for [`push_secret`](Self::push_secret), or the source fails. A source that must be awaited fails
    /// later, when the draft is completed.
    pub fn push_from(&mut self, name: &'static str, source: &SecretSource) -> Result<(), EncodeError> {
        self.push_input(name, source, |input| input)
    }

    /// Adds an assertion from a source. One that has ended is an error.
    pub(crate) fn push_assertion(&mut self, name: &'static str, source: &SecretSource) -> Result<(), EncodeError> {
        self.push_input(name, source, SecretInput::of_assertion)
    }

    fn push_input(
        &mut self,
        name: &'static str,
        source: &SecretSource,
        form: impl FnOnce(SecretInput) -> SecretInput,
    ) -> Result<(), EncodeError> {
        if let Some(text) = source.text() {
            if self.about.asks {
                form(self.input(source)).check(text)?;
            }
            return self.push_secret(name, text);
        }
        if self.pairs()?.contains(name) {
            return Err(EncodeError::ReservedParameter { name: name.to_owned() });
        }
        match source.jwt() {
            Some(_) if !self.about.asks => Ok(()),
            Some(jwt) => {
                jwt.check()?;
                let input = jwt.input(self.about.now, self.about.random).ok_or(EncodeError::NoRandomness)?;
                self.draft.leave(Place::Parameter(Cow::Borrowed(name)), Need::Signature(input));
                Ok(())
            }
            None => self.ask(name, form(self.input(source))),
        }
    }

    /// Adds a SAML assertion, given as XML, in base64url (RFC 7522 §2.1).
    pub(crate) fn push_saml(&mut self, name: &'static str, xml: &SecretSource) -> Result<(), EncodeError> {
        match xml.text() {
            Some(text) => {
                let encoded = SecretInput::saml(text).ok_or(EncodeError::SamlNotXml)?;
                self.push_secret(name, &encoded)
            }
            None => self.ask(name, self.input(xml).of_saml()),
        }
    }

    /// Adds the `scope`, with the server's separator. An empty scope is omitted.
    ///
    /// # Errors
    ///
    /// A scope contains a control character, a quote or a backslash, or the request already has a scope.
    pub fn push_scope(&mut self, scope: &Scope) -> Result<(), EncodeError> {
        if !scope.is_valid() {
            return Err(EncodeError::InvalidScope);
        }
        if self.pairs()?.contains("scope") {
            return Err(EncodeError::ReservedParameter { name: "scope".to_owned() });
        }
        if !scope.is_empty() {
            let value = self.about.dialect.scope_value(scope);
            self.pairs()?.add("scope", Value::Shared(value));
        }
        Ok(())
    }

    /// Adds a `resource` ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    ///
    /// # Errors
    ///
    /// The value is not an absolute URI, or has a fragment.
    pub fn push_resource(&mut self, resource: &str) -> Result<(), EncodeError> {
        if !is_absolute_uri(resource) {
            return Err(EncodeError::InvalidResource);
        }
        self.push("resource", resource)
    }

    /// Adds the client id, with the server's name for this parameter.
    pub(crate) fn push_client_id(&mut self, name: String, client_id: &str) -> Result<(), EncodeError> {
        self.pairs()?.add(name, Value::Text(Cow::Owned(client_id.to_owned())));
        Ok(())
    }

    /// Adds parameters that have already been checked.
    pub(crate) fn append(&mut self, pairs: &Pairs) -> Result<(), EncodeError> {
        self.pairs()?.append(pairs);
        Ok(())
    }

    fn input(&self, source: &SecretSource) -> SecretInput {
        SecretInput::new(source, self.about.client_id, self.about.audience, self.about.now)
    }

    /// Adds the text of a source, or leaves its place empty if it must be awaited.
    fn ask(&mut self, name: &'static str, input: SecretInput) -> Result<(), EncodeError> {
        if !self.about.asks {
            self.draft.leave(Place::Parameter(Cow::Borrowed(name)), Need::Secret(input));
            return Ok(());
        }
        match input.now() {
            Some(text) => {
                let text = text?;
                input.check(&text)?;
                let text = input.written(text).ok_or(EncodeError::SamlNotXml)?;
                self.push_secret(name, &text)
            }
            None => {
                self.draft.leave(Place::Parameter(Cow::Borrowed(name)), Need::Secret(input));
                Ok(())
            }
        }
    }

    fn add(&mut self, name: Cow<'static, str>, value: Value, text: &str) -> Result<(), EncodeError> {
        pairs::check(&name, text)?;
        if pairs::is_credential(&name) || (!pairs::is_repeatable(&name) && self.pairs()?.contains(&name)) {
            return Err(EncodeError::ReservedParameter { name: name.into_owned() });
        }
        self.pairs()?.add(name, value);
        Ok(())
    }

    fn pairs(&mut self) -> Result<&mut Pairs, EncodeError> {
        self.draft.pairs()
    }
}

/// Prints only the names: a value may be a token or a secret.
impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.draft, f)
    }
}

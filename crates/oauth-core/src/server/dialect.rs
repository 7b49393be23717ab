//! How a server deviates from the standard.

use std::borrow::Cow;

use crate::scope::Scope;

/// The ways in which a server deviates from the standard, said by whoever knows the server. Nothing here is guessed.
///
/// ```
/// use oauth_core::{Dialect, ExpiresInUnit};
///
/// let dialect = Dialect::new().scope_separator(',').expires_in(ExpiresInUnit::Milliseconds);
/// # let _ = dialect;
/// ```
#[derive(Debug, Clone)]
pub struct Dialect {
    basic_encoding: BasicEncoding,
    scope_separator: char,
    expires_in: ExpiresInUnit,
    zero: Zero,
    strictness: Strictness,
}

/// How the client id and the secret are written into an `Authorization: Basic` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum BasicEncoding {
    /// As RFC 6749 §2.3.1 wants it: form-encoded first. Letters, digits and `- . _ ~` stay as they are, so an id and a
    /// secret made of these work with every server; a space becomes `%20`, which all decoders understand.
    #[default]
    FormUrlEncoded,
    /// As they are, for a server that does not decode them. A colon in the client id is then impossible.
    Raw,
}

/// What the number in `expires_in` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ExpiresInUnit {
    /// Seconds from now, as RFC 6749 §5.1 wants it.
    #[default]
    Seconds,
    /// Milliseconds from now.
    Milliseconds,
    /// Seconds since 1970: the time of expiry itself.
    UnixTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zero {
    Expired,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strictness {
    Lenient,
    Strict,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            basic_encoding: BasicEncoding::default(),
            scope_separator: ' ',
            expires_in: ExpiresInUnit::default(),
            zero: Zero::Expired,
            strictness: Strictness::Lenient,
        }
    }
}

impl Dialect {
    /// No deviations, and patience with those of the server where no meaning is lost.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How the client id and the secret are written into an `Authorization: Basic` header.
    #[must_use]
    pub fn basic_encoding(mut self, encoding: BasicEncoding) -> Self {
        self.basic_encoding = encoding;
        self
    }

    /// What stands between two scopes, in requests and in answers. The standard is a space.
    #[must_use]
    pub fn scope_separator(mut self, separator: char) -> Self {
        self.scope_separator = separator;
        self
    }

    /// What the number in `expires_in` counts.
    #[must_use]
    pub fn expires_in(mut self, unit: ExpiresInUnit) -> Self {
        self.expires_in = unit;
        self
    }

    /// Reads `expires_in` 0 as "never expires", and not as "has expired".
    #[must_use]
    pub fn zero_expires_in_means_never(mut self) -> Self {
        self.zero = Zero::Never;
        self
    }

    /// Refuses every answer that deviates from the standard, as FAPI wants it.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strictness = Strictness::Strict;
        self
    }

    pub(crate) fn encoding(&self) -> BasicEncoding {
        self.basic_encoding
    }

    pub(crate) fn expires_in_unit(&self) -> ExpiresInUnit {
        self.expires_in
    }

    pub(crate) fn zero_means_never(&self) -> bool {
        self.zero == Zero::Never
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    /// The value of a request's `scope` parameter.
    pub(crate) fn join_scope<'s>(&self, scope: &'s Scope) -> Cow<'s, str> {
        match self.scope_separator {
            ' ' => Cow::Borrowed(scope.as_str()),
            separator => Cow::Owned(scope.as_str().replace(' ', separator.encode_utf8(&mut [0; 4]))),
        }
    }

    /// The scopes in an answer's `scope` member.
    pub(crate) fn split_scope(&self, text: Cow<'_, str>) -> Scope {
        match self.scope_separator {
            ' ' => text.into_owned().into(),
            separator => text.split([separator, ' ']).collect(),
        }
    }
}

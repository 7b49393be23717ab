//! Deviations of a response from the standard.

use super::problem::Problem;

/// The result of reading a member: its value, and how its spelling deviates. `None` counts as absent.
pub(crate) type Reading<T> = Result<(Option<T>, Option<Deviation>), Problem>;

/// A deviation of a response from the standard that does not prevent its use.
///
/// If the dialect is [strict](crate::server::Dialect::strict), every deviation is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deviation {
    /// The ID token of a refresh has another `auth_time` than the first one
    /// ([OpenID Connect Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    AuthTimeMoved,
    /// The body begins with a byte order mark, which a reader may ignore
    /// ([RFC 8259 §8.1](https://www.rfc-editor.org/rfc/rfc8259.html#section-8.1)).
    ByteOrderMark,
    /// `error` is present in a successful response but contains no error code: `null`, `""`, `0`, `false` or `[]`.
    ErrorEmpty,
    /// `expires_in` is missing although the standard requires it; a default was used.
    ExpiresInAssumed,
    /// `expires_in` is longer than ten years and was read as ten years.
    ExpiresInCapped,
    /// `expires_in` is a string or a fraction instead of an integer.
    ExpiresInNotInteger,
    /// The body is a form instead of JSON.
    FormEncoded,
    /// A form has line breaks around it, or unencoded spaces in its values.
    FormUnencoded,
    /// `issued_token_type` is missing from the response to a token exchange.
    IssuedTokenTypeMissing,
    /// A single string was read as a list of one.
    ListIsText {
        /// The name of the member.
        member: &'static str,
    },
    /// Items of a list had the wrong type and were skipped.
    ListItemUnreadable {
        /// The name of the member.
        member: &'static str,
    },
    /// A number was read as a string of digits.
    NumberAsText {
        /// The name of the member.
        member: &'static str,
    },
    /// A relative URL was resolved against the endpoint that sent it.
    RelativeUrl {
        /// The name of the member.
        member: &'static str,
    },
    /// A name is repeated: with the same value, or in a member that is not used.
    Repeated,
    /// `scope` is empty; it was treated as missing.
    ScopeEmpty,
    /// `scope` is an array instead of a string.
    ScopeIsArray,
    /// `scope` has nothing in common with what was granted originally; the original scope was kept.
    ScopeKept,
    /// `scope` is wider than what was granted originally; it was cut, since a refresh cannot widen it
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).
    ScopeWidened,
    /// A list of one was read as a single string.
    TextIsList {
        /// The name of the member.
        member: &'static str,
    },
    /// `token_type` is missing.
    TokenTypeMissing,
    /// `token_type` is a synonym of `Bearer` from the dialect.
    TokenTypeSynonym,
    /// An optional member cannot be read. Its field is empty, and `extra` has the member verbatim.
    Unreadable {
        /// The name of the member.
        member: &'static str,
    },
    /// The body is not entirely UTF-8; invalid bytes were replaced by U+FFFD.
    Utf8Replaced,
}

impl Deviation {
    /// Returns whether the field has less information than the member, so that the member stays in `extra` as well.
    pub(crate) fn loses_something(self) -> bool {
        matches!(self, Self::ListItemUnreadable { .. } | Self::TokenTypeSynonym | Self::Unreadable { .. })
    }

    /// Converts the deviation to the error of strict mode.
    pub(crate) fn problem(self) -> Problem {
        let invalid = |field, reason| Problem::InvalidValue { field, reason };
        match self {
            Self::AuthTimeMoved => invalid("auth_time", "is not the one of the sign-in"),
            Self::ByteOrderMark => invalid("the body", "begins with a byte order mark"),
            Self::ErrorEmpty => invalid("error", "holds no error code"),
            Self::ExpiresInAssumed => Problem::Missing { field: "expires_in" },
            Self::ExpiresInCapped | Self::ExpiresInNotInteger => {
                invalid("expires_in", "is not an integer of seconds up to ten years")
            }
            Self::FormEncoded => Problem::Syntax { offset: 0 },
            Self::FormUnencoded => invalid("the form", "holds white space that is not encoded"),
            Self::IssuedTokenTypeMissing => Problem::Missing { field: "issued_token_type" },
            Self::ListIsText { member } => {
                Problem::WrongType { field: member, expected: "an array of strings", found: "a string" }
            }
            Self::ListItemUnreadable { member } => invalid(member, "has an item that cannot be read"),
            Self::NumberAsText { member } => {
                Problem::WrongType { field: member, expected: "a string", found: "a number" }
            }
            Self::RelativeUrl { member } => invalid(member, "is a relative URL"),
            Self::Repeated => invalid("a member", "appears twice"),
            Self::ScopeEmpty => invalid("scope", "is empty"),
            Self::ScopeIsArray => Problem::WrongType { field: "scope", expected: "a string", found: "an array" },
            Self::ScopeKept => invalid("scope", "has nothing in common with what was granted originally"),
            Self::ScopeWidened => invalid("scope", "is wider than what was granted originally"),
            Self::TextIsList { member } => {
                Problem::WrongType { field: member, expected: "a string", found: "an array" }
            }
            Self::TokenTypeMissing => Problem::Missing { field: "token_type" },
            Self::TokenTypeSynonym => invalid("token_type", "is not Bearer"),
            Self::Unreadable { member } => invalid(member, "cannot be read"),
            Self::Utf8Replaced => Problem::Utf8,
        }
    }
}

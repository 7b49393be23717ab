//! Deviations of a response from the standard.

use super::problem::Problem;

/// What a reader makes of a member: its value, and how its spelling deviates. `None` counts as absent.
pub(crate) type Reading<T> = Result<(Option<T>, Option<Deviation>), Problem>;

/// A way in which a response deviates from the standard and is understood all the same.
///
/// A response that deviates is refused if the dialect is [strict](crate::server::Dialect::strict).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deviation {
    /// The ID token of a refresh names another `auth_time` than the first one (OpenID Connect Core §12.2).
    AuthTimeMoved,
    /// The body begins with a byte order mark (RFC 8259 §8.1 lets a reader ignore it).
    ByteOrderMark,
    /// `error` stands beside a token and holds no error code: `null`, `""`, `0`, `false` or `[]`.
    ErrorEmpty,
    /// `expires_in` is missing where the standard demands it; a default was taken.
    ExpiresInAssumed,
    /// `expires_in` is longer than ten years and was read as ten years.
    ExpiresInCapped,
    /// `expires_in` is a text or a fraction where the standard wants an integer.
    ExpiresInNotInteger,
    /// The body is a form and not JSON.
    FormEncoded,
    /// A form has line breaks around it or unencoded spaces in its values.
    FormUnencoded,
    /// `issued_token_type` is missing from the response to a token exchange.
    IssuedTokenTypeMissing,
    /// A list came as a single text and was read as a list of one.
    ListIsText {
        /// The name of the member.
        member: &'static str,
    },
    /// Items of a list were not of its type and were left out.
    ListItemUnreadable {
        /// The name of the member.
        member: &'static str,
    },
    /// A number stands where the standard wants a text; its digits were taken.
    NumberAsText {
        /// The name of the member.
        member: &'static str,
    },
    /// A relative URL was resolved against the endpoint that sent it.
    RelativeUrl {
        /// The name of the member.
        member: &'static str,
    },
    /// A name stands twice: with the same value, or it has no meaning here.
    Repeated,
    /// `scope` is empty, which says nothing; it was read as missing.
    ScopeEmpty,
    /// `scope` is an array and not a text.
    ScopeIsArray,
    /// `scope` shares nothing with what was granted at first; the scope granted at first was kept.
    ScopeKept,
    /// `scope` claims more than was granted at first, and a refresh cannot widen it (RFC 6749 §6); what goes beyond was
    /// left out.
    ScopeWidened,
    /// A text came as a list of one.
    TextIsList {
        /// The name of the member.
        member: &'static str,
    },
    /// `token_type` is missing.
    TokenTypeMissing,
    /// `token_type` is a synonym of `Bearer` that the dialect names.
    TokenTypeSynonym,
    /// An optional member cannot be read as what it should be. Its field is empty, and `extra` has it word for word.
    Unreadable {
        /// The name of the member.
        member: &'static str,
    },
    /// The body is not UTF-8 throughout; what is not became U+FFFD.
    Utf8Replaced,
}

impl Deviation {
    /// Whether the field holds less than the member says, so that the member stays in `extra` too.
    pub(crate) fn loses_something(self) -> bool {
        matches!(self, Self::ListItemUnreadable { .. } | Self::TokenTypeSynonym | Self::Unreadable { .. })
    }

    /// The same as the reason to refuse a response, for a strict reader.
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
            Self::ListItemUnreadable { member } => invalid(member, "holds an item that cannot be read"),
            Self::NumberAsText { member } => {
                Problem::WrongType { field: member, expected: "a string", found: "a number" }
            }
            Self::RelativeUrl { member } => invalid(member, "is a relative URL"),
            Self::Repeated => invalid("a member", "stands there twice"),
            Self::ScopeEmpty => invalid("scope", "is empty"),
            Self::ScopeIsArray => Problem::WrongType { field: "scope", expected: "a string", found: "an array" },
            Self::ScopeKept => invalid("scope", "shares nothing with what was granted at first"),
            Self::ScopeWidened => invalid("scope", "holds more than was granted at first"),
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

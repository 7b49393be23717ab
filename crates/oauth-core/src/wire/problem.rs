//! Problems of a response.

use std::fmt;

use super::text::{Shown, cut};

/// The reason why a response could not be read. It names members, but never contains a value of the response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The body has a `Content-Encoding`, although the request asked for none.
    ContentEncoding,
    /// A member appears twice with different values, so that two readers could see two different responses. In strict
    /// mode, no name may be repeated.
    Duplicate {
        /// The name of the member.
        member: String,
    },
    /// The body is empty.
    Empty,
    /// A member has the right type, but a value that the protocol does not allow.
    InvalidValue {
        /// The name of the member.
        field: &'static str,
        /// What is wrong with the value.
        reason: &'static str,
    },
    /// The response is a JWT, signed or encrypted, which is not supported. Register the client for JSON responses.
    Jwt,
    /// A required member is missing, null or empty.
    Missing {
        /// The name of the member.
        field: &'static str,
    },
    /// The body is JSON, but not an object.
    NotAnObject {
        /// The type of the body.
        found: &'static str,
    },
    /// A call outside this crate requires something that the response lacks.
    Other {
        /// What is wrong, for a message. It must not contain secrets or text of the response.
        reason: &'static str,
    },
    /// The response is a redirect. Following it would send the credentials to another place.
    Redirect,
    /// The body is neither JSON nor a form.
    Syntax {
        /// Where parsing stopped, in bytes from the start of the body.
        offset: usize,
    },
    /// Objects or arrays are nested too deeply.
    TooDeep {
        /// The maximum depth.
        limit: usize,
    },
    /// The body is too large.
    TooLarge {
        /// The maximum size, in bytes.
        limit: usize,
    },
    /// An array has too many items.
    TooManyItems {
        /// The maximum number of items.
        limit: usize,
    },
    /// The objects of the body have too many members.
    TooManyMembers {
        /// The maximum number of members.
        limit: usize,
    },
    /// The body is not UTF-8.
    Utf8,
    /// A member has another type than the protocol requires.
    WrongType {
        /// The name of the member.
        field: &'static str,
        /// The required type.
        expected: &'static str,
        /// The type in the response.
        found: &'static str,
    },
}

impl Problem {
    /// Creates the problem of a repeated member.
    pub(crate) fn duplicate(name: &str) -> Self {
        Self::Duplicate { member: cut(name) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContentEncoding => f.write_str(
                "the body is encoded (Content-Encoding), which was not asked for; \
                 the sender can decode gzip first (Policy::decode_gzip in the adapters)",
            ),
            Self::Duplicate { member } => write!(f, "the member {} appears twice", Shown(member)),
            Self::Empty => f.write_str("the body is empty"),
            Self::InvalidValue { field, reason } => write!(f, "{field} {reason}"),
            Self::Jwt => f.write_str("it is a JWT, which is not supported; register the client for a JSON response"),
            Self::Missing { field } => write!(f, "{field} is missing"),
            Self::NotAnObject { found } => write!(f, "the body is {found} where an object is expected"),
            Self::Other { reason } => f.write_str(reason),
            Self::Redirect => f.write_str("it is a redirect, which is not followed; check the URL of the endpoint"),
            Self::Syntax { offset } => write!(f, "the body is neither JSON nor a form (byte {offset})"),
            Self::TooDeep { limit } => write!(f, "the body is nested deeper than {limit} levels"),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::TooManyItems { limit } => write!(f, "the body has a list of more than {limit} items"),
            Self::TooManyMembers { limit } => write!(f, "the body has more than {limit} members"),
            Self::Utf8 => f.write_str("the body is not UTF-8"),
            Self::WrongType { field, expected, found } => write!(f, "{field} is {found} where {expected} is expected"),
        }
    }
}

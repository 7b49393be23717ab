//! What can be wrong with a response.

use std::fmt;

use super::text::{Shown, cut};

/// Why a response could not be read. It names members and never holds a value of the response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The body is encoded (`Content-Encoding`), although the request asked for none.
    ContentEncoding,
    /// A member stands twice in one object: two readers could see two different responses.
    Duplicate {
        /// The name of the member.
        member: String,
    },
    /// The body is empty.
    Empty,
    /// A member has the right type and a value that the protocol does not allow.
    InvalidValue {
        /// The name of the member.
        field: &'static str,
        /// What is wrong with the value.
        reason: &'static str,
    },
    /// The response is a JWT: signed, or encrypted. Such a response is not read yet; the server gives a JSON one to a client
    /// that is not registered for the other.
    Jwt,
    /// A required member is missing, null or empty.
    Missing {
        /// The name of the member.
        field: &'static str,
    },
    /// The body is JSON, but not an object.
    NotAnObject {
        /// The type that stands there instead.
        found: &'static str,
    },
    /// Something that a call outside of this crate demands and does not find.
    Other {
        /// What is wrong, for a message: it must hold no secret and no text of the response.
        reason: &'static str,
    },
    /// The response is a redirect. Following it would carry the credentials to another place.
    Redirect,
    /// The body is neither JSON nor a form.
    Syntax {
        /// Where reading stopped, in bytes from the start of the body.
        offset: usize,
    },
    /// Objects or arrays stand too deep in each other.
    TooDeep {
        /// The greatest depth that is read.
        limit: usize,
    },
    /// The body is too large.
    TooLarge {
        /// The greatest size that is read, in bytes.
        limit: usize,
    },
    /// An array holds too many items.
    TooManyItems {
        /// The greatest number of items that is read.
        limit: usize,
    },
    /// The objects of the body have too many members.
    TooManyMembers {
        /// The greatest number of members that is read.
        limit: usize,
    },
    /// The body is not UTF-8.
    Utf8,
    /// A member is of another type than the protocol says.
    WrongType {
        /// The name of the member.
        field: &'static str,
        /// The type that the protocol says.
        expected: &'static str,
        /// The type that stands there.
        found: &'static str,
    },
}

impl Problem {
    /// A member that stands twice.
    pub(crate) fn duplicate(name: &str) -> Self {
        Self::Duplicate { member: cut(name) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContentEncoding => f.write_str(
                "the body is encoded (Content-Encoding), which was not asked for; \
                 what sends can decode gzip first (Policy::decode_gzip in the adapters)",
            ),
            Self::Duplicate { member } => write!(f, "the member {} stands there twice", Shown(member)),
            Self::Empty => f.write_str("the body is empty"),
            Self::InvalidValue { field, reason } => write!(f, "{field} {reason}"),
            Self::Jwt => f.write_str("it is a JWT, which is not read yet; register the client for a JSON answer"),
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

//! A request that cannot be built as it was asked for.

/// A request was asked for that cannot be sent. Nothing has left the program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A header's name or value cannot be sent over HTTP.
    #[error("the header {name:?} has a name or a value that HTTP does not allow")]
    InvalidHeader {
        /// The name of the header.
        name: String,
    },
    /// A parameter's name is empty, or its name or value holds a control character.
    #[error("the parameter {name:?} is empty in its name, or holds a control character")]
    InvalidParameter {
        /// The name of the parameter.
        name: String,
    },
    /// A resource is not an absolute URI, or has a fragment (RFC 8707 §2).
    #[error("the resource {resource:?} is not an absolute URI without a fragment")]
    InvalidResource {
        /// The resource.
        resource: String,
    },
    /// A member of a JSON body cannot be written as JSON.
    #[error("the member {name:?} cannot be written as JSON")]
    InvalidMember {
        /// The name of the member.
        name: String,
    },
    /// A scope holds a control character, a quote or a backslash (RFC 6749 §3.3).
    #[error("a scope holds a control character, a quote or a backslash")]
    InvalidScope,
    /// A token is empty, or holds a character that no token can hold.
    #[error("the token is empty, or holds a character that no token can hold; was a line break read in with it?")]
    InvalidToken,
    /// The server is not known to have the endpoint.
    #[error("the server has no {endpoint}; name its URL, or read the server's metadata first")]
    NoEndpoint {
        /// The endpoint's name in the server's metadata.
        endpoint: &'static str,
    },
    /// The access token is of another type than `Bearer`, and is never presented as one.
    #[error("the access token is not a bearer token; it cannot be presented as one")]
    NotBearer,
    /// A parameter was given twice. Only `resource` and `audience` may be repeated.
    #[error("the parameter {name:?} was given twice")]
    RepeatedParameter {
        /// The name of the parameter.
        name: String,
    },
    /// The header belongs to the protocol or to HTTP; a second value of it could replace the credentials.
    #[error("the header {name:?} is set by the protocol or by HTTP and cannot be given by hand")]
    ReservedHeader {
        /// The name of the header.
        name: String,
    },
    /// The parameter belongs to the protocol; use the method that sets it.
    #[error("the parameter {name:?} is set by the protocol; use the method of that name, or leave it out")]
    ReservedParameter {
        /// The name of the parameter.
        name: String,
    },
}

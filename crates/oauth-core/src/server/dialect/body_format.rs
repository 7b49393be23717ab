//! The format of a request's parameters.

/// The format of a request's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum BodyFormat {
    /// `application/x-www-form-urlencoded` in the body, as RFC 6749 requires.
    #[default]
    Form,
    /// A JSON object of strings in the body.
    Json,
    /// In the query of a GET request.
    Query,
}

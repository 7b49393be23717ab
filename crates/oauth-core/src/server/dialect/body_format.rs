//! How the parameters of a request travel.

/// How a request's parameters travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum BodyFormat {
    /// `application/x-www-form-urlencoded` in the body, as RFC 6749 wants it.
    #[default]
    Form,
    /// A JSON object of texts in the body.
    Json,
    /// In the URL of a GET request.
    Query,
}

//! How a client's credentials are written into a header.

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

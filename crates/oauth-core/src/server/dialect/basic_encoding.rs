//! The encoding of client credentials in a header.

/// The encoding of the client id and the secret in an `Authorization: Basic` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum BasicEncoding {
    /// Form-encoded, as RFC 6749 requires
    /// ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1)). Letters, digits and `- . _ ~`
    /// are not changed, so an id and a secret made of these work with every server. A space becomes `%20`, which all
    /// decoders understand.
    #[default]
    FormUrlEncoded,
    /// Unencoded, for a server that does not decode the credentials. The client id cannot contain a colon then.
    Raw,
}

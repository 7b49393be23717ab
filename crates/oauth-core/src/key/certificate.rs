//! The certificate of a key, for servers that find the key by it.

use std::fmt;
use std::sync::Arc;

/// The certificate of a client's key: what the header of a JWT needs for a server that finds the key by its certificate
/// (`x5t`, `x5t#S256` and `x5c`,
/// [RFC 7515 §4.1.6 to §4.1.8](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.6)). Cheap to clone.
///
/// This crate has no SHA-1 and parses no certificates, so a crypto library computes the thumbprints, and checks that
/// certificate and key belong together.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    sha1: [u8; 20],
    sha256: [u8; 32],
    chain: Vec<Vec<u8>>,
}

impl Certificate {
    /// Creates a certificate from the SHA-1 and the SHA-256 of its DER, and its chain in DER: the certificate itself
    /// first, then each issuer. The chain may be empty if `x5c` is not used.
    ///
    /// ```
    /// use oauth_core::key::Certificate;
    ///
    /// # let (sha1, sha256, leaf, intermediate) = ([1; 20], [2; 32], vec![0x30, 0], vec![0x30, 0]);
    /// let certificate = Certificate::new(sha1, sha256, [leaf, intermediate]);
    /// assert_eq!(certificate.chain().len(), 2);
    /// ```
    pub fn new(sha1: [u8; 20], sha256: [u8; 32], chain: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self(Arc::new(Parts { sha1, sha256, chain: chain.into_iter().collect() }))
    }

    /// Returns the SHA-1 of the DER, whichever hash signed the certificate. In a header it is `x5t`, in base64url.
    #[must_use]
    pub fn sha1(&self) -> &[u8; 20] {
        &self.0.sha1
    }

    /// Returns the SHA-256 of the DER. In a header it is `x5t#S256`, in base64url.
    #[must_use]
    pub fn sha256(&self) -> &[u8; 32] {
        &self.0.sha256
    }

    /// Returns the chain in DER, the certificate itself first. In a header it is `x5c`, in base64 with padding.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.0.chain
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate(sha256 ")?;
        self.0.sha256.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        write!(f, ", {} in the chain)", self.0.chain.len())
    }
}

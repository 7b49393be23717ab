//! Why the certificates of a key are refused.

use crate::key_error::KeyError;

/// The error of certificates that do not go with a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// A certificate cannot be read.
    #[error("the certificate number {place} is damaged; copy the original file")]
    Damaged {
        /// The place in the text, counted from 1.
        place: usize,
    },
    /// The text cannot be read.
    #[error("the certificates cannot be read: {0}")]
    Input(KeyError),
    /// There is no certificate.
    #[error("found no certificate; a PEM with a block CERTIFICATE is needed")]
    Missing,
    /// No certificate is of this key.
    #[error(
        "no certificate in the text is of this key; load the certificate that was issued for it, or the key that belongs \
         to the certificate"
    )]
    OtherKey,
}

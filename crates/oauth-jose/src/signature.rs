//! The digest that some key services want.

use aws_lc_rs::digest;
use oauth_core::key::Algorithm;

/// Returns the digest of the input of a signature, for a key service that signs a digest. `None` for Ed25519, which signs
/// the input itself, and for shared secrets.
///
/// A service that takes the input itself must not get the digest: it would hash once more.
#[must_use]
pub fn digest_of(input: &[u8], algorithm: Algorithm) -> Option<Vec<u8>> {
    let hash = match algorithm {
        Algorithm::Es256 | Algorithm::Ps256 | Algorithm::Rs256 => &digest::SHA256,
        Algorithm::Es384 | Algorithm::Ps384 | Algorithm::Rs384 => &digest::SHA384,
        Algorithm::Es512 | Algorithm::Ps512 | Algorithm::Rs512 => &digest::SHA512,
        _ => return None,
    };
    Some(digest::digest(hash, input).as_ref().to_vec())
}

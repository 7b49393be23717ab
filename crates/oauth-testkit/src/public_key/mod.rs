//! Public keys of clients and of other issuers.

pub(crate) mod curve;
mod der;
pub(crate) mod error;
mod jwk;
pub(crate) mod material;
mod pem;

use crate::assertion::algorithm::SigningAlgorithm;
use crate::public_key::material::Material;

/// The public key of a client or of another issuer, as registered with the server: RSA of 2048 bits or more, a point on
/// P-256, P-384 or P-521, or Ed25519.
///
/// ```
/// use oauth_testkit::{PublicKey, RegisteredClient};
///
/// let jwk = r#"{"kty":"EC","crv":"P-256","kid":"k1",
///     "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
/// let client = RegisteredClient::private_key_jwt("billing", [PublicKey::from_jwk(jwk)?]);
/// # let _ = client;
/// # Ok::<(), oauth_testkit::PublicKeyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pub(crate) key_id: Option<String>,
    /// The only algorithm that the key is for, if that is said.
    pub(crate) algorithm: Option<SigningAlgorithm>,
    pub(crate) material: Material,
    /// The certificate in DER.
    pub(crate) certificate: Option<Vec<u8>>,
}

impl PublicKey {
    /// Sets the `kid`, which a server may choose itself.
    #[must_use]
    pub fn with_key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = Some(key_id.into());
        self
    }

    /// The `kid`.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }
}

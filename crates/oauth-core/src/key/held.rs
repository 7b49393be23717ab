//! A client's key.

use std::fmt;
use std::sync::Arc;

use super::{Algorithm, Certificate, Jwk, SigningKey};

/// A client's key: in memory, or in a service that signs for the client. Cheap to clone.
///
/// The `Debug` output shows the algorithm, the `kid` and the name in the service.
#[derive(Clone)]
pub struct Key {
    algorithm: Algorithm,
    key_id: Option<Arc<str>>,
    public_jwk: Option<Arc<str>>,
    thumbprint: Option<Arc<str>>,
    certificate: Option<Certificate>,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Memory(Arc<dyn SigningKey>),
    Remote(Arc<str>),
}

impl Key {
    /// Creates a key in memory.
    pub fn new(key: impl SigningKey + 'static) -> Self {
        let described = Self {
            algorithm: key.algorithm(),
            key_id: key.key_id().map(Arc::from),
            public_jwk: None,
            thumbprint: None,
            certificate: key.certificate().cloned(),
            place: Place::Remote(Arc::default()),
        };
        let described = match key.public_jwk() {
            Some(jwk) => described.with_public_jwk(jwk),
            None => described,
        };
        Self { place: Place::Memory(Arc::new(key)), ..described }
    }

    /// Creates a key in a service (a KMS, an HSM) that signs with this algorithm. `name` is the service's name for the
    /// key, including the version, so that the header of a JWT and its signature always belong to the same version.
    pub fn remote(name: impl Into<String>, algorithm: Algorithm) -> Self {
        let place = Place::Remote(name.into().into());
        Self { algorithm, key_id: None, public_jwk: None, thumbprint: None, certificate: None, place }
    }

    /// Sets the `kid` that identifies the public half. It replaces the `kid` of a key in memory.
    #[must_use]
    pub fn with_key_id(self, key_id: impl Into<String>) -> Self {
        Self { key_id: Some(key_id.into().into()), ..self }
    }

    /// Sets the public half as a JWK, which DPoP proofs contain. The `kid` in it, or else its thumbprint, identifies the
    /// key in assertions, unless [`with_key_id`](Self::with_key_id) sets another.
    #[must_use]
    pub fn with_public_jwk(self, jwk: impl Into<String>) -> Self {
        let jwk = jwk.into();
        let read = Jwk::from_json(&jwk).ok();
        let key_id = read.as_ref().and_then(Jwk::key_id).map(Arc::from);
        Self {
            public_jwk: Some(jwk.into()),
            thumbprint: read.and_then(|read| read.thumbprint()).map(Arc::from),
            key_id: self.key_id.or(key_id),
            ..self
        }
    }

    /// Sets the certificate of the key, for servers that find the key by it.
    #[must_use]
    pub fn with_certificate(self, certificate: Certificate) -> Self {
        Self { certificate: Some(certificate), ..self }
    }

    /// Returns the signature algorithm.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the algorithms that a key in memory can be set to. Empty if that is not known.
    pub(crate) fn algorithms(&self) -> &[Algorithm] {
        self.in_memory().map_or(&[], SigningKey::algorithms)
    }

    /// Returns the `kid`.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Returns the public half as a JWK.
    #[must_use]
    pub fn public_jwk(&self) -> Option<&str> {
        self.public_jwk.as_deref()
    }

    /// Returns the thumbprint of the public half ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638.html)), if that is
    /// known.
    #[must_use]
    pub fn thumbprint(&self) -> Option<&str> {
        self.thumbprint.as_deref()
    }

    /// Returns the certificate of the key.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// Returns the name of a key in a service; `None` for a key in memory.
    #[must_use]
    pub fn remote_name(&self) -> Option<&str> {
        match &self.place {
            Place::Memory(_) => None,
            Place::Remote(name) => Some(name),
        }
    }

    /// Returns the key, if it is in memory.
    pub(super) fn in_memory(&self) -> Option<&dyn SigningKey> {
        match &self.place {
            Place::Memory(key) => Some(&**key),
            Place::Remote(_) => None,
        }
    }
}

impl<K: SigningKey + 'static> From<K> for Key {
    fn from(key: K) -> Self {
        Self::new(key)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .field("remote", &self.remote_name())
            .finish_non_exhaustive()
    }
}

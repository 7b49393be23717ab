//! Which secret, key or assertion a request was made with.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;

use http::header::AUTHORIZATION;

use super::job::CredentialId;
use crate::client::Client;

/// Keys the hashes of this process, so that nothing can be learned from a number.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);

impl CredentialId {
    /// Returns the number of the credential in a request of this client. It changes when the client's secret is replaced;
    /// and with a secret or an assertion that is asked for at each transmission, when that is another one.
    ///
    /// `None` if the client signs each request with a key. A refusal then may pass by itself: the server reads the key set
    /// again, the clock is corrected, or the time of another key comes.
    #[must_use]
    pub fn of(client: &Client, request: &http::Request<Vec<u8>>) -> Option<Self> {
        let (number, is_asked) = client.credential_number()?;
        let asked = is_asked.then(|| {
            let header = request.headers().get(AUTHORIZATION).map(http::HeaderValue::as_bytes);
            (header, request.uri().query(), request.body())
        });
        Some(Self(HASHER.hash_one((number, asked))))
    }
}

impl Client {
    /// Returns whether both clients have a secret in memory, and not the same one: `other` is this client after its secret
    /// was replaced. Keys, and secrets that are asked for at each transmission, are not compared.
    #[must_use]
    pub fn has_other_secret(&self, other: &Self) -> bool {
        match (self.secret(), other.secret()) {
            (Some(own), Some(other)) => own.expose() != other.expose(),
            _ => false,
        }
    }
}

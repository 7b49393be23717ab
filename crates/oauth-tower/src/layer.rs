//! The layer.

use oauth_io::middleware::Authorizer;
use oauth_io::resource::ResourcePolicy;
use oauth_io::{ConfigError, TokenSource};
use tower_layer::Layer;

use crate::copy::{CloneBody, CopyBodyWith, NoCopy};
use crate::service::TokenService;

/// Adds the tokens of a source to the requests of a service.
///
/// # Bodies
///
/// A request can be sent again if there is a copy of its body. By default the body is cloned, which costs little for a
/// `Full<Bytes>` and copies a `String` or a `Vec<u8>`. For bodies without `Clone`, such as a stream:
///
/// * [`copy_body_with`](Self::copy_body_with) takes a function, which may know that a body is in memory or empty;
/// * [`without_copy`](Self::without_copy) sends no request again.
#[derive(Debug, Clone)]
pub struct TokenLayer<C = CloneBody> {
    authorizer: Authorizer,
    copy: C,
}

impl TokenLayer {
    /// Creates a layer with the policy of the source, which allows no origin if the source has none.
    #[must_use]
    pub fn new(tokens: TokenSource) -> Self {
        Self::with(Authorizer::new(tokens))
    }

    /// Creates a layer with an authorizer.
    #[must_use]
    pub fn with(authorizer: Authorizer) -> Self {
        Self { authorizer, copy: CloneBody }
    }
}

impl<C> TokenLayer<C> {
    /// Sends the token to this origin too, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// As [`ResourcePolicy::allow`].
    pub fn allow(self, origin: &str) -> Result<Self, ConfigError> {
        Ok(Self { authorizer: self.authorizer.allow(origin)?, ..self })
    }

    /// Replaces the policy.
    #[must_use]
    pub fn policy(self, policy: ResourcePolicy) -> Self {
        Self { authorizer: self.authorizer.policy(policy), ..self }
    }

    /// Copies bodies with `copy`, which returns `None` for one that cannot be copied.
    #[must_use]
    pub fn copy_body_with<B, F>(self, copy: F) -> TokenLayer<CopyBodyWith<F>>
    where
        F: Fn(&B) -> Option<B>,
    {
        TokenLayer { authorizer: self.authorizer, copy: CopyBodyWith(copy) }
    }

    /// Sends no request twice.
    #[must_use]
    pub fn without_copy(self) -> TokenLayer<NoCopy> {
        TokenLayer { authorizer: self.authorizer, copy: NoCopy }
    }
}

impl<S, C: Clone> Layer<S> for TokenLayer<C> {
    type Service = TokenService<S, C>;

    fn layer(&self, service: S) -> Self::Service {
        TokenService::new(service, self.authorizer.clone(), self.copy.clone())
    }
}

//! Token exchange ([RFC 8693](https://www.rfc-editor.org/rfc/rfc8693.html)).

use std::borrow::Cow;
use std::time::SystemTime;

use crate::call::{Deviation, Parameters};
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::{EncodeError, Rejection};
use crate::key::SecretSource;
use crate::token::TokenResponse;
use crate::token::TokenTypeIdentifier;

/// The token exchange grant: exchanges one token for another.
#[derive(Debug, Clone)]
pub struct TokenExchange {
    subject: (SecretSource, TokenTypeIdentifier),
    actor: Option<(SecretSource, TokenTypeIdentifier)>,
    requested: Option<TokenTypeIdentifier>,
    audiences: Vec<String>,
}

impl Grant for TokenExchange {
    fn grant_type(&self) -> Cow<'static, str> {
        "urn:ietf:params:oauth:grant-type:token-exchange".into()
    }

    fn repeatable(&self) -> bool {
        true
    }

    fn identifies_itself(&self) -> bool {
        true
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        for audience in &self.audiences {
            parameters.push("audience", audience)?;
        }
        parameters.push_some("requested_token_type", self.requested.as_ref().map(TokenTypeIdentifier::as_str))?;
        let (token, kind) = &self.subject;
        parameters.push_from("subject_token", token)?;
        parameters.push("subject_token_type", kind.as_str())?;
        if let Some((token, kind)) = &self.actor {
            parameters.push_from("actor_token", token)?;
            parameters.push("actor_token_type", kind.as_str())?;
        }
        Ok(())
    }

    fn complete(&self, mut tokens: TokenResponse, _now: SystemTime) -> Result<TokenResponse, Rejection> {
        // Some servers omit the type. The token is then an access token.
        let unreadable = Deviation::Unreadable { member: "issued_token_type" };
        if tokens.issued_token_type.is_none() && !tokens.deviations.contains(&unreadable) {
            tokens.deviations.push(Deviation::IssuedTokenTypeMissing);
        }
        Ok(tokens)
    }
}

impl Client {
    /// Exchanges a token for another one on behalf of the token's subject
    /// ([RFC 8693 §2](https://www.rfc-editor.org/rfc/rfc8693.html#section-2)).
    ///
    /// The [`issued_token_type`](TokenResponse::issued_token_type) of the response says what is in `access_token`. If
    /// that is not an access token, `token_type` is [`NOT_APPLICABLE`](crate::token::TokenType::NOT_APPLICABLE).
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// use oauth_core::token::TokenTypeIdentifier;
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    ///
    /// let call = client
    ///     .token_exchange("accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC", TokenTypeIdentifier::ACCESS_TOKEN)
    ///     .resource("https://backend.example.com/api");
    /// let expected = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange\
    ///                 &subject_token=accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC\
    ///                 &subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token\
    ///                 &resource=https%3A%2F%2Fbackend.example.com%2Fapi";
    /// assert_eq!(call.encode(now)?.body(), expected.as_bytes());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn token_exchange(
        &self,
        subject_token: impl Into<SecretSource>,
        subject_token_type: impl Into<TokenTypeIdentifier>,
    ) -> TokenRequest<TokenExchange> {
        let subject = (subject_token.into(), subject_token_type.into());
        self.token_request(TokenExchange { subject, actor: None, requested: None, audiences: Vec::new() })
    }
}

impl TokenRequest<TokenExchange> {
    /// Sets the token of the party that acts on behalf of the subject.
    #[must_use]
    pub fn actor_token(mut self, token: impl Into<SecretSource>, kind: impl Into<TokenTypeIdentifier>) -> Self {
        self.grant.actor = Some((token.into(), kind.into()));
        self
    }

    /// Sets the type of token to issue. By default, the server chooses.
    #[must_use]
    pub fn requested_token_type(mut self, kind: impl Into<TokenTypeIdentifier>) -> Self {
        self.grant.requested = Some(kind.into());
        self
    }

    /// Adds a service for which the token is meant, by the name that the server knows. May be called several times.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.grant.audiences.push(audience.into());
        self
    }
}

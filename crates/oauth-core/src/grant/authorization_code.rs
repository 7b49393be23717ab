//! The authorization code grant ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3)).

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use crate::authorization::Authorized;
use crate::call::Parameters;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::{EncodeError, Problem, Rejection};
use crate::token::Scope;
use crate::token::TokenResponse;
use crate::token::id_token::ExpectedIdToken;
use crate::wire::secret::Secret;

/// The client redeems a code that the user's browser brought.
pub struct AuthorizationCode {
    code: Option<Secret>,
    redirect_uri: String,
    code_verifier: Option<Secret>,
    scope: Option<Scope>,
    id_token: ExpectedIdToken,
}

impl Grant for AuthorizationCode {
    fn grant_type(&self) -> Cow<'static, str> {
        "authorization_code".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push("code", self.code.as_ref().ok_or(EncodeError::NoCode)?.expose())?;
        parameters.push("redirect_uri", &self.redirect_uri)?;
        parameters.push_some("code_verifier", self.code_verifier.as_ref().map(Secret::expose))
    }

    fn complete(&self, tokens: TokenResponse, _now: SystemTime) -> Result<TokenResponse, Rejection> {
        let openid = self.scope.as_ref().is_some_and(|scope| scope.contains("openid"));
        match &tokens.id_token {
            Some(id_token) => drop(self.id_token.check(id_token.expose())?),
            None if openid => return Err(Rejection::Malformed(Problem::Missing { field: "id_token" })),
            None => {}
        }
        Ok(tokens)
    }

    fn requested_scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }
}

impl Authorized {
    /// Redeems the code, at the server that issued it and by the client that asked for it.
    ///
    /// A code is good for one request. Where that gets no answer, the user signs in again; sent twice, a code makes the
    /// server take back what it issued (RFC 6749 §4.1.2).
    ///
    /// An ID token in the answer must name this server, this client and this sign-in (`iss`, `aud`, `nonce`), or none of
    /// the tokens is handed out. Its signature is not verified here, nor its lifetime: it comes from the server over TLS,
    /// which OpenID Connect Core §3.1.3.7 takes in place of the signature.
    ///
    /// For a response type without `code` there is nothing to redeem: that is an error of
    /// [`encode`](crate::Call::encode).
    ///
    /// ```
    /// # use oauth_core::authorization::AuthorizationResponse;
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "s6BhdRkqt3", ClientAuthentication::none())?;
    /// # let request = client.authorization_request("https://client.example.org/cb").dangerous_without_pkce();
    /// # let session = request.begin_with([7; 96])?.session;
    /// # let response = AuthorizationResponse::from_query(&format!("code=SplxlOBeZQQYbYS6WxSbIA&state={}", session.state()))?;
    /// let authorized = session.receive(&client, response)?;
    /// let request = authorized.authorization_code().encode(now)?;
    /// assert_eq!(
    ///     request.body().as_slice(),
    ///     b"grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA\
    ///       &redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&client_id=s6BhdRkqt3"
    /// );
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn authorization_code(self) -> TokenRequest<AuthorizationCode> {
        let resources = self.requested_resources().to_vec();
        let grant = AuthorizationCode {
            redirect_uri: self.redirect_uri().to_owned(),
            code_verifier: self.code_verifier().cloned(),
            scope: self.requested_scope().cloned(),
            id_token: self.expected_id_token(),
            code: self.code,
        };
        self.client.token_request(grant).repeating(resources)
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("redirect_uri", &self.redirect_uri)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

//! The authorization code grant ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3)).

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use crate::authorization::{Authorized, CodeVerifier};
use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::{EncodeError, Problem, Rejection};
use crate::token::Scope;
use crate::token::TokenResponse;
use crate::token::expected_id_token::{ExpectedIdToken, Nonce};
use crate::wire::secret::Secret;

/// The authorization code grant: redeems a code that the user's browser delivered.
pub struct AuthorizationCode {
    code: Option<Secret>,
    redirect_uri: Option<String>,
    code_verifier: Option<Secret>,
    scope: Option<Scope>,
    id_token: ExpectedIdToken,
    /// Whether an ID token was requested. Otherwise an ID token is ignored.
    openid: bool,
}

impl Grant for AuthorizationCode {
    fn grant_type(&self) -> Cow<'static, str> {
        "authorization_code".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        if self.openid && self.id_token.issuer().is_empty() {
            return Err(EncodeError::NoIssuer);
        }
        parameters.push_secret("code", self.code.as_ref().ok_or(EncodeError::NoCode)?)?;
        parameters.push_some("redirect_uri", self.redirect_uri.as_deref())?;
        self.code_verifier.as_ref().map_or(Ok(()), |verifier| parameters.push_secret("code_verifier", verifier))
    }

    fn complete(&self, mut tokens: TokenResponse, now: SystemTime) -> Result<TokenResponse, Rejection> {
        if self.openid {
            let id_token = tokens.id_token.as_ref().ok_or(Problem::Missing { field: "id_token" })?;
            let (claims, deviations) = self.id_token.check(id_token.expose(), now)?;
            tokens.deviations.extend(deviations);
            tokens.first_claims = Some(claims.clone());
            tokens.claims = Some(claims);
        }
        Ok(tokens)
    }

    fn requested_scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }
}

impl Authorized {
    /// Redeems the code at the server that issued it, as the client that requested it.
    ///
    /// A code can be redeemed once. If no response arrives, the user has to sign in again: a server that sees a code
    /// twice rejects it, and may revoke the tokens it issued for it
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)).
    ///
    /// If the scope `openid` was requested, the response must contain an ID token for this server, this client and this
    /// sign-in (`iss`, `aud`, `azp`, `nonce`) whose times are valid (`exp`, `iat`, `nbf`, `auth_time`). Otherwise all
    /// tokens are rejected. [`id_token_claims`](TokenResponse::id_token_claims) returns the checked claims. The
    /// signature is not verified: the ID token comes from the server over TLS, which
    /// [OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation) accepts
    /// in place of the signature. An ID token that was not requested is not checked.
    ///
    /// If the response type did not include `code`, there is nothing to redeem, and [`encode`](crate::Call::encode)
    /// returns an error.
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
    /// # let url = format!("/cb?code=SplxlOBeZQQYbYS6WxSbIA&state={}", session.state());
    /// # let response = AuthorizationResponse::from_url(&url)?;
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
        let asked = self.requested_scope().is_some_and(|scope| scope.contains("openid"));
        let grant = AuthorizationCode {
            openid: asked,
            redirect_uri: self.redirect_uri().map(str::to_owned),
            code_verifier: self.code_verifier().cloned(),
            scope: self.requested_scope().cloned(),
            id_token: self.expected_id_token(),
            code: self.code,
        };
        self.client.token_request(grant).repeating(resources)
    }
}

impl Client {
    /// Redeems a code of a sign-in that began elsewhere: in a mobile app, a front end or another program. The methods
    /// of the returned request set the values of that sign-in. [`expect_id_token`](TokenRequest::expect_id_token) and
    /// [`nonce`](TokenRequest::nonce) enable the check of the ID token.
    ///
    /// The program that began the sign-in must have checked that the response belongs to the user's browser (`state`)
    /// and comes from this server (`iss`, and the URL at which it arrived). Here, only the code verifier and the nonce
    /// tell a stolen or injected code from the right one.
    ///
    /// ```
    /// use oauth_core::authorization::CodeVerifier;
    /// use oauth_core::pingone::Region;
    /// use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    ///
    /// let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "s6BhdRkqt3", ClientAuthentication::none())?;
    /// let request = client
    ///     .dangerous_authorization_code("SplxlOBeZQQYbYS6WxSbIA")
    ///     .redirect_uri("com.example.app:/cb")
    ///     .code_verifier(CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")?)
    ///     .nonce("n-0S6_WzA2Mj")
    ///     .encode(now)?;
    /// assert!(request.body().starts_with(b"grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=com"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dangerous_authorization_code(&self, code: impl Into<Secret>) -> TokenRequest<AuthorizationCode> {
        self.token_request(AuthorizationCode {
            code: Some(code.into()),
            redirect_uri: None,
            code_verifier: None,
            scope: None,
            id_token: ExpectedIdToken::new(self, Nonce::Unknown),
            openid: false,
        })
    }
}

impl TokenRequest<AuthorizationCode> {
    /// Sets the redirect URI of the authorization request, for a sign-in that began elsewhere. Leave it out if that
    /// request had none ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3)).
    #[must_use]
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.grant.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// Sets the code verifier of a sign-in that began elsewhere.
    #[must_use]
    pub fn code_verifier(mut self, verifier: CodeVerifier) -> Self {
        self.grant.code_verifier = Some(verifier.into());
        self
    }

    /// Requires an ID token for this client in the response, as a sign-in that began here with the scope `openid` does.
    /// Use it if the authorization request asked for one.
    #[must_use]
    pub fn expect_id_token(mut self) -> Self {
        self.grant.openid = true;
        self
    }

    /// Sets the `nonce` of a sign-in that began elsewhere. The response must then contain an ID token with this
    /// `nonce`.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<Secret>) -> Self {
        self.grant.id_token.nonce = Nonce::Sent(nonce.into());
        self.expect_id_token()
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

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

/// The client redeems a code that the user's browser brought.
pub struct AuthorizationCode {
    code: Option<Secret>,
    redirect_uri: Option<String>,
    code_verifier: Option<Secret>,
    scope: Option<Scope>,
    id_token: ExpectedIdToken,
    /// Whether an ID token was asked for. One that was not is not looked at.
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
    /// Redeems the code, at the server that issued it and by the client that asked for it.
    ///
    /// A code is good for one request. Where that gets no answer, the user signs in again; sent twice, a code makes the
    /// server take back what it issued (RFC 6749 §4.1.2).
    ///
    /// If the scope `openid` was asked for, the response must hold an ID token that names this server, this client and this
    /// sign-in (`iss`, `aud`, `azp`, `nonce`) and whose times fit (`exp`, `iat`, `nbf`, `auth_time`), or none of the tokens
    /// is handed out. [`id_token_claims`](TokenResponse::id_token_claims) has what was checked. Its signature is not verified:
    /// it comes from the server over TLS, which
    /// [OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation) takes in
    /// place of the signature. An ID token that nobody asked for is not checked, and costs nothing.
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
    /// Redeems a code whose sign-in began elsewhere: in an application on a device, in a front end, in another program. What
    /// the request of that sign-in had is said by the methods of this request, and an ID token is checked by
    /// [`expect_id_token`](TokenRequest::expect_id_token) or [`nonce`](TokenRequest::nonce).
    ///
    /// Whoever began it has to have checked the response: that it belongs to the user's browser (`state`), and that it comes
    /// from this server (`iss`, and the place to which it came). Here nothing tells a stolen or an injected code from
    /// the right one but the code verifier and the nonce.
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
    /// Says which redirect URI the authorization request had, for a sign-in that began elsewhere. Without one in that
    /// request there is none here (RFC 6749 §4.1.3).
    #[must_use]
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.grant.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// Says the code verifier of a sign-in that began elsewhere.
    #[must_use]
    pub fn code_verifier(mut self, verifier: CodeVerifier) -> Self {
        self.grant.code_verifier = Some(verifier.into());
        self
    }

    /// Says that the authorization request asked for an ID token: the response must then hold one for this client, as it
    /// does for a sign-in that began here with the scope `openid`.
    #[must_use]
    pub fn expect_id_token(mut self) -> Self {
        self.grant.openid = true;
        self
    }

    /// Says the `nonce` of a sign-in that began elsewhere. The response must then hold an ID token with it.
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

//! The refresh token grant ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).

use std::borrow::Cow;
use std::time::SystemTime;

use crate::call::Parameters;
use crate::client::Client;
use crate::client::token_request::{Grant, TokenRequest};
use crate::error::{EncodeError, Rejection};
use crate::token::expected_id_token::ExpectedIdToken;
use crate::token::{IdToken, Scope, TokenResponse};
use crate::wire::secret::Secret;

/// The refresh token grant: exchanges a refresh token for a new access token without involving the user.
#[derive(Debug, Clone)]
pub struct RefreshToken {
    token: Secret,
    original: Option<Scope>,
    /// The latest known claims of the user who signed in, and the expectations on the ID token of a refresh.
    signed_in: Option<(IdToken, ExpectedIdToken)>,
}

impl Grant for RefreshToken {
    fn grant_type(&self) -> Cow<'static, str> {
        "refresh_token".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_secret("refresh_token", &self.token)
    }

    fn scope_limit(&self) -> Option<&Scope> {
        self.original.as_ref()
    }

    fn complete(&self, mut tokens: TokenResponse, now: SystemTime) -> Result<TokenResponse, Rejection> {
        if let Some((known, expected)) = &self.signed_in {
            tokens.claims = Some(known.clone());
            tokens.first_claims = expected.first().cloned();
            if let Some(id_token) = &tokens.id_token {
                let (claims, deviations) = expected.check(id_token.expose(), now)?;
                tokens.claims = Some(claims);
                tokens.deviations.extend(deviations);
            }
        }
        // A server that does not rotate omits the refresh token, and the old one stays valid.
        tokens.refresh_token.get_or_insert_with(|| self.token.clone());
        Ok(tokens)
    }
}

impl Client {
    /// Exchanges a refresh token for a new access token
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).
    ///
    /// The returned tokens always include the refresh token to use next: the new one if the server issued one,
    /// otherwise the one given here. If the server says that the token is no longer valid, only a new sign-in helps:
    /// [`needs_sign_in`](crate::DecodeError::needs_sign_in).
    ///
    /// Do not resend a request whose response was lost. A server that rotates refresh tokens accepts each of them once,
    /// and may end the whole sign-in if it sees one again. [`RoundTrip`](crate::flow::RoundTrip) repeats a request only
    /// if that is safe.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let call = client.refresh_token(&Secret::new("tGzv3JOkF0XG5Qx2TlKWIA")).original_scope("read write");
    /// assert_eq!(call.encode(now)?.body(), b"grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA");
    ///
    /// let response = http::Response::new(br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer"}"#);
    /// let tokens = call.decode((&response).into(), now)?;
    /// assert_eq!(tokens.refresh_token.map(|token| token.expose() == "tGzv3JOkF0XG5Qx2TlKWIA"), Some(true));
    /// assert_eq!(tokens.scope, Some("read write".into()));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refresh_token(&self, token: &Secret) -> TokenRequest<RefreshToken> {
        self.token_request(RefreshToken { token: token.clone(), original: None, signed_in: None })
    }

    /// Does the same as [`refresh_token`](Self::refresh_token), with the tokens of an earlier response: the scope
    /// cannot exceed what was granted originally, and the resources of the original request are requested again.
    ///
    /// A scope that the server never names in its responses, such as `offline_access`, counts as more than was granted.
    /// [`refresh_token`](Self::refresh_token) with the refresh token alone has no such limit.
    ///
    /// If the user signed in with an ID token, an ID token in the response must be for the same user, issuer and
    /// audience
    /// ([OpenID Connect Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    /// Otherwise the response is rejected; the error still has the new refresh token
    /// ([`rotated`](crate::DecodeError::rotated)).
    ///
    /// # Errors
    ///
    /// The tokens include no refresh token.
    pub fn refresh(&self, tokens: &TokenResponse) -> Result<TokenRequest<RefreshToken>, EncodeError> {
        let token = tokens.refresh_token.clone().ok_or(EncodeError::NoRefreshToken)?;
        let first = tokens.first_claims.as_ref();
        let expected = first.map(|first| ExpectedIdToken::after(self, first));
        let signed_in = tokens.claims.clone().zip(expected);
        let grant = RefreshToken { token, original: tokens.granted_scope.clone(), signed_in };
        Ok(self.token_request(grant).repeating(tokens.resources.clone()).with_client_key(tokens.client_key.clone()))
    }
}

impl TokenRequest<RefreshToken> {
    /// Sets the name of the key with which the grant began: the
    /// [`client_key`](crate::TokenResponse::client_key) of the response that issued the refresh token. The request is
    /// signed with that key if the client holds it, and with its current key otherwise; or it is an error, if the server
    /// [ties refresh tokens to keys](crate::server::Dialect::refresh_tokens_bound_to_keys).
    #[must_use]
    pub fn client_key(self, name: impl Into<String>) -> Self {
        self.with_client_key(Some(name.into()))
    }

    /// Sets the scope that was granted originally: the `scope` of the response that issued the refresh token.
    ///
    /// A refresh can narrow it but not widen it. A wider [`scope`](Self::scope) is an error of
    /// [`encode`](crate::Call::encode). A wider scope in the response is cut to this one, with
    /// [`Deviation::ScopeWidened`](crate::call::Deviation::ScopeWidened).
    #[must_use]
    pub fn original_scope(mut self, scope: impl Into<Scope>) -> Self {
        self.grant.original = Some(scope.into()).filter(|scope| !scope.is_empty());
        self
    }

    /// Expects an ID token, if there is one, to agree with that of the sign-in.
    pub(crate) fn signed_in(mut self, first: &IdToken) -> Self {
        let expected = ExpectedIdToken::after(self.client(), first);
        self.grant.signed_in = Some((first.clone(), expected));
        self
    }
}

//! The grants of the token endpoint, one file each.

mod assertion;
mod authorization_code;
mod ciba;
mod client_credentials;
mod device_code;
pub(crate) mod dispatch;
mod jwt_bearer;
mod refresh_token;
mod saml2_bearer;
mod token_exchange;

/// A grant type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GrantType {
    /// `authorization_code` ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1)).
    AuthorizationCode,
    /// `implicit` ([RFC 6749 §4.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.2)): tokens from the
    /// authorization endpoint. The token endpoint does not accept it.
    Implicit,
    /// `client_credentials` ([RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4)).
    ClientCredentials,
    /// `refresh_token` ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)).
    RefreshToken,
    /// `urn:ietf:params:oauth:grant-type:device_code` ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)).
    DeviceCode,
    /// `urn:openid:params:grant-type:ciba`
    /// ([OpenID Connect CIBA §4](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration)).
    Ciba,
    /// `urn:ietf:params:oauth:grant-type:token-exchange` ([RFC 8693](https://www.rfc-editor.org/rfc/rfc8693.html)).
    TokenExchange,
    /// `urn:ietf:params:oauth:grant-type:jwt-bearer` ([RFC 7523](https://www.rfc-editor.org/rfc/rfc7523.html)).
    JwtBearer,
    /// `urn:ietf:params:oauth:grant-type:saml2-bearer` ([RFC 7522](https://www.rfc-editor.org/rfc/rfc7522.html)).
    Saml2Bearer,
}

impl GrantType {
    pub(crate) const ALL: [Self; 9] = [
        Self::AuthorizationCode,
        Self::Implicit,
        Self::ClientCredentials,
        Self::RefreshToken,
        Self::DeviceCode,
        Self::Ciba,
        Self::TokenExchange,
        Self::JwtBearer,
        Self::Saml2Bearer,
    ];

    /// The value of the `grant_type` parameter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::Implicit => "implicit",
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::Ciba => "urn:openid:params:grant-type:ciba",
            Self::TokenExchange => "urn:ietf:params:oauth:grant-type:token-exchange",
            Self::JwtBearer => "urn:ietf:params:oauth:grant-type:jwt-bearer",
            Self::Saml2Bearer => "urn:ietf:params:oauth:grant-type:saml2-bearer",
        }
    }

    /// Parses the `grant_type` of a token request.
    pub(crate) fn from_wire(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant_type| grant_type.as_str() == value && *grant_type != Self::Implicit)
    }
}

//! The values of a record that this library knows by name. Any other value is kept as it is.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::wire::show::show_by_debug;
use crate::wire::text::Shown;

/// A value of a record: the constants, and whatever else PingOne writes. Compared without regard to case.
macro_rules! value {
    ($(#[$about:meta])+ $type:ident { $($(#[$meaning:meta])+ $name:ident,)+ }) => {
        $(#[$about])+
        #[derive(Clone)]
        pub struct $type(Cow<'static, str>);

        impl $type {
            $($(#[$meaning])+ pub const $name: Self = Self(Cow::Borrowed(stringify!($name)));)+

            /// The value as PingOne writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(Cow::Owned(text.to_owned()))
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self(Cow::Owned(text))
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.0.eq_ignore_ascii_case(&other.0)
            }
        }

        impl Eq for $type {}

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.to_ascii_uppercase().hash(state);
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($type)).field(&Shown(&self.0)).finish()
            }
        }

        show_by_debug!($type);
    };
}

value! {
    /// A grant that an application may use, one of `grantTypes`.
    ///
    /// ```
    /// use oauth_core::pingone::GrantType;
    ///
    /// assert_eq!(GrantType::from("CLIENT_CREDENTIALS"), GrantType::CLIENT_CREDENTIALS);
    /// assert_eq!(GrantType::from("SOMETHING_NEW").as_str(), "SOMETHING_NEW");
    /// ```
    GrantType {
        /// [`Client::authorization_request`](crate::Client::authorization_request) with a code.
        AUTHORIZATION_CODE,
        /// [`Client::backchannel_authentication`](crate::Client::backchannel_authentication).
        CIBA,
        /// [`Client::client_credentials`](crate::Client::client_credentials).
        CLIENT_CREDENTIALS,
        /// [`Client::device_authorization`](crate::Client::device_authorization).
        DEVICE_CODE,
        /// [`Client::authorization_request`](crate::Client::authorization_request) with tokens in the response.
        IMPLICIT,
        /// [`Client::refresh`](crate::Client::refresh). PingOne issues refresh tokens for the scope `offline_access` too.
        REFRESH_TOKEN,
        /// [`Client::token_exchange`](crate::Client::token_exchange).
        TOKEN_EXCHANGE,
    }
}

value! {
    /// How an application authenticates, its `tokenEndpointAuthMethod`: at the token endpoint, and at those for
    /// introspection, revocation and pushed authorization requests.
    TokenEndpointAuthMethod {
        /// By the secret, in the body.
        CLIENT_SECRET_POST,
        /// By the secret, in the `Authorization` header.
        CLIENT_SECRET_BASIC,
        /// By an assertion that is signed with the secret (HS256, HS384, HS512).
        CLIENT_SECRET_JWT,
        /// Not at all: a public client.
        NONE,
        /// By an assertion that is signed with a private key (RS256, RS384, RS512, ES256, ES384, ES512).
        PRIVATE_KEY_JWT,
    }
}

value! {
    /// Whether an application has to send a code challenge, its `pkceEnforcement`. This library always sends one by S256,
    /// unless it was told otherwise by a name that begins with `dangerous_`.
    PkceEnforcement {
        /// It may leave it out.
        OPTIONAL,
        /// It has to send one, by whatever method.
        REQUIRED,
        /// It has to send one by `S256`.
        S256_REQUIRED,
    }
}

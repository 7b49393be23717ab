//! What is known of a sign-in and travels with its refresh tokens.

use crate::token::{IdToken, Scope};

/// What is known of a sign-in: what its renewals repeat, and what their responses are checked against.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct GrantDetails {
    /// The user, if known.
    pub subject: Option<String>,
    /// The claims of the ID token of the sign-in. The ID token of a renewal must agree with them
    /// ([OpenID Connect Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    pub first_claims: Option<IdToken>,
    /// The scope that was granted originally.
    pub granted_scope: Option<Scope>,
    /// The resources of the sign-in ([RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)).
    pub resources: Vec<String>,
    /// The thumbprint of the client's key with which the grant began. A public client must prove possession of the same
    /// key at each renewal ([RFC 9449 §5](https://www.rfc-editor.org/rfc/rfc9449.html#section-5)).
    pub client_key: Option<String>,
}

//! The URL that starts a sign-in, and the session to keep.

use std::fmt;

use super::session::AuthorizationSession;

/// A started sign-in: send the browser to `url`, and keep `session` until it comes back.
#[non_exhaustive]
pub struct AuthorizationRedirect {
    /// The URL for the user's browser, as a redirect or a link. A native application opens it in the system browser,
    /// not in an embedded web view ([RFC 8252 §8.12](https://www.rfc-editor.org/rfc/rfc8252.html#section-8.12)).
    pub url: String,
    /// The session that the response is checked against. Store it in this user's browser session.
    pub session: AuthorizationSession,
}

impl fmt::Debug for AuthorizationRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The query contains the state, and possibly an ID token.
        let endpoint = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("AuthorizationRedirect").field("url", &endpoint).field("session", &self.session).finish()
    }
}

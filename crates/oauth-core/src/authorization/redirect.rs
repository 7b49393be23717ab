//! Where the user goes to sign in, and what the application keeps meanwhile.

use std::fmt;

use super::session::AuthorizationSession;

/// A sign-in that has begun: send the browser to `url`, and keep `session` for the moment when it comes back.
#[non_exhaustive]
pub struct AuthorizationRedirect {
    /// Where the user's browser goes, as a redirect or a link. In an application on a device it is opened in the
    /// system's browser and not in a view of the application's own
    /// ([RFC 8252 §8.12](https://www.rfc-editor.org/rfc/rfc8252.html#section-8.12)).
    pub url: String,
    /// What the response is checked against. It belongs into the session of this user and this browser.
    pub session: AuthorizationSession,
}

impl fmt::Debug for AuthorizationRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The query holds the state, and perhaps an ID token.
        let endpoint = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("AuthorizationRedirect").field("url", &endpoint).field("session", &self.session).finish()
    }
}

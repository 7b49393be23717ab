//! Refusals without an OAuth error.

use std::fmt;

use super::{HttpResponse, Note, OnBehalfOf};
use crate::wire::show::Showing;
use crate::wire::text::Shown;

/// A refusal (4xx) without an OAuth error: the body is empty or JSON of another shape, and no challenge has an `error`.
#[derive(Clone, thiserror::Error)]
pub struct Refused(Box<(HttpResponse, Option<String>)>);

impl Refused {
    pub(crate) fn new(response: HttpResponse, challenges: Option<String>) -> Self {
        Self(Box::new((response, challenges)))
    }

    /// Returns the response.
    #[must_use]
    pub fn response(&self) -> &HttpResponse {
        &self.0.0
    }

    /// Returns the usual cause of a refusal by PingOne's management API.
    fn management_hint(&self) -> &'static str {
        let of_secret = self.0.0.endpoint() == Some("pingone_application_secret");
        match self.0.0.status().as_u16() {
            401 => "; usually the worker's access token is wrong or expired",
            403 if of_secret => {
                "; a worker application cannot read its own secret, nor that of an application with more roles than its \
                 own; use the token of another worker with a role that may read secrets"
            }
            403 => "; the worker has no role that may read applications in this environment",
            _ => "; the environment has no such application, or none that the worker's roles let it see",
        }
    }

    /// Returns the usual cause of such a refusal, for the person who has to fix it.
    fn hint(&self) -> &'static str {
        let with_refresh_token = self.0.0.on_behalf_of() == Some(OnBehalfOf::RefreshToken);
        match (self.0.0.status().as_u16(), self.0.0.endpoint()) {
            (404 | 410, Some("metadata" | "resource_metadata")) => "; there is no metadata at this URL",
            (401 | 403 | 404, Some("pingone_application" | "pingone_application_secret")) => self.management_hint(),
            (404 | 405, _) => "; check the URL of the endpoint",
            (407, _) => "; a proxy wants credentials",
            (400, Some("token_endpoint")) if with_refresh_token => {
                "; for a refresh token this usually means that it is expired, revoked or used"
            }
            (401 | 403, Some("userinfo_endpoint" | "registration_client_uri")) => {
                "; usually the access token is wrong or expired"
            }
            (400 | 401 | 403, Some(_)) if self.0.0.note().is_some_and(Note::tells_authentication) => {
                "; usually the client's id, its secret or key, or its method of authentication is wrong"
            }
            (400 | 401 | 403, Some(_)) => {
                "; usually the client's id, its secret or its method of authentication is wrong, \
                 or the server does not decode Basic credentials (BasicEncoding::Raw)"
            }
            _ => "",
        }
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (response, challenges) = &*self.0;
        f.debug_struct("Refused").field("response", response).field("challenges", &Showing(challenges)).finish()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let response = self.response();
        write!(f, "{} refused the request with {}", response.sender(), response.status().as_u16())?;
        write!(f, " and named no error ({})", response.summary())?;
        if let Some(challenges) = &self.0.1 {
            write!(f, "; WWW-Authenticate: {}", Shown(challenges))?;
        }
        f.write_str(self.hint())?;
        let Some(note) = response.note().filter(|_| matches!(response.status().as_u16(), 400 | 401 | 403)) else {
            return Ok(());
        };
        note.fmt_authentication(f)?;
        note.fmt_clock(f)
    }
}

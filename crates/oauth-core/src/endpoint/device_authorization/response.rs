//! The response to a device authorization request
//! ([RFC 8628 §3.2](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.2)).

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use crate::call::{Deviation, Extra};
use crate::error::{FailedCheck, Problem, Rejection};
use crate::server::{Endpoint, Server};
use crate::token::{Scope, lifetime};
use crate::wire::deviation::Reading;
use crate::wire::json::Node;
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;
use crate::wire::text::is_deceptive;

/// The response of a device authorization endpoint: what to show to the user, and what to poll with.
#[derive(Clone)]
#[non_exhaustive]
pub struct DeviceAuthorization {
    /// The code to poll with. Do not show it to the user.
    pub device_code: Secret,
    /// The code that the user enters at `verification_uri`. It contains no control characters.
    pub user_code: String,
    /// The page for the user: an `https` URL (or `http` if explicitly allowed), which is safe to open. A relative URL
    /// has been resolved against that of the endpoint.
    pub verification_uri: String,
    /// The same page with the user code in the URL, for a QR code or a link. `None` if it is not safe to open. Show the
    /// user code as well, so that the user can compare the two.
    pub verification_uri_complete: Option<String>,
    /// The lifetime of both codes. Five minutes if the response does not contain it.
    pub expires_in: Duration,
    /// When both codes expire: `expires_in` after the `sent_at` passed to `decode`.
    pub expires_at: SystemTime,
    /// The time between two polls, at least one second. Five seconds if the response does not contain it.
    pub interval: Duration,
    /// The requested scope, which the token will have unless the server says otherwise.
    pub scope: Option<Scope>,
    /// The members of the response without a field here, and those that could not be read.
    pub extra: Extra,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
}

impl DeviceAuthorization {
    /// Whether both codes have expired by the time `now`, so that the user has to be shown new ones.
    #[must_use]
    pub fn is_expired(&self, now: SystemTime) -> bool {
        self.expires_at <= now
    }

    /// Reads the response of `server` to a request for `requested`.
    pub(super) fn read(
        mut members: Members<'_>,
        server: &Server,
        requested: Option<&Scope>,
        now: SystemTime,
    ) -> Result<Self, Rejection> {
        let device_code = members.require_secret("device_code")?;
        let user_code = members.require("user_code", |node| shown(node, "user_code"))?;
        let verification_uri = verification_uri(&mut members, server)?;
        let complete = "verification_uri_complete";
        let verification_uri_complete = members.optional(complete, |node| page(node, complete, server))?;
        let expires_in = lifetime::of_decision(&mut members)?;
        let interval = lifetime::interval(&mut members)?;
        let (extra, deviations) = members.finish();
        Ok(Self {
            device_code,
            user_code,
            verification_uri,
            verification_uri_complete,
            expires_in,
            expires_at: now.checked_add(expires_in).unwrap_or(now),
            interval,
            scope: requested.cloned(),
            extra,
            deviations,
        })
    }
}

fn verification_uri(members: &mut Members<'_>, server: &Server) -> Result<String, Rejection> {
    let field = "verification_uri";
    let named = members.strict(field, |node| members::text(node, field))?;
    // Google uses the name from a draft.
    let draft = if named.is_none() && !members.is_strict() { members.text("verification_url")? } else { None };
    let uri = named.or(draft).ok_or(Problem::Missing { field })?;
    let page = server.url_policy().page(&uri, server.own_url(Endpoint::DeviceAuthorization));
    let page = page.map_err(|problem| FailedCheck::VerificationUri { field, problem })?;
    if matches!(page, Cow::Owned(_)) {
        members.deviate(Deviation::RelativeUrl { member: field })?;
    }
    Ok(page.into_owned())
}

/// Reads the URL of a page that is safe to open.
fn page(node: &Node<'_>, field: &'static str, server: &Server) -> Reading<String> {
    let (Some(uri), deviation) = members::text(node, field)? else { return Ok((None, None)) };
    let page = server.url_policy().page(&uri, server.own_url(Endpoint::DeviceAuthorization));
    let page = page.map_err(|problem| Problem::InvalidValue { field, reason: problem.reason() })?;
    let relative = matches!(page, Cow::Owned(_)).then_some(Deviation::RelativeUrl { member: field });
    Ok((Some(page.into_owned()), relative.or(deviation)))
}

/// Reads text that is shown to people.
fn shown(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match members::text(node, field)? {
        (Some(text), _) if text.chars().any(is_deceptive) => {
            Err(Problem::InvalidValue { field, reason: "holds a character that cannot be shown" })
        }
        read => Ok(read),
    }
}

// Hides the user code: anyone who reads it in a log could sign someone else in. The complete URI contains it too.
debug_of_fields!(DeviceAuthorization {
    device_code, verification_uri, expires_in, expires_at, interval, scope, extra, deviations,
} hides { user_code, verification_uri_complete });

//! What a device shows to its user
//! ([RFC 8628 §3.2](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.2)).

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::call::Response;
use crate::error::{DecodeError, FailedCheck, Problem};
use crate::server::Server;
use crate::token::Scope;
use crate::token::lifetime;
use crate::wire::extra::Extra;
use crate::wire::json::Object;
use crate::wire::secret::Secret;
use crate::wire::text::{is_deceptive, is_vschar};
use crate::wire::url;

/// The answer of a device authorization endpoint: what to show to the user, and what to poll with.
#[derive(Clone)]
#[non_exhaustive]
pub struct DeviceAuthorization {
    /// What the client polls with. It is not for the user.
    pub device_code: Secret,
    /// What the user types in at `verification_uri`. It holds no control characters.
    pub user_code: String,
    /// Where the user goes. An `https` URL (or http on loopback, where the server's issuer was allowed to be that), so
    /// that it can be opened.
    pub verification_uri: String,
    /// The same with the user code in it, for a QR code or a click. Checked like `verification_uri`. The user code is
    /// shown beside it, so that the user can see that both are the same.
    pub verification_uri_complete: Option<String>,
    /// The lifetime of both codes.
    pub expires_in: Duration,
    /// When both codes expire: `expires_in` after the `now` that was given to `decode`.
    pub expires_at: SystemTime,
    /// How long to wait between two polls, at least one second. Five seconds where the server does not say.
    pub interval: Duration,
    /// What was asked for. It is what the token is for, where the server does not say otherwise.
    pub scope: Option<Scope>,
    /// The members of the answer that have no field here.
    pub extra: Extra,
}

impl DeviceAuthorization {
    /// Reads the answer to a request for `requested`.
    pub(crate) fn read(
        response: Response<'_>,
        server: &Server,
        requested: Option<&Scope>,
        now: SystemTime,
    ) -> Result<Self, DecodeError> {
        let (mut object, _) = response.object()?;
        let members = Members::take(&mut object, server).map_err(|problem| response.malformed(problem))?;
        let scheme = server.issuer().scheme();
        let uris = [
            ("verification_uri", Some(&members.verification_uri)),
            ("verification_uri_complete", members.verification_uri_complete.as_ref()),
        ];
        for (field, uri) in uris {
            if let Some(Err(problem)) = uri.map(|uri| url::check_page(uri, scheme)) {
                return Err(response.untrusted(FailedCheck::VerificationUri { field, problem }));
            }
        }
        Ok(Self {
            device_code: members.device_code,
            user_code: members.user_code,
            verification_uri: members.verification_uri,
            verification_uri_complete: members.verification_uri_complete,
            expires_in: members.expires_in,
            expires_at: now.checked_add(members.expires_in).unwrap_or(now),
            interval: members.interval,
            scope: requested.cloned(),
            extra: Extra::rest_of(object),
        })
    }
}

struct Members {
    device_code: Secret,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    expires_in: Duration,
    interval: Duration,
}

impl Members {
    fn take(object: &mut Object<'_>, server: &Server) -> Result<Self, Problem> {
        let device_code = required(object, "device_code")?;
        if !is_vschar(&device_code) {
            let reason = "holds a character that no code can hold";
            return Err(Problem::InvalidValue { field: "device_code", reason });
        }
        let user_code = required(object, "user_code")?;
        if user_code.chars().any(is_deceptive) {
            let reason = "holds a character that cannot be shown";
            return Err(Problem::InvalidValue { field: "user_code", reason });
        }
        // Google's answer has the name of a draft.
        let uri = match object.take_text("verification_uri")? {
            None if !server.dialect().is_strict() => object.take_text("verification_url")?,
            uri => uri,
        };
        Ok(Self {
            device_code: Secret::new(device_code),
            user_code,
            verification_uri: uri.ok_or(Problem::Missing { field: "verification_uri" })?.into_owned(),
            verification_uri_complete: object.take_text("verification_uri_complete")?.map(Into::into),
            expires_in: lifetime::seconds(object, "expires_in", server.dialect())?
                .ok_or(Problem::Missing { field: "expires_in" })?,
            interval: lifetime::interval(object, server.dialect())?,
        })
    }
}

fn required(object: &mut Object<'_>, field: &'static str) -> Result<String, Problem> {
    object.take_text(field)?.map(Into::into).ok_or(Problem::Missing { field })
}

/// Without the user code, by which whoever reads a log could sign somebody else in.
impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceAuthorization")
            .field("expires_in", &self.expires_in)
            .field("interval", &self.interval)
            .field("scope", &self.scope)
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}

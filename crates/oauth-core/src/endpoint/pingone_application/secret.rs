//! The secret of an application.

use std::borrow::Cow;
use std::time::SystemTime;

use crate::call::{Deviation, Extra};
use crate::error::{Problem, Rejection};
use crate::key::SecretSource;
use crate::wire::date_time;
use crate::wire::deviation::Reading;
use crate::wire::json::{Node, first_duplicate};
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::{debug_of_fields, show_by_debug};

/// The secret of an application, and the one before it while that is still accepted. Neither is ever printed.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApplicationSecret {
    /// `secret`: the client secret.
    pub secret: Secret,
    /// `previous`: the secret before this one, if the last rotation kept it.
    pub previous: Option<PreviousSecret>,
    /// The members that have no field here, and those that could not be read.
    pub extra: Extra,
    /// Where the response deviates without losing its meaning.
    pub deviations: Vec<Deviation>,
}

/// A secret that was replaced and is accepted for a while longer.
#[derive(Clone)]
#[non_exhaustive]
pub struct PreviousSecret {
    /// `secret`. PingOne leaves it out once it has expired.
    pub secret: Option<Secret>,
    /// `expiresAt`: when it stops being accepted, between a minute and 30 days after the rotation.
    pub expires_at: Option<SystemTime>,
    /// `lastUsed`: when somebody authenticated with it last. Whoever does has not taken up the new one.
    pub last_used: Option<SystemTime>,
}

debug_of_fields!(ApplicationSecret { secret, previous, extra, deviations });
debug_of_fields!(PreviousSecret { secret, expires_at, last_used });
show_by_debug!(PreviousSecret);

impl ApplicationSecret {
    pub(super) fn read(mut members: Members<'_>) -> Result<Self, Rejection> {
        let secret = Secret::new(members.require("secret", |node| members::text(node, "secret"))?);
        let previous = members.optional("previous", previous)?;
        let (extra, deviations) = members.finish();
        Ok(Self { secret, previous, extra, deviations })
    }
}

/// Reads the previous secret. A member that cannot be read is left out; the whole then stays in `extra`.
fn previous(node: &Node<'_>) -> Reading<PreviousSecret> {
    let Node::Object(inner) = node else {
        return Err(Problem::WrongType { field: "previous", expected: "an object", found: node.kind() });
    };
    if first_duplicate(inner).is_some() {
        return Err(Problem::InvalidValue { field: "previous", reason: "has a member twice" });
    }
    let mut deviation = None;
    let secret = take(inner, "secret", "previous.secret", &mut deviation, |text| Some(Secret::from(text)));
    let expires_at = take(inner, "expiresAt", "previous.expiresAt", &mut deviation, date_time::parse);
    let last_used = take(inner, "lastUsed", "previous.lastUsed", &mut deviation, date_time::parse);
    Ok((Some(PreviousSecret { secret, expires_at, last_used }), deviation))
}

/// A text in an object that `read` understands. Of several that it does not, the first is noted.
fn take<T>(
    inner: &[(Cow<'_, str>, Node<'_>)],
    name: &str,
    member: &'static str,
    deviation: &mut Option<Deviation>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let value = match inner.iter().find(|(each, _)| each == name)? {
        (_, Node::Null) => return None,
        (_, Node::String(text)) if text.is_empty() => return None,
        (_, Node::String(text)) => read(text),
        _ => None,
    };
    if value.is_none() {
        deviation.get_or_insert(Deviation::Unreadable { member });
    }
    value
}

impl From<&ApplicationSecret> for SecretSource {
    /// The secret that is in force.
    fn from(secret: &ApplicationSecret) -> Self {
        Self::from(&secret.secret)
    }
}

//! Lifetimes: `expires_in` in all its spellings, and similar members.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::Problem;
use crate::server::{Dialect, ExpiresInUnit};
use crate::wire::date_time;
use crate::wire::deviation::{Deviation, Reading};
use crate::wire::extra::Extra;
use crate::wire::json::Node;
use crate::wire::members::Members;

/// The maximum lifetime: longer than any token lives, and short enough to be added to any time.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
/// The assumed lifetime of a device code or a CIBA request if the server states none.
const ASSUMED: Duration = Duration::from_secs(300);

/// Reads the lifetime of a token, and how its spelling deviates.
///
/// Any spelling of a number is accepted. Whether a large number is a time stamp is never guessed; the dialect states
/// it.
pub(crate) fn read(node: &Node<'_>, unit: ExpiresInUnit, dialect: &Dialect, now: SystemTime) -> Reading<Duration> {
    let (lifetime, deviation) = match (unit, node) {
        (ExpiresInUnit::DateTime, Node::String(text)) if !text.is_empty() => {
            let invalid = || invalid("expires_in", "is not a date of RFC 3339");
            (date_time::parse(text).ok_or_else(invalid)?.duration_since(now).unwrap_or_default(), None)
        }
        _ => {
            let Some((number, deviation)) = number(node, "expires_in")? else { return Ok((None, None)) };
            let whole = number.as_secs();
            let lifetime = match unit {
                ExpiresInUnit::Seconds | ExpiresInUnit::DateTime => Duration::from_secs(whole),
                ExpiresInUnit::Milliseconds => Duration::from_millis(whole),
                ExpiresInUnit::UnixTime => {
                    Duration::from_secs(whole).saturating_sub(now.duration_since(UNIX_EPOCH).unwrap_or_default())
                }
            };
            (lifetime, deviation)
        }
    };
    if lifetime.is_zero() && dialect.zero_means_never() {
        return Ok((None, deviation));
    }
    if lifetime > LONGEST {
        return Ok((Some(LONGEST), Some(Deviation::ExpiresInCapped)));
    }
    Ok((Some(lifetime), deviation))
}

/// Reads the lifetime in an authorization response. No clock is available there, so a time of expiry yields `None`.
pub(crate) fn of_text(text: &str, dialect: &Dialect) -> Option<Duration> {
    let unit = dialect.expires_in_unit();
    if matches!(unit, ExpiresInUnit::UnixTime | ExpiresInUnit::DateTime) {
        return None;
    }
    read(&Node::String(text.into()), unit, dialect, UNIX_EPOCH).ok()?.0
}

/// Reads the lifetime of the refresh token, which no RFC names and many servers state. `None` if there is none, or if it
/// never ends, which servers write as zero.
pub(crate) fn refresh_lifetime(extra: &Extra) -> Option<Duration> {
    const NAMES: [&str; 3] = ["refresh_expires_in", "refresh_token_expires_in", "x_refresh_token_expires_in"];
    let seconds = |name| {
        let text = || extra.get::<String>(name)?.trim().parse::<u64>().ok();
        extra.get::<u64>(name).or_else(text)
    };
    let lifetime = NAMES.into_iter().find_map(seconds).map(Duration::from_secs)?;
    (!lifetime.is_zero()).then_some(lifetime.min(LONGEST))
}

/// Reads a number of seconds other than the lifetime of a token, at most ten years.
pub(crate) fn seconds(node: &Node<'_>, field: &'static str) -> Reading<Duration> {
    let Some((number, deviation)) = number(node, field)? else { return Ok((None, None)) };
    Ok((Some(number.min(LONGEST)), deviation))
}

/// Reads the time that the user has to decide: five minutes if the server states none, or an unreadable one.
pub(crate) fn of_decision(members: &mut Members<'_>) -> Result<Duration, Problem> {
    if let Some(lifetime) = members.optional("expires_in", |node| seconds(node, "expires_in"))? {
        return Ok(lifetime);
    }
    members.deviate(Deviation::ExpiresInAssumed)?;
    Ok(ASSUMED)
}

/// Reads the polling `interval`: 5 seconds if the server states none (RFC 8628 §3.2, CIBA §7.3), and at least one.
pub(crate) fn interval(members: &mut Members<'_>) -> Result<Duration, Problem> {
    let interval = members.optional("interval", |node| seconds(node, "interval"))?;
    Ok(interval.unwrap_or(Duration::from_secs(5)).max(Duration::from_secs(1)))
}

/// Reads a non-negative number of seconds, and how its spelling deviates. `None` for an empty string.
fn number(node: &Node<'_>, field: &'static str) -> Result<Option<(Duration, Option<Deviation>)>, Problem> {
    let text = match node {
        Node::Unsigned(number) => return Ok(Some((Duration::from_secs(*number), None))),
        Node::Float(number) if *number >= 0.0 => return Ok(Some((of_fraction(*number), not_integer()))),
        Node::String(text) => text.trim_ascii(),
        Node::Signed(_) | Node::Float(_) => return Err(invalid(field, "is not a number of seconds")),
        node => return Err(Problem::WrongType { field, expected: "a number", found: node.kind() }),
    };
    if text.is_empty() {
        return Ok(None);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(invalid(field, "is not a number of seconds"));
    }
    let number = if text.len() == whole.len() {
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        text.parse().map_or(Duration::MAX, of_fraction)
    };
    Ok(Some((number, not_integer())))
}

fn of_fraction(number: f64) -> Duration {
    Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX)
}

fn not_integer() -> Option<Deviation> {
    Some(Deviation::ExpiresInNotInteger)
}

fn invalid(field: &'static str, reason: &'static str) -> Problem {
    Problem::InvalidValue { field, reason }
}

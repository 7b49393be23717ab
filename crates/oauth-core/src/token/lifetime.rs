//! `expires_in`: the most various member of all.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::Problem;
use crate::server::{Dialect, ExpiresInUnit};
use crate::wire::deviation::{Deviation, Reading};
use crate::wire::json::Node;
use crate::wire::members::Members;

/// Longer than any token lives, and short enough to be added to any time.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// A lifetime, and how the text of it deviates.
///
/// What is a number in some spelling is read. What is a number without meaning as a lifetime is dropped, because the
/// token itself is good. Whether a large number is a time stamp is never guessed; the dialect says so.
pub(crate) fn read(node: &Node<'_>, dialect: &Dialect, now: SystemTime) -> Reading<Duration> {
    let (number, deviation) = match node {
        Node::Unsigned(number) => (*number, None),
        Node::String(text) if text.is_empty() => return Ok((None, None)),
        Node::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            (text.parse().unwrap_or(u64::MAX), Some(Deviation::ExpiresInNotInteger))
        }
        // The cast drops the fraction and saturates.
        Node::Float(number) if *number >= 0.0 => (*number as u64, Some(Deviation::ExpiresInNotInteger)),
        Node::String(_) | Node::Signed(_) | Node::Float(_) => return Ok((None, Some(Deviation::ExpiresInUnusable))),
        node => {
            return Err(Problem::WrongType { field: "expires_in", expected: "a number", found: node.kind() });
        }
    };
    let lifetime = match dialect.expires_in_unit() {
        ExpiresInUnit::Seconds => Duration::from_secs(number),
        ExpiresInUnit::Milliseconds => Duration::from_millis(number),
        ExpiresInUnit::UnixTime => {
            Duration::from_secs(number).saturating_sub(now.duration_since(UNIX_EPOCH).unwrap_or_default())
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

/// The lifetime in a text that came through the browser, where no clock is at hand: a time of expiry says nothing then.
pub(crate) fn of_text(text: &str, dialect: &Dialect) -> Option<Duration> {
    if dialect.expires_in_unit() == ExpiresInUnit::UnixTime {
        return None;
    }
    let (lifetime, _) = read(&Node::String(text.into()), dialect, UNIX_EPOCH).ok()?;
    lifetime
}

/// A number of seconds that is not the lifetime of a token, at most ten years.
pub(crate) fn seconds(node: &Node<'_>, field: &'static str) -> Reading<Duration> {
    let (duration, deviation) = match node {
        Node::Unsigned(number) => (Duration::from_secs(*number), None),
        Node::String(text) if text.is_empty() => return Ok((None, None)),
        Node::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let number = text.parse().unwrap_or(u64::MAX);
            (Duration::from_secs(number), Some(Deviation::ExpiresInNotInteger))
        }
        Node::Float(number) if *number >= 0.0 => {
            let duration = Duration::try_from_secs_f64(*number).unwrap_or(Duration::MAX);
            (duration, Some(Deviation::ExpiresInNotInteger))
        }
        Node::String(_) | Node::Signed(_) | Node::Float(_) => {
            return Err(Problem::InvalidValue { field, reason: "is not a number of seconds" });
        }
        node => return Err(Problem::WrongType { field, expected: "a number", found: node.kind() }),
    };
    Ok((Some(duration.min(LONGEST)), deviation))
}

/// The `interval` between two polls: 5 seconds if the server does not say (RFC 8628 §3.2, CIBA §7.3), and at least one.
pub(crate) fn interval(members: &mut Members<'_>) -> Result<Duration, Problem> {
    let interval = members.optional("interval", |node| seconds(node, "interval"))?;
    Ok(interval.unwrap_or(Duration::from_secs(5)).max(Duration::from_secs(1)))
}

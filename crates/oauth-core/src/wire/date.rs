//! The dates of HTTP ([RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.6.7)).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that senders may write. Anything else is `None`.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let (_, date) = text.split_once(", ")?;
    let mut parts = date.split(' ');
    let day = number(parts.next()?, 2)?;
    let month = parts.next()?;
    let month = MONTHS.iter().zip(1_u64..).find_map(|(name, at)| (*name == month).then_some(at))?;
    let year = number(parts.next()?, 4)?;
    let mut time = parts.next()?.split(':');
    let (hour, minute, second) = (number(time.next()?, 2)?, number(time.next()?, 2)?, number(time.next()?, 2)?);
    let known = parts.next() == Some("GMT") && parts.next().is_none() && time.next().is_none();
    let in_range = (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60 && year >= 1970;
    if !known || !in_range {
        return None;
    }
    let seconds = days_since_epoch(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn number(text: &str, digits: usize) -> Option<u64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Days from 1 January 1970, by counting years that begin in March so that the leap day comes last.
fn days_since_epoch(year: u64, month: u64, day: u64) -> Option<u64> {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    (365 * year + year / 4 - year / 100 + year / 400 + day_of_year).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let rows = [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Tue, 29 Feb 2000 23:59:59 GMT", Some(951_868_799)),
            ("Wed, 21 Oct 2026 07:28:00 GMT", Some(1_792_567_680)),
            ("Wed, 21 Oct 2026 07:28:00 CET", None),
            ("Wed, 21 Okt 2026 07:28:00 GMT", None),
            ("Wed, 32 Oct 2026 07:28:00 GMT", None),
            ("Wed, 21 Oct 2026 25:28:00 GMT", None),
            ("Wed, 21 Oct +026 07:28:00 GMT", None),
            ("Wed, 21 Oct 2026 07:28 GMT", None),
            ("Wed, 21 Oct 0000 07:28:00 GMT", None),
            ("soon", None),
            ("", None),
        ];
        for (text, seconds) in rows {
            let expected = seconds.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}

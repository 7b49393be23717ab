//! Dates as text ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339.html)).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(super) const DAY: u64 = 24 * 60 * 60;

/// Formats a time as PingOne does: `2026-01-01T00:00:00.000Z`.
pub(crate) fn format(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (year, month, day) = date(since.as_secs() / DAY);
    let second = since.as_secs() % DAY;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        second / 3600,
        second / 60 % 60,
        second % 60,
        since.subsec_millis(),
    )
}

/// Parses a time between 1970 and 9999. `None` if `text` is not one.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let (date_part, time_part) = text.split_once(['T', 't'])?;
    let [year, month, day] = numbers(date_part, '-', [4, 2, 2])?;
    let (clock, sign, offset) = match time_part.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 1, "00:00"),
        None => {
            let at = time_part.rfind(['+', '-'])?;
            let sign = if time_part[at..].starts_with('+') { -1 } else { 1 };
            (&time_part[..at], sign, &time_part[at + 1..])
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let [offset_hour, offset_minute] = numbers(offset, ':', [2, 2])?;
    if hour > 23 || minute > 59 || second > 60 || offset_hour > 23 || offset_minute > 59 {
        return None;
    }
    // The inverse of `date` is found by search, so that the two cannot disagree.
    let wanted = (year, month, day);
    let (mut low, mut high) = (0, 2_932_897);
    while low < high {
        let middle = low + (high - low) / 2;
        if date(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    if date(low) != wanted {
        return None;
    }
    let seconds = i64::try_from(low * DAY + hour * 3600 + minute * 60 + second).ok()?;
    let offset = i64::try_from(offset_hour * 3600 + offset_minute * 60).ok()?;
    let seconds = u64::try_from(seconds + sign * offset).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_millis(seconds * 1000 + millis))
}

/// Numbers of exactly these widths.
fn numbers<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[u64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

/// Year, month and day of a number of days since 1970.
pub(super) fn date(mut days: u64) -> (u64, u64, u64) {
    let leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    // 400 years have the same number of days, wherever they begin.
    let mut year = 1970 + days / 146_097 * 400;
    days %= 146_097;
    while days >= if leap(year) { 366 } else { 365 } {
        days -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::{format, parse};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn times_are_formatted_and_parsed() {
        for (text, millis) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2024-01-02T13:54:34.487Z", 1_704_203_674_487),
            ("2100-03-01T00:00:00.000Z", 4_107_542_400_000),
        ] {
            let time = UNIX_EPOCH + Duration::from_millis(millis);
            assert_eq!((format(time), parse(text)), (text.to_owned(), Some(time)));
        }
        let time = parse("2024-01-02T13:54:34Z");
        for same in ["2024-01-02T15:54:34+02:00", "2024-01-02t13:24:34.0-00:30", "2024-01-02T13:54:34.0009z"] {
            assert_eq!(parse(same), time, "{same}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "soon",
            "2024-01-02",
            "2024-01-02T13:54:34",
            "2024-01-02T13:54:34.Z",
            "2024-02-30T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-01-02T24:00:00Z",
            "2024-01-02T13:54:34+2:00",
            "1970-01-01T00:00:00+00:01",
            "1969-12-31T00:00:00Z",
            "2024-1-2T13:54:34Z",
            "2024-01-02T13:54:34\u{e9}Z",
            "2024-01-02T13:54:34+\u{e9}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

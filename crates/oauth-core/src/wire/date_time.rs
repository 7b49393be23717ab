//! Dates as text ([RFC 3339 §5.6](https://www.rfc-editor.org/rfc/rfc3339.html#section-5.6)).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Parses `2030-05-24T10:11:12Z`, optionally with a fraction of a second or another offset. `None` for anything else
/// and for a time before 1970.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    let (date, time) = (bytes.get(..10)?, bytes.get(11..19)?);
    let marks = [date[4], date[7], bytes[10].to_ascii_uppercase(), time[2], time[5]];
    if !matches!(&marks, b"--T::" | b"-- ::") {
        return None;
    }
    let (year, month, day) = (digits(&date[..4])?, digits(&date[5..7])?, digits(&date[8..])?);
    let (hour, minute, second) = (digits(&time[..2])?, digits(&time[3..5])?, digits(&time[6..])?);
    let days_of_month = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_time = (1..=12).contains(&month) && (1..=days_of_month).contains(&day);
    if !is_time || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (nanos, offset) = fraction(&bytes[19..])?;
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset_seconds(offset)?;
    UNIX_EPOCH.checked_add(Duration::new(u64::try_from(seconds).ok()?, nanos))
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

/// Returns the nanoseconds, and the text after them.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let Some(rest) = text.strip_prefix(b".") else { return Some((0, text)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let place = |at: usize| rest[..count].get(at).map_or(0, |byte| u32::from(byte - b'0'));
    (count > 0).then(|| ((0..9).fold(0, |nanos, at| nanos * 10 + place(at)), &rest[count..]))
}

fn offset_seconds(text: &[u8]) -> Option<i64> {
    match text {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), hour @ .., b':', tens, ones] if hour.len() == 2 => {
            let (hours, minutes) = (digits(hour)?, digits(&[*tens, *ones])?);
            let seconds = (hours <= 23 && minutes <= 59).then_some(hours * 3_600 + minutes * 60)?;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

/// Returns the number of days from 1970 to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that a leap day is the last day of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_and_invalid_dates() {
        let rows = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1970-01-01T01:30:00+01:30", Some(0)),
            ("2000-02-29T23:59:60Z", Some(951_868_800)),
            ("2026-11-22T12:03:20Z", Some(1_795_349_000)),
            ("2026-11-22t04:03:20.25-08:00", Some(1_795_349_000)),
            ("2026-11-22 12:03:20z", Some(1_795_349_000)),
            ("9999-12-31T23:59:59Z", Some(253_402_300_799)),
            ("1969-12-31T23:59:59Z", None),
            ("2026-02-29T00:00:00Z", None),
            ("2100-02-29T00:00:00Z", None),
            ("2026-13-01T00:00:00Z", None),
            ("2026-04-31T00:00:00Z", None),
            ("2026-01-00T00:00:00Z", None),
            ("2026-01-01T24:00:00Z", None),
            ("2026-01-01T00:00:00", None),
            ("2026-01-01T00:00:00.Z", None),
            ("2026-01-01T00:00:00+1:00", None),
            ("2026-01-01T00:00:00+24:00", None),
            ("2026-01-01T00:00:00Zx", None),
            ("2026-01-01", None),
            ("+026-01-01T00:00:00Z", None),
            ("2026-01-01\u{e9}00:00:00Z", None),
            ("", None),
        ];
        for (text, seconds) in rows {
            let found = parse(text).map(|at| at.duration_since(UNIX_EPOCH).unwrap().as_secs());
            assert_eq!(found, seconds, "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.0123456789Z"), Some(UNIX_EPOCH + Duration::from_nanos(12_345_678)));
    }
}

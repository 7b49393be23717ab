//! The members of a JSON object, split in one pass over its text.
//!
//! This reads what nearly every response is: an object whose names have no escapes. It leaves to `serde_json` each value
//! that has to be looked into, and the whole text if anything about it is unusual or wrong. So it decides nothing:
//! everything that it accepts, `serde_json` accepts as well, with the same members.

use serde_json::Deserializer;
use serde_json::value::RawValue;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A string without escapes.
    Plain(&'a str),
    /// The JSON of any other value.
    Json(&'a str),
}

/// Calls `member` with the name and the value of each member, until it returns `None`. Returns `None` if it did, or if
/// the text is not such an object. `is_vschar` is whether the text consists of visible ASCII and spaces.
pub(super) fn split<'a>(
    text: &'a str,
    is_vschar: bool,
    mut member: impl FnMut(&'a str, Value<'a>) -> Option<()>,
) -> Option<()> {
    let mut rest = Rest { text, at: 0, is_vschar };
    rest.expect(b'{')?;
    if rest.peek()? != b'}' {
        loop {
            let name = rest.plain()?;
            rest.expect(b':')?;
            member(name, rest.value()?)?;
            match rest.peek()? {
                b',' => rest.at += 1,
                _ => break,
            }
        }
    }
    rest.expect(b'}')?;
    rest.peek().is_none().then_some(())
}

/// The text that has not been read yet.
struct Rest<'a> {
    text: &'a str,
    at: usize,
    is_vschar: bool,
}

impl<'a> Rest<'a> {
    /// Returns the next byte that is not white space, without reading it.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Reads this byte.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.peek().filter(|&next| next == byte)?;
        self.at += 1;
        Some(())
    }

    /// Reads this many bytes.
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let end = self.at + length;
        let taken = self.text.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// Reads a string without escapes.
    fn plain(&mut self) -> Option<&'a str> {
        self.peek().filter(|&byte| byte == b'"')?;
        let start = self.at + 1;
        let bytes = self.text.as_bytes().get(start..)?;
        let length = run(bytes)?;
        let is_plain = bytes[length] == b'"' && (self.is_vschar || bytes[..length].iter().all(|&byte| byte >= b' '));
        let text = self.text.get(start..start + length).filter(|_| is_plain)?;
        self.at = start + length + 1;
        Some(text)
    }

    fn value(&mut self) -> Option<Value<'a>> {
        let simple = match self.peek()? {
            b'"' => self.plain().map(Value::Plain),
            b'1'..=b'9' => self.whole_number().map(Value::Json),
            _ => None,
        };
        simple.or_else(|| self.json())
    }

    /// Reads a number that has neither a sign nor a fraction nor an exponent.
    fn whole_number(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes().get(self.at..)?;
        let digits = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
        if matches!(bytes[digits], b'.' | b'e' | b'E') { None } else { self.take(digits) }
    }

    /// Reads a value by `serde_json`.
    fn json(&mut self) -> Option<Value<'a>> {
        let mut values = Deserializer::from_str(self.text.get(self.at..)?).into_iter::<&RawValue>();
        let value = values.next()?.ok()?.get();
        self.take(values.byte_offset())?;
        Some(Value::Json(value))
    }
}

/// Returns the length of the text before the first quote or backslash.
fn run(text: &[u8]) -> Option<usize> {
    // Most strings are short. For them, a call of `memchr2` costs more than the search.
    let mut rest = text;
    for before in [0, 8] {
        let Some((word, tail)) = rest.split_first_chunk() else { break };
        let word = u64::from_le_bytes(*word);
        let ends = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
        if ends != 0 {
            return Some(before + ends.trailing_zeros() as usize / 8);
        }
        rest = tail;
    }
    memchr::memchr2(b'"', b'\\', text)
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
const QUOTES: u64 = u64::from_le_bytes([b'"'; 8]);
const BACKSLASHES: u64 = u64::from_le_bytes([b'\\'; 8]);

/// Marks the first byte that is zero by its highest bit. Bytes after it may be marked by mistake.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::text::is_vschar;

    fn members(text: &str) -> Option<Vec<(&str, Value<'_>)>> {
        let mut all = Vec::new();
        let read = split(text, is_vschar(text), |name, value| {
            all.push((name, value));
            Some(())
        });
        read.map(|()| all)
    }

    #[test]
    fn members_are_split_as_they_are_written() {
        let text =
            "\t{ \"a\" :\"x y\",\n\"é\":[1, {\"]\":2}] ,\"n\":3600,\"f\":-1.50e2,\"\":\"\\u0062\",\"z\":null}\r\n";
        let expected = [
            ("a", Value::Plain("x y")),
            ("é", Value::Json("[1, {\"]\":2}]")),
            ("n", Value::Json("3600")),
            ("f", Value::Json("-1.50e2")),
            ("", Value::Json("\"\\u0062\"")),
            ("z", Value::Json("null")),
        ];
        assert_eq!(members(text).unwrap(), expected);
        assert_eq!(members(" { } ").unwrap(), []);
    }

    #[test]
    fn strings_of_any_length_end_at_their_quote() {
        for length in 0..100 {
            for string in ["x".repeat(length), "éx".repeat(length), "#!]".repeat(length)] {
                let text = format!("{{\"{string}\":\"{string}\"}}");
                assert_eq!(members(&text).unwrap(), [(&*string, Value::Plain(&string))]);
                let escaped = format!("\"{string}\\\"{string}\"");
                let text = format!("{{\"a\":{escaped}}}");
                assert_eq!(members(&text).unwrap(), [("a", Value::Json(&escaped))]);
                assert_eq!(members(&format!("{{\"a\":\"{string}\n{string}\"}}")), None);
            }
        }
    }

    #[test]
    fn everything_else_is_left_to_serde_json() {
        for text in [
            "",
            "[]",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{,}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":01}",
            "{\"a\":1x}",
            "{\"a\":1.}",
            "{\"a\":\"\u{1}\"}",
            "{\"a\u{1}\":1}",
            "{\"\\u0061\":1}",
            "{\"a\":1}x",
            "{\"a\":1}{}",
            "{\"a\":nul}",
            "{\"a\":'x'}",
            "\u{feff}{}",
            "\u{c}{}",
        ] {
            assert_eq!(members(text), None, "{text}");
        }
        assert_eq!(split("{\"a\":1}", true, |_, _| None), None);
    }
}

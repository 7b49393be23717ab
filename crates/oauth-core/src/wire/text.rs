//! Which characters a value may hold, and how a text from outside is shown.

use std::fmt;

/// The longest text that is shown, in characters.
const LONGEST: usize = 256;

/// Text from the other side of the network for an error that is kept. What is longer than what is ever shown is left out.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(LONGEST + 1).collect()
}

/// Text from the other side of the network for a message: characters that deceive escaped, at most 256 characters. Its
/// `Debug` has quotes around it.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl Shown<'_> {
    fn write(&self, f: &mut fmt::Formatter<'_>, quoted: bool) -> fmt::Result {
        for (count, c) in self.0.chars().enumerate() {
            if count == LONGEST {
                return f.write_str("...");
            }
            if is_deceptive(c) {
                write!(f, "{}", c.escape_unicode())?;
            } else if quoted && matches!(c, '"' | '\\') {
                write!(f, "\\{c}")?;
            } else {
                fmt::Write::write_char(f, c)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        self.write(f, true)?;
        f.write_str("\"")
    }
}

/// Whether a character shows something else than it is, or nothing at all: a right-to-left mark or an ANSI escape in a log
/// line deceives its reader as well as a line break does.
pub(crate) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The visible ASCII characters and the space, of which tokens consist (`VSCHAR`, RFC 6749 appendix A).
pub(crate) fn is_vschar(text: &str) -> bool {
    // A token is long. Without an early end in it, the compiler looks at sixteen characters at once.
    !text.bytes().fold(false, |found, byte| found | !matches!(byte, 0x20..=0x7e))
}

/// Whether a text holds a control character, which no parameter of ours may hold.
pub(crate) fn has_control(text: &str) -> bool {
    if text.is_ascii() {
        return text.bytes().fold(false, |found, byte| found | byte.is_ascii_control());
    }
    text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_cannot_break_a_line_or_colour_a_terminal() {
        assert_eq!(Shown("a\r\nb\u{1b}[31m\u{202e}").to_string(), "a\\u{d}\\u{a}b\\u{1b}[31m\\u{202e}");
    }

    #[test]
    fn quoted_text_ends_at_its_quotes() {
        assert_eq!(format!("{:?}", Shown("a\", b: \"\\\u{2066}")), r#""a\", b: \"\\\u{2066}""#);
    }

    #[test]
    fn shown_text_is_cut() {
        let long = "x".repeat(300);
        assert_eq!(Shown(&long).to_string(), format!("{}...", "x".repeat(256)));
    }
}

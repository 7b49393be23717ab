//! Character rules, and the display of untrusted text.

use std::fmt;

/// The maximum length of displayed text, in characters.
const LONGEST: usize = 256;

/// Cuts untrusted text for an error that is kept, to no more than is ever displayed.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(LONGEST + 1).collect()
}

/// Untrusted text for a message: deceptive characters are escaped, and at most 256 characters are shown. Its `Debug`
/// adds quotes.
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

/// Returns whether a character is invisible or displays as something else. In a log line, a right-to-left mark or an
/// ANSI escape deceives the reader just like a line break.
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

/// Returns whether all characters are visible ASCII or spaces, of which tokens consist (`VSCHAR`, RFC 6749 appendix A).
pub(crate) fn is_vschar(text: &str) -> bool {
    // Tokens are long. Without an early exit, the compiler vectorizes the loop.
    text.bytes().fold(0, |most: u8, byte| most.max(byte.wrapping_sub(b' '))) <= b'~' - b' '
}

/// Returns whether a text contains a control character, which no request parameter may contain.
pub(crate) fn has_control(text: &str) -> bool {
    !is_vschar(text) && text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_cannot_break_a_line_or_color_a_terminal() {
        assert_eq!(Shown("a\r\nb\u{1b}[31m\u{202e}").to_string(), "a\\u{d}\\u{a}b\\u{1b}[31m\\u{202e}");
    }

    #[test]
    fn debug_escapes_quotes() {
        assert_eq!(format!("{:?}", Shown("a\", b: \"\\\u{2066}")), r#""a\", b: \"\\\u{2066}""#);
    }

    #[test]
    fn long_text_is_cut() {
        let long = "x".repeat(300);
        assert_eq!(Shown(&long).to_string(), format!("{}...", "x".repeat(256)));
    }
}

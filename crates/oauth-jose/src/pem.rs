//! PEM ([RFC 7468](https://www.rfc-editor.org/rfc/rfc7468.html)), as it arrives in practice.

use zeroize::Zeroizing;

use crate::key_error::KeyError;
use crate::text::base64;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const HYPHENS: &[u8] = b"-----";

/// A block: its label and what is between its first and its last line.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    body: &'a [u8],
    /// The number of the line in which the body begins.
    line: usize,
}

/// Whether there is a line that begins a block.
pub(crate) fn is_pem(text: &[u8]) -> bool {
    find(text, BEGIN).is_some()
}

/// Finds the blocks. What is between them is not looked at: `Bag Attributes`, comments, names of owners.
pub(crate) fn blocks(text: &[u8]) -> Result<Vec<Block<'_>>, KeyError> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest, BEGIN) {
        let (label, body) = label(&rest[at + BEGIN.len()..]).ok_or(KeyError::DamagedBegin)?;
        let no_end = || KeyError::NoEnd { label: shown(label) };
        let end = find(body, END).ok_or_else(no_end)?;
        // The END line of another block.
        if find(&body[..end], BEGIN).is_some() {
            return Err(no_end());
        }
        let (end_label, after) = self::label(&body[end + END.len()..]).ok_or_else(no_end)?;
        if label != end_label {
            return Err(KeyError::EndMismatch { begin: shown(label), end: shown(end_label) });
        }
        let line = 1 + lines(&text[..text.len() - body.len()]);
        blocks.push(Block { label, body: &body[..end], line });
        rest = after;
    }
    Ok(blocks)
}

impl Block<'_> {
    /// Whether a header says that the content is encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        find(self.body, b"Proc-Type:").is_some() && find(self.body, b"ENCRYPTED").is_some()
    }

    /// Returns the label for a message.
    pub(crate) fn shown(&self) -> String {
        shown(self.label)
    }

    /// Decodes the content.
    pub(crate) fn decode(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let mut line = self.line;
        let mut text = Zeroizing::new(Vec::with_capacity(self.body.len()));
        let mut rest = self.body;
        while let Some((&byte, after)) = rest.split_first() {
            match (byte, after.first()) {
                // Two characters that stand for a line break: base64 has no backslash.
                (b'\\', Some(b'n')) => {
                    line += 1;
                    rest = &after[1..];
                    continue;
                }
                (b'\\', Some(b'r' | b't')) => {
                    rest = &after[1..];
                    continue;
                }
                // Escaped twice, or a line that a shell continues.
                (b'\\', Some(b'\\' | b'\r' | b'\n')) => {}
                (b'\n', _) => line += 1,
                (byte, _) if byte.is_ascii_whitespace() => {}
                // A header such as `Comment: ..` is not part of the content.
                (b':', _) => {
                    text.clear();
                    let end = line_end(rest);
                    rest = &rest[end..];
                    continue;
                }
                (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=', _) => text.push(byte),
                // A hyphen may be part of the name of a header.
                (_, _) if rest[..line_end(rest)].contains(&b':') => {}
                _ => return Err(KeyError::InvalidBase64 { line }),
            }
            rest = after;
        }
        base64(&text).filter(|bytes| !bytes.is_empty()).ok_or(KeyError::CutOff)
    }
}

/// Returns where the line ends, with a line break in one character or in two.
fn line_end(text: &[u8]) -> usize {
    let broken = |at: &usize| text[*at] == b'\n' || text[*at] == b'\r' || text[*at..].starts_with(b"\\n");
    (0..text.len()).find(broken).unwrap_or(text.len())
}

fn lines(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte == b'\n').count()
}

/// Reads the label up to its hyphens, and what follows. `None` if it has none of the characters of a label.
fn label(text: &[u8]) -> Option<(&str, &[u8])> {
    // Longer than any label; without a limit, a missing hyphen would make the whole text a label.
    let end = find(&text[..text.len().min(80)], HYPHENS)?;
    let label = std::str::from_utf8(&text[..end]).ok()?;
    let is_label = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, ' ' | '#' | '-' | '.');
    label.chars().all(is_label).then_some((label, &text[end + HYPHENS.len()..]))
}

/// Returns a label for a message. What is not made of a few words is not shown: it could be part of a key.
fn shown(label: &str) -> String {
    let words = label.split(' ').all(|word| word.len() <= 12) && label.len() <= 40;
    if words { label.to_owned() } else { "another label".to_owned() }
}

pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

//! The body of a response as text, and its members.

use std::borrow::Cow;

use crate::error::Problem;
use crate::wire::form;
use crate::wire::raw::{Raw, RawMembers};

/// The maximum number of invalid UTF-8 sequences in a body.
const MOST_DAMAGE: usize = 4_096;

/// The body of a response as text.
pub(super) struct Body<'b> {
    text: Cow<'b, str>,
    /// Whether the body begins with a byte order mark.
    pub(super) is_marked: bool,
    /// Whether invalid UTF-8 was replaced by U+FFFD.
    pub(super) is_damaged: bool,
}

/// The members of a body, and its format.
pub(super) struct Parsed<'t> {
    pub(super) members: RawMembers<'t>,
    pub(super) is_form: bool,
    /// Whether the form contains unencoded spaces or is surrounded by white space.
    pub(super) is_unencoded: bool,
    /// Whether a value of the form is not valid UTF-8.
    pub(super) is_damaged: bool,
}

/// The `Content-Type` of the response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentType {
    Json,
    Form,
    Other,
}

impl<'b> Body<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Result<Self, Problem> {
        let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf");
        let (bytes, is_marked) = (unmarked.unwrap_or(bytes), unmarked.is_some());
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Ok(Self { text: Cow::Borrowed(text), is_marked, is_damaged: false });
        }
        if bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).nth(MOST_DAMAGE).is_some() {
            return Err(Problem::Utf8);
        }
        Ok(Self { text: String::from_utf8_lossy(bytes), is_marked, is_damaged: true })
    }

    /// Returns the text without the byte order mark.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Parses the text in the format that its first character suggests. This is more reliable than the `Content-Type`:
    /// some servers send JSON as text/html or text/plain, and forms as text/plain.
    pub(super) fn parse(&self, content_type: impl FnOnce() -> ContentType) -> Result<Parsed<'_>, Problem> {
        let text = &*self.text;
        let bytes = text.as_bytes().trim_ascii_start();
        match bytes.first() {
            None => Err(Problem::Empty),
            Some(b'{' | b'[' | b'"') => {
                let members = RawMembers::from_json(text)?;
                Ok(Parsed { members, is_form: false, is_unencoded: false, is_damaged: self.is_damaged })
            }
            Some(_) => {
                let (form, content_type) = (bytes.trim_ascii_end(), content_type());
                if content_type != ContentType::Json && form::looks_like_form(form, content_type == ContentType::Form) {
                    return self.parse_form(form);
                }
                Err(RawMembers::from_json(text).err().unwrap_or(Problem::Syntax { offset: 0 }))
            }
        }
    }

    fn parse_form<'t>(&'t self, form: &'t [u8]) -> Result<Parsed<'t>, Problem> {
        let pairs = form::parameters(form)?;
        let is_unencoded = form.len() != self.text.len() || form.contains(&b' ');
        let is_damaged = self.is_damaged || pairs.iter().any(|(_, value)| value.contains('\u{fffd}'));
        let members = RawMembers::new(pairs.into_iter().map(|(name, value)| (name, Raw::Text(value))).collect());
        Ok(Parsed { members, is_form: true, is_unencoded, is_damaged })
    }
}

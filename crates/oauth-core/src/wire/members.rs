//! The members of a response: the one place that decides how a wrong type, an empty value or nonsense is handled.
//!
//! Essential members are read by [`Members::require`], and optional members on which callers base decisions by
//! [`Members::strict`]: a wrong type is an error. The other methods read optional members: a value that cannot be read
//! stays among the members, ends up in [`Extra`] and is recorded as a deviation. In strict mode, every deviation is an
//! error.

use std::borrow::Cow;
use std::time::SystemTime;

use super::deviation::{Deviation, Reading};
use super::extra::Extra;
use super::json::Node;
use super::problem::Problem;
use super::raw::{Raw, RawMembers};
pub(crate) use super::reading::{audience, boolean, full_text, secret, text, text_or_number, text_or_only, texts};
use super::secret::Secret;

/// The members of a response that have not been read yet, and the deviations so far.
pub(crate) struct Members<'a> {
    raw: RawMembers<'a>,
    strict: bool,
    form: bool,
    /// Whether invalid UTF-8 was replaced by U+FFFD.
    damaged: bool,
    deviations: Vec<Deviation>,
}

/// The index of a member, and its value or the reason why it cannot be read.
type Present<'a> = (usize, Result<Node<'a>, Problem>);

impl<'a> Members<'a> {
    pub(crate) fn new(raw: RawMembers<'a>, strict: bool, form: bool, damaged: bool) -> Self {
        Self { raw, strict, form, damaged, deviations: Vec::new() }
    }

    /// Returns whether every deviation is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Returns whether the members came from a form, in which every value is a string.
    pub(crate) fn is_form(&self) -> bool {
        self.form
    }

    /// Returns whether this member is present but could not be read.
    pub(crate) fn is_unreadable(&self, field: &'static str) -> bool {
        self.deviations.contains(&Deviation::Unreadable { member: field })
    }

    /// Records a deviation. In strict mode, it is an error.
    pub(crate) fn deviate(&mut self, deviation: Deviation) -> Result<(), Problem> {
        if self.strict {
            return Err(deviation.problem());
        }
        self.deviations.push(deviation);
        Ok(())
    }

    /// Returns the members without a field, and the deviations.
    pub(crate) fn finish(self) -> (Extra, Vec<Deviation>) {
        (Extra::rest(self.raw.into_rest()), self.deviations)
    }

    /// Returns a present member and its index, or the reason why its value cannot be read. `null` counts as absent and
    /// is removed.
    fn present(&mut self, name: &str) -> Result<Option<Present<'a>>, Problem> {
        let Some(at) = self.raw.find(name)? else { return Ok(None) };
        let Some(mut node) = self.raw.at(at).map(Raw::node) else { return Ok(None) };
        if self.damaged {
            node = node.and_then(whole);
        }
        if matches!(node, Ok(Node::Null)) {
            self.raw.remove_at(at);
            return Ok(None);
        }
        Ok(Some((at, node)))
    }

    /// Records the result of reading a member. The member is removed, unless it has more information than the field.
    fn taken<T>(
        &mut self,
        at: usize,
        (value, deviation): (Option<T>, Option<Deviation>),
    ) -> Result<Option<T>, Problem> {
        if !deviation.is_some_and(Deviation::loses_something) {
            self.raw.remove_at(at);
        }
        deviation.map_or(Ok(()), |deviation| self.deviate(deviation))?;
        Ok(value)
    }

    /// Reads an optional member.
    pub(crate) fn optional<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&Node<'a>) -> Reading<T>,
    ) -> Result<Option<T>, Problem> {
        self.optional_as(field, field, read)
    }

    /// Reads an optional member whose name differs from its field's.
    pub(crate) fn optional_as<T>(
        &mut self,
        name: &str,
        field: &'static str,
        read: impl FnOnce(&Node<'a>) -> Reading<T>,
    ) -> Result<Option<T>, Problem> {
        let Some((at, node)) = self.present(name)? else { return Ok(None) };
        match node.and_then(|node| read(&node)) {
            Ok(read) => self.taken(at, read),
            Err(problem) if self.strict => Err(problem),
            Err(_) => {
                self.deviations.push(Deviation::Unreadable { member: field });
                Ok(None)
            }
        }
    }

    /// Reads an optional member on which callers base decisions: a value that cannot be read is an error.
    pub(crate) fn strict<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&Node<'a>) -> Reading<T>,
    ) -> Result<Option<T>, Problem> {
        match self.present(field)? {
            Some((at, node)) => {
                let read = read(&node?)?;
                self.taken(at, read)
            }
            None => Ok(None),
        }
    }

    /// Reads a required member.
    pub(crate) fn require<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&Node<'a>) -> Reading<T>,
    ) -> Result<T, Problem> {
        self.strict(field, read)?.ok_or(Problem::Missing { field })
    }

    /// Reads an optional string.
    pub(crate) fn text(&mut self, field: &'static str) -> Result<Option<String>, Problem> {
        self.optional(field, |node| text(node, field))
    }

    /// Reads an optional token or code: visible ASCII characters and spaces.
    pub(crate) fn secret(&mut self, field: &'static str) -> Result<Option<Secret>, Problem> {
        let read = self.reader_of_secret(field);
        self.optional(field, read)
    }

    /// Reads a required token or code.
    pub(crate) fn require_secret(&mut self, field: &'static str) -> Result<Secret, Problem> {
        let read = self.reader_of_secret(field);
        self.require(field, read)
    }

    fn reader_of_secret(&self, field: &'static str) -> impl FnOnce(&Node<'_>) -> Reading<Secret> + use<> {
        let checked = self.raw.is_vschar();
        move |node| match node {
            // The characters of the whole body were checked at once.
            Node::String(Cow::Borrowed(text)) if checked && !text.is_empty() => Ok((Some(Secret::from(*text)), None)),
            node => secret(node, field),
        }
    }

    /// Reads an optional list of strings. A single string is a list of one; items of other types are skipped.
    pub(crate) fn texts(&mut self, field: &'static str) -> Result<Option<Vec<String>>, Problem> {
        self.optional(field, |node| texts(node, field))
    }

    /// Reads an optional boolean. A string such as `"true"` is not one (CVE-2026-55076).
    pub(crate) fn bool(&mut self, field: &'static str) -> Result<Option<bool>, Problem> {
        self.optional(field, |node| boolean(node, field))
    }

    /// Reads an optional time in seconds since 1970.
    pub(crate) fn date(&mut self, field: &'static str) -> Result<Option<SystemTime>, Problem> {
        self.optional(field, |node| super::numeric_date::read(node, field))
    }
}

/// Rejects a value in which bytes were replaced.
fn whole(node: Node<'_>) -> Result<Node<'_>, Problem> {
    if is_damaged(&node) { Err(Problem::Utf8) } else { Ok(node) }
}

fn is_damaged(node: &Node<'_>) -> bool {
    match node {
        Node::String(text) => text.contains('\u{fffd}'),
        Node::Array(items) => items.iter().any(is_damaged),
        Node::Object(members) => members.iter().any(|(_, node)| is_damaged(node)),
        _ => false,
    }
}

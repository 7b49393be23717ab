//! The members of a response: the one place that decides what a wrong type, an empty value or nonsense costs.
//!
//! What is essential is read by the methods that begin with `require`, and by `strict_*` if somebody decides by it: a
//! wrong type is an error. What is optional is read by the others: a value that cannot be read stays where it is (and so
//! ends up in [`Extra`]) and is noted as a deviation. In strict mode every deviation is an error.

use std::time::SystemTime;

use super::deviation::{Deviation, Reading};
use super::extra::Extra;
use super::json::Node;
use super::problem::Problem;
use super::raw::RawMembers;
pub(crate) use super::reading::{audience, boolean, full_text, secret, text, text_or_number, text_or_only, texts};
use super::secret::Secret;

/// The members of a response that nobody has read yet, and the deviations that were met so far.
pub(crate) struct Members<'a> {
    raw: RawMembers<'a>,
    strict: bool,
    form: bool,
    /// Whether bytes that are no UTF-8 were replaced, so that U+FFFD marks them.
    damaged: bool,
    deviations: Vec<Deviation>,
}

/// The place of a member, and its value or why it cannot be read.
type Present<'a> = (usize, Result<Node<'a>, Problem>);

impl<'a> Members<'a> {
    pub(crate) fn new(raw: RawMembers<'a>, strict: bool, form: bool, damaged: bool) -> Self {
        Self { raw, strict, form, damaged, deviations: Vec::new() }
    }

    /// Whether every deviation is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Whether the members came as a form, in which every value is a text.
    pub(crate) fn is_form(&self) -> bool {
        self.form
    }

    /// Whether there is a member of this name that cannot be read as what it should be.
    pub(crate) fn is_unreadable(&self, field: &'static str) -> bool {
        self.deviations.contains(&Deviation::Unreadable { member: field })
    }

    /// Notes a deviation; in strict mode it is an error.
    pub(crate) fn deviate(&mut self, deviation: Deviation) -> Result<(), Problem> {
        if self.strict {
            return Err(deviation.problem());
        }
        self.deviations.push(deviation);
        Ok(())
    }

    /// What has no field of its own, and the deviations.
    pub(crate) fn finish(self) -> (Extra, Vec<Deviation>) {
        (Extra::rest(self.raw.into_rest()), self.deviations)
    }

    /// A member that is there and its place, or why it is no value of JSON that is read. `null` counts as absent, and goes.
    fn present(&mut self, name: &str) -> Result<Option<Present<'a>>, Problem> {
        let Some(at) = self.raw.find(name)? else { return Ok(None) };
        let damaged = self.damaged;
        let Some(node) = self.raw.at(at).map(|raw| raw.node().and_then(|node| whole(node, damaged))) else {
            return Ok(None);
        };
        if matches!(node, Ok(Node::Null)) {
            self.raw.remove_at(at);
            return Ok(None);
        }
        Ok(Some((at, node)))
    }

    /// Notes what a reader made of a member. It leaves the others, unless its value says more than the field does.
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

    /// Reads an optional member of another name than that of its field.
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

    /// Reads a member by which somebody decides: it is optional, and a value that cannot be read is an error.
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

    /// Reads a member without which the response makes no sense.
    pub(crate) fn require<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&Node<'a>) -> Reading<T>,
    ) -> Result<T, Problem> {
        self.strict(field, read)?.ok_or(Problem::Missing { field })
    }

    /// An optional text.
    pub(crate) fn text(&mut self, field: &'static str) -> Result<Option<String>, Problem> {
        self.optional(field, |node| text(node, field))
    }

    /// An optional token or code: visible ASCII characters and spaces.
    pub(crate) fn secret(&mut self, field: &'static str) -> Result<Option<Secret>, Problem> {
        self.optional(field, |node| secret(node, field))
    }

    /// An optional list of texts. A single text is a list of one, and items that are no text are left out.
    pub(crate) fn texts(&mut self, field: &'static str) -> Result<Option<Vec<String>>, Problem> {
        self.optional(field, |node| texts(node, field))
    }

    /// An optional truth value. A text such as `"true"` is none (CVE-2026-55076).
    pub(crate) fn bool(&mut self, field: &'static str) -> Result<Option<bool>, Problem> {
        self.optional(field, |node| boolean(node, field))
    }

    /// An optional time in seconds since 1970.
    pub(crate) fn date(&mut self, field: &'static str) -> Result<Option<SystemTime>, Problem> {
        self.optional(field, |node| super::numeric_date::read(node, field))
    }
}

/// Refuses a value in which bytes were replaced.
fn whole(node: Node<'_>, damaged: bool) -> Result<Node<'_>, Problem> {
    if damaged && is_damaged(&node) { Err(Problem::Utf8) } else { Ok(node) }
}

fn is_damaged(node: &Node<'_>) -> bool {
    match node {
        Node::String(text) => text.contains('\u{fffd}'),
        Node::Array(items) => items.iter().any(is_damaged),
        Node::Object(members) => members.iter().any(|(_, node)| is_damaged(node)),
        _ => false,
    }
}

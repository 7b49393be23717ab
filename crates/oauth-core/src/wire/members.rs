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
use super::secret::Secret;
use super::text::is_vschar;

/// The members of a response that nobody has read yet, and the deviations that were met so far.
pub(crate) struct Members<'a> {
    raw: RawMembers<'a>,
    strict: bool,
    form: bool,
    /// Whether bytes that are no UTF-8 were replaced, so that U+FFFD marks them.
    damaged: bool,
    deviations: Vec<Deviation>,
}

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

    /// A member that is there, or why it is no value of JSON that is read. `null` counts as absent, and goes.
    fn present(&mut self, name: &str) -> Result<Option<Result<Node<'a>, Problem>>, Problem> {
        let damaged = self.damaged;
        let Some(node) = self.raw.get(name)?.map(|raw| raw.node().and_then(|node| whole(node, damaged))) else {
            return Ok(None);
        };
        if node == Ok(Node::Null) {
            self.raw.remove(name);
            return Ok(None);
        }
        Ok(Some(node))
    }

    /// Notes what a reader made of a member. It leaves the others, unless its value says more than the field does.
    fn taken<T>(
        &mut self,
        name: &str,
        (value, deviation): (Option<T>, Option<Deviation>),
    ) -> Result<Option<T>, Problem> {
        if !deviation.is_some_and(Deviation::loses_something) {
            self.raw.remove(name);
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
        let Some(node) = self.present(name)? else { return Ok(None) };
        match node.and_then(|node| read(&node)) {
            Ok(read) => self.taken(name, read),
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
            Some(node) => {
                let read = read(&node?)?;
                self.taken(field, read)
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

fn wrong(field: &'static str, expected: &'static str, node: &Node<'_>) -> Problem {
    Problem::WrongType { field, expected, found: node.kind() }
}

/// A text. `""` counts as absent (RFC 6749 §3.1: a parameter without a value is omitted).
pub(crate) fn text(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match node {
        Node::String(text) if text.is_empty() => Ok((None, None)),
        Node::String(text) => Ok((Some(text.clone().into_owned()), None)),
        node => Err(wrong(field, "a string", node)),
    }
}

/// A text that may not be empty: absent it would mean something else.
pub(crate) fn full_text(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match text(node, field)? {
        (None, _) => Err(Problem::InvalidValue { field, reason: "is empty" }),
        read => Ok(read),
    }
}

/// A text, or the digits of an integer (some servers number their users and clients).
pub(crate) fn text_or_number(node: &Node<'_>, field: &'static str) -> Reading<String> {
    let digits = match node {
        Node::Unsigned(number) => number.to_string(),
        Node::Signed(number) => number.to_string(),
        node => return text(node, field),
    };
    Ok((Some(digits), Some(Deviation::NumberAsText { member: field })))
}

/// A text, or a list of one text.
pub(crate) fn text_or_only(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match node {
        Node::Array(items) => match items.as_slice() {
            [only] => Ok((text(only, field)?.0, Some(Deviation::TextIsList { member: field }))),
            _ => Err(wrong(field, "a string", node)),
        },
        node => text(node, field),
    }
}

/// A token or a code: visible ASCII characters and spaces.
pub(crate) fn secret(node: &Node<'_>, field: &'static str) -> Reading<Secret> {
    match node {
        Node::String(text) if text.is_empty() => Ok((None, None)),
        Node::String(text) if is_vschar(text) => Ok((Some(Secret::from(&**text)), None)),
        Node::String(_) => Err(Problem::InvalidValue { field, reason: "holds a character that no token can hold" }),
        node => Err(wrong(field, "a string", node)),
    }
}

/// A truth value.
pub(crate) fn boolean(node: &Node<'_>, field: &'static str) -> Reading<bool> {
    match node {
        Node::Bool(value) => Ok((Some(*value), None)),
        node => Err(wrong(field, "a boolean", node)),
    }
}

/// A list of texts. A single text is a list of one, and items that are no text are left out.
pub(crate) fn texts(node: &Node<'_>, field: &'static str) -> Reading<Vec<String>> {
    match node {
        Node::Array(items) => {
            let texts: Vec<String> = items
                .iter()
                .filter_map(|item| match item {
                    Node::String(text) => Some(text.clone().into_owned()),
                    _ => None,
                })
                .collect();
            let odd = texts.len() != items.len();
            Ok((Some(texts), odd.then_some(Deviation::ListItemUnreadable { member: field })))
        }
        Node::String(text) if text.is_empty() => Ok((None, None)),
        Node::String(text) => {
            Ok((Some(vec![text.clone().into_owned()]), Some(Deviation::ListIsText { member: field })))
        }
        node => Err(wrong(field, "an array of strings", node)),
    }
}

/// `aud`: one text, or an array of them ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.3)).
pub(crate) fn audience(node: &Node<'_>, field: &'static str) -> Reading<Vec<String>> {
    let wrong = |node: &Node<'_>| wrong(field, "a string or an array of strings", node);
    let one = |node: &Node<'_>| match node {
        Node::String(text) => Ok(text.clone().into_owned()),
        node => Err(wrong(node)),
    };
    match node {
        Node::Array(items) if items.is_empty() => Err(Problem::InvalidValue { field, reason: "is empty" }),
        Node::Array(items) => Ok((Some(items.iter().map(one).collect::<Result<_, _>>()?), None)),
        node => Ok((Some(vec![one(node)?]), None)),
    }
}

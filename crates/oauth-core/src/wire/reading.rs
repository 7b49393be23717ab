//! Readers for the values of members: types and tolerated spellings.

use super::deviation::{Deviation, Reading};
use super::json::Node;
use super::problem::Problem;
use super::secret::Secret;
use super::text::is_vschar;

fn wrong(field: &'static str, expected: &'static str, node: &Node<'_>) -> Problem {
    Problem::WrongType { field, expected, found: node.kind() }
}

/// Reads a string. `""` counts as absent (RFC 6749 §3.1: a parameter without a value is treated as omitted).
pub(crate) fn text(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match node {
        Node::String(text) if text.is_empty() => Ok((None, None)),
        Node::String(text) => Ok((Some(text.clone().into_owned()), None)),
        node => Err(wrong(field, "a string", node)),
    }
}

/// Reads a string that must not be empty, because its absence has a different meaning.
pub(crate) fn full_text(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match text(node, field)? {
        (None, _) => Err(Problem::InvalidValue { field, reason: "is empty" }),
        read => Ok(read),
    }
}

/// Reads a string, or an integer as its digits: some servers number their users and clients.
pub(crate) fn text_or_number(node: &Node<'_>, field: &'static str) -> Reading<String> {
    let digits = match node {
        Node::Unsigned(number) => number.to_string(),
        Node::Signed(number) => number.to_string(),
        node => return text(node, field),
    };
    Ok((Some(digits), Some(Deviation::NumberAsText { member: field })))
}

/// Reads a string, or a list of one string.
pub(crate) fn text_or_only(node: &Node<'_>, field: &'static str) -> Reading<String> {
    match node {
        Node::Array(items) => match items.as_slice() {
            [only] => Ok((text(only, field)?.0, Some(Deviation::TextIsList { member: field }))),
            _ => Err(wrong(field, "a string", node)),
        },
        node => text(node, field),
    }
}

/// Reads a token or a code: visible ASCII characters and spaces.
pub(crate) fn secret(node: &Node<'_>, field: &'static str) -> Reading<Secret> {
    match node {
        Node::String(text) if text.is_empty() => Ok((None, None)),
        Node::String(text) if is_vschar(text) => Ok((Some(Secret::from(&**text)), None)),
        Node::String(_) => Err(Problem::InvalidValue { field, reason: "holds a character that no token can hold" }),
        node => Err(wrong(field, "a string", node)),
    }
}

/// Reads a boolean.
pub(crate) fn boolean(node: &Node<'_>, field: &'static str) -> Reading<bool> {
    match node {
        Node::Bool(value) => Ok((Some(*value), None)),
        node => Err(wrong(field, "a boolean", node)),
    }
}

/// Reads a list of strings. A single string is a list of one; items of other types are skipped.
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

/// Reads `aud`: a string, or an array of strings
/// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.3)).
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

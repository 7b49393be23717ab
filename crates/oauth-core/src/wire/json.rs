//! JSON parsing with borrowed strings and limits on depth and size.
//!
//! Errors of `serde_json` quote the values that they fail on, so they never leave this file.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::problem::Problem;

/// The maximum size of a body, in bytes.
pub(crate) const MAX_BODY: usize = 1024 * 1024;
/// The maximum nesting depth of objects and arrays.
pub(crate) const MAX_DEPTH: usize = 32;
/// The maximum number of members in all objects of one value.
pub(crate) const MAX_MEMBERS: usize = 1_000;
/// The maximum number of items in all arrays of one value.
pub(crate) const MAX_ITEMS: usize = 10_000;

/// A JSON value. Strings without escapes are borrowed from the body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    Object(Vec<Member<'a>>),
}

pub(crate) type Member<'a> = (Cow<'a, str>, Node<'a>);

impl Node<'_> {
    /// Returns the type, for an error message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Unsigned(_) | Node::Signed(_) | Node::Float(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }

    /// Returns the value as JSON.
    pub(crate) fn to_json(&self) -> String {
        // A parsed value can always be serialized.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Unsigned(value) => serializer.serialize_u64(*value),
            Node::Signed(value) => serializer.serialize_i64(*value),
            Node::Float(value) => serializer.serialize_f64(*value),
            Node::String(value) => serializer.serialize_str(value),
            Node::Array(items) => serializer.collect_seq(items),
            Node::Object(members) => serializer.collect_map(members.iter().map(|(name, node)| (name, node))),
        }
    }
}

/// Returns the first repeated name.
pub(crate) fn first_duplicate<'m, T>(members: &'m [(Cow<'_, str>, T)]) -> Option<&'m str> {
    // Comparing all pairs is fastest for the few members of a token response, but slow for a malicious thousand.
    if members.len() <= 16 {
        let repeats = |at: usize| members[..at].iter().any(|(name, _)| *name == members[at].0);
        return (1..members.len()).find(|&at| repeats(at)).map(|at| &*members[at].0);
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// Parses a body that must be a JSON object without repeated names at any depth.
pub(crate) fn parse(body: &[u8]) -> Result<Vec<Member<'_>>, Problem> {
    let text = std::str::from_utf8(body).map_err(|_| Problem::Utf8)?;
    match read(text, Repeats::Refused)? {
        Node::Object(members) => Ok(members),
        node => Err(Problem::NotAnObject { found: node.kind() }),
    }
}

/// Parses a single well-formed value. Names may be repeated.
pub(crate) fn value(text: &str) -> Result<Node<'_>, Problem> {
    let bytes = text.as_bytes();
    match bytes {
        // Without an early exit, the compiler vectorizes the loop, which matters for long tokens.
        [b'"', .., b'"'] if !bytes.iter().fold(false, |found, &byte| found | (byte == b'\\')) => {
            Ok(Node::String(Cow::Borrowed(&text[1..text.len() - 1])))
        }
        [b'0'..=b'9', ..] => {
            text.parse().map_or_else(|_| read(text, Repeats::Passed), |number| Ok(Node::Unsigned(number)))
        }
        _ => read(text, Repeats::Passed),
    }
}

fn read(text: &str, repeats: Repeats) -> Result<Node<'_>, Problem> {
    let reader = Reader { problem: RefCell::new(None), members: Cell::new(0), items: Cell::new(0), repeats };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Seed { reader: &reader, depth: 0 }.deserialize(&mut deserializer);
    read.and_then(|node| deserializer.end().map(|()| node))
        .map_err(|error| reader.problem.into_inner().unwrap_or_else(|| syntax(text.as_bytes(), &error)))
}

/// Converts a syntax error, without the text at that position.
pub(super) fn syntax(body: &[u8], error: &serde_json::Error) -> Problem {
    Problem::Syntax { offset: offset(body, error.line(), error.column()) }
}

/// Converts a line and a column, both counted from 1, to a byte offset.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let before: usize = body.split_inclusive(|&byte| byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    (before + column.saturating_sub(1)).min(body.len())
}

/// State that the visitors share: what was counted, and why they stopped. `serde` errors cannot carry it.
struct Reader {
    problem: RefCell<Option<Problem>>,
    members: Cell<usize>,
    items: Cell<usize>,
    repeats: Repeats,
}

/// What to do with a repeated name in an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeats {
    Refused,
    Passed,
}

impl Reader {
    fn stop<E: serde::de::Error>(&self, problem: Problem) -> E {
        self.problem.borrow_mut().get_or_insert(problem);
        E::custom("")
    }
}

#[derive(Clone, Copy)]
struct Seed<'r> {
    reader: &'r Reader,
    depth: usize,
}

impl Seed<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(self.reader.stop(Problem::TooDeep { limit: MAX_DEPTH }));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Signed(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            let count = self.reader.items.get() + 1;
            if count > MAX_ITEMS {
                return Err(self.reader.stop(Problem::TooManyItems { limit: MAX_ITEMS }));
            }
            self.reader.items.set(count);
            items.push(item);
        }
        Ok(Node::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let inner = self.deeper()?;
        // A token response has five or six members.
        let mut members = Vec::with_capacity(if self.depth == 0 { 8 } else { 0 });
        while let Some(name) = map.next_key_seed(Name)? {
            let count = self.reader.members.get() + 1;
            if count > MAX_MEMBERS {
                return Err(self.reader.stop(Problem::TooManyMembers { limit: MAX_MEMBERS }));
            }
            self.reader.members.set(count);
            members.push((name, map.next_value_seed(inner)?));
        }
        match first_duplicate(&members) {
            Some(member) if self.reader.repeats == Repeats::Refused => {
                Err(self.reader.stop(Problem::duplicate(member)))
            }
            _ => Ok(Node::Object(members)),
        }
    }
}

/// The name of a member, borrowed if it has no escapes.
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(body: &[u8]) -> Problem {
        parse(body).unwrap_err()
    }

    #[test]
    fn strings_without_escapes_are_borrowed() {
        let members = parse(br#"{"a":"plain","b":"esc\u0061ped"}"#).unwrap();
        assert!(matches!(members[0].1, Node::String(Cow::Borrowed("plain"))));
        assert!(matches!(members[1].1, Node::String(Cow::Owned(_))));
    }

    #[test]
    fn repeated_names_are_rejected_at_every_depth() {
        assert_eq!(problem(br#"{"a":1,"\u0061":2}"#), Problem::Duplicate { member: "a".into() });
        assert_eq!(problem(br#"{"x":[{"b":1,"b":1}]}"#), Problem::Duplicate { member: "b".into() });
        let many: String = (0..40).map(|n| format!("\"k{n}\":0,")).collect();
        assert_eq!(problem(format!("{{{many}\"k7\":0}}").as_bytes()), Problem::Duplicate { member: "k7".into() });
    }

    #[test]
    fn depth_is_limited_to_32() {
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(problem(nested(MAX_DEPTH + 1).as_bytes()), Problem::TooDeep { limit: 32 });
        assert_eq!(problem("[".repeat(1_000_000).as_bytes()), Problem::TooDeep { limit: 32 });
    }

    #[test]
    fn members_are_limited_to_1000_in_all_objects_together() {
        let inner = |count: usize| {
            let members: Vec<String> = (0..count).map(|n| format!("\"{n}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        let body = |count: usize| format!("{{\"a\":[{},{}]}}", inner(500), inner(count));
        assert!(parse(body(499).as_bytes()).is_ok());
        assert_eq!(problem(body(500).as_bytes()), Problem::TooManyMembers { limit: 1_000 });
    }

    #[test]
    fn items_are_limited_to_10000_in_all_arrays_together() {
        let body = |count: usize| format!("{{\"a\":[[{}],[0]]}}", vec!["0"; count].join(","));
        assert!(parse(body(9_997).as_bytes()).is_ok());
        assert_eq!(problem(body(9_998).as_bytes()), Problem::TooManyItems { limit: 10_000 });
    }

    #[test]
    fn a_single_value_is_read_like_one_in_a_body() {
        for text in [
            "null",
            "true",
            "false",
            "0",
            "-7",
            "1.5",
            "1e3",
            "18446744073709551616",
            "\"\"",
            "\"a\"",
            r#""a\"\u0062""#,
            "[]",
            "[1,[\"x\"]]",
            r#"{"a":{"b":null}}"#,
        ] {
            let body = format!("{{\"a\":{text}}}");
            assert_eq!(Ok(value(text).unwrap()), parse(body.as_bytes()).map(|mut all| all.remove(0).1), "{text}");
        }
        assert_eq!(value("\"\\ud800\"").unwrap_err(), Problem::Syntax { offset: 7 });
        assert!(matches!(value("1e999"), Err(Problem::Syntax { .. })));
        assert_eq!(value(r#"{"a":1,"a":2}"#).unwrap().to_json(), r#"{"a":1,"a":2}"#);
    }

    #[test]
    fn errors_have_the_offset_but_not_the_text() {
        assert_eq!(problem(b"{\"a\":1}x"), Problem::Syntax { offset: 7 });
        assert_eq!(problem(b"{\n\"a\":tru}"), Problem::Syntax { offset: 9 });
        assert_eq!(problem(b"\xef\xbb\xbf{}"), Problem::Syntax { offset: 0 });
        assert_eq!(problem(b"{\"a\":\"\xff\"}"), Problem::Utf8);
        assert_eq!(problem(b"{\"a\":1e999}"), Problem::Syntax { offset: 9 });
        assert_eq!(problem(b"[1]"), Problem::NotAnObject { found: "an array" });
        assert_eq!(problem(b"\"text\""), Problem::NotAnObject { found: "a string" });
        assert_eq!(problem(b"{\"a\":\"cut"), Problem::Syntax { offset: 8 });
    }
}

//! JSON as this library reads it: members borrowed from the body, duplicates and great depth refused.
//!
//! The errors of `serde_json` quote the values that they stumble over, so none of them leaves this file.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::problem::Problem;

/// The greatest size of a body that is read, in bytes.
pub(crate) const MAX_BODY: usize = 1024 * 1024;
/// The greatest number of objects and arrays in each other.
pub(crate) const MAX_DEPTH: usize = 32;
/// The greatest number of members in all objects of one body.
pub(crate) const MAX_MEMBERS: usize = 1_000;

/// A JSON value that borrows its texts from the body where they hold no escapes.
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
    /// The type, for an error message.
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

    /// The same value, owned.
    pub(crate) fn into_value(self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Node::Null => Value::Null,
            Node::Bool(value) => value.into(),
            Node::Unsigned(value) => value.into(),
            Node::Signed(value) => value.into(),
            Node::Float(value) => value.into(),
            Node::String(value) => value.into_owned().into(),
            Node::Array(items) => items.into_iter().map(Node::into_value).collect(),
            Node::Object(members) => {
                Value::Object(members.into_iter().map(|(name, node)| (name.into_owned(), node.into_value())).collect())
            }
        }
    }
}

/// The members of a JSON object. A reader takes out what it knows; what is left are the extensions.
#[derive(Debug)]
pub(crate) struct Object<'a>(Vec<Member<'a>>);

impl<'a> Object<'a> {
    /// The members in the order of the body.
    ///
    /// # Errors
    ///
    /// A name stands there twice.
    pub(crate) fn from_members(members: Vec<Member<'a>>) -> Result<Self, Problem> {
        match first_duplicate(&members) {
            Some(member) => Err(Problem::Duplicate { member: member.to_owned() }),
            None => Ok(Self(members)),
        }
    }

    /// Takes a member out. `null` counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Node<'a>> {
        let at = self.0.iter().position(|(member, _)| member == name)?;
        match self.0.swap_remove(at).1 {
            Node::Null => None,
            node => Some(node),
        }
    }

    /// A member, which stays. It may be `null`.
    pub(crate) fn get(&self, name: &str) -> Option<&Node<'a>> {
        self.0.iter().find_map(|(member, node)| (member == name).then_some(node))
    }

    /// Takes a member out and forgets it. Says whether it was there.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|(member, _)| member == name);
        at.map(|at| self.0.swap_remove(at)).is_some()
    }

    /// What nobody has taken out.
    pub(crate) fn into_members(self) -> Vec<Member<'a>> {
        self.0
    }
}

fn first_duplicate<'m>(members: &'m [Member<'_>]) -> Option<&'m str> {
    // Comparing each with each is quickest for the few members of a token answer, and slow for a hostile thousand.
    if members.len() <= 16 {
        let repeats = |at: usize| members[..at].iter().any(|(name, _)| *name == members[at].0);
        return (1..members.len()).find(|&at| repeats(at)).map(|at| &*members[at].0);
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// Reads a body that must be one JSON object.
pub(crate) fn parse(body: &[u8]) -> Result<Object<'_>, Problem> {
    let text = std::str::from_utf8(body).map_err(|_| Problem::Utf8)?;
    let reader = Reader { problem: RefCell::new(None), members: Cell::new(0) };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Seed { reader: &reader, depth: 0 }.deserialize(&mut deserializer);
    match read.and_then(|node| deserializer.end().map(|()| node)) {
        Ok(Node::Object(members)) => Ok(Object(members)),
        Ok(node) => Err(Problem::NotAnObject { found: node.kind() }),
        Err(error) => {
            let syntax = || Problem::Syntax { offset: offset(body, error.line(), error.column()) };
            Err(reader.problem.into_inner().unwrap_or_else(syntax))
        }
    }
}

/// From a line and a column, both counted from 1, to a number of bytes.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let before: usize = body.split_inclusive(|&byte| byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    (before + column.saturating_sub(1)).min(body.len())
}

/// What the visitors share: how much was read, and why they stopped. `serde` carries no such thing in its errors.
struct Reader {
    problem: RefCell<Option<Problem>>,
    members: Cell<usize>,
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
            items.push(item);
        }
        Ok(Node::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let inner = self.deeper()?;
        // A token answer has five or six members.
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
            Some(member) => Err(self.reader.stop(Problem::Duplicate { member: member.to_owned() })),
            None => Ok(Node::Object(members)),
        }
    }
}

/// The name of a member, borrowed where it holds no escapes.
struct Name;

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
    fn texts_are_borrowed() {
        let mut object = parse(br#"{"a":"plain","b":"esc\u0061ped"}"#).unwrap();
        assert!(matches!(object.take("a"), Some(Node::String(Cow::Borrowed("plain")))));
        assert!(matches!(object.take("b"), Some(Node::String(Cow::Owned(_)))));
    }

    #[test]
    fn duplicates_are_refused_at_every_depth_and_by_what_they_mean() {
        assert_eq!(problem(br#"{"a":1,"\u0061":2}"#), Problem::Duplicate { member: "a".into() });
        assert_eq!(problem(br#"{"x":[{"b":1,"b":1}]}"#), Problem::Duplicate { member: "b".into() });
        let many: String = (0..40).map(|n| format!("\"k{n}\":0,")).collect();
        assert_eq!(problem(format!("{{{many}\"k7\":0}}").as_bytes()), Problem::Duplicate { member: "k7".into() });
    }

    #[test]
    fn depth_ends_at_thirty_two() {
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(problem(nested(MAX_DEPTH + 1).as_bytes()), Problem::TooDeep { limit: 32 });
        assert_eq!(problem("[".repeat(1_000_000).as_bytes()), Problem::TooDeep { limit: 32 });
    }

    #[test]
    fn members_end_at_a_thousand_in_all_objects_together() {
        let inner = |count: usize| {
            let members: Vec<String> = (0..count).map(|n| format!("\"{n}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        let body = |count: usize| format!("{{\"a\":[{},{}]}}", inner(500), inner(count));
        assert!(parse(body(499).as_bytes()).is_ok());
        assert_eq!(problem(body(500).as_bytes()), Problem::TooManyMembers { limit: 1_000 });
    }

    #[test]
    fn a_fault_says_where_and_never_what() {
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

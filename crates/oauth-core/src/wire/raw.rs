//! The raw members of a body. A member is parsed only when it is read, so that unused members cost little and cannot
//! spoil the others.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::json::{self, MAX_MEMBERS, Name, Node};
use super::problem::Problem;
use super::split;
use super::text::is_vschar;

/// A token response has five or six members.
const USUAL: usize = 8;

/// The raw value of a member.
#[derive(Debug)]
pub(crate) enum Raw<'a> {
    /// A JSON string without escapes.
    Plain(&'a str),
    /// Any other well-formed JSON.
    Json(&'a str),
    /// The decoded value of a form parameter.
    Text(Cow<'a, str>),
}

impl<'a> Raw<'a> {
    /// Parses the value. Nested objects may repeat names.
    pub(crate) fn node(&self) -> Result<Node<'a>, Problem> {
        match self {
            Self::Plain(text) => Ok(Node::String(Cow::Borrowed(text))),
            Self::Json(text) => json::value(text),
            Self::Text(text) => Ok(Node::String(text.clone())),
        }
    }

    /// Returns the value as JSON, verbatim.
    pub(crate) fn into_json(self) -> Box<str> {
        match self {
            Self::Plain(text) => ["\"", text, "\""].concat().into(),
            Self::Json(text) => text.into(),
            Self::Text(text) => Node::String(text).to_json().into(),
        }
    }

    fn is_spelled_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Json(one), Self::Json(other)) => one == other,
            (Self::Plain(one), Self::Plain(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => one == other,
            _ => false,
        }
    }
}

/// The raw members of a body, in order.
#[derive(Debug, Default)]
pub(crate) struct RawMembers<'a> {
    all: Vec<(Cow<'a, str>, Raw<'a>)>,
    /// The number of members at the beginning that were removed. Members are usually read in their order, and none has
    /// to be moved then.
    gone: usize,
    repeated: bool,
    /// Whether the body is known to consist of visible ASCII and spaces.
    vschar: bool,
}

impl<'a> RawMembers<'a> {
    pub(crate) fn new(all: Vec<(Cow<'a, str>, Raw<'a>)>) -> Self {
        let repeated = json::first_duplicate(&all).is_some();
        Self { all, gone: 0, repeated, vschar: false }
    }

    /// Parses a text that must be a JSON object.
    pub(crate) fn from_json(text: &'a str) -> Result<Self, Problem> {
        let vschar = is_vschar(text);
        match Self::split(text, vschar) {
            Some(all) => {
                let mut members = Self::new(all);
                members.vschar = vschar;
                Ok(members)
            }
            None => Self::by_serde_json(text),
        }
    }

    /// Reads an object as servers write it. `None` if it is written in another way, or not well-formed.
    fn split(text: &'a str, vschar: bool) -> Option<Vec<(Cow<'a, str>, Raw<'a>)>> {
        let mut all = Vec::with_capacity(USUAL);
        let read = split::split(text, vschar, |name, value| {
            let value = match value {
                split::Value::Plain(text) => Raw::Plain(text),
                split::Value::Json(text) => Raw::Json(text),
            };
            (all.len() < MAX_MEMBERS).then(|| all.push((Cow::Borrowed(name), value)))
        });
        read.map(|()| all)
    }

    /// Reads any object, and finds out what is wrong.
    fn by_serde_json(text: &'a str) -> Result<Self, Problem> {
        let problem = RefCell::new(None);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = deserializer.deserialize_any(Top { problem: &problem });
        match read.and_then(|all| deserializer.end().map(|()| all)) {
            Ok(all) => Ok(Self::new(all)),
            Err(error) => Err(problem.into_inner().unwrap_or_else(|| json::syntax(text.as_bytes(), &error))),
        }
    }

    /// Returns whether the body is known to consist of visible ASCII and spaces. A string with escapes need not.
    pub(crate) fn is_vschar(&self) -> bool {
        self.vschar
    }

    /// Returns whether a name is repeated.
    pub(crate) fn is_repeated(&self) -> bool {
        self.repeated
    }

    /// Returns a member without removing it. It may be null. Repetitions with the same value are removed.
    ///
    /// # Errors
    ///
    /// The member is repeated with different values, so that two readers could see two different responses.
    pub(crate) fn get(&mut self, name: &str) -> Result<Option<&Raw<'a>>, Problem> {
        Ok(self.find(name)?.and_then(|at| self.at(at)))
    }

    /// Returns the member at an index from [`find`](Self::find).
    pub(crate) fn at(&self, at: usize) -> Option<&Raw<'a>> {
        self.all.get(at).map(|(_, value)| value)
    }

    /// Removes the member at an index from [`find`](Self::find).
    pub(crate) fn remove_at(&mut self, at: usize) {
        if at == self.gone {
            self.gone += 1;
        } else if at < self.all.len() {
            self.all.remove(at);
        }
    }

    /// Returns the index of a member, with the rules of [`get`](Self::get). It is valid until a member is removed.
    ///
    /// # Errors
    ///
    /// The same as [`get`](Self::get).
    pub(crate) fn find(&mut self, name: &str) -> Result<Option<usize>, Problem> {
        let left = self.all.get(self.gone..).unwrap_or_default();
        let Some(first) = left.iter().position(|(each, _)| each == name) else { return Ok(None) };
        let first = self.gone + first;
        if self.repeated {
            self.unrepeat(name, first)?;
        }
        Ok(Some(first))
    }

    /// Removes the repetitions of a member.
    #[cold]
    fn unrepeat(&mut self, name: &str, first: usize) -> Result<(), Problem> {
        let (before, after) = self.all.split_at(first + 1);
        // Read once: it may be as long as all the repetitions together.
        let mut node = None;
        let mut means_the_same = |known: &Raw<'a>, value: &Raw<'a>| {
            known.is_spelled_like(value)
                || matches!((node.get_or_insert_with(|| known.node()), value.node()), (Ok(one), Ok(other)) if *one == other)
        };
        let differs = |(each, value): &(Cow<'_, str>, Raw<'a>)| {
            each == name && !before.last().is_some_and(|(_, known)| means_the_same(known, value))
        };
        if after.iter().any(differs) {
            return Err(Problem::duplicate(name));
        }
        let mut at = 0;
        self.all.retain(|(each, _)| {
            at += 1;
            at <= first + 1 || each != name
        });
        Ok(())
    }

    /// Removes a member and its repetitions. Returns whether it was present.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        self.all.drain(..std::mem::take(&mut self.gone));
        let Some(at) = self.all.iter().position(|(each, _)| each == name) else { return false };
        self.all.remove(at);
        if self.repeated {
            self.all.retain(|(each, _)| each != name);
        }
        true
    }

    /// Returns the members that were not removed.
    pub(crate) fn into_rest(mut self) -> Vec<(Cow<'a, str>, Raw<'a>)> {
        if self.gone == self.all.len() {
            return Vec::new();
        }
        self.all.drain(..self.gone);
        self.all
    }
}

/// The visitor of the top-level object.
struct Top<'p> {
    problem: &'p RefCell<Option<Problem>>,
}

impl Top<'_> {
    fn stop<T, E: serde::de::Error>(&self, problem: Problem) -> Result<T, E> {
        *self.problem.borrow_mut() = Some(problem);
        Err(E::custom(""))
    }

    fn found<T, E: serde::de::Error>(&self, found: &'static str) -> Result<T, E> {
        self.stop(Problem::NotAnObject { found })
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Vec<(Cow<'de, str>, Raw<'de>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::with_capacity(USUAL);
        while let Some(name) = map.next_key_seed(Name)? {
            if all.len() == MAX_MEMBERS {
                return self.stop(Problem::TooManyMembers { limit: MAX_MEMBERS });
            }
            all.push((name, Raw::Json(map.next_value::<&RawValue>()?.get())));
        }
        Ok(all)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        self.found("an array")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
        self.found("a string")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
        self.found("a boolean")
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
        self.found("a number")
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
        self.found("a number")
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
        self.found("a number")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        self.found("null")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each member: its name, its value, and its value verbatim.
    fn read(members: Result<RawMembers<'_>, Problem>) -> Result<Vec<(String, String, Box<str>)>, Problem> {
        let member =
            |(name, raw): (Cow<'_, str>, Raw<'_>)| (name.into_owned(), format!("{:?}", raw.node()), raw.into_json());
        members.map(|members| members.into_rest().into_iter().map(member).collect())
    }

    proptest! {
        // A failure prints its input instead of writing a file.
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

        #[test]
        fn an_object_is_read_as_serde_json_reads_it(
            members in r#"("([a-zé "\\]|\\u00[0-9]{2}|\\ud83d|\\n|\n){0,20}"( |\n)?[:,](("[a-zé"]{0,30}|"[a-z]{0,9}\\[nx"]?)"|[0-9.eE+-]{1,4}|null|true|fals|\[[0-9,]{0,3}\]|\{"a":1\}) ?,?){0,9}"#
        ) {
            for text in [format!("{{{members}}}"), format!(" {{{}}}\n", members.trim_end_matches(',')), members] {
                prop_assert_eq!(read(RawMembers::from_json(&text)), read(RawMembers::by_serde_json(&text)));
            }
        }

        #[test]
        fn an_object_of_plain_members_is_split(members in r#"("[a-zé ]{0,20}":("[^"\\\p{Cc}]{0,40}"|[1-9][0-9]{0,20}|null|-0[.]5e-7|\[1,"x"\]),){1,9}"#) {
            let text = format!("{{{}}}", members.trim_end_matches(','));
            prop_assert!(RawMembers::split(&text, is_vschar(&text)).is_some());
            prop_assert_eq!(read(RawMembers::from_json(&text)), read(RawMembers::by_serde_json(&text)));
        }
    }

    fn problem(text: &str) -> Problem {
        RawMembers::from_json(text).unwrap_err()
    }

    #[test]
    fn a_repeated_member_that_is_read_is_rejected_unless_its_values_are_the_same() {
        let mut members = RawMembers::from_json(r#"{"a":1,"b":"x","a":2,"\u0062":"\u0078","c":0,"c":0}"#).unwrap();
        assert!(members.is_repeated());
        assert_eq!(members.get("a").unwrap_err(), Problem::Duplicate { member: "a".into() });
        assert_eq!(members.get("b").unwrap().unwrap().node(), Ok(Node::String("x".into())));
        assert!(members.remove("b") && !members.remove("b"));
        assert!(members.remove("c") && !members.remove("c"));
        let rest: Vec<_> = members.into_rest().into_iter().map(|(name, value)| (name, value.into_json())).collect();
        assert_eq!(rest, [("a".into(), "1".into()), ("a".into(), "2".into())]);
        assert!(!RawMembers::from_json(r#"{"a":1,"b":1}"#).unwrap().is_repeated());
    }

    #[test]
    fn members_can_be_taken_in_any_order_and_the_others_keep_theirs() {
        let names = ["a", "b", "c", "d"];
        for first in names {
            for second in names.into_iter().filter(|name| *name != first) {
                let mut members = RawMembers::from_json(r#"{"a":1,"b":2,"c":3,"d":4,"e":5,"e":5}"#).unwrap();
                for name in [first, second] {
                    let at = members.find(name).unwrap().unwrap();
                    members.remove_at(at);
                    assert_eq!(members.find(name), Ok(None));
                }
                assert!(members.get("e").unwrap().is_some() && members.remove("e") && !members.remove(first));
                let rest: Vec<_> = members.into_rest().into_iter().map(|(name, _)| name).collect();
                assert_eq!(
                    rest,
                    names
                        .map(Cow::Borrowed)
                        .into_iter()
                        .filter(|name| name != first && name != second)
                        .collect::<Vec<_>>()
                );
            }
        }
        let mut members = RawMembers::from_json(r#"{"a":1,"b":2}"#).unwrap();
        for at in [0, 1] {
            members.remove_at(at);
        }
        assert!(members.find("a").unwrap().is_none() && members.into_rest().is_empty());
    }

    #[test]
    fn null_and_a_value_are_different_values() {
        let mut members = RawMembers::from_json(r#"{"a":null,"a":1}"#).unwrap();
        assert!(members.get("a").is_err());
    }

    #[test]
    fn unread_members_are_kept_verbatim() {
        let members = RawMembers::from_json(r#"{"n":1.00, "deep":[[ 1 ]] ,"big":99999999999999999999999}"#).unwrap();
        let rest: Vec<_> = members.into_rest().into_iter().map(|(_, value)| value.into_json()).collect();
        assert_eq!(rest, ["1.00".into(), "[[ 1 ]]".into(), Box::from("99999999999999999999999")]);
    }

    #[test]
    fn depth_is_limited_only_in_members_that_are_read() {
        let text = format!("{{\"a\":1,\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let mut members = RawMembers::from_json(&text).unwrap();
        assert_eq!(members.get("a").unwrap().unwrap().node(), Ok(Node::Unsigned(1)));
        assert_eq!(members.get("x").unwrap().unwrap().node(), Err(Problem::TooDeep { limit: 32 }));
    }

    #[test]
    fn members_are_limited_to_1000() {
        let body = |count: usize| {
            let members: Vec<String> = (0..count).map(|n| format!("\"{n}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        assert!(RawMembers::from_json(&body(1_000)).is_ok());
        assert_eq!(problem(&body(1_001)), Problem::TooManyMembers { limit: 1_000 });
    }

    #[test]
    fn errors_have_the_offset_but_not_the_text() {
        assert_eq!(problem("{\"a\":1}x"), Problem::Syntax { offset: 7 });
        assert_eq!(problem("{\n\"a\":tru}"), Problem::Syntax { offset: 9 });
        assert_eq!(problem("{\"a\":\"cut"), Problem::Syntax { offset: 8 });
        assert_eq!(problem("{\"a\":\"\n\"}"), Problem::Syntax { offset: 5 });
        for (text, found) in [("[1]", "an array"), ("\"x\"", "a string"), ("7", "a number"), ("null", "null")] {
            assert_eq!(problem(text), Problem::NotAnObject { found });
        }
    }
}

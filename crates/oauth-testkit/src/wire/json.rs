//! JSON objects whose members keep their order, so that responses are the same bytes in every build.
//!
//! The order of a `serde_json::Map` depends on a feature that any crate in the build can enable.

use serde_json::Value;

/// Encodes an object with these members.
pub(crate) fn object(members: &[(&str, Value)]) -> String {
    raw_object(members.iter().map(|(name, value)| (*name, value.to_string())))
}

/// Encodes an object whose values are already JSON. They are not checked.
pub(crate) fn raw_object(members: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> String {
    let members = members.into_iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_ref())));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The members of an object, in order, with their values as JSON. `None` if `text` is not an object.
pub(crate) fn members(text: &str) -> Option<Vec<(String, String)>> {
    if !serde_json::from_str::<Value>(text).ok()?.is_object() {
        return None;
    }
    let mut members = Vec::new();
    let mut rest = text.trim_start().strip_prefix('{')?;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        if rest.starts_with('}') {
            return Some(members);
        }
        let (name, value) = rest.split_at_checked(value_length(rest))?;
        let value = value.trim_start().strip_prefix(':')?.trim_start();
        let (value, after) = value.split_at_checked(value_length(value))?;
        members.push((serde_json::from_str(name).ok()?, value.to_owned()));
        rest = after;
    }
}

/// The length of the JSON value at the start of `text`.
pub(crate) fn value_length(text: &str) -> usize {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match values.next() {
        Some(Ok(_)) => values.byte_offset(),
        _ => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::{members, object, raw_object};

    #[test]
    fn members_keep_their_order_and_are_escaped() {
        let text = object(&[("b", "x\"y".into()), ("a", 1.into())]);
        assert_eq!(text, r#"{"b":"x\"y","a":1}"#);
    }

    #[test]
    fn members_keep_their_text() {
        let text = r#" { "b\u0061" : 1.50 ,"a":{"x":[1, 2]}, "c":"}," } "#;
        let expected = [("ba", "1.50"), ("a", r#"{"x":[1, 2]}"#), ("c", r#""},""#)];
        let read = members(text).unwrap();
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(raw_object(read), r#"{"ba":1.50,"a":{"x":[1, 2]},"c":"},"}"#);
        assert_eq!(members("{}"), Some(Vec::new()));
        for text in ["", "[1]", "{", "{\"a\"}", "1"] {
            assert_eq!(members(text), None, "{text}");
        }
    }
}

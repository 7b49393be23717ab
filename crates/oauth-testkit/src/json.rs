//! JSON objects with their members in the order given, so that an answer is the same bytes in every build.
//!
//! The map of `serde_json` sorts or keeps the order depending on a feature that any crate of a build may switch on.

use serde_json::Value;

/// The text of an object with these members.
pub(crate) fn object(members: &[(&str, Value)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{}:{value}", Value::from(*name))).collect();
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    #[test]
    fn members_keep_their_order_and_are_escaped() {
        let text = super::object(&[("b", "x\"y".into()), ("a", 1.into())]);
        assert_eq!(text, r#"{"b":"x\"y","a":1}"#);
    }
}

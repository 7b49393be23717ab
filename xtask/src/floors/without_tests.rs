//! Tokens without what only tests compile.

use super::token::{Kind, Token};

/// Words that an item begins with. What is marked and begins otherwise is a field, a variant, an arm or an argument.
const ITEM: &[&str] = &[
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "pub",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "unsafe",
    "use",
];

/// The words of `pub(crate)` and its like.
const VISIBILITY: &[&str] = &["pub", "crate", "super", "self", "in"];

/// The tokens that are also compiled outside tests, and the modules with a file of their own that are not.
pub(crate) fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let mut kept = Vec::new();
    let mut test_modules = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(after) = test_attribute(&tokens[at..]) else {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let item = at + after;
        at = item + marked_length(&tokens[item..]);
        test_modules.extend(module_name(&tokens[item..at]));
    }
    (kept, test_modules)
}

/// The length of a `#[cfg(test)]` or `#[cfg(all(test, ..))]` at the start.
fn test_attribute(tokens: &[Token]) -> Option<usize> {
    let spelled: Vec<String> = tokens.iter().take(7).map(spell).collect();
    let spelled: Vec<&str> = spelled.iter().map(String::as_str).collect();
    match spelled.as_slice() {
        ["#", "[", "cfg", "(", "test", ")", "]"] => Some(7),
        ["#", "[", "cfg", "(", "all", "(", "test"] => attribute_length(tokens),
        _ => None,
    }
}

fn spell(token: &Token) -> String {
    match &token.kind {
        Kind::Word(word) => word.clone(),
        Kind::Sign(sign) => sign.to_string(),
        Kind::PathSep => "::".to_owned(),
        Kind::Literal => "_".to_owned(),
    }
}

/// The length of the attribute at the start, `#` and brackets included.
fn attribute_length(tokens: &[Token]) -> Option<usize> {
    if !tokens.first()?.is('#') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is('[') {
            depth += 1;
        } else if token.is(']') {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// How many tokens what follows an attribute has, with further attributes.
fn marked_length(tokens: &[Token]) -> usize {
    let mut start = 0;
    while let Some(length) = attribute_length(&tokens[start..]) {
        start += length;
    }
    let first = tokens.get(start).and_then(Token::word).unwrap_or_default();
    let is_item = ITEM.contains(&first);
    let is_use = tokens[start..].iter().filter_map(Token::word).find(|word| !VISIBILITY.contains(word)) == Some("use");
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            // The end of what it stands in: it was the last field or argument.
            Kind::Sign(')' | ']' | '}') if depth == 0 => return at,
            Kind::Sign('}') if depth == 1 && is_item && !is_use => return at + 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            Kind::Sign(';') if depth == 0 => return at + 1,
            Kind::Sign(',') if depth == 0 && !is_item => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The name in `mod name;`.
fn module_name(item: &[Token]) -> Option<String> {
    let at = item.iter().position(|token| token.word() == Some("mod"))?;
    match item.get(at + 1..) {
        Some([name, end]) if end.is(';') => name.word().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn kept(source: &str) -> String {
        without_tests(&tokens(source)).0.iter().map(spell).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tests_are_left_out_and_what_follows_them_is_not() {
        assert_eq!(kept("a; #[cfg(test)] mod tests { use super::*; fn f() { g(); } } b;"), "a ; b ;");
        assert_eq!(kept("#[cfg(test)] #[allow(x)] use crate::{a, b}; c;"), "c ;");
        assert_eq!(kept("#[cfg(test)] pub(crate) use crate::{a, b}; c;"), "c ;");
        assert_eq!(kept("#[cfg(all(test, unix))] pub(crate) fn f() -> [u8; 3] { x } c;"), "c ;");
        assert_eq!(kept("struct S { #[cfg(test)] a: crate::A, b: B }"), "struct S { b : B }");
        assert_eq!(kept("struct S { b: B, #[cfg(test)] a: A } c"), "struct S { b : B , } c");
    }

    #[test]
    fn what_is_also_compiled_elsewhere_stays() {
        assert_eq!(kept("#[cfg(not(test))] a;"), "# [ cfg ( not ( test ) ) ] a ;");
        assert_eq!(kept("#[cfg(any(test, unix))] a;"), "# [ cfg ( any ( test , unix ) ) ] a ;");
    }

    #[test]
    fn a_test_module_with_a_file_of_its_own_is_named() {
        assert_eq!(without_tests(&tokens("#[cfg(test)] mod tests; mod other;")).1, ["tests"]);
        assert!(without_tests(&tokens("#[cfg(test)] mod tests { mod inner; }")).1.is_empty());
    }
}

//! The paths in a source file that lead to the crate's own modules, as `use` or in the middle of the code.

use super::token::{Kind, Token};

/// A path from the crate's root, and the line it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// Every path of ours in the tokens of a module's file.
pub(crate) fn imports(module: &[String], tokens: &[Token]) -> Vec<Import> {
    let mut found = Vec::new();
    let mut inline: Vec<(String, usize)> = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Sign('{') => {
                depth += 1;
                inline.extend(opened_module(&tokens[..at]).map(|name| (name, depth)));
            }
            Kind::Sign('}') => {
                inline.retain(|(_, opened)| *opened != depth);
                depth = depth.saturating_sub(1);
            }
            Kind::Word(word) if begins_path(tokens, at) => {
                let mut path: Vec<String> = match word.as_str() {
                    "crate" => Vec::new(),
                    "super" | "self" => module.iter().chain(inline.iter().map(|(name, _)| name)).cloned().collect(),
                    _ => continue,
                };
                if word == "super" {
                    path.pop();
                }
                follow(tokens, at + 1, path, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The module that the brace after these tokens opens.
fn opened_module(before: &[Token]) -> Option<String> {
    match before {
        [.., keyword, name] if keyword.word() == Some("mod") => name.word().map(str::to_owned),
        _ => None,
    }
}

/// Whether the word is the first of a path with more to come.
fn begins_path(tokens: &[Token], at: usize) -> bool {
    let is_separator = |token: Option<&Token>| token.is_some_and(|token| token.kind == Kind::PathSep);
    is_separator(tokens.get(at + 1)) && !(at > 0 && is_separator(tokens.get(at - 1)))
}

/// Follows a path from its next `::` on, into groups too; returns where it ends.
fn follow(tokens: &[Token], mut at: usize, mut path: Vec<String>, found: &mut Vec<Import>) -> usize {
    let line = tokens.get(at).map_or(0, |token| token.line);
    while tokens.get(at).is_some_and(|token| token.kind == Kind::PathSep) {
        match tokens.get(at + 1).map(|token| &token.kind) {
            Some(Kind::Word(word)) => {
                step(&mut path, word);
                at += 2;
            }
            Some(Kind::Sign('{')) => return follow_group(tokens, at + 2, &path, found),
            Some(Kind::Sign('*')) => {
                at += 2;
                break;
            }
            _ => break,
        }
    }
    found.push(Import { path, line });
    at
}

/// Follows each path of a group from behind its `{`; returns where the group ends.
fn follow_group(tokens: &[Token], mut at: usize, path: &[String], found: &mut Vec<Import>) -> usize {
    while let Some(token) = tokens.get(at) {
        match &token.kind {
            Kind::Sign('}') => return at + 1,
            Kind::Sign(',') => at += 1,
            Kind::Word(word) if word == "as" => at += 2,
            Kind::Word(word) => {
                let mut own = path.to_vec();
                step(&mut own, word);
                at = follow(tokens, at + 1, own, found);
            }
            _ => {
                found.push(Import { path: path.to_vec(), line: token.line });
                at += 1;
            }
        }
    }
    at
}

fn step(path: &mut Vec<String>, word: &str) {
    match word {
        "self" => {}
        "super" => {
            path.pop();
        }
        _ => path.push(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn paths(module: &[&str], source: &str) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|&name| name.to_owned()).collect();
        imports(&module, &tokens(source)).iter().map(|import| import.path.join("::")).collect()
    }

    #[test]
    fn a_group_is_all_its_paths() {
        let source = "use crate::{a, b::{self, c as d, E}, f::*};";
        assert_eq!(paths(&["x"], source), ["a", "b", "b::c", "b::E", "f"]);
    }

    #[test]
    fn a_path_in_the_middle_of_code_counts() {
        let source = "fn f() -> crate::a::B { crate::c::d::<u8>(); $crate::e::f!() } pub(crate) struct S;";
        assert_eq!(paths(&["x"], source), ["a::B", "c::d", "e::f"]);
    }

    #[test]
    fn super_and_self_are_resolved() {
        assert_eq!(
            paths(&["a", "b"], "use super::c; use self::d; use super::super::e::F;"),
            ["a::c", "a::b::d", "e::F"]
        );
        assert_eq!(paths(&["a"], "mod inner { use super::b; } use super::c;"), ["a::b", "c"]);
    }

    #[test]
    fn other_crates_are_not_ours() {
        assert!(paths(&["a"], "use std::fmt; use http::header::{self, HeaderMap}; T::crate_like();").is_empty());
    }

    #[test]
    fn an_import_knows_its_line() {
        assert_eq!(
            imports(&[], &tokens("\nuse crate::{\n a,\n b};")).iter().map(|i| i.line).collect::<Vec<_>>(),
            [3, 4]
        );
    }
}

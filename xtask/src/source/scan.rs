//! What the modules of a Rust file declare, import and name, without the code that only tests compile.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// A module: a file, or a `mod name { .. }` in one.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Its path from the root of the crate.
    pub(crate) path: Vec<String>,
    /// What it declares by `mod name;`, and whether for tests only.
    pub(crate) children: Vec<(String, bool)>,
    pub(crate) uses: Vec<Use>,
    /// The paths of two or more words in its code.
    pub(crate) paths: Vec<Path>,
    /// The single words in its code that may name an item.
    pub(crate) words: BTreeSet<String>,
}

/// A name that a `use` brings into scope.
#[derive(Debug)]
pub(crate) struct Use {
    pub(crate) path: Path,
    /// The name; `*` if it is every name.
    pub(crate) name: String,
    /// Whether it has any visibility of its own.
    pub(crate) reexport: bool,
}

/// A path as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

/// The modules of a file: its own, and those inside it.
pub(crate) fn scan(path: Vec<String>, text: &str) -> Result<Vec<Module>, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("not Rust: {error}"))?;
    let mut found = Vec::new();
    module(path, tokens, &mut found);
    Ok(found)
}

fn module(path: Vec<String>, tokens: TokenStream, found: &mut Vec<Module>) {
    let mut own = Module { path, ..Module::default() };
    code(tokens, &mut own, found);
    found.push(own);
}

/// Reads the code of a module, or a part of it between brackets.
fn code(tokens: TokenStream, own: &mut Module, found: &mut Vec<Module>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        let rest = &trees[at..];
        at += match tree {
            TokenTree::Group(group) => {
                code(group.stream(), own, found);
                1
            }
            _ if is_test_attribute(rest) => {
                let length = marked_length(rest);
                own.children.extend(declared(&rest[..length]).map(|name| (name, true)));
                length
            }
            TokenTree::Ident(word) if word == "mod" => match (rest.get(1), rest.get(2)) {
                (Some(TokenTree::Ident(name)), Some(TokenTree::Group(group))) => {
                    module(own.path.iter().cloned().chain([name.to_string()]).collect(), group.stream(), found);
                    3
                }
                _ => {
                    own.children.extend(declared(rest).map(|name| (name, false)));
                    2
                }
            },
            // Not the `use<..>` of a return type.
            TokenTree::Ident(word) if word == "use" && !is_punct(rest.get(1), '<') => {
                let length = rest.iter().position(|tree| is_punct(Some(tree), ';')).unwrap_or(rest.len());
                imports(&rest[1..length], &[], has_visibility(&trees[..at]), &mut own.uses);
                length
            }
            TokenTree::Ident(word) => {
                let before = &trees[..at];
                let path = path(word, rest);
                if path.segments.len() == 1 {
                    if may_name_an_item(word, rest, before) {
                        own.words.insert(word.to_string());
                    }
                    1
                } else {
                    let length = 3 * path.segments.len() - 2;
                    if !ends_with_separator(before) {
                        own.paths.push(path);
                    }
                    length
                }
            }
            _ => 1,
        };
    }
}

/// The path that begins with this word.
fn path(first: &Ident, mut rest: &[TokenTree]) -> Path {
    let mut segments = vec![first.to_string()];
    while let [_, TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(next), ..] = rest {
        if one.as_char() != ':' || two.as_char() != ':' {
            break;
        }
        segments.push(next.to_string());
        rest = &rest[3..];
    }
    Path { segments, line: first.span().start().line }
}

/// Whether a word may be the name of an item and not of a field, a method or a variable. A function is called.
fn may_name_an_item(word: &Ident, rest: &[TokenTree], before: &[TokenTree]) -> bool {
    let called = matches!(rest.get(1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    let defined = matches!(before.last(), Some(TokenTree::Ident(keyword)) if keyword == "fn");
    let upper = word.to_string().starts_with(char::is_uppercase);
    (upper || called && !defined) && !is_punct(before.last(), '.') && !ends_with_separator(before)
}

/// Reads the tree of a `use` below `prefix`.
fn imports(tree: &[TokenTree], prefix: &[String], reexport: bool, found: &mut Vec<Use>) {
    for part in tree.split(|tree| is_punct(Some(tree), ',')) {
        let mut segments = prefix.to_vec();
        let mut alias = None;
        let mut line = 0;
        for (at, tree) in part.iter().enumerate() {
            line = tree.span().start().line;
            match tree {
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    imports(&inner, &segments, reexport, found);
                    segments.clear();
                }
                TokenTree::Punct(star) if star.as_char() == '*' => alias = Some("*".to_owned()),
                TokenTree::Ident(word) if word == "as" => {
                    alias = part.get(at + 1).map(ToString::to_string);
                    break;
                }
                // A `self` in a group is what the group belongs to.
                TokenTree::Ident(word) if word == "self" && !segments.is_empty() => {}
                TokenTree::Ident(word) => segments.push(word.to_string()),
                _ => {}
            }
        }
        if let Some(name) = alias.or_else(|| segments.last().cloned()) {
            found.push(Use { path: Path { segments, line }, name, reexport });
        }
    }
}

/// The name in a `mod name;`, behind attributes and a visibility or not.
fn declared(item: &[TokenTree]) -> Option<String> {
    let keyword = item.iter().position(|tree| matches!(tree, TokenTree::Ident(word) if word == "mod"))?;
    match item.get(keyword + 1..)? {
        [TokenTree::Ident(name), end, ..] if is_punct(Some(end), ';') => Some(name.to_string()),
        _ => None,
    }
}

/// Whether a `#[cfg(test)]` or `#[cfg(all(test, ..))]` begins here.
fn is_test_attribute(trees: &[TokenTree]) -> bool {
    let [hash, TokenTree::Group(attribute), ..] = trees else { return false };
    let text = attribute.stream().to_string().replace(' ', "");
    is_punct(Some(hash), '#') && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

/// The length of what begins with an attribute: an item, a statement, a field, a variant or an arm.
fn marked_length(trees: &[TokenTree]) -> usize {
    const ITEM: &[&str] = &[
        "async", "const", "enum", "extern", "fn", "impl", "mod", "pub", "static", "struct", "trait", "type", "unsafe",
        "use",
    ];
    let mut start = 0;
    while is_punct(trees.get(start), '#') {
        start += 2;
    }
    let words = trees[start.min(trees.len())..].iter().map_while(|tree| match tree {
        TokenTree::Ident(word) => Some(word.to_string()),
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(String::new()),
        _ => None,
    });
    let words: Vec<String> = words.collect();
    let is_item = words.first().is_some_and(|word| ITEM.contains(&word.as_str()));
    let is_use = words.iter().any(|word| word == "use");
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_use,
        tree => is_punct(Some(tree), ';') || (!is_item && is_punct(Some(tree), ',')),
    };
    trees.iter().skip(start).position(ends).map_or(trees.len(), |at| start + at + 1)
}

fn has_visibility(before: &[TokenTree]) -> bool {
    let before = match before {
        [before @ .., TokenTree::Group(_)] => before,
        before => before,
    };
    matches!(before.last(), Some(TokenTree::Ident(word)) if word == "pub")
}

fn ends_with_separator(before: &[TokenTree]) -> bool {
    matches!(before, [.., one, two] if is_punct(Some(one), ':') && is_punct(Some(two), ':'))
}

fn is_punct(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(source: &str) -> Module {
        let mut found = scan(Vec::new(), source).unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    fn paths(source: &str) -> Vec<String> {
        only(source).paths.iter().map(|path| path.segments.join("::")).collect()
    }

    fn uses(source: &str) -> Vec<String> {
        let found = only(source).uses;
        found.iter().map(|import| format!("{} = {}", import.name, import.path.segments.join("::"))).collect()
    }

    #[test]
    fn a_group_brings_each_of_its_names() {
        assert_eq!(
            uses("use crate::{a, b::{self, c as d, E}, f::*}; use super::super::g;"),
            [
                "a = crate::a",
                "b = crate::b",
                "d = crate::b::c",
                "E = crate::b::E",
                "* = crate::f",
                "g = super::super::g"
            ]
        );
    }

    #[test]
    fn a_visibility_makes_it_a_reexport() {
        let found = only("use a::A; pub use b::B; pub(crate) use c::C; struct S { x: (u8) } use d::D;").uses;
        let found: Vec<_> = found.iter().map(|import| (import.name.as_str(), import.reexport)).collect();
        assert_eq!(found, [("A", false), ("B", true), ("C", true), ("D", false)]);
    }

    #[test]
    fn paths_are_found_in_code_and_in_macros() {
        let source = "fn f() -> crate::a::B<c::D> { super::e::f::<u8>(); assert!($crate::g::h(x.y)); }";
        assert_eq!(paths(source), ["crate::a::B", "c::D", "super::e::f", "crate::g::h"]);
        assert_eq!(paths("fn f() -> impl A + use<'_> { B::c() } fn g() { <T as U>::v::w(); }"), ["B::c"]);
        assert_eq!(paths("// crate::a\n/* crate::b */ const S: &str = \"crate::c\"; /// crate::d\nstruct E;").len(), 0);
    }

    #[test]
    fn single_words_are_kept_if_they_may_name_an_item() {
        let words = only("fn own(a: Type) { called(); a.method(); field.other; b::c(); <b::D>::E; }").words;
        assert_eq!(words.into_iter().collect::<Vec<_>>(), ["Type", "called"]);
    }

    #[test]
    fn a_path_knows_its_line() {
        let found = only("\nuse crate::{\n a,\n b::c};\nfn f() { crate::d() }");
        assert_eq!(found.uses.iter().map(|import| import.path.line).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(found.paths[0].line, 5);
    }

    #[test]
    fn what_only_tests_compile_is_left_out_and_what_follows_is_not() {
        let after = |marked: &str| paths(&format!("#[cfg(test)] {marked} fn f() {{ z::z() }}"));
        for marked in [
            "mod tests { use super::*; fn f() { a::b(); } }",
            "#[allow(x)] pub(crate) use crate::{a, b};",
            "pub(crate) fn f<A, B>() -> [u8; 3] { a::b() }",
            "struct S { a: a::B }",
            "impl A<b::C, D> for E {}",
        ] {
            assert_eq!(after(marked), ["z::z"], "{marked}");
        }
        assert_eq!(paths("struct S { #[cfg(test)] a: a::A, b: b::B }"), ["b::B"]);
        assert_eq!(paths("struct S { b: b::B, #[cfg(all(test, unix))] a: a::A }"), ["b::B"]);
        assert_eq!(paths("#[cfg(not(test))] struct S { b: b::B }"), ["b::B"]);
        assert_eq!(paths("#[cfg(any(test, unix))] struct S { b: b::B }"), ["b::B"]);
    }

    #[test]
    fn modules_are_declared_or_inside() {
        let found =
            scan(vec!["a".to_owned()], "mod b; pub mod c { use x::Y; mod d; } #[cfg(test)] mod tests;").unwrap();
        let own = found.iter().find(|module| module.path == ["a"]).unwrap();
        assert_eq!(own.children, [("b".to_owned(), false), ("tests".to_owned(), true)]);
        let inside = found.iter().find(|module| module.path == ["a", "c"]).unwrap();
        assert_eq!((inside.uses.len(), &inside.children), (1, &vec![("d".to_owned(), false)]));
    }

    #[test]
    fn what_is_not_rust_is_an_error() {
        assert!(scan(Vec::new(), "fn f( {").is_err());
    }
}

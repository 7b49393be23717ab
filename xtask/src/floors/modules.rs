//! Modules of `oauth-core` import downward only.

use std::collections::BTreeSet;

use super::imports::{Import, imports};
use super::table::{self, SIBLINGS_APART};
use super::token::{Token, tokens};
use super::without_tests::without_tests;
use crate::source::Source;

/// Where the checked modules are.
const FOLDER: &str = "crates/oauth-core/src/";

/// Every upward import, every import between siblings that are to stay apart, and every module without a floor.
pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    let files: Vec<File> = sources.iter().filter_map(File::read).collect();
    let tests: BTreeSet<&[String]> = files.iter().flat_map(|file| &file.test_modules).map(Vec::as_slice).collect();
    let compiled = |file: &&File| !(1..=file.module.len()).any(|length| tests.contains(&file.module[..length]));
    let files: Vec<&File> = files.iter().filter(compiled).collect();
    let top: BTreeSet<&str> = files.iter().filter_map(|file| file.module.first()).map(String::as_str).collect();

    let mut problems: Vec<String> = top
        .iter()
        .filter(|module| table::floor(module).is_none())
        .map(|module| format!("{FOLDER}{module}: give it a floor, in xtask/src/floors/table.rs"))
        .collect();
    // The crate's root only names its modules and re-exports what is public.
    for file in files.iter().filter(|file| !file.module.is_empty()) {
        for import in imports(&file.module, &file.tokens) {
            if let Some(problem) = judge(&file.module, &import, &top) {
                problems.push(format!("{}:{}: {problem}", file.path, import.line));
            }
        }
    }
    problems
}

/// One file of the crate, without what only tests compile.
struct File<'a> {
    path: &'a str,
    module: Vec<String>,
    tokens: Vec<Token>,
    /// The modules that it declares for tests only, and that have a file of their own.
    test_modules: Vec<Vec<String>>,
}

impl<'a> File<'a> {
    fn read(source: &'a Source) -> Option<Self> {
        let module = module_path(source.path.strip_prefix(FOLDER)?);
        let (tokens, tests) = without_tests(&tokens(&source.text));
        let below = |name: String| module.iter().cloned().chain([name]).collect();
        let test_modules = tests.into_iter().map(below).collect();
        Some(Self { path: &source.path, module, tokens, test_modules })
    }
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; `lib.rs` is the root.
fn module_path(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn judge(from: &[String], import: &Import, top: &BTreeSet<&str>) -> Option<String> {
    let path = import.path.join("::");
    let Some(to) = import.path.first().filter(|to| top.contains(to.as_str())) else {
        return Some(format!("imports `{path}` from the crate's root: name the module it lives in"));
    };
    let own = from.first()?;
    if to == own {
        let apart = own == SIBLINGS_APART && from.len() > 1 && import.path.get(1) != from.get(1);
        return apart.then(|| format!("imports `{path}`, a sibling's: move what both need down a floor"));
    }
    let (from_floor, to_floor) = (table::floor(own)?, table::floor(to)?);
    (to_floor > from_floor)
        .then(|| format!("imports `{path}`, which is up: {own} is on floor {from_floor}, {to} on {to_floor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of a crate in which every module that the test names exists.
    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let mut sources: Vec<Source> = files
            .iter()
            .map(|(path, text)| Source { path: format!("{FOLDER}{path}"), text: (*text).to_owned() })
            .collect();
        for path in ["lib.rs", "flow/mod.rs", "endpoint/mod.rs", "tokens.rs", "scope.rs", "error.rs", "wire/form.rs"] {
            if !files.iter().any(|(own, _)| own == &path) {
                sources.push(Source { path: format!("{FOLDER}{path}"), text: String::new() });
            }
        }
        check(&sources)
    }

    #[test]
    fn downward_and_level_imports_pass() {
        let file = "use crate::scope::Scope; use crate::error::Error; use crate::wire::form;";
        assert_eq!(problems(&[("tokens.rs", file)]), Vec::<String>::new());
    }

    #[test]
    fn an_upward_import_fails_wherever_it_stands() {
        let found = problems(&[("wire/form.rs", "\nuse crate::error::Error;")]);
        assert_eq!(
            found,
            [
                "crates/oauth-core/src/wire/form.rs:2: imports `error::Error`, which is up: wire is on floor 0, error on 1"
            ]
        );
        assert_eq!(problems(&[("error.rs", "fn f(t: crate::tokens::T) {}")]).len(), 1);
        assert_eq!(problems(&[("wire/form.rs", "use super::super::error;")]).len(), 1);
        assert_eq!(problems(&[("tokens.rs", "use crate::{scope::Scope, flow::{Step}};")]).len(), 1);
    }

    #[test]
    fn an_endpoint_may_not_import_its_sibling() {
        let sibling = ("endpoint/revocation.rs", "");
        for import in ["use super::revocation::R;", "use crate::endpoint::R;", "use super::R;"] {
            let found = problems(&[("endpoint/par.rs", import), sibling]);
            assert!(found.len() == 1 && found[0].contains("sibling"), "{found:?}");
        }
        let fine = [("endpoint/par.rs", "use self::inner::A; use crate::endpoint::par::B;"), sibling];
        assert_eq!(problems(&fine), Vec::<String>::new());
        assert_eq!(problems(&[("endpoint/mod.rs", "pub use self::revocation::R;"), sibling]), Vec::<String>::new());
    }

    #[test]
    fn a_module_without_a_floor_is_told_so() {
        let found = problems(&[("attic.rs", "")]);
        assert!(found.len() == 1 && found[0].contains("attic: give it a floor"), "{found:?}");
    }

    #[test]
    fn an_import_through_the_root_fails() {
        for import in ["use crate::Scope;", "use crate::*;"] {
            let found = problems(&[("tokens.rs", import)]);
            assert!(found.len() == 1 && found[0].contains("root"), "{found:?}");
        }
    }

    #[test]
    fn tests_and_the_root_may_import_anything() {
        let inline = ("wire/form.rs", "#[cfg(test)] mod tests { use crate::flow::Flow; }");
        let own_file = [("error.rs", "#[cfg(test)] mod tests;"), ("error/tests.rs", "use crate::flow::Flow;")];
        let root = ("lib.rs", "pub use crate::flow::Flow;");
        assert_eq!(problems(&[inline, own_file[0], own_file[1], root]), Vec::<String>::new());
    }
}

//! Modules of `oauth-core` import downward only, and neither endpoints nor grants import their siblings.

use std::collections::BTreeSet;

use super::table::{self, APART};
use crate::source::{Import, Modules};

/// Every upward import, every import between siblings that are to stay apart, and every module without a floor.
pub(crate) fn check(modules: &Modules<'_>) -> Vec<String> {
    let top: BTreeSet<&str> = modules.paths().filter_map(|path| path.first()).map(String::as_str).collect();
    let without_floor = top.into_iter().filter(|module| table::floor(module).is_none());
    let mut problems: Vec<String> = without_floor
        .map(|module| format!("oauth-core: `{module}` has no floor; give it one in xtask/src/floors/table.rs"))
        .collect();
    for import in modules.imports() {
        if let Some(problem) = judge(&import) {
            let Import { from_file, line, name, .. } = import;
            problems.push(format!("{from_file}:{line}: imports `{name}` {problem}"));
        }
    }
    problems
}

fn judge(import: &Import<'_>) -> Option<String> {
    // The root only names its modules and re-exports what is public.
    let from = import.from.first()?;
    let Some(to) = import.to.first() else {
        return Some("from the crate's root, which is above every floor: move it into a module".to_owned());
    };
    if from == to {
        let apart = APART.contains(&from.as_str()) && import.from.len() > 1 && import.to.len() > 1;
        return (apart && import.from[1] != import.to[1])
            .then(|| format!("from its sibling {}: move what both need down a floor", import.to.join("::")));
    }
    let (from_floor, to_floor) = (table::floor(from)?, table::floor(to)?);
    (to_floor > from_floor)
        .then(|| format!("from above: `{from}` is on floor {from_floor}, `{to}` on floor {to_floor}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::modules_tests::sources;

    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let sources = sources(files);
        check(&Modules::read(&sources, "crates/a/src/lib.rs").unwrap())
    }

    const ROOT: (&str, &str) = ("lib.rs", "mod endpoint; mod token; mod wire; pub use token::Token;");
    const TOKEN: (&str, &str) = ("token/mod.rs", "mod scope; pub use scope::Scope; pub struct Token;");
    const SCOPE: (&str, &str) = ("token/scope.rs", "pub struct Scope;");
    const WIRE: (&str, &str) = ("wire/mod.rs", "pub fn encode() {}");

    #[test]
    fn downward_and_level_imports_pass() {
        let endpoint = ("endpoint/mod.rs", "use crate::token::Scope; fn f() { crate::wire::encode() }");
        let scope = ("token/scope.rs", "use super::Token; pub struct Scope;");
        assert_eq!(problems(&[ROOT, TOKEN, scope, WIRE, endpoint]), Vec::<String>::new());
    }

    #[test]
    fn an_upward_import_fails_however_it_is_written() {
        let endpoint = ("endpoint/mod.rs", "");
        let wire = ("wire/mod.rs", "\nuse crate::token::Scope;");
        assert_eq!(
            problems(&[ROOT, TOKEN, SCOPE, wire, endpoint]),
            ["crates/a/src/wire/mod.rs:2: imports `Scope` from above: `wire` is on floor 0, `token` on floor 2"]
        );
        for upward in ["fn f(t: super::token::Token) {}", "use crate::{token::{Scope}};", "use crate::Token;"] {
            assert_eq!(problems(&[ROOT, TOKEN, SCOPE, ("wire/mod.rs", upward), endpoint]).len(), 1, "{upward}");
        }
    }

    #[test]
    fn an_endpoint_may_not_import_its_sibling() {
        let siblings = ("endpoint/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;");
        let b = ("endpoint/b/mod.rs", "mod inner; pub use inner::B;");
        let inner = ("endpoint/b/inner.rs", "pub struct B; pub(super) struct Own;");
        for import in ["use super::B;", "use crate::endpoint::b::B;", "fn f(b: super::b::B) {}"] {
            let a = ("endpoint/a.rs", import);
            let found = problems(&[ROOT, TOKEN, SCOPE, WIRE, siblings, a, b, inner]);
            assert!(found.len() == 1 && found[0].contains("sibling endpoint::b::inner"), "{found:?}");
        }
        let b = ("endpoint/b/mod.rs", "mod inner; pub use inner::B; use inner::Own;");
        let a = ("endpoint/a.rs", "pub struct A;");
        assert_eq!(problems(&[ROOT, TOKEN, SCOPE, WIRE, siblings, a, b, inner]), Vec::<String>::new());
    }

    #[test]
    fn a_module_without_a_floor_is_reported() {
        let found = problems(&[("lib.rs", "mod attic;"), ("attic.rs", "")]);
        assert!(found.len() == 1 && found[0].contains("`attic` has no floor"), "{found:?}");
    }

    #[test]
    fn an_item_of_the_root_is_above_every_floor() {
        let root = ("lib.rs", "mod wire; struct Root;");
        let found = problems(&[root, ("wire/mod.rs", "use crate::Root;")]);
        assert!(found.len() == 1 && found[0].contains("the crate's root"), "{found:?}");
    }

    #[test]
    fn tests_may_import_anything() {
        let wire = ("wire/mod.rs", "#[cfg(test)] mod tests { use crate::token::Token; }");
        assert_eq!(problems(&[ROOT, TOKEN, SCOPE, wire, ("endpoint/mod.rs", "")]), Vec::<String>::new());
    }
}

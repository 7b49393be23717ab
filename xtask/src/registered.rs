//! `cargo xtask registered`: every endpoint and every grant of `oauth-core` has its tests and its counterpart in
//! `oauth-testkit`, and no test file is left out of its test program.
//!
//! That its types are public, the compiler checks: `unreachable_pub` and `unnameable_types`.

use std::collections::BTreeSet;

use crate::failure::{Failure, Outcome};
use crate::source::{self, Modules, Source};

/// The endpoints and grants whose counterpart in `oauth-testkit` has another name, and that name. Give the reason.
const RENAMED: &[(&str, &str)] = &[
    // A server publishes metadata of several kinds, and calls its own just that.
    ("server_metadata", "metadata"),
];

pub(crate) fn run(_: &[String]) -> Outcome {
    let sources = source::all()?;
    let mut problems = unregistered(&sources, RENAMED)?;
    problems.extend(undeclared_tests(&sources)?);
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::check(format!("{} problems found", problems.len()))) }
}

/// Every endpoint and every grant without tests or without a counterpart.
fn unregistered(sources: &[Source], renamed: &[(&str, &str)]) -> Outcome<Vec<String>> {
    let core = Modules::read(sources, "crates/oauth-core/src/lib.rs")?;
    let tests = Modules::read(sources, "crates/oauth-core/tests/it/main.rs")?;
    let testkit = Modules::read(sources, "crates/oauth-testkit/src/lib.rs")?;
    let mut problems = Vec::new();
    let mut names = BTreeSet::new();
    for path in core.paths() {
        let [kind, name] = path else { continue };
        if kind != "endpoint" && kind != "grant" {
            continue;
        }
        names.insert(name.as_str());
        if !tests.paths().any(|path| path.last() == Some(name)) {
            problems.push(format!("{kind} {name}: add a test module `{name}` to crates/oauth-core/tests/it/main.rs"));
        }
        let counterpart = renamed.iter().find(|(core, _)| core == name).map_or(name.as_str(), |(_, testkit)| testkit);
        if !testkit.paths().any(|path| path.contains(kind) && path.last().is_some_and(|last| last == counterpart)) {
            problems.push(format!("{kind} {name}: add `{kind}::{counterpart}` to oauth-testkit"));
        }
    }
    if names.is_empty() {
        problems.push("oauth-core has no endpoint and no grant".to_owned());
    }
    let stale = renamed.iter().filter(|(core, _)| !names.contains(core));
    problems.extend(stale.map(|(core, _)| format!("{core}: remove its exception; it does not exist")));
    Ok(problems)
}

/// Every file below a `tests/it/` that its `main.rs` does not declare, directly or through another module: cargo would
/// not run its tests.
fn undeclared_tests(sources: &[Source]) -> Outcome<Vec<String>> {
    let mut problems = Vec::new();
    for root in sources.iter().filter(|source| source.path.ends_with("/tests/it/main.rs")) {
        let declared = Modules::read(sources, &root.path)?;
        let folder = root.path.trim_end_matches("main.rs");
        let files = sources.iter().filter(|source| source.path.starts_with(folder));
        let undeclared = files.filter(|source| !declared.has_file(&source.path));
        problems
            .extend(undeclared.map(|source| format!("{}: no `mod` declares it, so its tests do not run", source.path)));
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Vec<Source> {
        let source = |(path, text): &(&str, &str)| Source { path: format!("crates/{path}"), text: (*text).to_owned() };
        files.iter().map(source).collect()
    }

    /// What is missing in a workspace with a grant and two endpoints, with some of its files changed.
    fn missing(changed: &[(&str, &str)]) -> Vec<String> {
        let mut files = vec![
            ("oauth-core/src/lib.rs", "mod endpoint; mod grant;"),
            ("oauth-core/src/endpoint/mod.rs", "mod discovery; mod registration;"),
            ("oauth-core/src/endpoint/discovery.rs", ""),
            ("oauth-core/src/endpoint/registration/mod.rs", "mod response;"),
            ("oauth-core/src/endpoint/registration/response.rs", ""),
            ("oauth-core/src/grant/mod.rs", "mod ciba;"),
            ("oauth-core/src/grant/ciba.rs", ""),
            ("oauth-core/tests/it/main.rs", "mod discovery; mod endpoint; mod ciba;"),
            ("oauth-core/tests/it/discovery.rs", ""),
            ("oauth-core/tests/it/endpoint/mod.rs", "mod registration;"),
            ("oauth-core/tests/it/endpoint/registration.rs", ""),
            ("oauth-core/tests/it/ciba.rs", ""),
            ("oauth-testkit/src/lib.rs", "mod server; mod grant;"),
            ("oauth-testkit/src/server/mod.rs", "mod endpoint;"),
            ("oauth-testkit/src/server/endpoint/mod.rs", "mod metadata; mod registration;"),
            ("oauth-testkit/src/server/endpoint/metadata.rs", ""),
            ("oauth-testkit/src/server/endpoint/registration.rs", ""),
            ("oauth-testkit/src/grant/mod.rs", "mod ciba;"),
            ("oauth-testkit/src/grant/ciba.rs", ""),
        ];
        for (path, text) in changed {
            files.retain(|(own, _)| own != path);
            files.push((path, text));
        }
        unregistered(&sources(&files), &[("discovery", "metadata")]).unwrap()
    }

    #[test]
    fn what_is_in_all_places_passes() {
        assert_eq!(missing(&[]), Vec::<String>::new());
    }

    #[test]
    fn an_endpoint_without_a_test_module_is_reported() {
        let found = missing(&[("oauth-core/tests/it/endpoint/mod.rs", "")]);
        assert_eq!(
            found,
            ["endpoint registration: add a test module `registration` to crates/oauth-core/tests/it/main.rs"]
        );
    }

    #[test]
    fn a_grant_without_a_counterpart_is_reported() {
        let counterpart = ("oauth-testkit/src/grant/mod.rs", "");
        assert_eq!(missing(&[counterpart]), ["grant ciba: add `grant::ciba` to oauth-testkit"]);
        // A file of that name elsewhere is not the counterpart.
        let elsewhere = ("oauth-testkit/src/lib.rs", "mod server; mod grant; mod ciba;");
        assert_eq!(missing(&[counterpart, elsewhere, ("oauth-testkit/src/ciba.rs", "")]).len(), 1);
    }

    #[test]
    fn an_exception_gives_the_counterpart_another_name() {
        let found = missing(&[("oauth-testkit/src/server/endpoint/mod.rs", "mod registration;")]);
        assert_eq!(found, ["endpoint discovery: add `endpoint::metadata` to oauth-testkit"]);
    }

    #[test]
    fn an_exception_for_what_does_not_exist_is_reported() {
        let found = missing(&[("oauth-core/src/endpoint/mod.rs", "mod registration;")]);
        assert_eq!(found, ["discovery: remove its exception; it does not exist"]);
    }

    #[test]
    fn a_test_file_that_nothing_declares_is_reported() {
        let files = [
            ("a/tests/it/main.rs", "mod one; mod folder;"),
            ("a/tests/it/one.rs", ""),
            ("a/tests/it/folder/mod.rs", "mod two;"),
            ("a/tests/it/folder/two.rs", ""),
            ("a/tests/it/folder/lost.rs", ""),
            ("a/tests/other.rs", ""),
        ];
        assert_eq!(
            undeclared_tests(&sources(&files)).unwrap(),
            ["crates/a/tests/it/folder/lost.rs: no `mod` declares it, so its tests do not run"]
        );
    }
}

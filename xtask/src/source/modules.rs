//! The modules that a crate declares and the imports between them.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::scan::{self, Module};
use crate::failure::{Failure, Outcome};

/// More steps than any path takes through re-exports.
const MOST_STEPS: usize = 16;

/// The modules of a crate or of a test program.
#[derive(Default)]
pub(crate) struct Modules<'a> {
    /// Each module by its path, with its file. Those that only tests compile are not among them.
    found: BTreeMap<Vec<String>, (&'a str, Module)>,
    /// Every file that belongs to it, those of the tests included.
    files: BTreeSet<&'a str>,
}

/// An import of an item of the crate, resolved to the module that defines the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import<'a> {
    pub(crate) from: &'a [String],
    pub(crate) from_file: &'a str,
    pub(crate) line: usize,
    pub(crate) to: &'a [String],
    pub(crate) to_file: &'a str,
    /// The item; `*` if it is every one.
    pub(crate) name: String,
}

/// Where a path ends.
enum End {
    /// At a module.
    Module(Vec<String>),
    /// At an item of a module.
    Item(Vec<String>, String),
}

impl<'a> Modules<'a> {
    /// Reads a crate from its root file, such as `crates/oauth-core/src/lib.rs`.
    pub(crate) fn read(sources: &'a [Source], root: &str) -> Outcome<Self> {
        let mut modules = Self::default();
        let (folder, _) = root.rsplit_once('/').unwrap_or_default();
        modules.add(sources, root, folder, Vec::new(), false)?;
        Ok(modules)
    }

    /// Adds a file and all that it declares, whose files are in `folder`.
    fn add(&mut self, sources: &'a [Source], file: &str, folder: &str, path: Vec<String>, test: bool) -> Outcome<bool> {
        let Some(source) = sources.iter().find(|source| source.path == file) else { return Ok(false) };
        self.files.insert(&source.path);
        let own = path.len();
        let scanned = scan::scan(path, &source.text);
        for module in scanned.map_err(|error| Failure::check(format!("{file}: {error}")))? {
            for (name, only_tests) in &module.children {
                let inside: String = module.path[own..].iter().map(|name| format!("/{name}")).collect();
                let child: Vec<String> = module.path.iter().cloned().chain([name.clone()]).collect();
                let base = format!("{folder}{inside}/{name}");
                let test = test || *only_tests;
                let declared = self.add(sources, &format!("{base}.rs"), &base, child.clone(), test)?
                    || self.add(sources, &format!("{base}/mod.rs"), &base, child, test)?;
                if !declared {
                    return Err(Failure::check(format!("{file}: there is no file for its `mod {name};`")));
                }
            }
            if !test {
                self.found.insert(module.path.clone(), (&source.path, module));
            }
        }
        Ok(true)
    }

    /// Whether a file belongs to it, for tests or not.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The path of each module.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &[String]> {
        self.found.keys().map(Vec::as_slice)
    }

    /// Every import from one file by another. A parent that only re-exports what its child defines does not import it.
    pub(crate) fn imports(&self) -> Vec<Import<'_>> {
        let mut imports = Vec::new();
        for (from, (from_file, module)) in &self.found {
            let used = module.uses.iter().filter(|import| !import.reexport || module.words.contains(&import.name));
            let used = used.map(|import| (&import.path, import.name == "*"));
            for (path, all) in used.chain(module.paths.iter().map(|path| (path, false))) {
                let (to, name) = match self.resolve(from, &path.segments) {
                    Some(End::Item(to, name)) => (to, name),
                    Some(End::Module(to)) if all => (to, "*".to_owned()),
                    // An imported module counts where a path through it names an item.
                    _ => continue,
                };
                let Some((to, (to_file, _))) = self.found.get_key_value(&to) else { continue };
                if to_file != from_file {
                    imports.push(Import { from, from_file, line: path.line, to, to_file, name });
                }
            }
        }
        imports
    }

    /// Where a path ends that a module names; `None` if it leads to another crate.
    fn resolve(&self, from: &[String], segments: &[String]) -> Option<End> {
        let mut path = self.absolute(from, segments)?;
        'steps: for _ in 0..MOST_STEPS {
            let mut module = Vec::new();
            for (at, name) in path.iter().enumerate() {
                module.push(name.clone());
                if self.found.contains_key(&module) {
                    continue;
                }
                module.pop();
                let Some(import) = self.import(&module, name) else { return Some(End::Item(module, name.clone())) };
                let rest = path[at + 1..].to_vec();
                path = self.absolute(&module, import)?;
                path.extend(rest);
                continue 'steps;
            }
            return Some(End::Module(module));
        }
        None
    }

    /// A path from the crate's root; `None` if it leads to another crate.
    fn absolute(&self, from: &[String], segments: &[String]) -> Option<Vec<String>> {
        let mut from = from.to_vec();
        let mut segments = segments;
        for _ in 0..MOST_STEPS {
            let (first, rest) = segments.split_first()?;
            match first.as_str() {
                "crate" => return Some(rest.to_vec()),
                "self" => {}
                "super" => {
                    from.pop();
                    if rest.first().is_some_and(|next| next == "super") {
                        segments = rest;
                        continue;
                    }
                }
                name => {
                    from.push(name.to_owned());
                    if !self.found.contains_key(&from) {
                        from.pop();
                        let imported = self.import(&from, name).filter(|import| *import != segments)?;
                        let mut path = self.absolute(&from, imported)?;
                        path.extend_from_slice(rest);
                        return Some(path);
                    }
                }
            }
            from.extend_from_slice(rest);
            return Some(from);
        }
        None
    }

    /// What a module imports under a name.
    fn import(&self, module: &[String], name: &str) -> Option<&[String]> {
        let (_, module) = self.found.get(module)?;
        let import = module.uses.iter().find(|import| import.name == name)?;
        Some(&import.path.segments)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Made-up sources below `crates/a/src/`.
    pub(crate) fn sources(files: &[(&str, &str)]) -> Vec<Source> {
        let source =
            |(path, text): &(&str, &str)| Source { path: format!("crates/a/src/{path}"), text: (*text).to_owned() };
        files.iter().map(source).collect()
    }

    /// The imports of made-up files as `from:line -> to name`.
    fn imports(files: &[(&str, &str)]) -> Vec<String> {
        let sources = sources(files);
        let modules = Modules::read(&sources, "crates/a/src/lib.rs").unwrap();
        let short = |path: &str| path.trim_start_matches("crates/a/src/").to_owned();
        let imports = modules.imports();
        let text = |import: &Import<'_>| {
            format!("{}:{} -> {} {}", short(import.from_file), import.line, short(import.to_file), import.name)
        };
        imports.iter().map(text).collect()
    }

    const CLIENT: (&str, &str) = ("client/mod.rs", "mod grant; pub(crate) use grant::Grant; pub struct Client;");

    #[test]
    fn an_import_through_a_reexport_leads_to_the_file_that_defines_the_item() {
        let found = imports(&[
            ("lib.rs", "mod client; mod flow; pub use client::{Client, Grant};"),
            CLIENT,
            ("client/grant.rs", "pub trait Grant {}"),
            ("flow.rs", "use crate::client::Grant;\nuse crate::Grant as G;\nuse crate::client::Client;"),
        ]);
        assert_eq!(
            found,
            [
                "flow.rs:1 -> client/grant.rs Grant",
                "flow.rs:2 -> client/grant.rs Grant",
                "flow.rs:3 -> client/mod.rs Client"
            ]
        );
    }

    #[test]
    fn super_leads_to_the_parent_only_if_the_parent_defines_the_item() {
        let found = imports(&[
            ("lib.rs", "mod client;"),
            CLIENT,
            ("client/grant.rs", "use super::Client; use super::Grant as Own; pub trait Grant {}"),
        ]);
        assert_eq!(found, ["client/grant.rs:1 -> client/mod.rs Client"]);
    }

    #[test]
    fn a_reexport_is_an_import_only_if_the_parent_uses_the_name() {
        let child = ("client/grant.rs", "pub trait Grant {}");
        assert_eq!(imports(&[("lib.rs", "mod client;"), CLIENT, child]), Vec::<String>::new());
        let user = ("client/mod.rs", "mod grant; pub use grant::Grant; struct Client<G: Grant>(G);");
        assert_eq!(imports(&[("lib.rs", "mod client;"), user, child]), ["client/mod.rs:1 -> client/grant.rs Grant"]);
    }

    #[test]
    fn an_imported_module_counts_where_something_of_it_is_named() {
        let found = imports(&[
            ("lib.rs", "mod wire; mod flow;"),
            ("wire/mod.rs", "pub(crate) mod form;"),
            ("wire/form.rs", "pub fn encode() {} pub struct Form;"),
            ("flow.rs", "use crate::wire::{self, form};\nfn f() { form::encode() }\nfn g() { wire::form::Form::h() }"),
        ]);
        assert_eq!(found, ["flow.rs:2 -> wire/form.rs encode", "flow.rs:3 -> wire/form.rs Form"]);
    }

    #[test]
    fn a_parent_that_calls_its_child_imports_it() {
        let files = [("lib.rs", "mod a; fn f() { a::g(); http::h(); }"), ("a.rs", "pub fn g() {}")];
        assert_eq!(imports(&files), ["lib.rs:1 -> a.rs g"]);
    }

    #[test]
    fn names_that_are_imported_from_other_crates_lead_nowhere() {
        let file =
            ("a.rs", "use http::http; use http::header; use header::HeaderMap; fn f(h: HeaderMap) { http::g() }");
        assert_eq!(imports(&[("lib.rs", "mod a;"), file]), Vec::<String>::new());
    }

    #[test]
    fn a_module_inside_a_file_is_part_of_the_file() {
        let found = imports(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "mod inner { use super::Own; use super::super::b::B; } struct Own;"),
            ("b.rs", "use crate::a::inner::C; pub struct B;"),
        ]);
        assert_eq!(found, ["a.rs:1 -> b.rs B", "b.rs:1 -> a.rs C"]);
    }

    #[test]
    fn what_only_tests_compile_belongs_to_the_crate_and_imports_nothing() {
        let sources = sources(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "#[cfg(test)] mod tests;"),
            ("a/tests.rs", "mod more; use crate::b::B;"),
            ("a/tests/more.rs", "use crate::b::B;"),
            ("b.rs", ""),
            ("lost.rs", ""),
        ]);
        let modules = Modules::read(&sources, "crates/a/src/lib.rs").unwrap();
        assert_eq!(modules.imports(), []);
        assert!(modules.has_file("crates/a/src/a/tests/more.rs"));
        assert!(!modules.has_file("crates/a/src/lost.rs"));
    }

    #[test]
    fn a_declared_file_that_is_missing_is_an_error() {
        assert!(Modules::read(&sources(&[("lib.rs", "mod a;")]), "crates/a/src/lib.rs").is_err());
    }
}

//! No file of a crate imports itself by way of others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::source::{Import, Modules};

/// The shortest circle through each file that is in one, each circle once.
pub(crate) fn check(modules: &Modules<'_>) -> Vec<String> {
    let imports = modules.imports();
    let mut graph: BTreeMap<&str, BTreeMap<&str, &Import<'_>>> = BTreeMap::new();
    for import in &imports {
        graph.entry(import.from_file).or_default().entry(import.to_file).or_insert(import);
    }
    let circles: BTreeSet<(usize, Vec<&str>)> = graph
        .keys()
        .filter_map(|file| shortest(&graph, file))
        .map(|circle| (circle.len(), from_first(circle)))
        .collect();
    circles.iter().map(|(_, circle)| describe(&graph, circle)).collect()
}

type Graph<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Import<'a>>>;

/// The shortest chain of imports from a file to itself.
fn shortest<'a>(graph: &Graph<'a>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for &next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                let mut circle = vec![file];
                while let Some(&earlier) =
                    circle.last().filter(|last| **last != start).and_then(|last| before.get(last))
                {
                    circle.push(earlier);
                }
                circle.reverse();
                return Some(circle);
            }
            if !before.contains_key(next) {
                before.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

/// The same circle, with the first file in alphabetical order at its start.
fn from_first(mut circle: Vec<&str>) -> Vec<&str> {
    let first = circle.iter().enumerate().min_by_key(|(_, file)| **file).map_or(0, |(at, _)| at);
    circle.rotate_left(first);
    circle
}

fn describe(graph: &Graph<'_>, circle: &[&str]) -> String {
    let mut text = format!("{} files import one another in a circle:", circle.len());
    for (file, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
        if let Some(import) = graph.get(file).and_then(|imports| imports.get(next)) {
            text.push_str(&format!("\n  {file}:{} imports `{}` from {next}", import.line, import.name));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::modules_tests::sources;

    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let sources = sources(files);
        check(&Modules::read(&sources, "crates/a/src/lib.rs").unwrap())
    }

    #[test]
    fn a_circle_of_two_files_is_found_once_with_its_chain() {
        let found = problems(&[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "\npub struct B(super::a::A);"),
            ("c.rs", "use crate::a::A;"),
        ]);
        assert_eq!(
            found,
            ["2 files import one another in a circle:\n  \
              crates/a/src/a.rs:1 imports `B` from crates/a/src/b.rs\n  \
              crates/a/src/b.rs:2 imports `A` from crates/a/src/a.rs"]
        );
    }

    #[test]
    fn a_circle_of_three_files_is_found() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "use crate::c::C; pub struct B;"),
            ("c.rs", "use crate::a::A; pub struct C;"),
        ];
        let found = problems(&files);
        assert!(
            found.len() == 1 && found[0].starts_with("3 files") && found[0].contains("c.rs:1 imports `A`"),
            "{found:?}"
        );
        assert_eq!(problems(&[files[0], files[1], files[2], ("c.rs", "pub struct C;")]), Vec::<String>::new());
    }

    #[test]
    fn a_circle_through_a_reexport_is_one_of_the_files_that_define_the_items() {
        let found = problems(&[
            ("lib.rs", "mod client; mod flow;"),
            ("client/mod.rs", "mod grant; pub(crate) use grant::Grant;"),
            ("client/grant.rs", "use crate::flow::Flow; pub trait Grant {}"),
            ("flow/mod.rs", "mod step; pub(crate) use step::Flow;"),
            ("flow/step.rs", "use crate::client::Grant; pub trait Flow {}"),
        ]);
        assert!(found.len() == 1 && found[0].starts_with("2 files"), "{found:?}");
        assert!(found[0].contains("client/grant.rs:1 imports `Flow` from crates/a/src/flow/step.rs"), "{found:?}");
    }

    #[test]
    fn a_parent_that_reexports_its_child_is_in_no_circle_with_it() {
        let child = ("client/grant.rs", "use super::Client; pub trait Grant {}");
        let root = ("lib.rs", "mod client; pub use client::{Client, Grant};");
        let parent = ("client/mod.rs", "mod grant; pub use grant::Grant; pub struct Client;");
        assert_eq!(problems(&[root, parent, child]), Vec::<String>::new());
        let parent = ("client/mod.rs", "mod grant; use grant::Grant; pub struct Client;");
        assert_eq!(problems(&[root, parent, child]).len(), 1);
    }

    #[test]
    fn siblings_may_import_one_another_through_their_parent_in_one_direction() {
        let files = [
            ("lib.rs", "mod p;"),
            ("p/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("p/a.rs", "pub struct A;"),
            ("p/b.rs", "use super::A; pub struct B;"),
        ];
        assert_eq!(problems(&files), Vec::<String>::new());
    }
}

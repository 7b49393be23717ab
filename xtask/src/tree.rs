//! `cargo xtask tree`: `oauth-core` has few dependencies.

use std::collections::BTreeSet;

use crate::failure::{Failure, Outcome};
use crate::process::Process;

/// The most crates that a user of `oauth-core` has to build, itself included.
const MOST: usize = 34;

pub(crate) fn run(_: &[String]) -> Outcome {
    // For the platform that this runs on: no user builds for all of them.
    let here = names(&listing()?);
    println!("oauth-core: {} crates with itself, {MOST} allowed", here.len());
    light(&here).map_err(Failure::Check)
}

/// The crates that a user of `oauth-core` with all its features builds.
fn listing() -> Outcome<String> {
    let what = ["tree", "--locked", "-p", "oauth-core", "--all-features", "-e", "normal"];
    Process::cargo().args(what).args(["--prefix", "none", "--no-dedupe"]).output()
}

/// The distinct names and versions: two versions of one crate are built twice.
fn names(listing: &str) -> BTreeSet<(String, String)> {
    let mut names = BTreeSet::new();
    for line in listing.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            names.insert((name.to_owned(), version.to_owned()));
        }
    }
    names
}

fn light(crates: &BTreeSet<(String, String)>) -> Result<(), String> {
    if crates.is_empty() {
        return Err("cargo tree printed no crate".to_owned());
    }
    if crates.len() > MOST {
        let list: Vec<_> = crates.iter().map(|(name, version)| format!("{name} {version}")).collect();
        return Err(format!("{} crates where {MOST} are allowed: {}", crates.len(), list.join(", ")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_is_listed_twice_counts_once_and_two_versions_count_twice() {
        let listing = "a v1.0.0 (/somewhere)\nb v1.0.0\nb v1.0.0 (proc-macro)\nb v2.0.0\n\n";
        assert_eq!(names(listing).len(), 3);
    }

    #[test]
    fn one_crate_too_many_fails() {
        let many = |count: usize| (0..count).map(|n| format!("c{n} v1.0.0\n")).collect::<String>();
        assert!(light(&names(&many(MOST))).is_ok());
        assert!(light(&names(&many(MOST + 1))).is_err());
        assert!(light(&names("")).is_err());
    }
}

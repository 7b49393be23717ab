//! The Rust versions that our crates and their dependencies declare.

use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;
use crate::workspace::PUBLISHED;

/// The version that all published crates declare.
pub(crate) fn msrv(metadata: &Metadata) -> Outcome<String> {
    let declared = |name: &&str| metadata.package(name).and_then(|package| package.rust_version.clone());
    let versions: Vec<_> = PUBLISHED.iter().map(declared).collect();
    match versions.first() {
        Some(Some(first)) if versions.iter().all(|version| version.as_ref() == Some(first)) => Ok(first.clone()),
        _ => Err(Failure::check("the published crates do not all have `rust-version.workspace = true`")),
    }
}

/// Fails if a dependency of a published crate declares a later version.
pub(crate) fn check(metadata: &Metadata, msrv: &str) -> Outcome {
    let late = later(metadata, PUBLISHED, msrv);
    if late.is_empty() { Ok(()) } else { Err(Failure::check(late.join("; "))) }
}

fn later(metadata: &Metadata, ours: &[&str], msrv: &str) -> Vec<String> {
    let mut late = Vec::new();
    for name in ours {
        for package in metadata.built_for(name) {
            let Some(needed) = &package.rust_version else { continue };
            if parts(needed) > parts(msrv) {
                late.push(format!("{name} needs {} {}, which needs Rust {needed}", package.name, package.version));
            }
        }
    }
    late
}

/// `1.85` is `1.85.0`.
fn parts(version: &str) -> [u64; 3] {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| numbers.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::tests::sample;

    #[test]
    fn a_dependency_that_needs_a_later_rust_is_named() {
        let found = later(&sample(Some("1.86"), None), &["top"], "1.85");
        assert_eq!(found, ["top needs low 2.0.0, which needs Rust 1.86"]);
        assert!(later(&sample(Some("1.86"), Some("dev")), &["top"], "1.85").is_empty());
        assert!(later(&sample(Some("1.85.0"), None), &["top"], "1.85").is_empty());
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parts("1.100") > parts("1.85"));
        assert!(parts("1.85.1") > parts("1.85"));
        assert_eq!(parts("1.85"), parts("1.85.0"));
    }
}

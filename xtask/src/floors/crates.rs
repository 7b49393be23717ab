//! Crates of the workspace depend downward only.

use super::table::CRATES;
use crate::metadata::Metadata;

/// Every dependency between crates of the workspace that the table does not allow, and every crate that it lacks.
pub(crate) fn check(members: &Metadata) -> Vec<String> {
    let ours: Vec<&str> = members.packages().iter().map(|package| package.name.as_str()).collect();
    let mut problems = Vec::new();
    for package in members.packages() {
        let Some((_, allowed)) = CRATES.iter().find(|(name, _)| *name == package.name) else {
            problems.push(format!("{}: add what it may depend on to xtask/src/floors/table.rs", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            if ours.contains(&dependency.as_str()) && !allowed.contains(&dependency.as_str()) {
                problems.push(format!("{} may not depend on {dependency}", package.name));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::tests::members;

    #[test]
    fn what_the_table_allows_passes() {
        let fine = members(&[("oauth-io", &["oauth-core", "http"]), ("oauth-core", &["http"])]);
        assert_eq!(check(&fine), Vec::<String>::new());
    }

    #[test]
    fn an_upward_dependency_fails() {
        let upward = members(&[("oauth-io", &[]), ("oauth-core", &["oauth-io"])]);
        assert_eq!(check(&upward), ["oauth-core may not depend on oauth-io"]);
    }

    #[test]
    fn a_crate_that_is_not_in_the_table_is_reported() {
        assert!(check(&members(&[("oauth-attic", &[])]))[0].starts_with("oauth-attic: add what"));
    }
}

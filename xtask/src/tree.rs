//! `cargo xtask tree`: `oauth-core` stays light, and can do no I/O through a dependency.

use std::collections::BTreeSet;

use crate::failure::{Failure, Outcome};
use crate::process::Process;

/// How many crates a user of `oauth-core` may have to build, itself included.
const MOST: usize = 34;

/// What may never come into `oauth-core`: engines that do I/O, clocks, TLS, and `url`, which rewrites what it parses.
/// `deny.toml` cannot say this: it knows who depends on a crate directly, not whose tree that crate is in.
const BANNED: &[&str] =
    &["chrono", "curl", "hyper", "isahc", "native-tls", "openssl", "reqwest", "rustls", "time", "tokio", "ureq", "url"];

pub(crate) fn run(_: &[String]) -> Outcome {
    let crates = names(&listing()?);
    println!("oauth-core: {} crates with itself, {MOST} allowed", crates.len());
    judge(&crates).map_err(Failure::Check)
}

/// Normal and build dependencies with every feature on every platform: all that a user could have to build.
fn listing() -> Outcome<String> {
    let what = ["tree", "--locked", "-p", "oauth-core", "--all-features", "--target", "all"];
    let how = ["-e", "normal,build", "--prefix", "none", "--no-dedupe"];
    Process::cargo().args(what).args(how).output()
}

/// `name version` of each line, once each: two versions of one crate are built twice.
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

fn judge(crates: &BTreeSet<(String, String)>) -> Result<(), String> {
    if crates.is_empty() {
        return Err("cargo tree printed no crate".to_owned());
    }
    if let Some((name, _)) = crates.iter().find(|(name, _)| BANNED.contains(&name.as_str())) {
        return Err(format!("oauth-core depends on {name}; `cargo tree -p oauth-core -i {name}` says through what"));
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
    fn a_banned_crate_fails() {
        assert!(judge(&names("oauth-core v0.1.0\nhttp v1.0.0")).is_ok());
        assert!(judge(&names("oauth-core v0.1.0\ntokio v1.0.0")).is_err_and(|message| message.contains("tokio")));
    }

    #[test]
    fn one_crate_too_many_fails() {
        let many = |count: usize| (0..count).map(|n| format!("c{n} v1.0.0\n")).collect::<String>();
        assert!(judge(&names(&many(MOST))).is_ok());
        assert!(judge(&names(&many(MOST + 1))).is_err());
        assert!(judge(&names("")).is_err());
    }
}

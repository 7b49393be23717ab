//! `cargo xtask deny`: licences, bans and sources of every dependency, by cargo-deny and `deny.toml`.

use crate::failure::Outcome;
use crate::process::Process;

/// What `deny.toml` was written for, and what is installed where there is none.
const VERSION: &str = "0.20.2";

pub(crate) fn run(_: &[String]) -> Outcome {
    match Process::cargo().args(["deny", "--version"]).output() {
        Ok(found) => println!("{} ({VERSION} is what is tested)", found.trim()),
        Err(_) => {
            println!("cargo-deny is missing: installing it, which takes a minute or two");
            // Unoptimised: it runs for a second, and builds in half the time.
            Process::cargo().args(["install", "cargo-deny", "--version", VERSION, "--locked", "--debug"]).run()?;
        }
    }
    Process::cargo().args(["deny", "--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]).run()
}

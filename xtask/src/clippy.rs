//! `cargo xtask clippy`: clippy finds nothing.

use crate::failure::Outcome;
use crate::process::Process;

pub(crate) fn run(_: &[String]) -> Outcome {
    // The warnings are denied after `--`, not in RUSTFLAGS: those would build every dependency once more.
    Process::cargo().args(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]).run()
}

//! `cargo xtask doc`: the documentation builds without a warning.

use crate::failure::Outcome;
use crate::process::Process;

pub(crate) fn run(_: &[String]) -> Outcome {
    Process::cargo()
        .args(["doc", "--workspace", "--all-features", "--no-deps"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()
}

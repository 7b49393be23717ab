//! `cargo xtask wasm`: what can run in a browser builds for it.

use std::path::Path;

use crate::failure::Outcome;
use crate::process::Process;
use crate::workspace::packages;

const TARGET: &str = "wasm32-unknown-unknown";
const CRATES: &[&str] = &["oauth-core", "oauth-io", "oauth-reqwest"];

pub(crate) fn run(_: &[String]) -> Outcome {
    if !has_target()? {
        let hint = "install rustup, or your distribution's Rust standard library for wasm32-unknown-unknown";
        Process::new("rustup", hint).args(["target", "add", TARGET]).run()?;
    }
    // A browser does the TLS, so the adapter's `rustls` stays off.
    let check = ["check", "--locked", "--no-default-features", "--target", TARGET];
    Process::cargo().args(check).args(packages(CRATES)).run()
}

/// Whether the compiler has the target's standard library, from rustup or from elsewhere.
fn has_target() -> Outcome<bool> {
    let rustc = Process::new("rustc", "it comes with Rust: install rustup");
    let folder = rustc.args(["--print", "target-libdir", "--target", TARGET]).output()?;
    Ok(Path::new(folder.trim()).exists())
}

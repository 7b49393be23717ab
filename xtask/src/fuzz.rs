//! `cargo xtask fuzz`: feeds the fuzz targets of `oauth-core` with random input (cargo-fuzz, libFuzzer).
//!
//! The stable compiler builds them, because no sanitizer is used. Sanitizers find errors of `unsafe` code, and core has
//! none.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::tools::{self, CargoTool};
use crate::workspace;

const CARGO_FUZZ: CargoTool = CargoTool { name: "fuzz", version: "0.13.2", install: &[] };

/// The crate of the targets, a workspace of its own.
const CRATE: &str = "crates/oauth-core/fuzz";

/// How long each target runs as a smoke test, in seconds.
const SMOKE: u32 = 10;
/// How long one input may take, in seconds.
const SLOWEST: u32 = 10;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let seconds = |text: &String| text.parse().map_err(|_| Failure::Usage(format!("{text:?} is no number of seconds")));
    match arguments {
        [smoke] if smoke == "--smoke" => targets()?.iter().try_for_each(|target| fuzz(target, SMOKE)),
        [target, time] if !target.starts_with('-') => {
            let time = seconds(time)?;
            let targets = targets()?;
            if !targets.contains(target) {
                return Err(Failure::Usage(format!("there is no target {target:?}, only {}", targets.join(", "))));
            }
            fuzz(target, time)
        }
        _ => Err(Failure::Usage("cargo xtask fuzz --smoke, or a target and a number of seconds".to_owned())),
    }
}

fn targets() -> Outcome<Vec<String>> {
    tools::cpp()?;
    let listed = CARGO_FUZZ.find()?.args(["list", "--fuzz-dir", CRATE]).output()?;
    let targets: Vec<String> = listed.lines().map(str::to_owned).collect();
    if targets.is_empty() { Err(Failure::check(format!("{CRATE} has no target"))) } else { Ok(targets) }
}

/// Runs one target. It keeps its corpus in `target/fuzz`, and inputs that make it fail in `artifacts/` of its crate.
fn fuzz(target: &str, seconds: u32) -> Outcome {
    let built = workspace::target().join("fuzz");
    let found = built.join("corpus").join(target);
    std::fs::create_dir_all(&found)
        .map_err(|error| Failure::check(format!("{} cannot be made: {error}", found.display())))?;
    // New inputs go to the first folder.
    let corpora: Vec<PathBuf> = [found, workspace::root().join(CRATE).join("seeds").join(target)].into();
    CARGO_FUZZ
        .find()?
        .args(["run", "--fuzz-dir", CRATE, "--sanitizer", "none", "--target-dir"])
        .args([built])
        .args([target])
        .args(corpora.iter().filter(|folder| folder.is_dir()))
        .args(["--".to_owned(), format!("-max_total_time={seconds}"), format!("-timeout={SLOWEST}")])
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_usage_error(arguments: &[&str]) -> bool {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        matches!(run(&arguments), Err(Failure::Usage(_)))
    }

    #[test]
    fn a_wrong_call_is_a_usage_error_before_anything_is_installed() {
        assert!(is_usage_error(&[]));
        assert!(is_usage_error(&["--smoke", "10"]));
        assert!(is_usage_error(&["json", "soon"]));
        assert!(is_usage_error(&["json"]));
    }
}

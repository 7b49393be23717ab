//! `cargo xtask fuzz --smoke`: feeds the fuzz targets of `oauth-core` with random input for a short time (cargo-fuzz,
//! libFuzzer). `cargo xtask fuzz` does the same, so that it is a part of `cargo xtask ci`.
//!
//! The stable compiler builds them, because no sanitizer is used. Sanitizers find errors of `unsafe` code, and core has
//! none.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::process::Process;
use crate::tools::{self, CargoTool};
use crate::workspace;

// Unoptimized: it starts other programs, and builds in half the time.
const CARGO_FUZZ: CargoTool = CargoTool { name: "fuzz", version: "0.13.2", install: &["--debug"] };

/// The crate of the targets, a workspace of its own.
const CRATE: &str = "crates/oauth-core/fuzz";

/// Words that an input is made of, so that they need not be guessed.
const WORDS: &str = "crates/oauth-core/fuzz/words.dict";

/// How long each target runs if none is named, in seconds.
const SMOKE: u32 = 10;
/// How long one input may take, in seconds.
const SLOWEST: u32 = 10;
/// The longest input, in bytes.
const LONGEST: u32 = 64 * 1024;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let seconds = |text: &String| text.parse().map_err(|_| Failure::Usage(format!("{text:?} is no number of seconds")));
    match arguments {
        [] => smoke(),
        [alone] if alone == "--smoke" => smoke(),
        [target, time] if !target.starts_with('-') => {
            let time = seconds(time)?;
            let targets = targets()?;
            if !targets.contains(target) {
                return Err(Failure::Usage(format!("there is no target {target:?}, only {}", targets.join(", "))));
            }
            fuzz(target, time)?.run()
        }
        _ => Err(Failure::Usage(
            "cargo xtask fuzz, alone, with --smoke, or with a target and a number of seconds".to_owned(),
        )),
    }
}

/// Runs every target for a short time, as many at once as there are processors, even after one that failed.
fn smoke() -> Outcome {
    let manifest = ["--manifest-path", &format!("{CRATE}/Cargo.toml")];
    Process::cargo().args(["fmt", "--check"]).args(manifest).run()?;
    // cargo-fuzz has no `--locked`.
    Process::cargo().args(["fetch", "--quiet", "--locked"]).args(manifest).run()?;
    let targets = targets()?;
    command("build")?.run()?;
    let mut failed = Vec::new();
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    for some in targets.chunks(at_once) {
        // What libFuzzer says is long, and interests if it finds something.
        let log = |target: &str| workspace::target().join("fuzz").join(format!("{target}.log"));
        let mut running = Vec::new();
        for target in some {
            running.push((target, fuzz(target, SMOKE)?.start(&log(target))?));
        }
        for (target, mut started) in running {
            let status = started.wait();
            let said = std::fs::read_to_string(log(target)).unwrap_or_default();
            if status.is_ok_and(|status| status.success()) {
                println!("  {target}: {}", inputs(&said));
            } else {
                println!("{}", finding(&said));
                failed.push(target.as_str());
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::check(format!("an input fails in {}", failed.join(", ")))) }
}

/// How many inputs there were, in the words of libFuzzer.
fn inputs(said: &str) -> &str {
    said.lines().rfind(|line| line.starts_with("Done ")).unwrap_or("it does not say how many inputs there were")
}

/// What it says from the failure on.
fn finding(said: &str) -> &str {
    let failure = ["panicked at", "ERROR:", "error:", "error["].iter().filter_map(|sign| said.find(sign)).min();
    let start = failure.and_then(|at| said[..at].rfind('\n')).map_or(0, |at| at + 1);
    &said[start..]
}

/// cargo-fuzz, to build targets or to run one.
fn command(name: &str) -> Outcome<Process> {
    let built = workspace::target().join("fuzz");
    let options = [name, "--fuzz-dir", CRATE, "--sanitizer", "none", "--target-dir"];
    Ok(CARGO_FUZZ.find()?.args(options).args([built]))
}

fn targets() -> Outcome<Vec<String>> {
    tools::cpp()?;
    let listed = CARGO_FUZZ.find()?.args(["list", "--fuzz-dir", CRATE]).output()?;
    let targets: Vec<String> = listed.lines().map(str::to_owned).collect();
    if targets.is_empty() { Err(Failure::check(format!("{CRATE} has no target"))) } else { Ok(targets) }
}

/// One target. It keeps its corpus in `target/fuzz`, and inputs that make it fail in `artifacts/` of its crate.
fn fuzz(target: &str, seconds: u32) -> Outcome<Process> {
    let found = workspace::target().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&found)
        .map_err(|error| Failure::check(format!("{} cannot be made: {error}", found.display())))?;
    // New inputs go to the first folder.
    let corpora: Vec<PathBuf> = [found, workspace::root().join(CRATE).join("seeds").join(target)].into();
    let words = workspace::root().join(WORDS);
    Ok(command("run")?
        .args([target])
        .args(corpora.iter().filter(|folder| folder.is_dir()))
        .args(["--".to_owned(), format!("-max_total_time={seconds}"), format!("-timeout={SLOWEST}")])
        .args([format!("-max_len={LONGEST}"), format!("-dict={}", words.display())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_usage_error(arguments: &[&str]) -> bool {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        matches!(run(&arguments), Err(Failure::Usage(_)))
    }

    #[test]
    fn the_end_of_what_it_says_is_told() {
        let fine = "#2\tINITED cov: 5\n#9\tDONE cov: 7\nDone 9 runs in 7 second(s)\n";
        assert_eq!(inputs(fine), "Done 9 runs in 7 second(s)");
        let broken =
            "INFO: seed\nthread '<unnamed>' panicked at src/check.rs:72:9:\nerror prints it\n==1== ERROR: libFuzzer\n";
        assert_eq!(finding(broken), &broken["INFO: seed\n".len()..]);
        assert_eq!(finding("nothing known"), "nothing known");
    }

    #[test]
    fn a_wrong_call_is_a_usage_error_before_anything_is_installed() {
        assert!(is_usage_error(&["--smok"]));
        assert!(is_usage_error(&["--smoke", "10"]));
        assert!(is_usage_error(&["json", "soon"]));
        assert!(is_usage_error(&["json"]));
    }
}

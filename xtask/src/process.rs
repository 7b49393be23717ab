//! A program that a command runs. Its command line is printed first.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// The pause between two looks at a program that runs.
const PAUSE: Duration = Duration::from_millis(100);

/// A program to run in the workspace's root.
pub(crate) struct Process {
    command: Command,
    how_to_get_it: &'static str,
}

impl Process {
    /// A program, and how to get it if it is missing.
    pub(crate) fn new(program: impl AsRef<OsStr>, how_to_get_it: &'static str) -> Self {
        let mut command = Command::new(program);
        command.current_dir(crate::workspace::root());
        for (name, _) in std::env::vars_os() {
            // `cargo run` sets these for this crate. If they were passed on, build scripts would run again.
            if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
                command.env_remove(name);
            }
        }
        Self { command, how_to_get_it }
    }

    /// The cargo that runs us.
    pub(crate) fn cargo() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Self::new(cargo, "it comes with Rust: install rustup")
    }

    pub(crate) fn args<I: IntoIterator<Item: AsRef<OsStr>>>(mut self, args: I) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn directory(mut self, path: &Path) -> Self {
        self.command.current_dir(path);
        self
    }

    /// Runs it to its end and shows its output.
    pub(crate) fn run(mut self) -> Outcome {
        self.announce();
        let start = Instant::now();
        let status = self.command.stdin(Stdio::null()).status().map_err(|error| self.not_started(&error))?;
        println!("  {:.1} s", start.elapsed().as_secs_f64());
        self.ended(status)
    }

    /// Runs it to its end, shows its output, and calls `meanwhile` ten times in a second. If that fails, it is killed.
    pub(crate) fn run_while(mut self, mut meanwhile: impl FnMut() -> Outcome) -> Outcome {
        self.announce();
        let start = Instant::now();
        let mut child = self.command.stdin(Stdio::null()).spawn().map_err(|error| self.not_started(&error))?;
        let status = loop {
            match child.try_wait().map_err(|error| self.not_started(&error))? {
                Some(status) => break status,
                None => meanwhile().inspect_err(|_| drop(child.kill().and_then(|()| child.wait())))?,
            }
            sleep(PAUSE);
        };
        println!("  {:.1} s", start.elapsed().as_secs_f64());
        self.ended(status)
    }

    /// Runs it to its end without showing its output, and returns its standard output.
    pub(crate) fn output(mut self) -> Outcome<String> {
        let output = self.command.stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Failure::check(format!("{} ended with {}\n{}", self.line(), output.status, said.trim_end())))
    }

    /// Whether it runs and succeeds.
    pub(crate) fn succeeds(self) -> bool {
        self.output().is_ok()
    }

    /// Starts it with a pipe as its standard input and a file for its output.
    pub(crate) fn start(self, log: &Path) -> Outcome<Child> {
        self.start_into(log, File::create(log))
    }

    /// Does the same as [`start`](Self::start), and keeps what is in the file.
    pub(crate) fn start_again(self, log: &Path) -> Outcome<Child> {
        self.start_into(log, File::options().append(true).open(log))
    }

    fn start_into(mut self, log: &Path, file: std::io::Result<File>) -> Outcome<Child> {
        self.announce();
        let writable = |result: std::io::Result<File>| {
            result.map_err(|error| Failure::check(format!("{} cannot be written: {error}", log.display())))
        };
        let out = writable(file)?;
        let err = writable(out.try_clone())?;
        let started = self.command.stdin(Stdio::piped()).stdout(out).stderr(err).spawn();
        started.map_err(|error| self.not_started(&error))
    }

    fn ended(&self, status: ExitStatus) -> Outcome {
        if status.success() { Ok(()) } else { Err(Failure::check(format!("{} ended with {status}", self.line()))) }
    }

    fn announce(&self) {
        println!("$ {}", self.line());
    }

    /// The command line, with only the name of the program.
    fn line(&self) -> String {
        let program = Path::new(self.command.get_program());
        let name = program.file_name().unwrap_or(program.as_os_str());
        let words = std::iter::once(name).chain(self.command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }

    fn not_started(&self, error: &std::io::Error) -> Failure {
        let program = self.command.get_program().to_string_lossy();
        match error.kind() {
            ErrorKind::NotFound => Failure::check(format!("{program} is missing: {}", self.how_to_get_it)),
            _ => Failure::check(format!("{program} cannot be started: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(outcome: Outcome<String>) -> String {
        match outcome {
            Err(Failure::Check(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_missing_program_says_how_to_get_it() {
        let missing = Process::new("no-such-program-here", "plant a tree");
        assert_eq!(message(missing.output()), "no-such-program-here is missing: plant a tree");
    }

    #[test]
    fn a_failure_meanwhile_ends_the_program() {
        let slow = Process::new("sleep", "it comes with the system").args(["600"]);
        let failed = slow.run_while(|| Err(Failure::check("no more")));
        assert_eq!(message(failed.map(|()| String::new())), "no more");
    }

    #[test]
    fn a_failing_program_is_a_failure_with_what_it_said() {
        let failing = Process::cargo().args(["no-such-command"]);
        assert!(message(failing.output()).contains("no-such-command"));
    }
}

//! Subcommands of cargo, each at one version.

use std::path::PathBuf;

use super::folder;
use crate::failure::Outcome;
use crate::process::Process;

/// A subcommand of cargo.
pub(crate) struct CargoTool {
    /// Its name after `cargo`.
    pub(crate) name: &'static str,
    /// The version to use. It is installed if it is missing.
    pub(crate) version: &'static str,
    /// Further options for `cargo install`.
    pub(crate) install: &'static [&'static str],
}

impl CargoTool {
    /// The subcommand, installed if necessary.
    pub(crate) fn find(&self) -> Outcome<Process> {
        let program = format!("cargo-{}", self.name);
        let own = folder("cargo").join("bin").join(&program);
        let found = [own.clone(), PathBuf::from(&program)].into_iter().find(|path| self.is_at(path.clone()));
        if found.is_none() {
            println!("installing {program} {} into target/tools, which takes a minute or two", self.version);
            let what = ["install", "--locked", &program, "--version", self.version];
            Process::cargo().args(what).args(self.install).args(["--root".into(), folder("cargo")]).run()?;
        }
        Ok(Process::new(found.unwrap_or(own), "cargo install makes it").args([self.name]))
    }

    fn is_at(&self, path: PathBuf) -> bool {
        let said = Process::new(path, "cargo install makes it").args(["--version"]).output().unwrap_or_default();
        said.trim().ends_with(&format!(" {}", self.version))
    }
}

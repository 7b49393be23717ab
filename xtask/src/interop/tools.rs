//! Node and Python: whether they are there, and where they come from if not.

use crate::failure::{Failure, Outcome};
use crate::process::Process;

pub(super) const NODE: &str = "install Node 20 or later with npm (on Debian 13: apt-get install nodejs npm)";
pub(super) const PYTHON: &str =
    "install Python 3.10 or later with its venv module (on Debian: apt-get install python3 python3-venv)";

/// The oldest Node that oidc-provider runs on.
const OLDEST_NODE: u32 = 20;

/// Node and npm, of an age that will do.
pub(super) fn node() -> Outcome {
    require(&["nodejs", "npm"], NODE, || {
        let version = Process::new("node", NODE).args(["--version"]).output()?;
        Process::new("npm", NODE).args(["--version"]).output()?;
        match major(&version) {
            Some(major) if major >= OLDEST_NODE => Ok(()),
            _ => Err(Failure::check(format!("node is {}, which is too old: {NODE}", version.trim()))),
        }
    })
}

/// Python with what makes a virtual environment.
pub(super) fn python() -> Outcome {
    require(&["python3", "python3-venv"], PYTHON, || {
        let imports = Process::new("python3", PYTHON).args(["-c", "import venv, ensurepip"]).output();
        imports.map(drop).map_err(|_| Failure::check(format!("there is no python3 that can make a venv: {PYTHON}")))
    })
}

/// Looks for tools; where they are missing and this is CI, where root may install them, installs them and looks again.
fn require(packages: &[&str], hint: &'static str, look: impl Fn() -> Outcome) -> Outcome {
    let found = look();
    if found.is_ok() || std::env::var_os("CI").is_none() || !is_root() {
        return found;
    }
    Process::new("apt-get", hint).args(["-q", "update"]).run()?;
    Process::new("apt-get", hint).args(["-q", "install", "-y", "--no-install-recommends"]).args(packages).run()?;
    look()
}

fn is_root() -> bool {
    Process::new("id", "install coreutils").args(["-u"]).output().is_ok_and(|id| id.trim() == "0")
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

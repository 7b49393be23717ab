//! Programs that only the system's package manager installs.

use crate::failure::{Failure, Outcome};
use crate::process::Process;

pub(super) const PYTHON: &str =
    "install Python 3.10 or later with its venv module (on Debian: apt-get install python3 python3-venv)";
const VALGRIND: &str = "install valgrind (on Debian: apt-get install valgrind)";
const CPP: &str = "install a C++ compiler (on Debian: apt-get install g++)";

/// Python with what makes a virtual environment.
pub(super) fn python() -> Outcome {
    require(&["python3", "python3-venv"], PYTHON, || {
        let check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
        Process::new("python3", PYTHON).args(["-c", check]).succeeds()
    })
}

/// A C++ compiler.
pub(crate) fn cpp() -> Outcome {
    require(&["g++", "libc6-dev"], CPP, || Process::new("c++", CPP).args(["--version"]).succeeds())
}

/// Valgrind, which counts instructions.
pub(crate) fn valgrind() -> Outcome {
    require(&["valgrind"], VALGRIND, || Process::new("valgrind", VALGRIND).args(["--version"]).succeeds())
}

/// Looks for a program. If it is missing, and this is CI, where root may install it, installs it and looks again.
fn require(packages: &[&str], hint: &'static str, is_there: impl Fn() -> bool) -> Outcome {
    if is_there() {
        return Ok(());
    }
    if std::env::var_os("CI").is_some() && is_root() {
        Process::new("apt-get", hint).args(["-q", "update"]).run()?;
        let install = ["-q", "install", "-y", "--no-install-recommends"];
        Process::new("apt-get", hint).env("DEBIAN_FRONTEND", "noninteractive").args(install).args(packages).run()?;
        if is_there() {
            return Ok(());
        }
    }
    Err(Failure::check(hint))
}

fn is_root() -> bool {
    Process::new("id", "install coreutils").args(["-u"]).output().is_ok_and(|id| id.trim() == "0")
}

//! Python environments, which are also how the Node of `node.rs` is installed.

use std::path::{Path, PathBuf};

use super::system::{self, PYTHON};
use crate::failure::Outcome;
use crate::process::Process;

/// Makes a virtual environment in a folder and installs packages into it; returns its Python.
pub(crate) fn venv<A: AsRef<std::ffi::OsStr>>(
    folder: &Path,
    packages: impl IntoIterator<Item = A>,
) -> Outcome<PathBuf> {
    system::python()?;
    Process::new("python3", PYTHON).args(["-m", "venv"]).args([folder]).run()?;
    let python = folder.join("bin/python");
    // Without their dependencies: what is installed is exactly what is named.
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    Process::new(&python, PYTHON).args(install).args(packages).run()?;
    Ok(python)
}

//! The Rust files of the workspace and the imports between them.

mod modules;
mod scan;

#[cfg(test)]
pub(crate) use modules::tests as modules_tests;
pub(crate) use modules::{Import, Modules};

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::workspace;

/// One Rust file.
pub(crate) struct Source {
    /// Its path from the workspace's root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every Rust file of the workspace, in the order of their paths.
pub(crate) fn all() -> Outcome<Vec<Source>> {
    let mut paths = Vec::new();
    for folder in ["crates", "examples", "xtask"] {
        collect(&workspace::root().join(folder), &mut paths)?;
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "target" && name != "node_modules" {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Outcome<Source> {
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let from_root = path.strip_prefix(workspace::root()).unwrap_or(path);
    let parts: Vec<_> = from_root.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Ok(Source { path: parts.join("/"), text })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::check(format!("{} cannot be read: {error}", path.display()))
}

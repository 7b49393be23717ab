//! The workspace's folders and its published crates.

use std::path::{Path, PathBuf};

/// The crates that users depend on; the others are tools of this workspace.
pub(crate) const PUBLISHED: &[&str] = &[
    "oauth-core",
    "oauth-jose",
    "oauth-io",
    "oauth-reqwest",
    "oauth-hyper",
    "oauth-isahc",
    "oauth-tower",
    "oauth-testkit",
];

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// The folder of everything that is built.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// `-p` and its name for each of these crates.
pub(crate) fn packages(names: &[&'static str]) -> Vec<&'static str> {
    names.iter().flat_map(|name| ["-p", name]).collect()
}

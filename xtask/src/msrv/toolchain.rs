//! The oldest supported Rust, from rustup or from Debian's packages.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::process::Process;

/// A cargo and its compiler.
pub(crate) enum Toolchain {
    /// rustup's toolchain of this name.
    Rustup(String),
    /// Debian's packages, unpacked into this folder.
    Debian(PathBuf),
}

/// A toolchain of exactly this version: from rustup, or from Debian's packages if rustup cannot download it.
pub(crate) fn find(version: &str) -> Outcome<Toolchain> {
    let rustup = Toolchain::Rustup(version.to_owned());
    let folder = crate::workspace::target().join("msrv/debian");
    let debian = Toolchain::Debian(folder.clone());
    if rustup.is(version) {
        return Ok(rustup);
    }
    if debian.is(version) {
        return Ok(debian);
    }
    let install = ["toolchain", "install", version, "--profile", "minimal", "--no-self-update"];
    if Process::new("rustup", INSTALL_RUSTUP).args(install).run().is_ok() && rustup.is(version) {
        return Ok(rustup);
    }
    unpack(version, &folder)?;
    if debian.is(version) {
        return Ok(debian);
    }
    Err(Failure::check(format!("Rust {version} from Debian's packages does not run here")))
}

impl Toolchain {
    /// Its cargo, set up to use its compiler.
    pub(crate) fn cargo(&self) -> Process {
        let folder = match self {
            Self::Rustup(name) => return Process::new("rustup", INSTALL_RUSTUP).args(["run", name, "cargo"]),
            Self::Debian(folder) => folder,
        };
        let cargo = Process::new(folder.join("usr/bin/cargo"), INSTALL_RUSTUP);
        cargo
            .env("RUSTC", folder.join("usr/bin/rustc"))
            .env("LD_LIBRARY_PATH", libraries(folder))
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("RUSTDOC")
            .env_remove("CARGO")
    }

    fn is(&self, version: &str) -> bool {
        let said = self.cargo().args(["--version"]).output().unwrap_or_default();
        said.starts_with(&format!("cargo {version}."))
    }
}

const INSTALL_RUSTUP: &str = "install rustup";

/// The packages of this version: the compiler that Debian builds its browsers with, and the libraries that it needs.
fn debian_packages(version: &str) -> Vec<String> {
    let exact = ["rustc-web", "cargo-web", "libstd-rust-web-dev"].map(|name| format!("{name}={version}.*"));
    let linked = ["libllvm19", "libhttp-parser2.9", "libpcre3"].map(str::to_owned);
    exact.into_iter().chain([format!("libstd-rust-web-{version}")]).chain(linked).collect()
}

/// Downloads and unpacks Debian's packages into a folder. Nothing is installed.
fn unpack(version: &str, folder: &Path) -> Outcome {
    let hint = "this is not Debian; `rustup toolchain install` installs any version";
    let packed = folder.join("packages");
    let created = std::fs::create_dir_all(&packed);
    created.map_err(|error| Failure::check(format!("{} cannot be made: {error}", packed.display())))?;
    let download = || {
        // As the current user: apt's own user may not write into this folder.
        let options = ["-q", "-o", "APT::Sandbox::User=root", "download"];
        Process::new("apt-get", hint).args(options).args(debian_packages(version)).directory(&packed).run()
    };
    if download().is_err() {
        // The package lists may be missing or out of date. Only root can update them.
        Process::new("apt-get", hint).args(["-q", "update"]).run()?;
        download()?;
    }
    let files = std::fs::read_dir(&packed).map_err(|error| Failure::check(error.to_string()))?;
    for file in files.filter_map(Result::ok) {
        Process::new("dpkg", hint).args(["-x".into(), file.path().into_os_string(), folder.into()]).run()?;
    }
    Ok(())
}

/// The folders of the unpacked shared libraries, for any processor.
fn libraries(folder: &Path) -> String {
    let below = |part: &str| {
        let entries = std::fs::read_dir(folder.join(part)).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with("-linux-gnu"))
    };
    let folders = below("usr/lib").chain(below("lib"));
    folders.map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_follow_the_promised_version() {
        let packages = debian_packages("1.85");
        assert!(packages.contains(&"rustc-web=1.85.*".to_owned()));
        assert!(packages.contains(&"libstd-rust-web-1.85".to_owned()));
    }
}

//! `cargo xtask msrv`: the published crates build with the oldest Rust they support, `rust-version` in `Cargo.toml`.

mod declared;
mod toolchain;

use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;
use crate::process::Process;
use crate::workspace::{PUBLISHED, packages};
use toolchain::Toolchain;

pub(crate) fn run(_: &[String]) -> Outcome {
    let metadata = Metadata::of_everything()?;
    let msrv = declared::msrv(&metadata)?;
    println!("the published crates support Rust {msrv} and later");
    declared::check(&metadata, &msrv)?;
    match toolchain::find(&msrv) {
        Ok(toolchain) => build(toolchain),
        Err(Failure::Usage(why) | Failure::Check(why)) if std::env::var_os("CI").is_some() => {
            Err(Failure::check(format!("CI has to build with Rust {msrv}, which is not available: {why}")))
        }
        Err(Failure::Usage(why) | Failure::Check(why)) => {
            eprintln!("NOT BUILT WITH RUST {msrv}: {why}");
            eprintln!("Using clippy's list of newer items instead. It covers the standard library, not the language.");
            let lint = ["--", "-D", "clippy::incompatible_msrv"];
            Process::cargo().args(["clippy", "--locked", "--lib"]).args(packages(PUBLISHED)).args(lint).run()
        }
    }
}

fn build(toolchain: Toolchain) -> Outcome {
    let folder = crate::workspace::target().join("msrv/build");
    println!("{}", toolchain.cargo().args(["--version"]).output()?.trim());
    toolchain
        .cargo()
        .args(["check", "--locked", "--lib", "--target-dir"])
        .args([folder])
        .args(packages(PUBLISHED))
        .run()
}

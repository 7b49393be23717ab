//! `cargo xtask features`: every published crate builds with no feature, and with each one alone.

use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;
use crate::process::Process;
use crate::workspace::PUBLISHED;

pub(crate) fn run(_: &[String]) -> Outcome {
    let metadata = Metadata::of_members()?;
    for name in PUBLISHED {
        let package = metadata.package(name).ok_or_else(|| Failure::check(format!("there is no crate {name}")))?;
        let alone = package.features.iter().filter(|feature| *feature != "default").map(String::as_str);
        for feature in std::iter::once("").chain(alone) {
            // One call for each crate, because cargo unites the features of the crates in one call.
            let check = ["check", "--locked", "-p", name, "--lib", "--no-default-features", "--features", feature];
            Process::cargo().args(check).run()?;
        }
    }
    Ok(())
}

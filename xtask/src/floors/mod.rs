//! `cargo xtask floors`: modules and crates import downward only, and files are short and say what they are.

mod crates;
mod files;
mod imports;
mod modules;
mod table;
mod token;
mod without_tests;

use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;
use crate::source;

pub(crate) fn run(_: &[String]) -> Outcome {
    let sources = source::all()?;
    let members = Metadata::of_members()?;
    let problems = [modules::check(&sources), crates::check(&members), files::check(&sources)].concat();
    for problem in &problems {
        eprintln!("{problem}");
    }
    println!("{} files and {} crates looked at", sources.len(), members.packages().len());
    if problems.is_empty() { Ok(()) } else { Err(Failure::check(format!("problems found: {}", problems.len()))) }
}

//! `cargo xtask floors`: modules and crates import downward only, files do not import one another in a circle, and each
//! file is short and says what it is.

mod circles;
mod crates;
mod direction;
mod files;
mod table;

use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;
use crate::source::{self, Modules};
use crate::workspace::PUBLISHED;

pub(crate) fn run(_: &[String]) -> Outcome {
    let sources = source::all()?;
    let members = Metadata::of_members()?;
    let mut problems = [crates::check(&members), files::check(&sources)].concat();
    for name in PUBLISHED {
        let modules = Modules::read(&sources, &format!("crates/{name}/src/lib.rs"))?;
        if *name == "oauth-core" {
            problems.extend(direction::check(&modules));
        }
        problems.extend(circles::check(&modules));
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    println!("{} files and {} crates checked", sources.len(), members.packages().len());
    if problems.is_empty() { Ok(()) } else { Err(Failure::check(format!("{} problems found", problems.len()))) }
}

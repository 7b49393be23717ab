//! How the work of reading grows with each list that someone else fills: a server, a browser, a proxy. Every scenario
//! runs with n, 4 n and 16 n items, and valgrind counts the instructions.
//!
//! Going from 4 n to 16 n adds four times as many items as going from n to 4 n, so it may cost four times as many
//! instructions if the work is linear, and a little more if the list is sorted. What is quadratic costs sixteen times as
//! many. Differences are compared, because a constant cost would hide the growth of a short list.
//!
//! `growth` prints the table and fails if a scenario grows by more than [`MOST`]; `growth only NAME` does so for those with
//! this text in their names. Lists of at most 32 items, such as the parameters of a challenge, may be searched through for
//! each of their items: they are filled, and measured beyond.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

mod callbacks;
mod challenges;
mod documents;
mod errors;
mod json;
mod party;
mod tokens;

use std::path::Path;
use std::process::{Command, ExitCode};

/// The most that the second step may cost, as a multiple of the first: a little more than the 4.93 of the n log n that
/// sorting the shortest list takes. It is exceeded as soon as a fiftieth of the work with n items is quadratic, which is
/// a quarter of the work with 16 n.
const MOST: f64 = 5.0;

/// A first step of fewer instructions counts as this many. If nothing reads a list, the steps are noise.
const NOISE: f64 = 5_000.0;

/// The sizes of a list, as multiples of its n.
const SIZES: [usize; 3] = [1, 4, 16];

/// What is measured.
pub(crate) type Work = Box<dyn FnOnce()>;

/// A list that someone else fills.
pub(crate) struct Scenario {
    name: String,
    /// How many items the shortest list has. The longest stays within the limits of the library.
    n: usize,
    /// Makes the work with a list of this many items. This part is not measured.
    prepare: Box<dyn Fn(usize) -> Work>,
}

impl Scenario {
    pub(crate) fn new(name: impl Into<String>, n: usize, prepare: impl Fn(usize) -> Work + 'static) -> Self {
        Self { name: name.into(), n, prepare: Box::new(prepare) }
    }
}

fn scenarios() -> Vec<Scenario> {
    [json::scenarios(), tokens::scenarios(), documents::scenarios()]
        .into_iter()
        .chain([errors::scenarios(), challenges::scenarios(), callbacks::scenarios()])
        .flatten()
        .collect()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => report(""),
        ["only", name] => report(name),
        ["run", name, part, parts] => {
            run(name, part.parse().expect("a number"), parts.parse().expect("a number"));
            ExitCode::SUCCESS
        }
        _ => panic!("usage: growth [only NAME]"),
    }
}

/// The scenarios with this text in their names.
fn named(name: &str) -> Vec<Scenario> {
    scenarios().into_iter().filter(|scenario| scenario.name.contains(name)).collect()
}

/// Runs one of so many parts of the scenarios.
fn run(name: &str, part: usize, parts: usize) {
    for scenario in named(name).iter().skip(part).step_by(parts) {
        // The first run may fill something that stays.
        (scenario.prepare)(scenario.n)();
        for size in SIZES {
            measured((scenario.prepare)(size * scenario.n));
        }
    }
}

/// valgrind counts what happens in here, and writes the count down when it ends.
#[inline(never)]
fn measured(work: Work) {
    work();
}

/// Prints what each scenario costs.
fn report(name: &str) -> ExitCode {
    let scenarios = named(name);
    let parts = std::thread::available_parallelism().map_or(1, usize::from);
    let counting: Vec<_> = (0..parts)
        .map(|part| {
            let name = name.to_owned();
            std::thread::spawn(move || counts(&name, part, parts))
        })
        .collect();
    let counts: Vec<Vec<f64>> = counting.into_iter().map(|part| part.join().expect("the counts of a part")).collect();
    println!("Instructions to read a list of n, 4 n and 16 n items, and the second step as a multiple of the first.");
    println!("{:62} {:>5} {:>10} {:>10} {:>10}", "", "n", "n", "4 n", "16 n");
    let mut failed = 0;
    for (at, scenario) in scenarios.iter().enumerate() {
        let first = at / parts * SIZES.len();
        let counts = counts[at % parts].get(first..first + SIZES.len()).expect("valgrind counts each size once");
        let (first, second) = ((counts[1] - counts[0]).max(NOISE), counts[2] - counts[1]);
        print!("{:62} {:>5}", scenario.name, scenario.n);
        counts.iter().for_each(|count| print!(" {count:>10}"));
        println!(" {:>5.2}{}", second / first, if second > MOST * first { "  TOO MUCH" } else { "" });
        failed += usize::from(second > MOST * first);
    }
    println!("{} scenarios, of which {failed} grow by more than {MOST}", scenarios.len());
    if failed == 0 && !scenarios.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The instructions of each call of [`measured`] in a part of the scenarios, in order.
fn counts(name: &str, part: usize, parts: usize) -> Vec<f64> {
    let program = std::env::current_exe().expect("the path of this program");
    let folder = program.with_file_name(format!("growth.{part}"));
    // Counts of an earlier run would be taken for this one's.
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("a folder for the counts");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=growth::measured", "--dump-after=growth::measured"])
        .arg(format!("--callgrind-out-file={}", folder.join("count").display()))
        .arg(&program)
        .args(["run", name, &part.to_string(), &parts.to_string()])
        .output()
        .expect("valgrind (Debian: apt-get install valgrind)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (1..).map_while(|at| count(&folder.join(format!("count.{at}")))).collect()
}

/// The count in one of the files of valgrind, from its line `totals: 123`.
fn count(path: &Path) -> Option<f64> {
    let text = std::fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
}

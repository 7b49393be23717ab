//! Measures every scenario side by side in one run: time, instructions (where valgrind is installed), allocations.
//!
//! `oauth-bench` prints the report; `oauth-bench run NAME COUNT` runs one scenario, for an instrument to look at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

use std::collections::HashMap;
use std::env;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use oauth_bench::{Scenario, scenarios};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => report(),
        ["run", name, count] => run(name, count.parse().expect("a count")),
        _ => panic!("usage: oauth-bench [run NAME COUNT]"),
    }
}

fn run(name: &str, count: usize) {
    let scenario = scenarios().into_iter().find(|scenario| scenario.name == name).expect("a scenario's name");
    repeat(&scenario, count);
}

fn repeat(scenario: &Scenario, count: usize) {
    for _ in 0..count {
        black_box((scenario.run)());
    }
}

#[derive(Clone, Copy, Default)]
struct Cost {
    nanoseconds: f64,
    instructions: Option<f64>,
    allocations: f64,
    bytes: f64,
}

fn report() {
    let scenarios = scenarios();
    let times = times(&scenarios);
    let allocations = allocations();
    let mut costs: HashMap<&str, Cost> = HashMap::new();
    for (scenario, nanoseconds) in scenarios.iter().zip(times) {
        let (allocations, bytes) = allocations[scenario.name];
        let instructions = instructions(scenario.name);
        costs.insert(scenario.name, Cost { nanoseconds, instructions, allocations, bytes });
    }
    let stub = costs["stub"];
    println!("One client credentials exchange, without the stand-in for the network. Ratios are to the floor.");
    println!("{:26} {:>9} {:>7} {:>8} {:>7} {:>12} {:>7}", "", "ns", "ratio", "instr", "ratio", "allocations", "bytes");
    for scenario in &scenarios[1..] {
        let cost = costs[scenario.name];
        let is_part = scenario.name.ends_with("code");
        // A part does not call the stand-in.
        let less = if is_part { Cost::default() } else { stub };
        let floor = costs[if scenario.name.starts_with("post") { "post/floor" } else { "basic/floor" }];
        let nanoseconds = cost.nanoseconds - less.nanoseconds;
        let ratio = nanoseconds / (floor.nanoseconds - stub.nanoseconds);
        print!("{:26} {nanoseconds:>9.0} {ratio:>7.2} ", scenario.name);
        match (cost.instructions, less.instructions.or(is_part.then_some(0.0)), floor.instructions, stub.instructions) {
            (Some(own), Some(less), Some(floor), Some(stub)) => {
                print!("{:>8.0} {:>7.2} ", own - less, (own - less) / (floor - stub));
            }
            _ => print!("{:>8} {:>7} ", "-", "-"),
        }
        println!("{:>12.0} {:>7.0}", cost.allocations - less.allocations, cost.bytes - less.bytes);
    }
    if stub.instructions.is_none() {
        println!("No instructions were counted: install valgrind for them (Debian: apt-get install valgrind).");
    }
}

/// The median time of one run. The scenarios take turns, so that a machine that gets slower does so for all of them.
fn times(scenarios: &[Scenario]) -> Vec<f64> {
    const ROUNDS: usize = 31;
    const COUNT: usize = 2_000;
    let mut rounds = vec![Vec::new(); scenarios.len()];
    for _ in 0..ROUNDS {
        for (scenario, times) in scenarios.iter().zip(&mut rounds) {
            let start = Instant::now();
            repeat(scenario, COUNT);
            times.push(start.elapsed().as_nanos() as f64 / COUNT as f64);
        }
    }
    rounds
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 2]
        })
        .collect()
}

/// Allocations and bytes of one run, by the program beside this one.
fn allocations() -> HashMap<String, (f64, f64)> {
    let program = env::current_exe().unwrap().with_file_name("allocations");
    let output =
        Command::new(&program).output().expect("build both programs: cargo build --profile bench -p oauth-bench");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let number = |at: usize| words[at].parse::<f64>().unwrap();
            (words[0].to_owned(), (number(1) + number(2), number(3)))
        })
        .collect()
}

/// The instructions of one run: what a thousand more of them add. `None` without valgrind.
fn instructions(name: &str) -> Option<f64> {
    let collected = |count: &str| {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe().ok()?)
            .args(["run", name, count])
            .output()
            .ok()?;
        let text = String::from_utf8(output.stderr).ok()?;
        text.lines().find_map(|line| line.split("Collected :").nth(1)?.trim().parse::<f64>().ok())
    };
    Some((collected("1500")? - collected("500")?) / 1_000.0)
}

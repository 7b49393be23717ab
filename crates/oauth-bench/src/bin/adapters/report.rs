//! The report: each adapter beside its engine.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::side::Side;
use crate::{capture, pairs};

const TASKS: usize = 64;
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(400);

/// The server, as long as somebody keeps it.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut port).unwrap();
        Self { process, url: format!("http://127.0.0.1:{}/as/token", port.trim()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) fn print() {
    let server = Server::start();
    let pairs = pairs(&server.url);
    for (alone, adapter) in &pairs {
        assert_eq!(capture::request(alone.name), capture::request(adapter.name), "they send the same");
    }
    println!("One client credentials exchange over http on loopback. Ratios are to the engine alone.");
    println!("{:32} {:>13} {:>7} {:>13} {:>7}", "", "instructions", "ratio", "1/s, 64 tasks", "ratio");
    let mut counted = true;
    for (alone, adapter) in &pairs {
        let (rates, ratio) = throughput(alone, adapter);
        let (engine, ours) = (instructions(alone.name, &server.url), instructions(adapter.name, &server.url));
        counted &= ours.is_some();
        line(alone.name, engine, engine, rates.0, 1.0);
        line(adapter.name, ours, engine, rates.1, ratio);
    }
    if !counted {
        println!("No instructions were counted: install valgrind for them (Debian: apt-get install valgrind).");
    }
}

fn line(name: &str, own: Option<f64>, engine: Option<f64>, rate: f64, ratio: f64) {
    print!("{name:32} ");
    match own.zip(engine) {
        Some((own, engine)) => print!("{own:>13.0} {:>7.3} ", own / engine),
        None => print!("{:>13} {:>7} ", "-", "-"),
    }
    println!("{rate:>13.0} {ratio:>7.3}");
}

/// The medians of both, and of their ratios. They take turns, so that a machine that gets slower does so for both.
fn throughput(alone: &Side, adapter: &Side) -> ((f64, f64), f64) {
    let mut rounds: Vec<(f64, f64)> = Vec::new();
    for round in 0..=ROUNDS {
        let first = round % 2 == 0;
        let (one, other) = if first { (alone, adapter) } else { (adapter, alone) };
        let (one, other) = (one.throughput(TASKS, ROUND), other.throughput(TASKS, ROUND));
        // The first round opens the connections.
        if round > 0 {
            rounds.push(if first { (one, other) } else { (other, one) });
        }
    }
    let rates = (median(rounds.iter().map(|round| round.0)), median(rounds.iter().map(|round| round.1)));
    (rates, median(rounds.iter().map(|(alone, adapter)| adapter / alone)))
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The user instructions of one exchange: what a thousand more of them add. `None` without valgrind.
fn instructions(name: &str, url: &str) -> Option<f64> {
    let collected = |count: &str| {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe().ok()?)
            .args(["run", name, count, url])
            .output()
            .ok()?;
        let text = String::from_utf8(output.stderr).ok()?;
        text.lines().find_map(|line| line.split("Collected :").nth(1)?.trim().parse::<f64>().ok())
    };
    Some((collected("1300")? - collected("300")?) / 1_000.0)
}

//! The report: each adapter beside its engine.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::side::Side;
use crate::{Three, capture, threes};

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
    let threes = threes(&server.url);
    for Three { engine, transport, adapter } in &threes {
        let sent = capture::request(engine.name);
        assert_eq!(sent, capture::request(transport.name), "they send the same");
        assert_eq!(sent, capture::request(adapter.name), "they send the same");
    }
    println!("One client credentials exchange over http on loopback. Ratios are to the engine alone.");
    println!("The engine's ratio of throughput compares it with itself: that is how far this machine scatters.");
    println!("{:34} {:>13} {:>7} {:>13} {:>7}", "", "instructions", "ratio", "1/s, 64 tasks", "ratio");
    let mut counted = true;
    for Three { engine, transport, adapter } in &threes {
        let alone = instructions(engine.name, &server.url);
        counted &= alone.is_some();
        for (index, side) in [engine, transport, adapter].into_iter().enumerate() {
            let own = if index == 0 { alone } else { instructions(side.name, &server.url) };
            let (rate, ratio) = throughput(engine, side);
            line(side.name, own, alone, rate, ratio);
        }
    }
    if !counted {
        println!("No instructions were counted: install valgrind for them (Debian: apt-get install valgrind).");
    }
}

fn line(name: &str, own: Option<f64>, engine: Option<f64>, rate: f64, ratio: f64) {
    print!("{name:34} ");
    match own.zip(engine) {
        Some((own, engine)) => print!("{own:>13.0} {:>7.3} ", own / engine),
        None => print!("{:>13} {:>7} ", "-", "-"),
    }
    println!("{rate:>13.0} {ratio:>7.3}");
}

/// The median of the adapter's rate, and of its ratio to the engine's. They take turns, so that a machine that gets slower
/// does so for both.
fn throughput(engine: &Side, adapter: &Side) -> (f64, f64) {
    let mut rounds: Vec<(f64, f64)> = Vec::new();
    for round in 0..=ROUNDS {
        let engine_first = round % 2 == 0;
        let (one, other) = if engine_first { (engine, adapter) } else { (adapter, engine) };
        let (one, other) = (one.throughput(TASKS, ROUND), other.throughput(TASKS, ROUND));
        // The first round opens the connections.
        if round > 0 {
            rounds.push(if engine_first { (one, other) } else { (other, one) });
        }
    }
    (median(rounds.iter().map(|round| round.1)), median(rounds.iter().map(|(engine, adapter)| adapter / engine)))
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

//! The restart of a server.

use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::scene::Scene;

const LOOK: Duration = Duration::from_millis(20);
const ENDS_WITHIN: Duration = Duration::from_secs(10);
const STARTS_WITHIN: Duration = Duration::from_secs(90);

/// Tells the server to end, which whoever started it then starts again. Returns how long it was away.
pub(super) fn restart(scene: &Scene<'_>) -> Outcome<Duration> {
    let issuer = scene.issuer().as_str();
    let address: SocketAddr = issuer.trim_start_matches("http://").parse()?;
    scene.browse(&format!("{issuer}/restart"))?;
    let listens = || TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok();
    wait(ENDS_WITHIN, "end", || !listens())?;
    let start = Instant::now();
    wait(STARTS_WITHIN, "come back", || listens() && scene.discover().is_ok())?;
    Ok(start.elapsed())
}

fn wait(limit: Duration, what: &str, is_so: impl Fn() -> bool) -> Outcome {
    let start = Instant::now();
    while !is_so() {
        if start.elapsed() > limit {
            return Err(format!("the server does not {what}").into());
        }
        thread::sleep(LOOK);
    }
    Ok(())
}

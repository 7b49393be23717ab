//! A service under load whose authorization server is taken away for two minutes, and nobody notices.
//!
//! A hundred tasks call an API for 35 minutes, each with the token that the source has for it. The tokens are valid for 15
//! minutes, and the server is away just when the first one is due to be renewed. The example draws what happened:
//!
//! ```text
//! cargo run --example service_under_load -- timeline.svg
//! ```
//!
//! It takes seconds, because nothing waits: the time is that of tokio, which jumps to the next timer whenever there is
//! nothing to do, and the servers are those of the testkit in memory.

use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use std::{env, fs};

use http::{Request, Response};
use oauth_examples::{ID, SECRET, application};
use oauth_reqwest::{
    Client, ClientAuthentication, Issuer, Now, Server, SpawnError, Task, TokenSource, Transport, TransportError,
    TransportErrorKind,
};
use oauth_testkit::{AuthorizationServer, Clock, ProtectedResource};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

#[path = "service_under_load/timeline.rs"]
mod timeline;

use timeline::{Served, Timeline, TokenRequest, thousands};

const TASKS: u64 = 100;
const LENGTH: Duration = Duration::from_secs(35 * 60);
/// How long a token is valid. The source renews it 90 to 180 seconds before its end.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// When nobody listens at the authorization server.
const AWAY: Range<Duration> = Duration::from_secs(705)..Duration::from_secs(825);

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), Box<dyn Error>> {
    let picture = match env::args_os().nth(1) {
        Some(path) => PathBuf::from(path),
        // In `target`, beside the program.
        None => env::current_exe()?.with_extension("svg"),
    };
    let clock = Clock::new();
    let server = AuthorizationServer::new()
        .with_clock(clock.clone())
        .client(application("client_secret_post").token_lifetime(LIFETIME))
        .protected_resource(ProtectedResource::new("orders").scopes(["orders:read"]));
    let network = Network::new(server.clone(), clock);

    // In a service, the transport is `HttpTransport::new()`. Everything else is the same, and all settings are the defaults.
    let client = Client::new(
        Server::pingone_at(Issuer::new(&server.issuer())?)?,
        ID,
        ClientAuthentication::client_secret_post(SECRET),
    )?;
    let tokens = TokenSource::new(network.clone(), client.client_credentials().scope("orders:read"))?;
    // Whoever asks first waits, and here that is this line.
    tokens.warm(Duration::from_secs(10)).await?;

    let mut tasks = JoinSet::new();
    for number in 0..TASKS {
        tasks.spawn(work(tokens.clone(), network.clone(), server.resource_url("orders"), number));
    }
    let mut requests: Vec<Served> = Vec::new();
    while let Some(served) = tasks.join_next().await {
        requests.extend(served?);
    }

    let timeline = Timeline {
        length: LENGTH,
        away: AWAY,
        lifetime: LIFETIME,
        tasks: TASKS,
        requests,
        token_requests: network.token_requests(),
    };
    fs::write(&picture, timeline.svg()?)?;
    let (served, failed) = timeline.outcomes();
    let (answered, refused) = timeline.token_outcomes();
    let least = timeline.requests.iter().map(|request| request.left).min().unwrap_or_default();
    println!("requests to the API: {} served, {failed} failed", thousands(served));
    println!("token requests: {answered} answered");
    println!("connections refused while the server was away for two minutes: {refused}");
    println!("callers that waited for a token: {}", tokens.metrics().waits);
    println!("the least that a token had left when it was used: {} seconds", least.as_secs());
    println!("the picture: {}", picture.display());
    Ok(())
}

/// One of the tasks of the service: a request to the API every 4 to 12 seconds, each with the token of that moment.
async fn work(tokens: TokenSource, network: Network, url: String, number: u64) -> Vec<Served> {
    let mut random = number;
    let mut served = Vec::new();
    loop {
        // The constants of Knuth's MMIX: the picture needs no better chance.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sleep(Duration::from_millis(4_000 + (random >> 33) % 8_000)).await;
        let at = network.elapsed();
        if at >= LENGTH {
            return served;
        }
        let Ok(mut request) = Request::get(&url).body(Vec::new()) else { return served };
        let (mut left, mut is_served) = (Duration::ZERO, false);
        if let Ok(token) = tokens.authorize(&mut request).await {
            let end = token.expires_at().unwrap_or(SystemTime::UNIX_EPOCH);
            left = end.duration_since(network.now().wall()).unwrap_or_default();
            is_served = network.api(request).await.status().is_success();
        }
        served.push(Served { at, left, is_served });
    }
}

/// The ways to the authorization server and to the API, in memory and in the time of tokio.
#[derive(Clone)]
struct Network {
    server: AuthorizationServer,
    /// That of the server, which follows tokio's.
    clock: Clock,
    epoch: SystemTime,
    started: Instant,
    token_requests: Arc<Mutex<Vec<TokenRequest>>>,
}

impl Network {
    fn new(server: AuthorizationServer, clock: Clock) -> Self {
        let epoch = clock.now();
        Self { server, clock, epoch, started: Instant::now(), token_requests: Arc::default() }
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// The API is there all the time, and refuses a token that has ended.
    async fn api(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.respond(request, Duration::from_millis(20)).await
    }

    async fn respond(&self, request: Request<Vec<u8>>, latency: Duration) -> Response<Vec<u8>> {
        sleep(latency).await;
        let behind = self.now().wall().duration_since(self.clock.now());
        self.clock.advance(behind.unwrap_or_default());
        self.server.handle(request)
    }

    fn token_requests(&self) -> Vec<TokenRequest> {
        self.token_requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The way of the token source.
impl Transport for Network {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let at = self.elapsed();
        let is_answered = !AWAY.contains(&at);
        self.token_requests.lock().unwrap_or_else(PoisonError::into_inner).push(TokenRequest { at, is_answered });
        if is_answered {
            return Ok(self.respond(request, Duration::from_millis(100)).await);
        }
        Err(TransportError::new(TransportErrorKind::Connect, "connection refused").not_sent().at(request.uri()))
    }

    async fn sleep(&self, duration: Duration) {
        sleep(duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        tokio::spawn(task);
        Ok(())
    }

    fn can_spawn(&self) -> bool {
        true
    }

    fn now(&self) -> Now {
        (self.epoch + self.elapsed()).into()
    }
}

//! As `own_http_stack`, over the client `ureq`: which of its settings keep what `oauth-core` expects of an HTTP stack, and
//! how its errors are told apart.

use std::error::Error;
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use oauth_core::flow::{AfterFailure, Failure, RoundTrip};
use oauth_core::{Client, ClientAuthentication, Flow, Issuer, Server, Step};
use oauth_examples::{ID, SECRET, application, show_tokens};
use oauth_testkit::{AuthorizationServer, TestServer};
use ureq::{Agent, Timeout};

/// The size of a response, in bytes.
const SIZE: u64 = 1024 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_basic")))?;
    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let agent = agent(Https::OrHttpOnLoopback);

    let server: Server = run(&agent, issuer.discover())?.into();
    let client = Client::new(server, ID, ClientAuthentication::client_secret_basic(SECRET))?;
    // A single request is a flow too.
    let tokens = run(&agent, RoundTrip::new(client.client_credentials().scope("orders:write")))?;
    show_tokens(&tokens);
    Ok(())
}

/// What may be sent to.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Https {
    /// What a program uses.
    #[allow(dead_code, reason = "a test server has no certificate")]
    Only,
    /// For a test server on this machine.
    OrHttpOnLoopback,
}

/// ureq's own defaults follow ten redirects, make an error of a status, speak http to any host and wait for ever.
pub(crate) fn agent(https: Https) -> Agent {
    let config = Agent::config_builder()
        // The request, with its credentials, goes to no other place than the one it is for.
        .max_redirects(0)
        // A refusal has a body that says why.
        .http_status_as_error(false)
        .https_only(https == Https::Only)
        .timeout_connect(Some(Duration::from_secs(3)))
        .timeout_global(Some(Duration::from_secs(10)));
    match https {
        Https::Only => config.build().into(),
        // A proxy of the environment would carry the credentials in the clear beyond this machine.
        Https::OrHttpOnLoopback => config.proxy(None).build().into(),
    }
}

/// Sends once: ureq has no retries that would have to be turned off.
pub(crate) fn send(agent: &Agent, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ureq::Error> {
    let (head, mut body) = agent.run(request)?.into_parts();
    let body = body.with_config().limit(SIZE).read_to_vec()?;
    Ok(Response::from_parts(head, body))
}

/// Drives a flow: one request, discovery, or `client.device_token(..).poll()`.
pub(crate) fn run<F: Flow>(agent: &Agent, mut flow: F) -> Result<F::Output, Box<dyn Error>> {
    loop {
        let now = SystemTime::now();
        match flow.step(now)? {
            Step::Done(output) => return Ok(output),
            Step::Send(request) => match send(agent, request) {
                Ok(response) => flow.receive((&response).into(), SystemTime::now()),
                Err(error) => match flow.failed(failure(&error), SystemTime::now()) {
                    AfterFailure::Continue => {}
                    _ => return Err(error.into()),
                },
            },
            Step::WaitUntil(time) => std::thread::sleep(time.duration_since(now).unwrap_or_default()),
            // `Step::Need`: a key or a secret that is not in memory. Get it, and give it to `flow.supply(..)`.
            _ => return Err("this program supplies no keys; use a secret that is in memory".into()),
        }
    }
}

/// Whether the server may have received the request. If in doubt, it may have: a flow sends only once more what was
/// certainly not sent.
pub(crate) fn failure(error: &ureq::Error) -> Failure {
    use ureq::Error::{ConnectionFailed, HostNotFound, RequireHttpsOnly};
    match error {
        HostNotFound | ConnectionFailed | RequireHttpsOnly(_) => Failure::NotSent,
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Failure::NotSent,
        _ => Failure::MayHaveBeenReceived,
    }
}

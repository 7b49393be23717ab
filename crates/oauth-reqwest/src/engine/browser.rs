//! reqwest in a browser: over fetch.

use std::time::Duration;

use http::Response;
use http::header::CONTENT_ENCODING;
use oauth_io::adapter::{self, BodyReader, engine_error};
use oauth_io::{Policy, SpawnError, Task, TransportError, TransportErrorKind};
use reqwest::{Client, Request, RequestBuilder};

use super::{Configure, unusable};

/// reqwest's client. There is one thread, which nobody can block without blocking the page, so flights share it.
#[derive(Clone)]
pub(crate) struct Engine(Client);

impl Engine {
    /// There is nothing to turn off: fetch is set up for each request.
    pub(crate) fn new(configure: impl Configure, _: &Policy) -> Result<Self, TransportError> {
        configure(Client::builder()).build().map(Self).map_err(unusable)
    }

    pub(crate) fn finished(client: Client) -> Self {
        Self(client)
    }

    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same signature as with processes")]
    pub(crate) fn check(&self) -> Result<(), TransportError> {
        Ok(())
    }

    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same signature as with threads")]
    pub(crate) fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        wasm_bindgen_futures::spawn_local(task);
        Ok(())
    }

    pub(crate) async fn sleep(&self, duration: Duration) {
        futures_timer::Delay::new(duration).await;
    }

    /// Without cookies, without a cache, and without a `Referer`: the page's own URL may hold a code.
    pub(crate) async fn send(
        &self,
        mut request: Request,
        policy: &Policy,
    ) -> Result<Response<Vec<u8>>, TransportError> {
        *request.timeout_mut() = Some(adapter::total_time(policy));
        let asked = request.url().clone();
        let request = RequestBuilder::from_parts(self.0.clone(), request)
            .fetch_credentials_omit()
            .fetch_cache_no_store()
            .fetch_referrer_policy("no-referrer");
        let mut response = request.send().await.map_err(failed)?;
        if *response.url() != asked {
            return Err(TransportError::new(TransportErrorKind::Redirected, ""));
        }
        // The browser has decoded the body already.
        response.headers_mut().remove(CONTENT_ENCODING);
        let mut reader = BodyReader::new(policy, response.headers_mut())?;
        let mut whole = Response::new(Vec::new());
        *whole.status_mut() = response.status();
        *whole.headers_mut() = response.headers().clone();
        reader.push(&response.bytes().await.map_err(failed)?)?;
        *whole.body_mut() = reader.finish()?;
        Ok(whole)
    }
}

/// fetch says no more about a failure than whether the time ran out.
fn failed(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Other };
    engine_error(kind, &error.without_url())
}

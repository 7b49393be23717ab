//! A transport that shows what it sends.

use std::time::Duration;

use http::{Request, Response};
use oauth_reqwest::key::{Need, NotSupplied, Supplied};
use oauth_reqwest::{Now, SpawnError, Task, Transport, TransportError};

/// Passes every request on, and prints it first, without its credentials.
#[derive(Debug, Clone)]
pub struct WireLog<T>(pub T);

impl<T: Transport> Transport for WireLog<T> {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        println!("{}", redacted(&request));
        let response = self.0.send(request).await?;
        println!("{:?} {}\n", response.version(), response.status());
        Ok(response)
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }

    async fn limit(&self, duration: Duration) {
        self.0.limit(duration).await;
    }

    fn spawn(&self, task: Task) -> Result<(), SpawnError> {
        self.0.spawn(task)
    }

    fn can_spawn(&self) -> bool {
        self.0.can_spawn()
    }

    async fn provide(&self, need: &Need) -> Result<Supplied, NotSupplied> {
        self.0.provide(need).await
    }

    fn now(&self) -> Now {
        self.0.now()
    }
}

/// The request as it will go over the wire, but for credentials.
fn redacted(request: &Request<Vec<u8>>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        let value = if value.is_sensitive() { "***" } else { value.to_str().unwrap_or("(not text)") };
        text.push_str(&format!("{name}: {value}\n"));
    }
    let body = String::from_utf8_lossy(request.body());
    let pairs = body.split('&').map(|pair| match pair.split_once('=') {
        Some((name @ ("grant_type" | "scope" | "client_id" | "resource" | "audience"), value)) => {
            format!("{name}={value}")
        }
        Some((name, _)) => format!("{name}=***"),
        None => String::new(),
    });
    text.push('\n');
    text.push_str(&pairs.collect::<Vec<_>>().join("&"));
    text.push('\n');
    text
}

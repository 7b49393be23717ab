//! The adapters, async and blocking, behind one face.

use std::rc::Rc;

use oauth_client::{
    Call, Discovery, Error, Policy, ServerMetadata, ServerMetadataRequest, TokenResponse, Transport, blocking,
};
use tokio::runtime::{Builder, Runtime};

use crate::Failure;

/// What the checks do with an adapter. Each is a call of the adapter's own `send` or `run`.
pub(crate) trait Adapter {
    fn name(&self) -> &'static str;
    fn token(&self, call: &dyn Call<Output = TokenResponse>) -> Result<TokenResponse, Error>;
    fn metadata(&self, call: &ServerMetadataRequest) -> Result<ServerMetadata, Error>;
    fn discover(&self, flow: Discovery) -> Result<ServerMetadata, Error>;
}

/// Every adapter in each of its forms, allowed to speak http on loopback.
pub(crate) fn all() -> Result<Vec<Box<dyn Adapter>>, Failure> {
    let policy = || Policy::new().dangerous_allow_http_loopback();
    let runtime = Rc::new(Builder::new_current_thread().enable_all().build()?);
    Ok(vec![
        Asynchronous::boxed("reqwest", &runtime, oauth_reqwest::HttpTransport::with_policy(policy())?),
        Asynchronous::boxed("hyper", &runtime, oauth_hyper::HttpTransport::with_policy(policy())?),
        Asynchronous::boxed("isahc", &runtime, oauth_isahc::HttpTransport::with_policy(policy())?),
        Blocking::boxed("reqwest, blocking", oauth_reqwest::blocking::HttpTransport::with_policy(policy())?),
        Blocking::boxed("isahc, blocking", oauth_isahc::blocking::HttpTransport::with_policy(policy())?),
    ])
}

struct Asynchronous<T> {
    name: &'static str,
    runtime: Rc<Runtime>,
    transport: T,
}

impl<T: Transport + 'static> Asynchronous<T> {
    fn boxed(name: &'static str, runtime: &Rc<Runtime>, transport: T) -> Box<dyn Adapter> {
        Box::new(Self { name, runtime: Rc::clone(runtime), transport })
    }
}

impl<T: Transport> Adapter for Asynchronous<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn token(&self, call: &dyn Call<Output = TokenResponse>) -> Result<TokenResponse, Error> {
        self.runtime.block_on(oauth_client::send(&self.transport, call))
    }

    fn metadata(&self, call: &ServerMetadataRequest) -> Result<ServerMetadata, Error> {
        self.runtime.block_on(oauth_client::send(&self.transport, call))
    }

    fn discover(&self, flow: Discovery) -> Result<ServerMetadata, Error> {
        self.runtime.block_on(oauth_client::run(&self.transport, flow))
    }
}

struct Blocking<T> {
    name: &'static str,
    transport: T,
}

impl<T: blocking::Transport + 'static> Blocking<T> {
    fn boxed(name: &'static str, transport: T) -> Box<dyn Adapter> {
        Box::new(Self { name, transport })
    }
}

impl<T: blocking::Transport> Adapter for Blocking<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn token(&self, call: &dyn Call<Output = TokenResponse>) -> Result<TokenResponse, Error> {
        blocking::send(&self.transport, call)
    }

    fn metadata(&self, call: &ServerMetadataRequest) -> Result<ServerMetadata, Error> {
        blocking::send(&self.transport, call)
    }

    fn discover(&self, flow: Discovery) -> Result<ServerMetadata, Error> {
        blocking::run(&self.transport, flow)
    }
}

//! The adapters, async and blocking, behind one face.

use std::rc::Rc;

use oauth_io::{Call, Error, Flow, Policy, blocking};
use tokio::runtime::{Builder, Runtime};

use crate::Outcome;
use crate::caller::Caller;

/// An adapter in one of its forms.
pub(crate) struct Adapter {
    name: &'static str,
    runtime: Rc<Runtime>,
    transport: Transport,
}

enum Transport {
    Reqwest(oauth_reqwest::HttpTransport),
    Hyper(oauth_hyper::HttpTransport),
    Isahc(oauth_isahc::HttpTransport),
    BlockingReqwest(oauth_reqwest::blocking::HttpTransport),
    BlockingHyper(oauth_hyper::blocking::HttpTransport),
    BlockingIsahc(oauth_isahc::blocking::HttpTransport),
}

impl Adapter {
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Sends one request by the adapter's own `send`.
    pub(crate) fn send<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        match &self.transport {
            Transport::Reqwest(transport) => self.runtime.block_on(oauth_io::send(transport, call)),
            Transport::Hyper(transport) => self.runtime.block_on(oauth_io::send(transport, call)),
            Transport::Isahc(transport) => self.runtime.block_on(oauth_io::send(transport, call)),
            Transport::BlockingReqwest(transport) => blocking::send(transport, call),
            Transport::BlockingHyper(transport) => blocking::send(transport, call),
            Transport::BlockingIsahc(transport) => blocking::send(transport, call),
        }
    }

    /// Runs a flow by the adapter's own `run`.
    pub(crate) fn run<F: Flow>(&self, flow: F) -> Result<F::Output, Error> {
        match &self.transport {
            Transport::Reqwest(transport) => self.runtime.block_on(oauth_io::run(transport, flow)),
            Transport::Hyper(transport) => self.runtime.block_on(oauth_io::run(transport, flow)),
            Transport::Isahc(transport) => self.runtime.block_on(oauth_io::run(transport, flow)),
            Transport::BlockingReqwest(transport) => blocking::run(transport, flow),
            Transport::BlockingHyper(transport) => blocking::run(transport, flow),
            Transport::BlockingIsahc(transport) => blocking::run(transport, flow),
        }
    }

    /// A caller with connections of its own.
    pub(crate) fn caller(&self) -> Outcome<Caller> {
        Ok(match &self.transport {
            Transport::Reqwest(_) => Caller::new(oauth_reqwest::HttpTransport::with_policy(policy())?),
            Transport::Hyper(_) => Caller::new(oauth_hyper::HttpTransport::with_policy(policy())?),
            Transport::Isahc(_) => Caller::new(oauth_isahc::HttpTransport::with_policy(policy())?),
            Transport::BlockingReqwest(blocking) => {
                Caller::new(oauth_reqwest::HttpTransport::with_policy(policy())?).blocking(blocking.clone())
            }
            Transport::BlockingHyper(blocking) => {
                Caller::new(oauth_hyper::HttpTransport::with_policy(policy())?).blocking(blocking.clone())
            }
            Transport::BlockingIsahc(blocking) => {
                Caller::new(oauth_isahc::HttpTransport::with_policy(policy())?).blocking(blocking.clone())
            }
        })
    }
}

fn policy() -> Policy {
    Policy::new().dangerous_allow_http_loopback()
}

/// Every adapter in each of its forms, allowed to speak http on loopback.
pub(crate) fn all() -> Outcome<Vec<Adapter>> {
    let runtime = Rc::new(Builder::new_current_thread().enable_all().build()?);
    let adapter = |name, transport| Adapter { name, runtime: Rc::clone(&runtime), transport };
    Ok(vec![
        adapter("reqwest", Transport::Reqwest(oauth_reqwest::HttpTransport::with_policy(policy())?)),
        adapter("hyper", Transport::Hyper(oauth_hyper::HttpTransport::with_policy(policy())?)),
        adapter("isahc", Transport::Isahc(oauth_isahc::HttpTransport::with_policy(policy())?)),
        adapter(
            "reqwest, blocking",
            Transport::BlockingReqwest(oauth_reqwest::blocking::HttpTransport::with_policy(policy())?),
        ),
        adapter(
            "hyper, blocking",
            Transport::BlockingHyper(oauth_hyper::blocking::HttpTransport::with_policy(policy())?),
        ),
        adapter(
            "isahc, blocking",
            Transport::BlockingIsahc(oauth_isahc::blocking::HttpTransport::with_policy(policy())?),
        ),
    ])
}

//! A polling flow with an observer.

use std::time::SystemTime;

use super::{AfterFailure, Failure, Flow, FlowError, Polling, Step, Waiting};
use crate::call::Response;
use crate::client::token_request::Grant;
use crate::key::{NotSupplied, Supplied};
use crate::token::TokenResponse;

/// A polling flow that reports each wait to an observer. [`Polling::inspect`] creates it.
#[derive(Debug)]
pub struct Inspected<G: Grant, O> {
    polling: Polling<G>,
    observer: O,
}

impl<G: Grant> Polling<G> {
    /// Calls `observer` before each wait, for example to show progress to the user. The first call, with
    /// [`WaitReason::Begun`](crate::flow::WaitReason::Begun), comes before any request. It is not called at the end,
    /// which the outcome of the flow reports.
    ///
    /// ```
    /// # use oauth_core::flow::WaitReason;
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Server};
    /// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// # let client = Client::new(server, "client-id", ClientAuthentication::none())?;
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// # let response = http::Response::new(br#"{"device_code":"GmRhmhcx","user_code":"WDJB-MJHT",
    /// #     "verification_uri":"https://auth.pingone.eu/device","expires_in":1800}"#);
    /// # let authorization = client.device_authorization().decode((&response).into(), now)?;
    /// let flow = client.device_token(&authorization).poll().inspect(|waiting| match waiting.reason {
    ///     WaitReason::Begun | WaitReason::Pending => {}
    ///     reason => eprintln!("{reason:?}; the next try is in {:?}", waiting.pause),
    /// });
    /// # let _ = flow;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn inspect<O: FnMut(Waiting)>(self, observer: O) -> Inspected<G, O> {
        Inspected { polling: self, observer }
    }
}

impl<G: Grant, O: FnMut(Waiting)> Flow for Inspected<G, O> {
    type Output = TokenResponse;

    fn step(&mut self, now: SystemTime) -> Result<Step<TokenResponse>, FlowError> {
        let step = self.polling.step(now)?;
        if let Some(waiting) = self.polling.waiting(now) {
            (self.observer)(waiting);
        }
        Ok(step)
    }

    fn receive(&mut self, response: Response<'_>, received_at: SystemTime) {
        self.polling.receive(response, received_at);
    }

    fn failed(&mut self, failure: Failure, now: SystemTime) -> AfterFailure {
        self.polling.failed(failure, now)
    }

    fn supply(&mut self, supplied: Result<Supplied, NotSupplied>, now: SystemTime) {
        self.polling.supply(supplied, now);
    }
}

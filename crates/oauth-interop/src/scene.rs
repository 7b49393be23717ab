//! Where one check plays: a server, its clients, an adapter.

use std::cell::RefCell;
use std::path::Path;

use oauth_io::authorization::{AuthorizationRequest, AuthorizationResponse, AuthorizationSession, Authorized};
use oauth_io::server::ServerMetadata;
use oauth_io::{Call, Client, Error, Flow, Issuer, TokenResponse};

use crate::Outcome;
use crate::adapter::Adapter;
use crate::application::Application;
use crate::browser::{Arrival, Browser};
use crate::meanwhile::Meanwhile;
use crate::registered::{Clients, Registered};
use crate::server::Target;

/// The stage and the props of one check.
pub(crate) struct Scene<'a> {
    pub(crate) target: &'a Target,
    pub(crate) clients: &'a Clients,
    /// The folder of the clients' private keys.
    pub(crate) keys: &'a Path,
    pub(crate) adapter: &'a Adapter,
    /// The browser that all the checks at a server share. Its user has to sign in once, and agrees to everything.
    pub(crate) browser: &'a RefCell<Browser>,
}

impl Scene<'_> {
    pub(crate) fn issuer(&self) -> &Issuer {
        &self.target.issuer
    }

    /// What is registered under this name.
    pub(crate) fn registered(&self, name: &str) -> Outcome<&Registered> {
        self.clients.named(name)
    }

    /// The registered client, at the server as it describes itself.
    pub(crate) fn application(&self, name: &str) -> Outcome<Application> {
        let registered = self.registered(name)?;
        let client = Client::new(self.discover()?.into(), &registered.id, registered.authentication())?;
        Ok(Application { client, redirect_uri: registered.redirect_uri.clone() })
    }

    pub(crate) fn discover(&self) -> Result<ServerMetadata, Error> {
        self.adapter.run(self.issuer().discover())
    }

    pub(crate) fn send<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        self.adapter.send(call)
    }

    /// Runs a flow that polls. The user decides after it was told once that the user did not.
    pub(crate) fn poll<F: Flow>(
        &self,
        flow: F,
        mut decide: impl FnMut() -> Outcome,
    ) -> Outcome<Result<F::Output, Error>> {
        let mut decided = Ok(());
        let outcome = self.adapter.run(Meanwhile::new(flow, |waits| {
            if waits == 2 {
                decided = decide();
            }
        }));
        decided.map(|()| outcome)
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn fresh_browser(&self) -> Outcome<Browser> {
        Browser::new(self.issuer().as_str())
    }

    /// Lets the user's browser go where it is sent.
    pub(crate) fn browse(&self, url: &str) -> Outcome<Arrival> {
        self.browser.borrow_mut().go(url)
    }

    /// Lets the user agree. Says where the browser came back to.
    pub(crate) fn callback(&self, request: &AuthorizationRequest) -> Outcome<(AuthorizationSession, String)> {
        let begun = request.begin()?;
        Ok((begun.session, self.browse(&begun.url)?.redirect()?))
    }

    /// Lets the user agree, and checks the callback.
    pub(crate) fn authorized(&self, client: &Client, request: &AuthorizationRequest) -> Outcome<Authorized> {
        let (session, callback) = self.callback(request)?;
        Ok(session.receive(client, AuthorizationResponse::from_url(&callback)?)?)
    }

    /// Lets the user agree, and redeems the code.
    pub(crate) fn sign_in(&self, application: &Application) -> Outcome<TokenResponse> {
        let authorized = self.authorized(&application.client, &application.request())?;
        Ok(self.send(&authorized.authorization_code())?)
    }

    /// Does the same as [`sign_in`](Self::sign_in) in a browser of its own. Sign-ins in one browser can be one grant, which
    /// ends as a whole.
    pub(crate) fn fresh_sign_in(&self, application: &Application) -> Outcome<TokenResponse> {
        let begun = application.request().begin()?;
        let callback = self.fresh_browser()?.go(&begun.url)?.redirect()?;
        let authorized = begun.session.receive(&application.client, AuthorizationResponse::from_url(&callback)?)?;
        Ok(self.send(&authorized.authorization_code())?)
    }
}

//! A token source, and what its callers see of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use oauth_io::lifecycle::{State, Tokens};
use oauth_io::source::TokenSourceBuilder;
use oauth_io::token::AccessToken;
use oauth_io::{Client, Error, Secret, TokenError, TokenSource};

use super::problems::Problems;
use super::stage::{Stage, Stages};
use super::wire::{Tally, Wire};
use crate::caller::Caller;
use crate::scene::Scene;
use crate::{Outcome, browser};

/// The client whose tokens live for 3 seconds.
const CLIENT: &str = "short";
/// When a token is renewed.
const RENEWED_AFTER: Duration = Duration::from_millis(1500);
/// A token of that age is renewed if it is refused.
const YOUNG: Duration = Duration::from_secs(1);
/// Servers count in whole seconds.
const ROUNDED: Duration = Duration::from_secs(1);
/// The token requests that may fail while the server is away.
const MOST_FAILED: u64 = 12;

pub(super) struct Watched {
    source: TokenSource,
    wire: Wire,
    client: Client,
    caller: Caller,
    is_of_sign_in: bool,
    seen: Mutex<Seen>,
    pub(super) problems: Problems,
}

/// What the callers have seen.
struct Seen {
    tokens: u64,
    /// Tokens that a server accepted.
    accepted: u64,
    last_token: Option<Instant>,
    /// The end of the newest token.
    valid_until: SystemTime,
}

impl Watched {
    pub(super) fn of_sign_in(scene: &Scene<'_>, caller: Caller) -> Outcome<Self> {
        let application = scene.application(CLIENT)?;
        let sent_at = SystemTime::now();
        let tokens = Tokens::from_response(&scene.fresh_sign_in(&application)?, sent_at);
        Self::new(application.client, caller, true, |wire, client| TokenSource::from_tokens(wire, client, tokens))
    }

    pub(super) fn of_client(scene: &Scene<'_>, caller: Caller) -> Outcome<Self> {
        let client = scene.application(CLIENT)?.client;
        Self::new(client, caller, false, |wire, client| {
            TokenSource::builder(wire, client.client_credentials().scope("read"))
        })
    }

    fn new(
        client: Client,
        caller: Caller,
        is_of_sign_in: bool,
        builder: impl FnOnce(Wire, &Client) -> TokenSourceBuilder,
    ) -> Outcome<Self> {
        let wire = Wire::new(caller.transport());
        let builder =
            builder(wire.clone(), &client).settings(|settings| settings.early_share(50).jitter(0).young(YOUNG));
        let seen = Seen { tokens: 0, accepted: 0, last_token: None, valid_until: SystemTime::UNIX_EPOCH };
        let (seen, problems) = (Mutex::new(seen), Problems::default());
        Ok(Self { source: builder.build()?, wire, client, caller, is_of_sign_in, seen, problems })
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(super) fn tokens(&self) -> u64 {
        self.seen().tokens
    }

    pub(super) fn has_token_since(&self, time: Instant) -> bool {
        self.seen().last_token.is_some_and(|last| last > time)
    }

    /// Asks for a token.
    pub(super) async fn ask(&self, stages: &Stages) -> Option<Arc<AccessToken>> {
        let (before, asked_at) = (stages.now(), SystemTime::now());
        match self.caller.token(&self.source).await {
            Ok(token) => {
                let end = token.expires_at().unwrap_or(asked_at);
                self.problems.add_unless(end > asked_at, || "a token was handed out after its end".to_owned());
                let mut seen = self.seen();
                seen.tokens += 1;
                seen.last_token = Some(Instant::now());
                seen.valid_until = seen.valid_until.max(end);
                Some(token)
            }
            Err(error) => {
                let left = self.seen().valid_until.duration_since(SystemTime::now()).ok();
                if let Some(left) = left {
                    self.problems.add(format!("an error while a token was valid for {left:?}: {error}"));
                } else if !is_away(before, stages) {
                    self.problems.add(format!("an error while the server was there: {error}"));
                } else if !error.is_transient() {
                    self.problems.add(format!("an error that is not transient: {error}"));
                }
                None
            }
        }
    }

    /// Uses a token at the server, and reports a refusal to the source, as a middleware does. Canaille ends an access token
    /// when it is renewed, which may be just before its use.
    pub(super) async fn try_out(&self, token: &AccessToken, stages: &Stages) {
        let before = stages.now();
        let outcome = match self.is_accepted(token).await {
            Ok(false) => match self.caller.refused(&self.source, token).await {
                Ok(Some(newer)) => self.is_accepted(&newer).await,
                _ => Ok(false),
            },
            outcome => outcome,
        };
        let left = token.expires_at().and_then(|end| end.duration_since(SystemTime::now()).ok());
        let is_valid = left.is_some_and(|left| left > ROUNDED);
        match outcome {
            Ok(true) => self.seen().accepted += 1,
            Ok(false) if is_valid => self.problems.add(format!("a token that has {left:?} left was refused")),
            Ok(false) => {}
            // While the server is away, there is no response.
            Err(_) if is_away(before, stages) => {}
            Err(error) => self.problems.add(format!("a token could not be used: {error}")),
        }
    }

    /// Whether the server accepts a token: at UserInfo, or at the introspection that a resource asks.
    async fn is_accepted(&self, token: &AccessToken) -> Result<bool, Error> {
        if !self.is_of_sign_in {
            return Ok(self.caller.send(&self.client.introspect(token.text())).await?.active);
        }
        let call = self.client.userinfo_with(token.text()).expect_subject(browser::USER);
        match self.caller.send(&call).await {
            Ok(_) => Ok(true),
            Err(error) if error.status().is_some_and(|status| status.as_u16() == 401) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Looks at what is left after the load, and whether the numbers agree.
    pub(super) async fn close(&self, took: Duration) {
        if let Err(error) = self.caller.renew_now(&self.source).await {
            self.problems.add(format!("the last renewal: {error}"));
        }
        let stats = self.source.stats();
        let is_well = stats.state == State::Fresh && stats.failures == 0;
        self.problems.add_unless(is_well, || format!("after the last renewal: {stats:?}"));

        let (metrics, tally) = (self.source.metrics(), self.wire.tally());
        // A request of which nothing was sent goes out once more, and counts as one.
        let agree = metrics.requests <= tally.requests && metrics.requests >= tally.requests - tally.unsent / 2;
        self.problems.add_unless(agree && metrics.renewed == tally.granted, || {
            let Tally { requests, unsent, granted, .. } = *tally;
            format!("{metrics:?}, but of {requests} token requests {unsent} were not sent and {granted} granted")
        });
        self.problems.add_unless(tally.repeated == 0, || format!("{} spent refresh tokens were sent", tally.repeated));
        // The last renewal, and one at the start.
        let most = took.as_millis() as u64 / RENEWED_AFTER.as_millis() as u64 + 2;
        self.problems.add_unless((4..=most).contains(&tally.granted), || {
            format!("{} tokens were requested in {took:?}, 4 to {most} were expected", tally.granted)
        });
        let failed = metrics.requests - tally.granted;
        self.problems.add_unless(failed <= MOST_FAILED, || format!("{failed} token requests failed"));
        let accepted = self.seen().accepted;
        self.problems.add_unless(accepted >= 10, || format!("only {accepted} uses of tokens succeeded"));
    }

    /// Signs out, and waits until the server says that the refresh token is revoked. A client gets a new token after that.
    pub(super) async fn sign_out(&self) -> Result<(), String> {
        let said = |error: TokenError| error.to_string();
        let old = self.caller.token(&self.source).await.map_err(said)?;
        self.caller.forget(&self.source).await.map_err(said)?;
        match self.caller.token(&self.source).await {
            Ok(new) if !self.is_of_sign_in && new.text().expose() != old.text().expose() => return Ok(()),
            Ok(_) => return Err("the old token was handed out after a sign-out".to_owned()),
            Err(error) if self.is_of_sign_in && error.needs_sign_in() => {}
            Err(error) => return Err(said(error)),
        }
        let refresh_token = self.wire.tally().refresh_token.clone().map(Secret::new);
        let refresh_token = refresh_token.ok_or("there was no refresh token")?;
        // The revocation goes on after the sign-out.
        for _ in 0..50 {
            let token = self.caller.send(&self.client.introspect(&refresh_token)).await;
            if !token.map_err(|error| error.to_string())?.active {
                return Ok(());
            }
            self.caller.pause(Duration::from_millis(100)).await;
        }
        Err("the refresh token is still active".to_owned())
    }
}

/// Whether the server was away, at least at times, since it was `before`.
fn is_away(before: Stage, stages: &Stages) -> bool {
    before == Stage::Away || stages.now() == Stage::Away
}

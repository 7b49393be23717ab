//! What adds tokens to requests.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
#[cfg(not(target_family = "wasm"))]
use std::task::{Context, Waker};

use http::Extensions;
use oauth_core::ConfigError;
use oauth_core::resource::{ResourcePolicy, ResourceRequest, Verdict};
use oauth_core::token::AccessToken;

use super::exchange::Exchange;
use crate::source::{TokenError, TokenSource};

/// Adds the tokens of a source to the requests of an HTTP client, and replaces one that is refused. Cheap to clone.
///
/// * Only requests to [allowed](Self::allow) origins get the token, by default none. A request that has an `Authorization`
///   header is left alone, and so is a request for a token.
/// * If the response refuses the token, the token is reported to the source. The request is sent again, once, if its body
///   can be and the source has another token. Otherwise the caller gets the refusal, with its body unread.
/// * If there is no token, the request is not sent, and the error is the [`TokenError`] of the source. If a renewal after a
///   refusal fails, the caller gets the refusal.
#[derive(Debug, Clone)]
pub struct Authorizer {
    tokens: TokenSource,
    policy: ResourcePolicy,
}

impl Authorizer {
    /// Creates an authorizer with the [policy of the source](crate::source::TokenSourceBuilder::resource), which allows no
    /// origin if the source has none.
    #[must_use]
    pub fn new(tokens: TokenSource) -> Self {
        let policy = tokens.resource_policy().cloned().unwrap_or_default();
        Self { tokens, policy: ResourcePolicy::new() }.policy(policy)
    }

    /// Sends the token to this origin too, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// As [`ResourcePolicy::allow`].
    pub fn allow(self, origin: &str) -> Result<Self, ConfigError> {
        Ok(Self { policy: self.policy.allow(origin)?, ..self })
    }

    /// Replaces the policy: the origins, what counts as a refusal, and what is done about it.
    #[must_use]
    pub fn policy(self, policy: ResourcePolicy) -> Self {
        let policy = policy.except_endpoints(self.tokens.client().server());
        Self { policy, ..self }
    }

    /// Returns the source.
    #[must_use]
    pub fn tokens(&self) -> &TokenSource {
        &self.tokens
    }

    /// Whether this request gets a token.
    #[must_use]
    pub fn authorizes<E: Exchange>(&self, request: &E::Request, exchange: &E) -> bool {
        self.begin(request, exchange).is_some()
    }

    /// Sends a request with a token, and once more with another one if that is refused.
    ///
    /// The future can be dropped at any time; a renewal that it began goes on.
    ///
    /// # Errors
    ///
    /// There is no token ([`TokenError`]), or the client's own.
    pub async fn send<E: Exchange>(&self, mut request: E::Request, mut exchange: E) -> Result<E::Response, E::Error> {
        let Some(mut attempt) = self.begin(&request, &exchange) else {
            return exchange.send(request).await;
        };
        let token = self.token(&mut exchange).await?;
        let kept = if attempt.may_replay() { exchange.keep(&mut request) } else { None };
        carry(&mut attempt, &token, &mut request, &exchange)?;
        let response = exchange.send(request).await?;

        let verdict = judge(&mut attempt, &response, &exchange);
        let again = match (&verdict, kept) {
            (Verdict::Return, _) | (_, None) => None,
            (_, Some(kept)) => exchange.again(kept),
        };
        let Some(mut request) = again else {
            report(&self.tokens, &verdict, &token);
            return Ok(response);
        };
        exchange.pause();
        let Some((tokens, token)) = self.replacement(&verdict, &token).await else { return Ok(response) };
        if carry(&mut attempt, &token, &mut request, &exchange).is_err() {
            return Ok(response);
        }
        drop(response);
        let response = exchange.send(request).await?;
        report(&tokens, &judge(&mut attempt, &response, &exchange), &token);
        Ok(response)
    }

    /// Does the same as [`send`](Self::send), for a client that blocks the thread: the future of its [`Exchange::send`]
    /// returns a response when it is first polled.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); inside a [flight](crate::Transport::spawn) a request that would have to wait for a token is an
    /// error.
    #[cfg(not(target_family = "wasm"))]
    pub fn send_blocking<E: Exchange>(&self, request: E::Request, exchange: E) -> Result<E::Response, E::Error> {
        let mut sending = pin!(self.send(request, exchange));
        // A request that need not wait can be sent anywhere, inside a flight too.
        match sending.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => crate::wait::block_on(sending, None).map_err(TokenError::from)?,
        }
    }

    fn begin<E: Exchange>(&self, request: &E::Request, exchange: &E) -> Option<ResourceRequest> {
        let head = exchange.request_head(request)?;
        let none = Extensions::new();
        let attempt = self.policy.begin_parts(&head.uri, head.headers, head.extensions.unwrap_or(&none))?;
        (!self.tokens.is_own_request()).then_some(attempt)
    }

    /// Returns a token, and gives the place of the request back before it waits for one.
    async fn token<E: Exchange>(&self, exchange: &mut E) -> Result<Arc<AccessToken>, TokenError> {
        let mut token = pin!(self.tokens.token());
        match poll_fn(|context| Poll::Ready(token.as_mut().poll(context))).await {
            Poll::Ready(token) => token,
            Poll::Pending => {
                exchange.pause();
                token.await
            }
        }
    }

    /// Returns the token to send the request again with, and its source. `None` if there is none; the response then says more
    /// than an error of the source would.
    async fn replacement(&self, verdict: &Verdict, token: &AccessToken) -> Option<(TokenSource, Arc<AccessToken>)> {
        let other = match verdict {
            Verdict::Refused { .. } => {
                let token = self.tokens.refused(token).await.ok()??;
                return Some((self.tokens.clone(), token));
            }
            Verdict::NeedsScope(scope) => self.tokens.scoped(scope.clone()).ok()?,
            Verdict::NeedsClaims(claims) => self.tokens.with_claims(claims.clone()).ok()?,
            _ => return None,
        };
        let token = other.token().await.ok()?;
        Some((other, token))
    }
}

/// Reports a token that was refused in a response which the caller gets.
fn report(tokens: &TokenSource, verdict: &Verdict, token: &AccessToken) {
    if matches!(verdict, Verdict::Refused { .. }) {
        // If no flight can begin, the next request says so.
        let _ = tokens.report_refused(token);
    }
}

fn carry<E: Exchange>(
    attempt: &mut ResourceRequest,
    token: &AccessToken,
    request: &mut E::Request,
    exchange: &E,
) -> Result<(), TokenError> {
    let carries = attempt.carry(token, exchange.headers_mut(request));
    if carries { Ok(()) } else { Err(TokenError::NotBearer) }
}

fn judge<E: Exchange>(attempt: &mut ResourceRequest, response: &E::Response, exchange: &E) -> Verdict {
    let head = exchange.response_head(response);
    match &head.uri {
        Some(uri) => attempt.judge_from(uri, head.status, head.headers),
        None => attempt.judge(head.status, head.headers),
    }
}

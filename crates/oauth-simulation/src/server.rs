//! The authorization server: reads requests and writes responses, as bytes.

use std::collections::{HashMap, HashSet};

use http::{Request, Response, StatusCode};

use crate::scenario::{Kind, s};

/// A sign-in, by its number. 0 is the client's own.
pub(crate) type SignIn = u8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Alive,
    Used(u64),
    Dead,
}

/// An access token that was issued.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    /// Of which sign-in.
    pub(crate) sign_in: SignIn,
    /// For which scope.
    pub(crate) scope: String,
    /// Until when it is valid.
    pub(crate) until: u64,
    /// When it was issued.
    pub(crate) at: u64,
}

/// The authorization server.
#[derive(Debug)]
pub(crate) struct Server {
    kind: Kind,
    lifetime: u64,
    states_lifetime: bool,
    /// Refresh tokens: of which sign-in, from which parent, in which state.
    refresh: HashMap<String, (SignIn, String, State)>,
    /// Access tokens.
    pub(crate) access: HashMap<String, Issued>,
    /// The newest access token of a sign-in and scope.
    last: HashMap<(SignIn, String), u64>,
    /// Sign-ins that ended.
    pub(crate) ended: HashSet<SignIn>,
    /// Sign-ins that ended because a used refresh token came again.
    pub(crate) reused: HashSet<SignIn>,
    /// Requests that a valid token made needless.
    pub(crate) needless: u64,
    /// Token requests that were processed.
    pub(crate) requests: u64,
    /// The client secret that it accepts.
    pub(crate) secret: u64,
    issued: u64,
}

/// The members of a form.
fn form(request: &Request<Vec<u8>>) -> HashMap<String, String> {
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn refusal(status: StatusCode, code: &str) -> Response<Vec<u8>> {
    response(status, "application/json", format!(r#"{{"error":"{code}"}}"#))
}

/// A response.
pub(crate) fn response(status: StatusCode, content_type: &str, body: String) -> Response<Vec<u8>> {
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = status;
    if let Ok(value) = content_type.parse() {
        response.headers_mut().insert("content-type", value);
    }
    response
}

impl Server {
    /// Starts a server.
    pub(crate) fn new(kind: Kind, lifetime: u64, states_lifetime: bool) -> Self {
        Self {
            kind,
            lifetime,
            states_lifetime,
            refresh: HashMap::new(),
            access: HashMap::new(),
            last: HashMap::new(),
            ended: HashSet::new(),
            reused: HashSet::new(),
            needless: 0,
            requests: 0,
            secret: 0,
            issued: 0,
        }
    }

    /// Signs a user in.
    pub(crate) fn sign_in(&mut self, sign_in: SignIn, scope: &str, t: u64) -> Response<Vec<u8>> {
        self.issue(sign_in, scope, None, t)
    }

    fn issue(&mut self, sign_in: SignIn, scope: &str, parent: Option<&str>, t: u64) -> Response<Vec<u8>> {
        self.issued += 1;
        let (access, refresh) = (format!("A{}", self.issued), format!("R{}", self.issued));
        let until = if self.states_lifetime { t + self.lifetime } else { u64::MAX };
        let issued = Issued { sign_in, scope: scope.to_owned(), until, at: t };
        self.access.insert(access.clone(), issued);
        // A renewal is needed in the early window, counted from sending.
        let early = self.lifetime - (self.lifetime / 5).min(s(300)) - s(10);
        let early = if self.states_lifetime { early } else { u64::MAX / 2 };
        let last = self.last.insert((sign_in, scope.to_owned()), t);
        self.needless += u64::from(last.is_some_and(|last| t < last + early));
        let mut members = vec![format!(r#""access_token":"{access}""#), r#""token_type":"Bearer""#.to_owned()];
        if self.states_lifetime {
            members.push(format!(r#""expires_in":{}"#, self.lifetime / 1000));
        }
        let is_first = parent.is_none() && self.kind != Kind::Repeatable;
        if is_first || matches!(self.kind, Kind::Forgives(_) | Kind::KillsFamily) {
            members.push(format!(r#""refresh_token":"{refresh}""#));
            self.refresh.insert(refresh, (sign_in, parent.unwrap_or_default().to_owned(), State::Alive));
        }
        response(StatusCode::OK, "application/json", format!("{{{}}}", members.join(",")))
    }

    /// Answers a token request.
    pub(crate) fn token(&mut self, request: &Request<Vec<u8>>, t: u64) -> Response<Vec<u8>> {
        self.requests += 1;
        let form = form(request);
        if form.get("client_secret") != Some(&format!("secret{}", self.secret)) {
            return refusal(StatusCode::UNAUTHORIZED, "invalid_client");
        }
        let scope = form.get("scope").cloned().unwrap_or_default();
        let Some(token) = form.get("refresh_token") else { return self.issue(0, &scope, None, t) };
        let dead = refusal(StatusCode::BAD_REQUEST, "invalid_grant");
        let Some((sign_in, _, state)) = self.refresh.get(token).cloned() else { return dead };
        if self.ended.contains(&sign_in) {
            return dead;
        }
        match (state, self.kind) {
            (_, Kind::NeverRotates) => {}
            (State::Alive, _) => self.set(token, State::Used(t)),
            (State::Used(first), Kind::Forgives(within)) if t < first + within => {
                for (_, parent, state) in self.refresh.values_mut() {
                    if parent == token && *state == State::Alive {
                        *state = State::Dead;
                    }
                }
            }
            (State::Used(_), _) => {
                self.ended.insert(sign_in);
                self.reused.insert(sign_in);
                return dead;
            }
            (State::Dead, _) => return dead,
        }
        self.issue(sign_in, &scope, Some(token), t)
    }

    fn set(&mut self, token: &str, to: State) {
        if let Some((_, _, state)) = self.refresh.get_mut(token) {
            *state = to;
        }
    }

    /// Revokes a refresh token, and the sign-in with it.
    pub(crate) fn revoke(&mut self, token: &str) {
        if let Some((sign_in, ..)) = self.refresh.get(token) {
            self.ended.insert(*sign_in);
        }
    }

    /// The sign-in of a refresh token.
    pub(crate) fn sign_in_of(&self, token: &str) -> Option<SignIn> {
        self.refresh.get(token).map(|(sign_in, ..)| *sign_in)
    }

    /// Whether an access token of this sign-in is valid at `t`.
    pub(crate) fn has_access(&self, sign_in: SignIn, t: u64) -> bool {
        self.access.values().any(|issued| issued.sign_in == sign_in && issued.until > t)
    }
}

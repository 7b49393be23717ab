//! The options of an authorization request.

/// How the code is bound to the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pkce {
    S256,
    Plain,
    Without,
}

/// Whether and how the redirect URI is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Redirect {
    Sent,
    Omitted,
    OutOfBand,
}

/// Whether a redirect URI may use `http` with a host other than loopback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Http {
    Loopback,
    Allowed,
}

/// Whether a response without `state` is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Required,
    MayBeMissing,
}

/// Whether the ID token must contain `auth_time` even if the request does not ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthTime {
    Optional,
    Required,
}

/// How the ID token is bound to the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonce {
    Sent,
    Without,
}

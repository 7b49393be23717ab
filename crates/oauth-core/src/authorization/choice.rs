//! What an authorization request is free to choose.

/// How the code is bound to the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pkce {
    S256,
    Plain,
    Without,
}

/// What becomes of the redirect URI in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Redirect {
    Sent,
    Omitted,
    OutOfBand,
}

/// Whether a redirect URI may be `http` beyond loopback.
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

/// Whether the ID token must say when the user signed in, though nothing in the request asks for it.
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

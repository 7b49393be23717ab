//! The floors of `oauth-core` and of the workspace: the one place to edit when a module or a crate comes.

/// The modules of `oauth-core`, by floor, the highest first. A module imports from its own floor or a lower one.
pub(crate) const FLOORS: &[(u8, &[&str])] = &[
    // What takes several steps, or lasts.
    (4, &["flow"]),
    // One file for each request. None knows of another.
    (3, &["endpoint"]),
    // The nouns that a user holds.
    (
        2,
        &[
            "assertion",
            "authorization",
            "backchannel_authentication",
            "call",
            "client",
            "device_authorization",
            "id_token",
            "lifetime",
            "pkce",
            "response",
            "scope",
            "server",
            "step_up",
            "token_type",
            "token_type_identifier",
            "tokens",
        ],
    ),
    // What an answer holds beside its nouns: why it is none, and what nobody asked for.
    (1, &["error", "extra"]),
    // Bytes, text and moments.
    (0, &["secret", "time", "url", "wire"]),
];

/// The module whose children may not import one another.
pub(crate) const SIBLINGS_APART: &str = "endpoint";

/// Which crates of the workspace each one may build upon. Its tests may use any.
pub(crate) const CRATES: &[(&str, &[&str])] = &[
    ("oauth-core", &[]),
    ("oauth-io", &["oauth-core"]),
    ("oauth-reqwest", &["oauth-io", "oauth-core"]),
    ("oauth-hyper", &["oauth-io", "oauth-core"]),
    ("oauth-isahc", &["oauth-io", "oauth-core"]),
    // It reads the protocol on its own, so that a misreading in core is caught.
    ("oauth-testkit", &[]),
    ("oauth-conformance", &["oauth-io", "oauth-core", "oauth-testkit"]),
    ("oauth-bench", &["oauth-core"]),
    ("oauth-interop", &["oauth-io", "oauth-core", "oauth-hyper", "oauth-isahc", "oauth-reqwest"]),
    ("oauth-examples", &["oauth-io", "oauth-core", "oauth-hyper", "oauth-isahc", "oauth-reqwest", "oauth-testkit"]),
    ("xtask", &[]),
];

/// The floor of a module, if it has one.
pub(crate) fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

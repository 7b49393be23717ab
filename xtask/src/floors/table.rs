//! The floors of `oauth-core` and of the workspace: edit this table when you add a module or a crate.

/// The modules of `oauth-core`, by floor, the highest first. A module imports from its own floor or a lower one.
pub(crate) const FLOORS: &[(u8, &[&str])] = &[
    // Several requests with one outcome, and what lasts.
    (5, &["flow", "lifecycle"]),
    // A request to the token endpoint, a file or a folder each; and requests to resources.
    (4, &["grant", "resource"]),
    // Every other request, a file or a folder each; and PingOne's, by its own name.
    (3, &["endpoint", "pingone"]),
    // The nouns that a user holds.
    (2, &["authorization", "call", "client", "server", "token"]),
    // What can go wrong, and what signs.
    (1, &["error", "key"]),
    // Bytes, text and time; nothing here knows OAuth.
    (0, &["time", "wire"]),
];

/// The modules whose children may not import one another.
pub(crate) const APART: &[&str] = &["endpoint", "grant"];

/// The crates of the workspace that each one may depend on. Tests may use any.
pub(crate) const CRATES: &[(&str, &[&str])] = &[
    ("oauth-core", &[]),
    // Keys alone: it neither sends nor waits.
    ("oauth-jose", &["oauth-core"]),
    ("oauth-io", &["oauth-core"]),
    ("oauth-reqwest", &["oauth-io", "oauth-core"]),
    ("oauth-hyper", &["oauth-io", "oauth-core"]),
    ("oauth-isahc", &["oauth-io", "oauth-core"]),
    ("oauth-tower", &["oauth-io", "oauth-core"]),
    // It implements the protocol independently, so that it catches a misreading in core.
    ("oauth-testkit", &[]),
    ("oauth-conformance", &["oauth-io", "oauth-core", "oauth-jose", "oauth-testkit"]),
    ("oauth-foreign", &["oauth-io"]),
    ("oauth-bench", &["oauth-core", "oauth-hyper", "oauth-io", "oauth-isahc", "oauth-jose", "oauth-reqwest"]),
    ("oauth-interop", &["oauth-io", "oauth-core", "oauth-hyper", "oauth-isahc", "oauth-jose", "oauth-reqwest"]),
    (
        "oauth-examples",
        &["oauth-io", "oauth-core", "oauth-jose", "oauth-hyper", "oauth-isahc", "oauth-reqwest", "oauth-testkit"],
    ),
    ("oauth-simulation", &["oauth-core"]),
    ("xtask", &[]),
];

/// The floor of a module, if it has one.
pub(crate) fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

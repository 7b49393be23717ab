//! What the server knows: who it is, its applications, what is to go wrong, and what it has seen.

use std::collections::BTreeMap;

use crate::application::Application;
use crate::authenticate::BasicDecoding;
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::exchange::Exchange;
use crate::ids::Ids;
use crate::queue::FaultQueue;

pub(crate) struct State {
    pub(crate) base: String,
    /// `None` on a custom domain, whose paths have no environment.
    pub(crate) environment_id: Option<String>,
    pub(crate) applications: BTreeMap<String, Application>,
    pub(crate) basic_decoding: BasicDecoding,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) faults: FaultQueue,
    pub(crate) ledger: Vec<Exchange>,
}

impl State {
    /// The path of the issuer: `/{envID}/as`, or `/as` on a custom domain.
    fn issuer_path(&self) -> String {
        match &self.environment_id {
            Some(environment_id) => format!("/{environment_id}/as"),
            None => "/as".to_owned(),
        }
    }

    pub(crate) fn issuer(&self) -> String {
        format!("{}{}", self.base, self.issuer_path())
    }

    /// Where RFC 8414 puts the metadata: the well-known part comes before the path of the issuer.
    pub(crate) fn oauth_metadata_path(&self) -> String {
        format!("/.well-known/oauth-authorization-server{}", self.issuer_path())
    }

    /// The endpoint at `path`.
    pub(crate) fn endpoint(&self, path: &str) -> Option<Endpoint> {
        if path == self.oauth_metadata_path() {
            return Some(Endpoint::Metadata);
        }
        match path.strip_prefix(&self.issuer_path())? {
            "/token" => Some(Endpoint::Token),
            "/jwks" => Some(Endpoint::Jwks),
            "/.well-known/openid-configuration" => Some(Endpoint::Metadata),
            _ => None,
        }
    }

    /// Whether a request to `uri` is meant for this server. The target of a request over a connection has no host.
    pub(crate) fn is_at(&self, uri: &http::Uri) -> bool {
        match (uri.scheme_str(), uri.authority()) {
            (Some(scheme), Some(authority)) => format!("{scheme}://{authority}").eq_ignore_ascii_case(&self.base),
            _ => true,
        }
    }
}

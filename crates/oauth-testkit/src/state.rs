//! The state of the server.

use std::collections::BTreeMap;

use http::StatusCode;

use crate::assertion::issuer::AssertionIssuer;
use crate::assertion::rules::AssertionRules;
#[cfg(feature = "jwt")]
use crate::assertion::used::UsedAssertions;
use crate::authorization::code::AuthorizationCodes;
use crate::authorization::pushed::PushedRequests;
use crate::client::RegisteredClient;
use crate::client::basic::BasicDecoding;
use crate::client::registration::Registration;
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::fault::queue::FaultQueue;
use crate::ids::Ids;
use crate::ledger::entry::LedgerEntry;
use crate::pending::backchannel::BackchannelRequests;
use crate::pending::device::DeviceRequests;
use crate::protected_resource::ProtectedResource;
use crate::response::refusal::Refusal;
use crate::token::tokens::Tokens;
use crate::user::users::Users;

const BASE: &str = "https://auth.pingone.com";
const ENVIRONMENT_ID: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

pub(crate) struct State {
    pub(crate) base: String,
    /// `None` on a custom domain.
    pub(crate) environment_id: Option<String>,
    pub(crate) clients: BTreeMap<String, RegisteredClient>,
    pub(crate) basic_decoding: BasicDecoding,
    pub(crate) clock: Clock,
    /// Whether a test set the clock.
    pub(crate) clock_is_chosen: bool,
    pub(crate) ids: Ids,
    pub(crate) faults: FaultQueue,
    pub(crate) ledger: Vec<LedgerEntry>,
    pub(crate) users: Users,
    pub(crate) pushed: PushedRequests,
    pub(crate) codes: AuthorizationCodes,
    pub(crate) tokens: Tokens,
    pub(crate) devices: DeviceRequests,
    pub(crate) backchannel: BackchannelRequests,
    /// The accepted assertions and their subjects.
    pub(crate) assertions: BTreeMap<String, String>,
    pub(crate) assertion_rules: AssertionRules,
    pub(crate) assertion_issuers: BTreeMap<String, AssertionIssuer>,
    #[cfg(feature = "jwt")]
    pub(crate) used_assertions: UsedAssertions,
    pub(crate) registrations: BTreeMap<String, Registration>,
    /// The token required for client registration.
    pub(crate) initial_access_token: Option<String>,
    pub(crate) resources: BTreeMap<String, ProtectedResource>,
    /// Whether authorization responses include `iss` ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207.html)), as
    /// announced in the metadata.
    pub(crate) sends_iss: bool,
}

impl State {
    pub(crate) fn new() -> Self {
        Self {
            base: BASE.to_owned(),
            environment_id: Some(ENVIRONMENT_ID.to_owned()),
            clients: BTreeMap::new(),
            basic_decoding: BasicDecoding::default(),
            clock: Clock::new(),
            clock_is_chosen: false,
            ids: Ids::new(0),
            faults: FaultQueue::default(),
            ledger: Vec::new(),
            users: Users::new(),
            pushed: PushedRequests::default(),
            codes: AuthorizationCodes::default(),
            tokens: Tokens::default(),
            devices: DeviceRequests::default(),
            backchannel: BackchannelRequests::default(),
            assertions: BTreeMap::new(),
            assertion_rules: AssertionRules::new(),
            assertion_issuers: BTreeMap::new(),
            #[cfg(feature = "jwt")]
            used_assertions: UsedAssertions::default(),
            registrations: BTreeMap::new(),
            initial_access_token: None,
            resources: BTreeMap::new(),
            sends_iss: true,
        }
    }

    /// The path of the issuer: `/{environment_id}/as`, or `/as` on a custom domain.
    fn issuer_path(&self) -> String {
        match &self.environment_id {
            Some(environment_id) => format!("/{environment_id}/as"),
            None => "/as".to_owned(),
        }
    }

    /// The base URL of PingOne's management API: `api.` in place of `auth.` in a domain of PingOne, or else the base.
    pub(crate) fn api_base(&self) -> String {
        match self.base.strip_prefix("https://auth.pingone.") {
            Some(region) => format!("https://api.pingone.{region}"),
            None => self.base.clone(),
        }
    }

    /// The environment id in the paths of the management API, which a custom domain does not replace.
    pub(crate) fn managed_environment(&self) -> &str {
        self.environment_id.as_deref().unwrap_or(ENVIRONMENT_ID)
    }

    pub(crate) fn application_url(&self, client_id: &str) -> String {
        format!("{}/{client_id}", self.url(Endpoint::PingOneApplication))
    }

    /// The client id in a path of the management API, and what the path leads to.
    pub(crate) fn application_in<'p>(&self, path: &'p str) -> Option<(&'p str, Endpoint)> {
        let environment = path.strip_prefix(Endpoint::PingOneApplication.path())?.strip_prefix('/')?;
        let rest = environment.strip_prefix(self.managed_environment())?.strip_prefix("/applications/")?;
        let (client_id, endpoint) = match rest.strip_suffix("/secret") {
            Some(client_id) => (client_id, Endpoint::PingOneApplicationSecret),
            None => (rest, Endpoint::PingOneApplication),
        };
        (!client_id.is_empty() && !client_id.contains('/')).then_some((client_id, endpoint))
    }

    pub(crate) fn issuer(&self) -> String {
        format!("{}{}", self.base, self.issuer_path())
    }

    pub(crate) fn url(&self, endpoint: Endpoint) -> String {
        match endpoint {
            Endpoint::PingOneApplication | Endpoint::PingOneApplicationSecret => {
                format!("{}{}/{}/applications", self.api_base(), endpoint.path(), self.managed_environment())
            }
            Endpoint::DeviceVerification => format!("{}{}", self.base, self.device_path()),
            Endpoint::ProtectedResource | Endpoint::ProtectedResourceMetadata => {
                format!("{}{}", self.base, endpoint.path())
            }
            _ => format!("{}{}", self.issuer(), endpoint.path()),
        }
    }

    #[cfg(feature = "jwt")]
    pub(crate) fn token_endpoint(&self) -> String {
        self.url(Endpoint::Token)
    }

    pub(crate) fn resource_url(&self, name: &str) -> String {
        format!("{}/{name}", self.url(Endpoint::ProtectedResource))
    }

    /// The URL of the metadata. The well-known part comes before the path
    /// ([RFC 9728 §3.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.1)).
    pub(crate) fn resource_metadata_url(&self, resource_url: &str) -> String {
        let name = resource_url.rsplit('/').next().unwrap_or_default();
        format!("{}/{name}", self.url(Endpoint::ProtectedResourceMetadata))
    }

    /// The protected resource whose name comes first in `path` after that of `endpoint`, and the rest of the path.
    pub(crate) fn resource_at<'a>(
        &self,
        path: &'a str,
        endpoint: Endpoint,
    ) -> Result<(&ProtectedResource, &'a str), Refusal> {
        let own = path.strip_prefix(endpoint.path()).unwrap_or_default().trim_start_matches('/');
        let (name, rest) = own.split_at(own.find('/').unwrap_or(own.len()));
        let refusal =
            || Refusal::new(StatusCode::NOT_FOUND, "not_found", "The test server has no resource of this name");
        self.resources.get(name).map(|resource| (resource, rest)).ok_or_else(refusal)
    }

    /// The path of the device verification page, which is next to the issuer.
    fn device_path(&self) -> String {
        let path = self.issuer_path();
        format!("{}{}", path.strip_suffix("/as").unwrap_or_default(), Endpoint::DeviceVerification.path())
    }

    /// The path of the metadata. The well-known part comes before the path of the issuer
    /// ([RFC 8414 §3.1](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.1)).
    pub(crate) fn oauth_metadata_path(&self) -> String {
        format!("/.well-known/oauth-authorization-server{}", self.issuer_path())
    }

    /// The endpoint at `uri`. The request target on a connection has no host, and is accepted.
    pub(crate) fn endpoint_at(&self, uri: &http::Uri) -> Option<Endpoint> {
        let managed = self.application_in(uri.path()).filter(|_| is_at(uri, &self.api_base()));
        let other = || self.endpoint(uri.path()).filter(|_| is_at(uri, &self.base));
        managed.map(|(_, endpoint)| endpoint).or_else(other)
    }

    /// The endpoint of the server itself at `path`.
    fn endpoint(&self, path: &str) -> Option<Endpoint> {
        if path == self.oauth_metadata_path() {
            return Some(Endpoint::Metadata);
        }
        if path == self.device_path() {
            return Some(Endpoint::DeviceVerification);
        }
        let own = path.strip_prefix(&self.issuer_path()).and_then(Endpoint::from_path);
        let is_under =
            |endpoint: &Endpoint| path.strip_prefix(endpoint.path()).is_some_and(|name| name.starts_with('/'));
        own.or_else(|| [Endpoint::ProtectedResource, Endpoint::ProtectedResourceMetadata].into_iter().find(is_under))
    }
}

/// Whether `uri` has this base, or no host.
fn is_at(uri: &http::Uri, base: &str) -> bool {
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}").eq_ignore_ascii_case(base),
        _ => true,
    }
}

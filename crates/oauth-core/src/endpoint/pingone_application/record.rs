//! The record of an application.

use super::value::{GrantType, PkceEnforcement, TokenEndpointAuthMethod};
use crate::call::{Deviation, Extra};
use crate::error::Rejection;
use crate::wire::members::{self, Members};
use crate::wire::show::debug_of_fields;

/// An application as PingOne has it on record, as far as OAuth goes. `None` means that the record does not say.
///
/// [`client`](Self::client) and its kind make a [`Client`](crate::Client) of it, which authenticates as the record says.
#[derive(Clone)]
#[non_exhaustive]
pub struct Application {
    /// `id`, which is the client id.
    pub id: String,
    /// `type`: what kind of application it is, such as `WEB_APP`, `NATIVE_APP`, `SINGLE_PAGE_APP`, `SERVICE`, `WORKER`.
    pub application_type: Option<String>,
    /// `protocol`: `OPENID_CONNECT` for an application that uses OAuth.
    pub protocol: Option<String>,
    /// `enabled`. PingOne issues nothing to a disabled application.
    pub enabled: Option<bool>,
    /// `tokenEndpointAuthMethod`: how the application authenticates.
    pub token_endpoint_auth_method: Option<TokenEndpointAuthMethod>,
    /// `grantTypes`: which grants the application may use.
    pub grant_types: Option<Vec<GrantType>>,
    /// `responseTypes`: what the application may ask the authorization endpoint for, such as `CODE`.
    pub response_types: Option<Vec<String>>,
    /// `redirectUris`
    pub redirect_uris: Option<Vec<String>>,
    /// `postLogoutRedirectUris`
    pub post_logout_redirect_uris: Option<Vec<String>>,
    /// `pkceEnforcement`: whether the application has to send a code challenge.
    pub pkce_enforcement: Option<PkceEnforcement>,
    /// The members that have no field here, such as `name`, and those that could not be read.
    pub extra: Extra,
    /// Where the response deviates without losing its meaning.
    pub deviations: Vec<Deviation>,
}

debug_of_fields!(Application {
    id,
    application_type,
    protocol,
    enabled,
    token_endpoint_auth_method,
    grant_types,
    response_types,
    redirect_uris,
    post_logout_redirect_uris,
    pkce_enforcement,
    extra,
    deviations,
});

impl Application {
    pub(super) fn read(mut members: Members<'_>) -> Result<Self, Rejection> {
        let id = members.require("id", |node| members::text(node, "id"))?;
        let method = members.text("tokenEndpointAuthMethod")?;
        let grant_types = members.texts("grantTypes")?;
        let pkce_enforcement = members.text("pkceEnforcement")?;
        let application = Self {
            id,
            application_type: members.text("type")?,
            protocol: members.text("protocol")?,
            enabled: members.bool("enabled")?,
            token_endpoint_auth_method: method.map(TokenEndpointAuthMethod::from),
            grant_types: grant_types.map(|grants| grants.into_iter().map(GrantType::from).collect()),
            response_types: members.texts("responseTypes")?,
            redirect_uris: members.texts("redirectUris")?,
            post_logout_redirect_uris: members.texts("postLogoutRedirectUris")?,
            pkce_enforcement: pkce_enforcement.map(PkceEnforcement::from),
            extra: Extra::default(),
            deviations: Vec::new(),
        };
        let (extra, deviations) = members.finish();
        Ok(Self { extra, deviations, ..application })
    }

    /// The grants, if the whole list could be read: a part of it forbids nothing.
    pub(super) fn whole_grant_types(&self) -> Option<&[GrantType]> {
        let in_part = Deviation::ListItemUnreadable { member: "grantTypes" };
        self.grant_types.as_deref().filter(|_| !self.deviations.contains(&in_part))
    }
}

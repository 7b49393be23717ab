//! The record of a client in PingOne's management API.

use std::time::SystemTime;

use serde_json::Value;

use crate::client::RegisteredClient;
use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::client::pkce_enforcement::PkceEnforcement;
use crate::grant::GrantType;
use crate::public_key::PublicKey;
use crate::wire::{date_time, json};

impl RegisteredClient {
    /// The record of the application. `url` is its own address.
    pub(crate) fn record(&self, url: &str, environment_id: &str) -> String {
        let grants: Vec<String> = self.grant_types.iter().map(|grant_type| grant_name(*grant_type)).collect();
        let secret = format!("{url}/secret");
        let mut members = vec![
            ("_links", links(&[("self", url), ("secret", &secret)])),
            ("environment", json::object(&[("id", environment_id.into())])),
            ("id", Value::from(self.client_id()).to_string()),
            ("name", Value::from(self.client_id()).to_string()),
            ("enabled", self.enabled.to_string()),
            ("hiddenFromAppPortal", false.to_string()),
            ("type", Value::from(self.application_type()).to_string()),
            ("protocol", Value::from("OPENID_CONNECT").to_string()),
            ("grantTypes", Value::from(grants).to_string()),
            ("responseTypes", Value::from(self.response_types()).to_string()),
            ("redirectUris", Value::from(self.redirect_uris.as_slice()).to_string()),
            ("postLogoutRedirectUris", Value::from(self.post_logout_redirect_uris.as_slice()).to_string()),
            ("tokenEndpointAuthMethod", Value::from(method_name(self.token_endpoint_auth_method())).to_string()),
            ("pkceEnforcement", Value::from(pkce_name(self.pkce)).to_string()),
        ];
        if self.token_endpoint_auth_method() == TokenEndpointAuthMethod::PrivateKeyJwt {
            // A record has either the key set, as a text that contains JSON, or its address.
            members.push(match &self.jwks_url {
                Some(url) => ("jwksUrl", Value::from(url.as_str()).to_string()),
                None => ("jwks", Value::from(self.jwks()).to_string()),
            });
        }
        json::raw_object(members)
    }

    /// The record of the secret. `None` for a public client.
    pub(crate) fn secret_record(&self, url: &str, environment_id: &str, now: SystemTime) -> Option<String> {
        let secret = self.secret.as_deref()?;
        let mut members = vec![
            ("_links", links(&[("self", &format!("{url}/secret")), ("application", url)])),
            ("environment", json::object(&[("id", environment_id.into())])),
            ("secret", Value::from(secret).to_string()),
        ];
        if let Some(previous) = self.previous.as_ref().filter(|previous| now < previous.expires_at) {
            let mut inner = vec![
                ("secret", previous.secret.as_str().into()),
                ("expiresAt", date_time::format(previous.expires_at).into()),
            ];
            inner.extend(previous.last_used.map(|at| ("lastUsed", date_time::format(at).into())));
            members.push(("previous", json::object(&inner)));
        }
        Some(json::raw_object(members))
    }

    fn jwks(&self) -> String {
        let keys: Vec<String> = self.registered_keys().iter().map(PublicKey::to_jwk).collect();
        format!("{{\"keys\":[{}]}}", keys.join(","))
    }

    fn application_type(&self) -> &'static str {
        match self.token_endpoint_auth_method() {
            _ if self.worker => "WORKER",
            TokenEndpointAuthMethod::None => "NATIVE_APP",
            _ if self.redirect_uris.is_empty() => "SERVICE",
            _ => "WEB_APP",
        }
    }

    fn response_types(&self) -> Vec<&'static str> {
        let by_grant =
            [(GrantType::AuthorizationCode, "CODE"), (GrantType::Implicit, "TOKEN"), (GrantType::Implicit, "ID_TOKEN")];
        by_grant.into_iter().filter(|(grant, _)| self.grant_types.contains(grant)).map(|(_, name)| name).collect()
    }
}

fn links(links: &[(&str, &str)]) -> String {
    json::raw_object(links.iter().map(|(name, url)| (name, json::object(&[("href", (*url).into())]))))
}

fn method_name(method: TokenEndpointAuthMethod) -> String {
    method.as_str().to_ascii_uppercase()
}

/// The name of a grant in `grantTypes`. Those that PingOne does not have are named in the same way.
fn grant_name(grant_type: GrantType) -> String {
    let name = grant_type.as_str();
    name.rsplit(':').next().unwrap_or(name).replace('-', "_").to_ascii_uppercase()
}

fn pkce_name(enforcement: PkceEnforcement) -> &'static str {
    match enforcement {
        PkceEnforcement::Optional => "OPTIONAL",
        PkceEnforcement::Required => "REQUIRED",
        PkceEnforcement::S256Required => "S256_REQUIRED",
    }
}

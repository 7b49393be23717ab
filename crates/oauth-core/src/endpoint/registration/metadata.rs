//! Client metadata ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)).

use std::collections::HashSet;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer as _};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::error::{EncodeError, Problem};
use crate::token::Scope;
use crate::wire::extra::Extra;
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::{debug_of_fields, show_by_debug};

/// The metadata of a client, as requested or as registered.
///
/// ```
/// use oauth_core::endpoint::ClientMetadata;
///
/// let metadata = ClientMetadata::new()
///     .client_name("My Example")
///     .redirect_uri("https://client.example.org/callback")
///     .token_endpoint_auth_method("client_secret_basic")
///     .extra("application_type", "web");
/// # let _ = metadata;
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ClientMetadata {
    /// `redirect_uris`
    pub redirect_uris: Option<Vec<String>>,
    /// `token_endpoint_auth_method`: how the client authenticates. The default is `client_secret_basic`.
    pub token_endpoint_auth_method: Option<String>,
    /// `grant_types`. The default is `authorization_code` only.
    pub grant_types: Option<Vec<String>>,
    /// `response_types`. The default is `code` only.
    pub response_types: Option<Vec<String>>,
    /// `client_name`: a name for people.
    pub client_name: Option<String>,
    /// `client_uri`: a page about the client.
    pub client_uri: Option<String>,
    /// `logo_uri`: an image.
    pub logo_uri: Option<String>,
    /// `scope`: the scopes that the client may request.
    pub scope: Option<Scope>,
    /// `contacts`: the people responsible for the client, usually their e-mail addresses.
    pub contacts: Option<Vec<String>>,
    /// `tos_uri`: the terms of service.
    pub tos_uri: Option<String>,
    /// `policy_uri`: the privacy policy.
    pub policy_uri: Option<String>,
    /// `jwks_uri`: the URL of the client's public keys.
    pub jwks_uri: Option<String>,
    /// `software_id`: an identifier of the software, the same for all its installations.
    pub software_id: Option<String>,
    /// `software_version`
    pub software_version: Option<String>,
    /// `software_statement`: a signed statement of a third party about the client.
    pub software_statement: Option<Secret>,
    /// The members without a field here, including `jwks`.
    pub extra: Extra,
    /// The error for the first member that could not be added to `extra`.
    refused: Option<EncodeError>,
}

/// Members that are not client metadata (RFC 7591 §3.2.1), and those that have a field.
const RESERVED: [&str; 21] = [
    "client_id",
    "client_id_issued_at",
    "client_name",
    "client_secret",
    "client_secret_expires_at",
    "client_uri",
    "contacts",
    "grant_types",
    "jwks_uri",
    "logo_uri",
    "policy_uri",
    "redirect_uris",
    "registration_access_token",
    "registration_client_uri",
    "response_types",
    "scope",
    "software_id",
    "software_statement",
    "software_version",
    "token_endpoint_auth_method",
    "tos_uri",
];

/// The members of a response that no request has (RFC 7592 §2.2), but for what is written from a field of its own.
const RESPONSE_ALONE: [&str; 6] = [
    "client_id",
    "client_id_issued_at",
    "client_secret",
    "client_secret_expires_at",
    "registration_access_token",
    "registration_client_uri",
];

debug_of_fields!(ClientMetadata {
    redirect_uris,
    token_endpoint_auth_method,
    grant_types,
    response_types,
    client_name,
    client_uri,
    logo_uri,
    scope,
    contacts,
    tos_uri,
    policy_uri,
    jwks_uri,
    software_id,
    software_version,
    software_statement,
    extra,
} hides { refused });

show_by_debug!(ClientMetadata);

impl ClientMetadata {
    /// Creates empty metadata. Set members without a method here through their fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a URI to `redirect_uris`.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.get_or_insert_default().push(uri.into());
        self
    }

    /// Sets `token_endpoint_auth_method`: `client_secret_basic`, `private_key_jwt`, `none`, ...
    #[must_use]
    pub fn token_endpoint_auth_method(mut self, method: impl Into<String>) -> Self {
        self.token_endpoint_auth_method = Some(method.into());
        self
    }

    /// Adds a grant type to `grant_types`.
    #[must_use]
    pub fn grant_type(mut self, grant_type: impl Into<String>) -> Self {
        self.grant_types.get_or_insert_default().push(grant_type.into());
        self
    }

    /// Adds a response type to `response_types`.
    #[must_use]
    pub fn response_type(mut self, response_type: impl Into<String>) -> Self {
        self.response_types.get_or_insert_default().push(response_type.into());
        self
    }

    /// Sets `client_name`.
    #[must_use]
    pub fn client_name(mut self, name: impl Into<String>) -> Self {
        self.client_name = Some(name.into());
        self
    }

    /// Sets `scope`.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Scope>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets `software_statement`.
    #[must_use]
    pub fn software_statement(mut self, statement: impl Into<Secret>) -> Self {
        self.software_statement = Some(statement.into());
        self
    }

    /// Sets `jwks`, the public keys of the client as a JWK set, such as
    /// [`ClientAssertion::public_jwks`](crate::ClientAssertion::public_jwks) returns it. If the text is not a JSON object
    /// with `keys`, or contains a private key, encoding the request fails.
    #[must_use]
    pub fn jwks(self, document: &str) -> Self {
        let read: Option<Map<String, Value>> = serde_json::from_str(document).ok();
        let keys =
            read.filter(|read| read.get("keys").and_then(Value::as_array).is_some_and(|keys| !has_private(keys)));
        match keys {
            Some(keys) => self.extra("jwks", keys),
            None => {
                Self { refused: self.refused.or(Some(EncodeError::InvalidMember { name: "jwks".to_owned() })), ..self }
            }
        }
    }

    /// Adds a member without a field here, such as `application_type` or `client_name#de`. If the value cannot
    /// be represented in JSON, or the name is already used or reserved, encoding the request fails.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        if let Err(error) = self.add(name.into(), value) {
            self.refused.get_or_insert(error);
        }
        self
    }

    fn add(&mut self, name: String, value: impl Serialize) -> Result<(), EncodeError> {
        if RESERVED.contains(&name.as_str()) {
            return Err(EncodeError::ReservedParameter { name });
        }
        // The error of `serde_json` may quote the value.
        let Ok(value) = serde_json::to_value(value) else { return Err(EncodeError::InvalidMember { name }) };
        if self.extra.insert(name.clone(), value) { Ok(()) } else { Err(EncodeError::RepeatedParameter { name }) }
    }

    pub(super) fn read(members: &mut Members<'_>) -> Result<Self, Problem> {
        Ok(Self {
            token_endpoint_auth_method: members.optional("token_endpoint_auth_method", |node| {
                members::text_or_only(node, "token_endpoint_auth_method")
            })?,
            client_name: members.text("client_name")?,
            client_uri: members.text("client_uri")?,
            logo_uri: members.text("logo_uri")?,
            scope: members.text("scope")?.map(Scope::from),
            tos_uri: members.text("tos_uri")?,
            policy_uri: members.text("policy_uri")?,
            jwks_uri: members.text("jwks_uri")?,
            software_id: members.text("software_id")?,
            software_version: members.text("software_version")?,
            software_statement: members.secret("software_statement")?,
            redirect_uris: members.texts("redirect_uris")?,
            grant_types: members.texts("grant_types")?,
            response_types: members.texts("response_types")?,
            contacts: members.texts("contacts")?,
            extra: Extra::default(),
            refused: None,
        })
    }

    /// Returns the body of a request. An update contains the client id.
    pub(super) fn to_json(&self, client_id: Option<&str>) -> Result<Vec<u8>, EncodeError> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        if self.scope.as_ref().is_some_and(|scope| !scope.is_valid()) {
            return Err(EncodeError::InvalidScope);
        }
        let mut body = Vec::with_capacity(512);
        self.write(client_id, &mut body).map_err(|_| EncodeError::InvalidMember { name: String::new() })?;
        Ok(body)
    }

    fn write(&self, client_id: Option<&str>, body: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let texts = [
            ("client_id", client_id),
            ("token_endpoint_auth_method", self.token_endpoint_auth_method.as_deref()),
            ("client_name", self.client_name.as_deref()),
            ("client_uri", self.client_uri.as_deref()),
            ("logo_uri", self.logo_uri.as_deref()),
            ("scope", self.scope.as_ref().map(Scope::as_str)),
            ("tos_uri", self.tos_uri.as_deref()),
            ("policy_uri", self.policy_uri.as_deref()),
            ("jwks_uri", self.jwks_uri.as_deref()),
            ("software_id", self.software_id.as_deref()),
            ("software_version", self.software_version.as_deref()),
            ("software_statement", self.software_statement.as_ref().map(Secret::expose)),
        ];
        let lists = [
            ("redirect_uris", &self.redirect_uris),
            ("grant_types", &self.grant_types),
            ("response_types", &self.response_types),
            ("contacts", &self.contacts),
        ];
        let mut serializer = serde_json::Serializer::new(body);
        let mut map = serializer.serialize_map(None)?;
        for (name, text) in &texts {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        for (name, list) in &lists {
            if let Some(list) = list {
                map.serialize_entry(name, list)?;
            }
        }
        // What a server answered may hold a member twice, and members that could not be read as the fields that they are.
        let mut written: HashSet<&str> = RESPONSE_ALONE.into_iter().collect();
        written.extend(texts.iter().filter_map(|(name, text)| text.map(|_| *name)));
        written.extend(lists.iter().filter_map(|(name, list)| list.as_ref().map(|_| *name)));
        for (name, value) in self.extra.members().filter(|(_, value)| *value != "null") {
            if written.insert(name) {
                map.serialize_entry(name, serde_json::from_str::<&RawValue>(value)?)?;
            }
        }
        map.end()
    }
}

/// Whether one of these JWKs has the private exponent or the private value, or is a shared secret.
fn has_private(keys: &[Value]) -> bool {
    keys.iter().any(|key| ["d", "k"].iter().any(|name| key.get(name).is_some()))
}

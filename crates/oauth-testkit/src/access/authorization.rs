//! The access that a client has been granted.

use serde_json::Value;

use crate::access::requested::RequestedAccess;
use crate::access::sign_in::SignIn;
use crate::clock;

/// An authorization: the access granted to a client, and the subject in whose name it acts.
#[derive(Clone, Debug)]
pub(crate) struct Authorization {
    /// The number of this authorization. Tokens with the same number are revoked together.
    pub(crate) id: u64,
    pub(crate) client_id: String,
    /// The user, or the client itself.
    pub(crate) subject: String,
    pub(crate) scopes: Vec<String>,
    /// The resources that the tokens are for ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)).
    pub(crate) resources: Vec<String>,
    pub(crate) authorization_details: Option<Value>,
    /// The sign-in of the user. `None` if no user signed in.
    pub(crate) sign_in: Option<SignIn>,
    /// The party that acts for the subject ([RFC 8693 §4.1](https://www.rfc-editor.org/rfc/rfc8693.html#section-4.1)).
    pub(crate) actor: Option<String>,
}

impl Authorization {
    /// Grants the requested access in the name of `subject`. If that is a user, `sign_in` is their sign-in.
    pub(crate) fn new(
        id: u64,
        client_id: &str,
        subject: &str,
        requested: RequestedAccess,
        sign_in: Option<SignIn>,
    ) -> Self {
        Self {
            id,
            client_id: client_id.to_owned(),
            subject: subject.to_owned(),
            scopes: requested.scopes,
            resources: requested.resources,
            authorization_details: requested.authorization_details,
            sign_in,
            actor: None,
        }
    }

    /// Whether the scope `openid` was granted, so that an ID token is issued.
    pub(crate) fn is_openid(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "openid")
    }

    /// The granted access as claims. An access token and its introspection have the same ones.
    pub(crate) fn claims(&self) -> Vec<(&'static str, Value)> {
        let mut claims: Vec<(&str, Value)> = Vec::new();
        if !self.scopes.is_empty() {
            claims.push(("scope", self.scopes.join(" ").into()));
        }
        match self.resources.as_slice() {
            [] => {}
            [one] => claims.push(("aud", one.as_str().into())),
            many => claims.push(("aud", many.to_vec().into())),
        }
        if let Some(sign_in) = &self.sign_in {
            claims.push(("auth_time", clock::seconds(sign_in.auth_time).into()));
            claims.extend(sign_in.acr.as_ref().map(|acr| ("acr", acr.as_str().into())));
        }
        claims.extend(self.authorization_details.clone().map(|details| ("authorization_details", details)));
        claims.extend(self.actor.as_ref().map(|actor| ("act", serde_json::json!({ "sub": actor }))));
        claims
    }
}

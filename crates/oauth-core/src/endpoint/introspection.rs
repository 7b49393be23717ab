//! Token introspection ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html)).

use std::time::SystemTime;

use crate::call::{Deviation, Extra, Parameters, Response};
use crate::client::form_request::{FormEndpoint, FormRequest};
use crate::client::{Client, Destination};
use crate::error::{DecodeError, EncodeError, Rejection};
use crate::server::{Dialect, Endpoint};
use crate::token::{Scope, TokenType, read_scope};
use crate::wire::members::{self, Members};
use crate::wire::numeric_date;
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;

/// A token introspection request.
#[derive(Debug, Clone)]
pub struct Introspection {
    token: Secret,
    token_type_hint: Option<String>,
}

/// The state of a token ([RFC 7662 §2.2](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.2)).
///
/// For an inactive token, all other fields are empty, regardless of what the server sent.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct IntrospectionResponse {
    /// Whether the token is currently valid for the caller.
    pub active: bool,
    /// The scope of the token.
    pub scope: Option<Scope>,
    /// The client that the token was issued to.
    pub client_id: Option<String>,
    /// A human-readable name of the user.
    pub username: Option<String>,
    /// The type of the token.
    pub token_type: Option<TokenType>,
    /// When the token expires.
    pub exp: Option<SystemTime>,
    /// When the token was issued.
    pub iat: Option<SystemTime>,
    /// When the token becomes valid.
    pub nbf: Option<SystemTime>,
    /// The subject: usually the user on whose behalf the token was issued.
    pub sub: Option<String>,
    /// The intended recipients. Empty if the response does not contain any.
    pub aud: Vec<String>,
    /// The issuer of the token.
    pub iss: Option<String>,
    /// The identifier of the token.
    pub jti: Option<String>,
    /// How the user signed in: the authentication context class
    /// ([RFC 9470 §6.2](https://www.rfc-editor.org/rfc/rfc9470.html#section-6.2)).
    pub acr: Option<String>,
    /// When the user signed in ([RFC 9470 §6.2](https://www.rfc-editor.org/rfc/rfc9470.html#section-6.2)).
    pub auth_time: Option<SystemTime>,
    /// The members without a field here, such as `cnf`, and those that could not be read.
    pub extra: Extra,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
}

impl Client {
    /// Requests the state of a token ([RFC 7662 §2.1](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.1)). This
    /// is meant for resource servers; to the client, a token is opaque.
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// let call = client.introspect(&Secret::new("2YotnFZFEjr1zCsicMWpAA"));
    /// assert_eq!(call.encode(now)?.body(), b"token=2YotnFZFEjr1zCsicMWpAA");
    ///
    /// let response = http::Response::new(br#"{"active":true,"sub":"alice","aud":"https://api.example"}"#);
    /// let token = call.decode((&response).into(), now)?;
    /// assert!(token.active && token.aud == ["https://api.example"]);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn introspect(&self, token: &Secret) -> FormRequest<Introspection> {
        self.form_request(Introspection { token: token.clone(), token_type_hint: None })
    }
}

impl FormRequest<Introspection> {
    /// Authorizes the request with a bearer token instead of the client's credentials
    /// ([RFC 7662 §2.1](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.1)), for a server that issues tokens for
    /// its introspection endpoint to resource servers.
    #[must_use]
    pub fn authorized_by(self, access_token: &Secret) -> Self {
        self.with_bearer(access_token)
    }

    /// Sets the type of the token, `access_token` or `refresh_token`. This only speeds up the server's lookup.
    #[must_use]
    pub fn token_type_hint(mut self, hint: impl Into<String>) -> Self {
        self.endpoint.token_type_hint = Some(hint.into());
        self
    }
}

impl FormEndpoint for Introspection {
    type Output = IntrospectionResponse;

    fn destination(&self) -> Destination<'_> {
        Endpoint::Introspection.into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push_secret("token", &self.token)?;
        parameters.push_some("token_type_hint", self.token_type_hint.as_deref())
    }

    fn read(
        &self,
        client: &Client,
        response: Response<'_>,
        _now: SystemTime,
    ) -> Result<IntrospectionResponse, DecodeError> {
        response.refuse_jwt()?;
        response.read(|members| IntrospectionResponse::read(members, client.server().dialect()))
    }
}

debug_of_fields!(IntrospectionResponse {
    active,
    scope,
    client_id,
    username,
    token_type,
    exp,
    iat,
    nbf,
    sub,
    aud,
    iss,
    jti,
    acr,
    auth_time,
    extra,
    deviations,
});

impl IntrospectionResponse {
    fn read(mut members: Members<'_>, dialect: &Dialect) -> Result<Self, Rejection> {
        if !members.require("active", |node| members::boolean(node, "active"))? {
            return Ok(Self::default());
        }
        // A resource server bases decisions on these: an unreadable value must not count as absent.
        let scope = members.strict("scope", |node| read_scope(node, dialect))?;
        let iss = members.strict("iss", |node| members::full_text(node, "iss"))?;
        let aud = members.strict("aud", |node| members::audience(node, "aud"))?.unwrap_or_default();
        let exp = members.strict("exp", |node| numeric_date::read(node, "exp"))?;
        let nbf = members.strict("nbf", |node| numeric_date::read(node, "nbf"))?;
        let client_id = members.optional("client_id", |node| members::text_or_number(node, "client_id"))?;
        let sub = members.optional("sub", |node| members::text_or_number(node, "sub"))?;
        let username = members.text("username")?;
        let token_type = members.text("token_type")?.map(|text| TokenType::from(&*text));
        let (jti, acr) = (members.text("jti")?, members.text("acr")?);
        let (iat, auth_time) = (members.date("iat")?, members.date("auth_time")?);
        let (extra, deviations) = members.finish();
        Ok(Self {
            active: true,
            scope,
            client_id,
            username,
            token_type,
            exp,
            iat,
            nbf,
            sub,
            aud,
            iss,
            jti,
            acr,
            auth_time,
            extra,
            deviations,
        })
    }
}

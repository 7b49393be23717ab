//! Token introspection ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html)).

use std::time::SystemTime;

use crate::call::Parameters;
use crate::call::Response;
use crate::client::{Client, FormEndpoint, FormRequest};
use crate::error::{DecodeError, EncodeError, Problem};
use crate::server::{Dialect, Endpoint};
use crate::token::Scope;
use crate::token::TokenType;
use crate::token::read_scope;
use crate::wire::extra::Extra;
use crate::wire::json::{Node, Object};
use crate::wire::secret::Secret;

/// The question what a token is worth.
#[derive(Debug, Clone)]
pub struct Introspection {
    token: Secret,
    token_type_hint: Option<String>,
}

/// What a token is worth ([RFC 7662 §2.2](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.2)).
///
/// Of an inactive token nothing but that is known: every other field is empty, whatever the server sent.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct IntrospectionResponse {
    /// Whether the token is good now, for whoever asked.
    pub active: bool,
    /// What the token allows.
    pub scope: Option<Scope>,
    /// The client that the token was issued to.
    pub client_id: Option<String>,
    /// A name of the user, for people.
    pub username: Option<String>,
    /// How the token is presented.
    pub token_type: Option<TokenType>,
    /// When the token expires.
    pub exp: Option<SystemTime>,
    /// When the token was issued.
    pub iat: Option<SystemTime>,
    /// When the token becomes good.
    pub nbf: Option<SystemTime>,
    /// Whom the token stands for.
    pub sub: Option<String>,
    /// Whom the token is meant for. Empty where the server does not say.
    pub aud: Vec<String>,
    /// Who issued the token.
    pub iss: Option<String>,
    /// The identifier of the token.
    pub jti: Option<String>,
    /// How the user signed in ([RFC 9470 §6.2](https://www.rfc-editor.org/rfc/rfc9470.html#section-6.2)).
    pub acr: Option<String>,
    /// When the user signed in (RFC 9470 §6.2).
    pub auth_time: Option<SystemTime>,
    /// The members that have no field here, such as `cnf`.
    pub extra: Extra,
}

impl Client {
    /// Asks what a token is worth ([RFC 7662 §2.1](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.1)). That is a
    /// resource server's question; for the client itself a token has no meaning.
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
    /// Says what the token is: `access_token` or `refresh_token`. It spares the server a search and changes nothing
    /// else.
    #[must_use]
    pub fn token_type_hint(mut self, hint: impl Into<String>) -> Self {
        self.endpoint.token_type_hint = Some(hint.into());
        self
    }
}

impl FormEndpoint for Introspection {
    type Output = IntrospectionResponse;

    fn endpoint(&self) -> Endpoint {
        Endpoint::Introspection
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
        let (object, _) = response.object()?;
        IntrospectionResponse::read(object, client.server().dialect()).map_err(|problem| response.malformed(problem))
    }
}

impl IntrospectionResponse {
    fn read(mut object: Object<'_>, dialect: &Dialect) -> Result<Self, Problem> {
        if !object.take_bool("active")?.ok_or(Problem::Missing { field: "active" })? {
            return Ok(Self::default());
        }
        let mut text = |field| Ok(object.take_text(field)?.map(std::borrow::Cow::into_owned));
        Ok(Self {
            active: true,
            client_id: text("client_id")?,
            username: text("username")?,
            token_type: text("token_type")?.map(|text| TokenType::from(&*text)),
            sub: text("sub")?,
            iss: text("iss")?,
            jti: text("jti")?,
            acr: text("acr")?,
            scope: read_scope(&mut object, dialect)?.0,
            exp: object.take_numeric_date("exp")?,
            iat: object.take_numeric_date("iat")?,
            nbf: object.take_numeric_date("nbf")?,
            auth_time: object.take_numeric_date("auth_time")?,
            aud: take_audience(&mut object)?,
            extra: Extra::rest_of(object),
        })
    }
}

/// `aud`: one text, or an array of them ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.3)).
fn take_audience(object: &mut Object<'_>) -> Result<Vec<String>, Problem> {
    let wrong = |node: &Node<'_>| Problem::WrongType {
        field: "aud",
        expected: "a string or an array of strings",
        found: node.kind(),
    };
    match object.take("aud") {
        None => Ok(Vec::new()),
        Some(Node::String(text)) => Ok(vec![text.into_owned()]),
        Some(Node::Array(items)) => items
            .into_iter()
            .map(|item| match item {
                Node::String(text) => Ok(text.into_owned()),
                node => Err(wrong(&node)),
            })
            .collect(),
        Some(node) => Err(wrong(&node)),
    }
}

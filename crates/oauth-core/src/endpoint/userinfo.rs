//! UserInfo (OpenID Connect Core 1.0 §5.3).

use std::borrow::Cow;
use std::time::SystemTime;

use http::{Method, Request};

use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Extras, bare_request, with_bearer};
use crate::client::Client;
use crate::error::{DecodeError, EncodeError, FailedCheck, Problem};
use crate::server::Endpoint;
use crate::token::TokenResponse;
use crate::token::TokenType;
use crate::wire::extra::Extra;
use crate::wire::json::Object;
use crate::wire::secret::Secret;

/// A request for the claims about the user whom an access token stands for.
#[derive(Debug, Clone)]
pub struct UserInfoRequest {
    client: Client,
    access_token: Secret,
    token_type: Option<TokenType>,
    subject: Option<String>,
    extras: Extras,
}

/// The claims about a user, as far as the access token gives a view of them
/// ([OpenID Connect Core 1.0 §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UserInfoResponse {
    /// The user, by an identifier that the issuer never gives to another. It is the one claim to tell users apart by.
    pub sub: String,
    /// The full name.
    pub name: Option<String>,
    /// The given name or names.
    pub given_name: Option<String>,
    /// The family name or names.
    pub family_name: Option<String>,
    /// How the user wants to be called. Not unique, and it may change.
    pub preferred_username: Option<String>,
    /// The URL of a picture.
    pub picture: Option<String>,
    /// The language and region.
    pub locale: Option<String>,
    /// The address for mail. Not unique, it may change, and anybody can claim any address unless it is verified.
    pub email: Option<String>,
    /// Whether the server made sure that the address is the user's. `Some` for a JSON boolean alone: what else a server
    /// sends, such as the text `"true"`, is in `extra`.
    pub email_verified: Option<bool>,
    /// The telephone number.
    pub phone_number: Option<String>,
    /// Whether the server made sure that the number is the user's. Read as `email_verified` is.
    pub phone_number_verified: Option<bool>,
    /// When the claims changed last.
    pub updated_at: Option<SystemTime>,
    /// The claims that have no field here.
    pub extra: Extra,
}

impl Client {
    /// Asks who the user is whom these tokens stand for (OpenID Connect Core 1.0 §5.3.1). Whoever has an ID token too
    /// says so by [`expect_subject`](UserInfoRequest::expect_subject).
    ///
    /// ```
    /// # use oauth_core::pingone::Region;
    /// # use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};
    /// # let now = std::time::SystemTime::UNIX_EPOCH;
    /// let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
    /// let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("secret"))?;
    /// # let tokens = client.client_credentials().decode((&http::Response::new(
    /// #     br#"{"access_token":"SlAV32hkKG","token_type":"Bearer"}"#)).into(), now)?;
    /// let call = client.userinfo(&tokens).expect_subject("248289761001");
    /// assert_eq!(call.encode(now)?.headers()["authorization"], "Bearer SlAV32hkKG");
    ///
    /// let response = http::Response::new(br#"{"sub":"248289761001","name":"Jane Doe"}"#);
    /// assert_eq!(call.decode((&response).into(), now)?.name.as_deref(), Some("Jane Doe"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn userinfo(&self, tokens: &TokenResponse) -> UserInfoRequest {
        UserInfoRequest { token_type: tokens.token_type.clone(), ..self.userinfo_with(&tokens.access_token) }
    }

    /// The same with a bearer token from elsewhere.
    #[must_use]
    pub fn userinfo_with(&self, access_token: &Secret) -> UserInfoRequest {
        UserInfoRequest {
            client: self.clone(),
            access_token: access_token.clone(),
            token_type: None,
            subject: None,
            extras: Extras::default(),
        }
    }
}

impl UserInfoRequest {
    /// Refuses claims about anybody but this user, the `sub` of the ID token. Without the comparison, an access token
    /// that was slipped in makes one user another (OpenID Connect Core 1.0 §5.3.2).
    #[must_use]
    pub fn expect_subject(mut self, sub: impl Into<String>) -> Self {
        self.subject = Some(sub.into());
        self
    }

    takes_extra_parameters!();

    takes_extra_headers!();
}

impl Call for UserInfoRequest {
    type Output = UserInfoResponse;

    fn encode(&self, _now: SystemTime) -> Result<Request<Vec<u8>>, EncodeError> {
        if self.token_type.as_ref().is_some_and(|kind| *kind != TokenType::BEARER) {
            return Err(EncodeError::NotBearer);
        }
        let url = self.client.server().endpoint_url(Endpoint::Userinfo)?;
        with_bearer(bare_request(Method::GET, url, &self.extras)?, &self.access_token)
    }

    fn decode(&self, response: Response<'_>, _now: SystemTime) -> Result<UserInfoResponse, DecodeError> {
        response.refuse_jwt()?;
        let (object, _) = response.object()?;
        let claims = UserInfoResponse::read(object).map_err(|problem| response.malformed(problem))?;
        if self.subject.as_ref().is_some_and(|expected| *expected != claims.sub) {
            return Err(response.untrusted(FailedCheck::Subject));
        }
        Ok(claims)
    }
}

impl UserInfoResponse {
    fn read(mut object: Object<'_>) -> Result<Self, Problem> {
        let mut text = |field| Ok(object.take_text(field)?.map(Cow::into_owned));
        Ok(Self {
            sub: text("sub")?.ok_or(Problem::Missing { field: "sub" })?,
            name: text("name")?,
            given_name: text("given_name")?,
            family_name: text("family_name")?,
            preferred_username: text("preferred_username")?,
            picture: text("picture")?,
            locale: text("locale")?,
            email: text("email")?,
            phone_number: text("phone_number")?,
            email_verified: object.take_if_bool("email_verified"),
            phone_number_verified: object.take_if_bool("phone_number_verified"),
            updated_at: object.take_numeric_date("updated_at")?,
            extra: Extra::rest_of(object),
        })
    }
}

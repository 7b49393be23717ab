//! Claims about the user
//! ([OpenID Connect Core 1.0 §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).

use std::time::SystemTime;

use http::{HeaderValue, Method, header};

use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Call, Deviation, Draft, Extra, Extras, Response, bare_request, with_bearer};
use crate::client::Client;
use crate::error::{DecodeError, EncodeError, FailedCheck, OnBehalfOf, Rejection};
use crate::server::Endpoint;
use crate::token::{TokenResponse, TokenType};
use crate::wire::members::{self, Members};
use crate::wire::secret::Secret;
use crate::wire::show::debug_of_fields;

/// A UserInfo request, which returns claims about the user of an access token.
#[derive(Debug, Clone)]
pub struct UserInfoRequest {
    client: Client,
    access_token: Secret,
    token_type: Option<TokenType>,
    subject: Option<String>,
    accept: Option<String>,
    extras: Extras,
}

/// The claims about a user that the access token gives access to
/// ([OpenID Connect Core 1.0 §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
#[derive(Clone)]
#[non_exhaustive]
pub struct UserInfoResponse {
    /// The identifier of the user, which the issuer never reassigns. Use only this claim to distinguish users.
    pub sub: String,
    /// The full name.
    pub name: Option<String>,
    /// The given name or names.
    pub given_name: Option<String>,
    /// The family name or names.
    pub family_name: Option<String>,
    /// How the user wants to be addressed. Not unique, and may change.
    pub preferred_username: Option<String>,
    /// The URL of a picture.
    pub picture: Option<String>,
    /// The locale: language and region.
    pub locale: Option<String>,
    /// The e-mail address. Not unique, and may change. Anyone can claim any address unless it is verified.
    pub email: Option<String>,
    /// Whether the server verified that the address belongs to the user. Set only for a JSON boolean: any other value,
    /// such as the text `"true"`, is in `extra`.
    pub email_verified: Option<bool>,
    /// The telephone number.
    pub phone_number: Option<String>,
    /// Whether the server verified that the number belongs to the user. Read like `email_verified`.
    pub phone_number_verified: Option<bool>,
    /// When the claims last changed.
    pub updated_at: Option<SystemTime>,
    /// The claims without a field here.
    pub extra: Extra,
    /// The response's deviations from the standard that did not affect its meaning.
    pub deviations: Vec<Deviation>,
}

impl Client {
    /// Requests claims about the user of these tokens
    /// ([OpenID Connect Core 1.0 §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)). If
    /// the tokens include an ID token ([`id_token_claims`](TokenResponse::id_token_claims)), claims about another user
    /// are rejected (§5.3.2). The access token must be a bearer token; otherwise encoding fails.
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
        let subject = tokens.id_token_claims().map(|claims| claims.subject().to_owned());
        let token_type = tokens.token_type.clone();
        UserInfoRequest { token_type, subject, ..self.userinfo_with(&tokens.access_token) }
    }

    /// Like [`userinfo`](Self::userinfo), with a bearer token from elsewhere.
    #[must_use]
    pub fn userinfo_with(&self, access_token: &Secret) -> UserInfoRequest {
        UserInfoRequest {
            client: self.clone(),
            access_token: access_token.clone(),
            token_type: None,
            subject: None,
            accept: None,
            extras: Extras::default(),
        }
    }
}

impl UserInfoRequest {
    /// Rejects claims about any user but this one, the `sub` of the ID token. Without this check, an attacker can
    /// substitute an access token to pass one user off as another
    /// ([OpenID Connect Core 1.0 §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    /// [`userinfo`](Client::userinfo) sets it from the ID token; use this method for an ID token from elsewhere.
    #[must_use]
    pub fn expect_subject(mut self, sub: impl Into<String>) -> Self {
        self.subject = Some(sub.into());
        self
    }

    /// Sets the type in `Accept`, for a server that rejects `application/json`.
    #[must_use]
    pub fn accept(mut self, media_type: impl Into<String>) -> Self {
        self.accept = Some(media_type.into());
        self
    }

    takes_extra_parameters!();

    takes_extra_headers!();
}

impl Call for UserInfoRequest {
    type Output = UserInfoResponse;

    fn draft(&self, _now: SystemTime) -> Result<Draft, EncodeError> {
        if self.token_type.as_ref().is_some_and(|kind| *kind != TokenType::BEARER) {
            return Err(EncodeError::NotBearer);
        }
        let url = self.client.server().endpoint_url(Endpoint::UserInfo)?;
        let mut request = with_bearer(bare_request(Method::GET, url, &self.extras)?, &self.access_token)?;
        if let Some(accept) = &self.accept {
            let invalid = |_| EncodeError::InvalidHeader { name: header::ACCEPT.to_string() };
            request.headers_mut().insert(header::ACCEPT, HeaderValue::try_from(accept).map_err(invalid)?);
        }
        Ok(request.into())
    }

    fn decode(&self, response: Response<'_>, _sent_at: SystemTime) -> Result<UserInfoResponse, DecodeError> {
        let url = self.client.server().endpoint(Endpoint::UserInfo).unwrap_or_default();
        let secrets = || vec![self.access_token.clone()];
        let context = self.client.context(Endpoint::UserInfo.name(), url, OnBehalfOf::Client, &secrets);
        let response = response.with_context(&context);
        response.refuse_jwt()?;
        response.read(|members| {
            let claims = UserInfoResponse::read(members)?;
            match &self.subject {
                Some(expected) if *expected != claims.sub => Err(FailedCheck::Subject.into()),
                _ => Ok(claims),
            }
        })
    }
}

debug_of_fields!(UserInfoResponse {
    sub,
    name,
    given_name,
    family_name,
    preferred_username,
    picture,
    locale,
    email,
    email_verified,
    phone_number,
    phone_number_verified,
    updated_at,
    extra,
    deviations,
});

impl UserInfoResponse {
    fn read(mut members: Members<'_>) -> Result<Self, Rejection> {
        let claims = Self {
            sub: members.require("sub", |node| members::text_or_number(node, "sub"))?,
            name: members.text("name")?,
            given_name: members.text("given_name")?,
            family_name: members.text("family_name")?,
            preferred_username: members.text("preferred_username")?,
            picture: members.text("picture")?,
            locale: members.text("locale")?,
            email: members.text("email")?,
            phone_number: members.text("phone_number")?,
            email_verified: members.bool("email_verified")?,
            phone_number_verified: members.bool("phone_number_verified")?,
            updated_at: members.date("updated_at")?,
            extra: Extra::default(),
            deviations: Vec::new(),
        };
        let (extra, deviations) = members.finish();
        Ok(Self { extra, deviations, ..claims })
    }
}

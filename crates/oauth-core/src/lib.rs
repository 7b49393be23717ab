//! OAuth 2.0 and OpenID Connect without I/O.
//!
//! This crate turns what you want into an [`http::Request`] and any [`http::Response`] into a typed answer. It opens no
//! connection, reads no clock, spawns nothing and logs nothing. An adapter crate (`oauth-reqwest`, `oauth-hyper`,
//! `oauth-isahc`) sends for you; or you send, with whatever HTTP stack you have:
//!
//! ```
//! use oauth_core::{Call as _, Client, ClientAuthentication, Region, Server};
//! # fn send(_: http::Request<Vec<u8>>) -> http::Response<&'static [u8]> {
//! #     http::Response::new(br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#)
//! # }
//! # let now = std::time::SystemTime::UNIX_EPOCH;
//! let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
//! let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;
//!
//! let call = client.client_credentials().scope("read write");
//! let response = send(call.encode(now)?);
//! let tokens = call.decode((&response).into(), now)?;
//! println!("{:?} for {:?}", tokens.scope, tokens.expires_in);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # Reading order
//!
//! [`Client`] and [`Server`] are the two roles. [`Call`] is one request and its answer, [`Flow`] several of them.
//! [`TokenResponse`] is what you came for. [`ConfigError`] and [`EncodeError`] say what you did, [`DecodeError`] what
//! the server did.
//!
//! # What it does not do
//!
//! It does not send, retry, cache or wait. It does not verify the signature of an ID token. It has no password grant,
//! which [RFC 9700 §2.4](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4) forbids.

#![forbid(unsafe_code)]

mod assertion;
mod authorization;
mod backchannel_authentication;
mod call;
mod client;
mod device_authorization;
mod endpoint;
mod error;
mod extra;
mod flow;
mod id_token;
mod lifetime;
mod pkce;
mod response;
mod scope;
mod secret;
mod server;
mod step_up;
mod time;
mod token_type;
mod token_type_identifier;
mod tokens;
mod url;
mod wire;

pub use assertion::Assertion;
pub use authorization::{
    AuthorizationRedirect, AuthorizationRequest, AuthorizationResponse, AuthorizationSession, Authorized, ResponseType,
};
pub use backchannel_authentication::BackchannelAuthentication;
pub use call::Call;
pub use client::{Client, ClientAuthentication, FormEndpoint, FormRequest, Grant, Parameters, TokenRequest};
pub use device_authorization::DeviceAuthorization;
pub use endpoint::{
    AuthorizationCode, BackchannelAuthenticationRequest, Ciba, ClientConfiguration, ClientCredentials, ClientDelete,
    ClientInformation, ClientMetadata, ClientRead, ClientRegistration, ClientUpdate, DeviceAuthorizationRequest,
    DeviceCode, EndSessionRequest, Introspection, IntrospectionResponse, JwtBearer, ProtectedResource,
    ProtectedResourceMetadata, ProtectedResourceMetadataRequest, PushedAuthorizationRequest,
    PushedAuthorizationResponse, RefreshToken, Revocation, Saml2Bearer, ServerMetadataRequest, TokenExchange, UserHint,
    UserinfoRequest, UserinfoResponse,
};
pub use error::{
    Answer, AuthorizationError, AuthorizationErrorResponse, Challenge, ConfigError, DecodeError, EncodeError,
    ErrorCode, FailedCheck, Malformed, Problem, Rejection, ServerError, Untrusted, UrlProblem, challenges,
};
pub use extra::Extra;
pub use flow::{AfterFailure, Discovery, Flow, FlowError, Once, Polling, Step};
pub use pkce::CodeVerifier;
pub use response::Response;
pub use scope::Scope;
pub use secret::Secret;
pub use server::{AnswerHook, BasicEncoding, Dialect, Endpoint, ExpiresInUnit, Issuer, Region, Server, ServerMetadata};
pub use step_up::StepUp;
pub use time::{Age, Now};
pub use token_type::TokenType;
pub use token_type_identifier::TokenTypeIdentifier;
pub use tokens::{Deviation, TokenResponse};
